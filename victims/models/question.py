"""Question and Answer: what the victims' side asks the team, and what the team tells.

Neither says whether a victim asked: the same can be asked on any case (S3).
"""

from typing import ClassVar

from django.db import models

from casemgmt.models.base import CaseRecord, of
from casemgmt.policy.categories import Category
from victims.models.advocate import kind_of_advocate


class Question(CaseRecord):
    """A question that an advocate puts to the team, in general words."""

    CATEGORY: ClassVar[Category] = Category.TEAM_RECORD
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.TEAM_RECORD, "text", "asked_at", "due_on", "author_name", "author_kind"
    )

    text = models.TextField(max_length=1000)
    asked_at = models.DateTimeField()
    due_on = models.DateField()

    class Meta:
        ordering = ["-asked_at", "id"]
        indexes = [models.Index(fields=["case", "-asked_at"], name="question_case_time")]

    def __str__(self) -> str:
        return f"question {self.pk}"

    def parts(self) -> frozenset[str]:
        """Return the part: items that the members took part in."""
        return frozenset({"own_items"})

    @property
    def author_name(self) -> str:
        """Return the advocate's name."""
        return self.author.name if self.author else ""

    @property
    def author_kind(self) -> str:
        """Return which kind of advocate asked (B-VAWA-16)."""
        return kind_of_advocate(self.author)


class Answer(CaseRecord):
    """What the team told; a later answer adds to an earlier one, which stays as it was."""

    class Kind(models.TextChoices):
        TOLD = "told", "Answered"
        PARTLY = "partly", "Answered in part"
        NOT_TOLD = "not_told", "The team may not tell"

    CATEGORY: ClassVar[Category] = Category.TEAM_RECORD
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.TEAM_RECORD, "kind", "text", "answered_at", "author_name"
    )

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField(max_length=2000)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "id"]

    def __str__(self) -> str:
        return f"answer {self.pk}"

    def parts(self) -> frozenset[str]:
        """Return the part: items that the members took part in."""
        return frozenset({"own_items"})

    @property
    def author_name(self) -> str:
        """Return who answered for the team."""
        return self.author.name if self.author else ""
