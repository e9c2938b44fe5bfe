"""Round: one round of thumbs on a proposal; a single thumb down keeps it from being a decision."""

from typing import ClassVar

from django.db import models

from casemgmt.models.base import CaseRecord, of
from casemgmt.models.review import CaseReview
from casemgmt.policy.categories import Category


class Round(CaseRecord):
    """What each person at the table said to a proposal: up, sideways, down (practice C.7; T17)."""

    class Thumb(models.TextChoices):
        UP = "up", "Thumb up: for it"
        SIDEWAYS = "sideways", "Thumb sideways: can live with it"
        DOWN = "down", "Thumb down: against it"

    class Result(models.TextChoices):
        CONSENSUS = "consensus", "Nobody is against it"
        BLOCKED = "blocked", "Somebody is against it"

    CATEGORY: ClassVar[Category] = Category.TEAM_RECORD
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.TEAM_RECORD, "number", "proposal", "thumbs", "result", "held_at"
    )

    review = models.ForeignKey(CaseReview, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    proposal = models.CharField(max_length=300)
    thumbs = models.JSONField()  # by name, as it was said in the room
    result = models.CharField(max_length=10, choices=Result.choices)
    held_at = models.DateTimeField()

    class Meta:
        ordering = ["held_at"]
        indexes = [models.Index(fields=["review"], name="round_review")]

    def __str__(self) -> str:
        return f"round {self.pk}"

    def parts(self) -> frozenset[str]:
        """Return the part: items that the members took part in."""
        return frozenset({"own_items"})
