"""Assessment: a risk or need instrument's result: name, version, total, level label, scorer, date.
Never item wording."""

from typing import ClassVar

from django.db import models

from casemgmt.models.base import CaseRecord
from casemgmt.policy.categories import Category


class Assessment(CaseRecord):
    """A scored instrument; the label is never shown without instrument and date (C-RSK-6)."""

    class Instrument(models.TextChoices):
        STATIC_99R = "static_99r", "Static-99R"
        STABLE_2007 = "stable_2007", "STABLE-2007"
        ACUTE_2007 = "acute_2007", "ACUTE-2007"
        SOTIPS = "sotips", "SOTIPS"
        VASOR_2 = "vasor_2", "VASOR-2"
        LS_CMI = "ls_cmi", "LS/CMI"
        J_SOAP_II = "j_soap_ii", "J-SOAP-II"

    CATEGORY: ClassVar[Category] = Category.RISK
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = dict.fromkeys(
        (
            "instrument",
            "level",
            "scored_on",
            "total",
            "band_scheme",
            "author_name",
            "due_on",
            "note",
            "corrects_id",
        ),
        Category.RISK,
    )

    instrument = models.CharField(max_length=12, choices=Instrument.choices)
    band_scheme = models.CharField("scheme of levels", max_length=60, blank=True)
    total = models.SmallIntegerField(null=True, blank=True)
    level = models.CharField(max_length=60)
    scored_on = models.DateField()
    due_on = models.DateField("next assessment due", null=True, blank=True)
    note = models.TextField(blank=True, max_length=4000)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-scored_on", "id"]
        indexes = [models.Index(fields=["case", "-scored_on"], name="assessment_case_day")]

    def __str__(self) -> str:
        return f"assessment {self.pk}"

    @property
    def author_name(self) -> str:
        """Return the scorer's name."""
        return self.author.name if self.author else ""

    @property
    def label(self) -> str:
        """Return level, instrument and date as one text."""
        return f"{self.level} ({self.get_instrument_display()}, {self.scored_on:%b %-d, %Y})"
