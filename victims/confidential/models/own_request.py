"""OwnRequest: a victim asks what the organization holds of her (T31, B-VR-7)."""

from typing import ClassVar

from django.db import models

from casemgmt.models.base import of
from casemgmt.policy.categories import Category
from victims.confidential.models.base import Confidential
from victims.confidential.models.client import Client


class OwnRequest(Confidential):
    """When it was asked, until when it is answered, and when the copy was made."""

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.VICTIM_ADVOCACY, "asked_on", "due_on", "answered_at", "digest"
    )

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    due_on = models.DateField()
    author_name = models.CharField(max_length=128)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=128, blank=True)
    digest = models.CharField("SHA-256 of the copy", max_length=64, blank=True)

    class Meta:
        ordering = ["-asked_on", "-created_at", "id"]

    def __str__(self) -> str:
        return f"own request {self.pk}"
