"""InformationRequest and InformationTold: what a victim asked to know, and that she was told."""

from typing import ClassVar

from django.db import models

from casemgmt.models.base import of
from casemgmt.policy.categories import Category
from victims.confidential.models.base import Confidential
from victims.confidential.models.client import Client


class InformationRequest(Confidential):
    """One asking of one victim; the topics and what was found are one encrypted text (S49).

    The times are plain, so that the organization can measure how long an answer takes.
    """

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.VICTIM_ADVOCACY, "content", "asked_at", "due_on", "author_name"
    )

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField()
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    author_id = models.BigIntegerField()
    author_name = models.CharField(max_length=128)

    class Meta:
        ordering = ["-asked_at", "id"]
        indexes = [
            models.Index(fields=["client", "-asked_at"], name="information_client"),
            models.Index(fields=["agency_id", "due_on"], name="information_due"),
        ]

    def __str__(self) -> str:
        return f"information request {self.pk}"


class InformationTold(Confidential):
    """That the victim was told, how, and what she said to it; it closes the request."""

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.VICTIM_ADVOCACY, "content", "told_at", "author_name"
    )

    request = models.OneToOneField(InformationRequest, on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField()
    told_at = models.DateTimeField()
    author_id = models.BigIntegerField()
    author_name = models.CharField(max_length=128)

    class Meta:
        ordering = ["-told_at", "id"]

    def __str__(self) -> str:
        return f"information told {self.pk}"
