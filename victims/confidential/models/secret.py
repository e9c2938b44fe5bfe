"""OrganizationSecret: the keys by which an organization finds names and references again."""

from typing import ClassVar

from django.db import models

from casemgmt.models.base import of
from casemgmt.policy.categories import Category
from victims.confidential.models.base import Confidential


class OrganizationSecret(Confidential):
    """One row an organization, wrapped by its key."""

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(Category.VICTIM_ADVOCACY, "wrapped")

    wrapped = models.BinaryField(max_length=256)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency_id"], name="secret_once_an_organization")
        ]

    def __str__(self) -> str:
        return f"organization secret {self.pk}"
