"""Released: the organization's own copy of each release that a victim signed.

The team's side knows nothing of it.
"""

from typing import ClassVar

from django.db import models

from casemgmt.models.base import of
from casemgmt.policy.categories import Category
from victims.confidential.models.base import Confidential
from victims.confidential.models.client import Client


class Released(Confidential):
    """Which victim a release is of.

    An opaque reference that only the organization's key matches.
    """

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(Category.VICTIM_ADVOCACY, "particulars")

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    release_ref = models.BinaryField(max_length=32, unique=True)
    particulars = models.BinaryField()

    class Meta:
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return f"released {self.pk}"
