"""Contact: home visit, office visit, call, collateral: what the officer saw and heard."""

from typing import ClassVar

from django.db import models

from casemgmt.models.base import CaseRecord, of
from casemgmt.policy.categories import Category


class Contact(CaseRecord):
    """A supervision contact; a correction adds a contact that says which one it corrects."""

    class Kind(models.TextChoices):
        OFFICE = "office", "Office visit"
        HOME = "home", "Home visit"
        FIELD = "field", "Field visit"
        PHONE = "phone", "Call"
        VIRTUAL = "virtual", "Video call"
        COLLATERAL = "collateral", "Collateral contact"

    class Outcome(models.TextChoices):
        HELD = "held", "Took place"
        MISSED = "missed", "Missed"
        CANCELLED = "cancelled", "Cancelled by the agency"

    CATEGORY: ClassVar[Category] = Category.SUPERVISION
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.SUPERVISION,
        "kind", "outcome", "happened_at", "place", "note", "author_name", "corrects_id", "next_on",
    )  # fmt: skip

    kind = models.CharField(max_length=12, choices=Kind.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.HELD)
    happened_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    note = models.TextField(max_length=8000)
    next_on = models.DateField("next contact", null=True, blank=True)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-happened_at", "id"]
        indexes = [models.Index(fields=["case", "-happened_at"], name="contact_case_time")]

    def __str__(self) -> str:
        return f"contact {self.pk}"

    @property
    def author_name(self) -> str:
        """Return who recorded it."""
        return self.author.name if self.author else ""
