"""Note: what the advocate and the victim spoke of; privileged, encrypted, never changed."""

from typing import ClassVar

from django.db import models

from casemgmt.models.base import of
from casemgmt.policy.categories import Category
from victims.confidential.models.base import Confidential
from victims.confidential.models.client import Client


class Note(Confidential):
    """A confidential note; a correction is a new note that says which one it amends."""

    class About(models.TextChoices):
        MEETING = "meeting", "Meeting"
        CALL = "call", "Call"
        SAFETY_PLAN = "safety_plan", "Safety planning"
        COURT = "court", "Court"
        OTHER = "other", "Other"

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.VICTIM_ADVOCACY, "kind", "happened_on", "text", "author_name"
    )

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=About.choices)
    happened_on = models.DateField()
    text = models.BinaryField()
    author_id = models.BigIntegerField()
    author_name = models.CharField(max_length=128)
    amends = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-happened_on", "-created_at", "id"]
        indexes = [models.Index(fields=["client", "-happened_on"], name="note_client_day")]

    def __str__(self) -> str:
        return f"note {self.pk}"
