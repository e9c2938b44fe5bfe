"""TreatmentSummary: what the provider tells the team under an authorization: attendance,
participation, next steps."""

from typing import ClassVar

from django.db import models

from casemgmt.models.base import CaseRecord, of
from casemgmt.policy.categories import Category


class TreatmentSummary(CaseRecord):
    """A provider's summary of a period; the clinical narrative stays in the clinical record."""

    class Participation(models.TextChoices):
        ACTIVE = "active", "Takes part actively"
        PARTIAL = "partial", "Takes part at times"
        LITTLE = "little", "Takes little part"
        NOT_ENROLLED = "not_enrolled", "Not enrolled"

    CATEGORY: ClassVar[Category] = Category.TREATMENT_SUMMARY
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.TREATMENT_SUMMARY,
        "period_from", "period_until", "attended", "missed", "participation", "summary",
        "next_steps", "author_name", "corrects_id",
    )  # fmt: skip

    period_from = models.DateField()
    period_until = models.DateField()
    attended = models.PositiveSmallIntegerField("sessions attended")
    missed = models.PositiveSmallIntegerField("sessions missed")
    participation = models.CharField(max_length=12, choices=Participation.choices)
    summary = models.TextField(max_length=6000)
    next_steps = models.TextField(blank=True, max_length=2000)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-period_until", "id"]
        verbose_name_plural = "treatment summaries"
        indexes = [models.Index(fields=["case", "-period_until"], name="summary_case_period")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(period_until__gte=models.F("period_from")),
                name="summary_period_runs_forward",
            )
        ]

    def __str__(self) -> str:
        return f"treatment summary {self.pk}"

    def parts(self) -> frozenset[str]:
        """Return the part: participation tells enrolled or not, attending or not."""
        return frozenset()

    @property
    def author_name(self) -> str:
        """Return the provider's name."""
        return self.author.name if self.author else ""
