"""Entry: a dated text of any category that has no table of its own: clinical notes, packets,
school and tribal records."""

from dataclasses import replace
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from casemgmt.models.base import CaseRecord
from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.facts import RecordFacts

KEPT_HERE = (
    Category.CRIMINAL_HISTORY, Category.TREATMENT_CLINICAL, Category.PSYCHOTHERAPY_NOTES,
    Category.SUD_TREATMENT, Category.POLYGRAPH_RAW, Category.SEXUAL_HISTORY,
    Category.CHILD_AND_SCHOOL, Category.TRIBAL, Category.PEER_GROUP, Category.SUPERVISION,
    Category.VICTIM_SYSTEM, Category.TEAM_RECORD, Category.TREATMENT_SUMMARY,
    Category.POLYGRAPH_REFERRAL, Category.POLYGRAPH_RESULT, Category.RISK, Category.AGGREGATE,
    Category.STAFF_WELLBEING,
)  # fmt: skip


class Entry(CaseRecord):
    """A dated text; each row carries its own category, and one part of it if the
    category has parts."""

    # A row's own category goes before it.
    CATEGORY: ClassVar[Category] = Category.TREATMENT_CLINICAL
    category = models.CharField(max_length=24, choices=[(c.value, LABELS[c]) for c in KEPT_HERE])
    part = models.CharField(max_length=24, blank=True)
    title = models.CharField(max_length=160)
    text = models.TextField(max_length=20000)
    happened_on = models.DateField()
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # What it came under, and which items of that it holds: a promise made then is kept (B-HIP-1).
    release = models.ForeignKey(
        "casemgmt.Release", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    items = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    class Meta:
        ordering = ["-happened_on", "id"]
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["case", "category", "-happened_on"], name="entry_case_category")
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"

    @property
    def FIELD_CATEGORY(self) -> dict[str, Category]:  # type: ignore[override]  # per row, not per table
        """Return the row's own category for each of its fields."""
        names = ("title", "text", "happened_on", "author_name", "corrects_id")
        return dict.fromkeys(names, Category(self.category))

    def record_facts(self) -> RecordFacts:
        """Return what rules need to know of this row."""
        return replace(
            super().record_facts(),
            release_id=str(self.release_id or ""),
            items=frozenset(self.items),
        )

    def parts(self) -> frozenset[str]:
        """Return the part that the row names, if it names one."""
        return frozenset({self.part} - {""})

    @property
    def author_name(self) -> str:
        """Return the author's name."""
        return self.author.name if self.author else ""
