"""Inquiry: a question of the victims' side for information, and its answer.

It names no victim, and says of none that she asked: any advocate at the table asks it on any case,
in the same words.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from casemgmt.models.base import CaseRecord, of
from casemgmt.policy.categories import Category


class Inquiry(CaseRecord):
    """One topic on one case, with who answers it until when; answered once, then it stays."""

    class Outcome(models.TextChoices):
        TOLD = "told", "Here is the answer"
        UNKNOWN = "unknown", "It is not known here"
        REFUSED = "refused", "It may not be told"

    CATEGORY: ClassVar[Category] = Category.TEAM_RECORD
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.TEAM_RECORD,
        "topic", "topic_words", "who", "who_words", "asked_on", "due_on", "outcome", "answer",
        "answered_at", "answered_by_name",
    )  # fmt: skip

    topic = models.CharField(max_length=40)
    # As the table of the jurisdiction said it on that day.
    topic_words = models.CharField(max_length=160)
    who = models.CharField(max_length=12)
    who_words = models.CharField(max_length=60)
    asked_on = models.DateField()
    due_on = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    answer = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=128, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            # A second victim who asks the same adds nothing that anyone could count.
            models.UniqueConstraint(
                fields=["case", "topic"],
                condition=Q(answered_at__isnull=True),
                name="inquiry_open_once",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, outcome="")
                | (Q(answered_at__isnull=False) & ~Q(outcome="")),
                name="inquiry_answered_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"inquiry {self.pk}"

    def parts(self) -> frozenset[str]:
        """Return the part: those who answer sit at the table for it."""
        return frozenset({"policy_items"})
