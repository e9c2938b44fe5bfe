"""Condition and its wordings: what the person must do or must not do;
an old wording is never overwritten."""

from typing import ClassVar

from django.db import models

from casemgmt.models.base import CaseRecord, of
from casemgmt.policy.categories import Category


class Condition(CaseRecord):
    """A condition of supervision, in its present wording."""

    class Kind(models.TextChoices):
        VICTIM_CONTACT = "victim_contact", "Contact with the victim"
        MINOR_CONTACT = "minor_contact", "Contact with minors"
        RESIDENCE = "residence", "Residence"
        EMPLOYMENT = "employment", "Employment and volunteering"
        INTERNET = "internet", "Internet and devices"
        SUBSTANCES = "substances", "Alcohol and drugs"
        TREATMENT = "treatment", "Treatment"
        POLYGRAPH = "polygraph", "Polygraph"
        TRAVEL = "travel", "Travel"
        REGISTRATION = "registration", "Registration"
        OTHER = "other", "Other"

    class Source(models.TextChoices):
        COURT = "court", "Court order"
        AGENCY = "agency", "Agency rule"
        SPECIAL = "special", "Sex-offense-specific rule"

    CATEGORY: ClassVar[Category] = Category.SUPERVISION
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.SUPERVISION,
        "kind", "source", "text", "starts_on", "ends_on", "end_reason", "protects_victim",
        "is_exam_subject", "author_name",
    )  # fmt: skip

    kind = models.CharField(max_length=20, choices=Kind.choices)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.COURT)
    text = models.TextField("wording", max_length=2000)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField("why it ends", max_length=300, blank=True)
    protects_victim = models.BooleanField("protects a victim", default=False)
    is_exam_subject = models.BooleanField("an exam may be about it", default=False)

    class Meta:
        ordering = ["kind", "starts_on", "id"]
        indexes = [models.Index(fields=["case", "kind"], name="condition_case")]

    def __str__(self) -> str:
        return f"condition {self.pk}"

    def parts(self) -> frozenset[str]:
        """Return the parts that a condition belongs to; advocates get those that
        protect a victim."""
        parts = {"conditions"}
        if self.protects_victim:
            parts.add("status")
        if self.is_exam_subject:
            parts.add("exam_conditions")
        return frozenset(parts)

    @property
    def author_name(self) -> str:
        """Return who wrote the present wording."""
        return self.author.name if self.author else ""


class Wording(CaseRecord):
    """A wording that a condition had, until when and why it was changed."""

    CATEGORY: ClassVar[Category] = Category.SUPERVISION
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.SUPERVISION, "text", "replaced_at", "replaced_by_name", "reason"
    )

    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=2000)
    reason = models.CharField(max_length=300)
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["condition", "number"], name="wording_number_once")
        ]

    def __str__(self) -> str:
        return f"wording {self.pk}"

    def parts(self) -> frozenset[str]:
        """Return the parts of its condition."""
        return self.condition.parts()

    @property
    def replaced_by_name(self) -> str:
        """Return who replaced it."""
        return self.author.name if self.author else ""
