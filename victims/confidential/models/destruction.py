"""Destruction: two advocates agree that a victim's record is destroyed; the certificate of it
stays (B-RET-3)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from casemgmt.models.base import of
from casemgmt.policy.categories import Category
from victims.confidential.models.base import Confidential
from victims.confidential.models.client import Client


class Destruction(Confidential):
    """Asked by one, carried out by another; what is left says what was, how much, by whose act."""

    class Because(models.TextChoices):
        WISH = "wish", "The victim wishes it"
        SCHEDULE = "schedule", "The organization's schedule"
        ERROR = "error", "Opened in error"

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(Category.VICTIM_ADVOCACY, "because")

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=10, choices=Because.choices)
    asked_by = models.BigIntegerField()
    asked_by_name = models.CharField(max_length=128)
    asked_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    done_by = models.BigIntegerField(null=True, blank=True)
    done_by_name = models.CharField(max_length=128, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    notes = models.PositiveIntegerField(default=0)
    documents = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_by__isnull=True) | ~Q(done_by=F("asked_by")),
                name="destruction_by_two_people",
            ),
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(withdrawn_at__isnull=True),
                name="destruction_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"destruction {self.pk}"
