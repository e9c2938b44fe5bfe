"""ChildReport: what an advocate reports of a child at risk because the law makes her; encrypted,
hers alone (T51, B-VAWA-12)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from casemgmt.models import ReportStep
from casemgmt.models.base import of
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from victims.confidential.models.base import Confidential
from victims.confidential.models.client import Client

ADVOCACY = Category.VICTIM_ADVOCACY


class ChildReport(Confidential):
    """What she learned and when; of one victim's record, under its key; never changed."""

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(ADVOCACY, "learned_at", "words")

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    reporter_id = models.BigIntegerField()
    state = models.CharField(max_length=12, blank=True)
    learned_at = models.DateTimeField()
    words = models.BinaryField()

    class Meta:
        ordering = ["-learned_at", "id"]

    def __str__(self) -> str:
        return f"child report {self.pk}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """Her own; the organization's counsel reads it too."""
        rows = super().visibility(viewer)
        return rows if viewer.is_counsel else rows & Q(reporter_id=viewer.user_id)


class ChildReportStep(Confidential):
    """What was done: the oral report, the written one, what the victim was told."""

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(ADVOCACY, "kind", "happened_at", "words")

    report = models.ForeignKey(ChildReport, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ReportStep.Kind.choices)
    happened_at = models.DateTimeField()
    words = models.BinaryField()

    class Meta:
        ordering = ["happened_at", "created_at", "id"]

    def __str__(self) -> str:
        return f"child report step {self.pk}"
