"""Statement: what a victim chose to tell the team, for the life of the release."""

from dataclasses import replace
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from casemgmt.models import Release
from casemgmt.models.base import CaseRecord, of
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import RecordFacts


class Statement(CaseRecord):
    """A copy of one released item.

    Opens to the recipient that the release names, until it ends or is withdrawn.
    """

    class Way(models.TextChoices):
        SPOKEN = "spoken", "Spoken"
        PAPER = "paper", "On paper"
        ELECTRONIC = "electronic", "Electronic, in this system"

    CATEGORY: ClassVar[Category] = Category.VICTIM_STATEMENT
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.VICTIM_STATEMENT, "text", "item", "given_on", "ends_at", "purpose", "ways"
    )

    # Without a release it is the organization's own copy and opens to nobody else.
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    item = models.CharField(max_length=200)
    text = models.TextField(max_length=4000)
    given_on = models.DateField()
    ways = ArrayField(
        models.CharField(max_length=12, choices=Way.choices), default=list, blank=True
    )

    class Meta:
        ordering = ["-given_on", "id"]
        indexes = [models.Index(fields=["case"], name="statement_case")]

    def __str__(self) -> str:
        return f"statement {self.pk}"

    def record_facts(self) -> RecordFacts:
        """Return what rules need: the release that this item came under."""
        return replace(
            super().record_facts(),
            release_id=str(self.release_id or ""),
            items=frozenset({self.item}),
        )

    @property
    def ends_at(self) -> object:
        """Return when the release ends."""
        return self.release.ends_at if self.release else None

    @property
    def purpose(self) -> str:
        """Return what the release is for."""
        return self.release.purpose if self.release else ""
