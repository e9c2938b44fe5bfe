"""Conflict: a declared conflict of interest; while it stands, no grant opens the case
to that person."""

from django.conf import settings
from django.db import models

from casemgmt.core import clock
from casemgmt.models.case import Case


class Conflict(models.Model):
    """A conflict of one person with one case; the reason stays with the person's own agency."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    declared_at = models.DateTimeField(default=clock.now)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-declared_at"]
        indexes = [models.Index(fields=["user", "case"], name="conflict_user_case")]

    def __str__(self) -> str:
        return f"conflict {self.pk}"
