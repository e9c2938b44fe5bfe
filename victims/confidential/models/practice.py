"""Practice: how an organization makes its releases: how long, and where a victim takes one back."""

from typing import ClassVar

from django.db import models

from casemgmt.models.base import of
from casemgmt.policy.categories import Category
from victims.confidential.models.base import Confidential


class Practice(Confidential):
    """One set of rules of the organization; the newest counts, and the earlier ones stay."""

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.VICTIM_ADVOCACY, "usual_days", "long_days", "most_days", "call", "set_by_name"
    )

    usual_days = models.PositiveSmallIntegerField()
    long_days = models.PositiveSmallIntegerField()
    most_days = models.PositiveSmallIntegerField()
    # Of the organization, never of a victim: it is printed on each victim's copy.
    call = models.CharField("how to reach the organization", max_length=200, blank=True)
    set_by = models.BigIntegerField()
    set_by_name = models.CharField(max_length=128)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(usual_days__gte=1)
                & models.Q(long_days__gte=models.F("usual_days"))
                & models.Q(most_days__gte=models.F("long_days")),
                name="practice_days_in_order",
            )
        ]
        indexes = [models.Index(fields=["agency_id", "-created_at"], name="practice_newest")]

    def __str__(self) -> str:
        return f"practice {self.pk}"
