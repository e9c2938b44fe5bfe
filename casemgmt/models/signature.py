"""Signature: who signed a release, and in what capacity; minors and guardians sign beside
each other (B-VAWA-8)."""

from django.db import models
from django.db.models import Q

from casemgmt.core.models import Record
from casemgmt.models.release import Release
from casemgmt.policy.people import Viewer


class Signature(Record):
    """One name under one paper."""

    class Capacity(models.TextChoices):
        SELF = "self", "The person whose information it is"
        MINOR = "minor", "The minor whose information it is"
        GUARDIAN = "guardian", "Parent or guardian"
        REPRESENTATIVE = "representative", "Court-appointed representative"
        COURT = "court", "Court"

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="signatures")
    name = models.CharField(max_length=128)
    capacity = models.CharField(max_length=16, choices=Capacity.choices)
    signed_on = models.DateField()

    class Meta:
        ordering = ["signed_on", "id"]

    def __str__(self) -> str:
        return f"signature {self.pk}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """Signatures under releases that the viewer can know of."""
        return Q(release__in=Release.objects.visible_to(viewer).order_by().values("pk"))
