"""Designation: a member who cannot come names a colleague for one meeting's cases (T12)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casemgmt.core.models import Record
from casemgmt.policy.people import Viewer


class Designation(Record):
    """Who sits in for whom at which meeting; the standing itself is guardian's rows."""

    meeting = models.ForeignKey("teams.Meeting", on_delete=models.PROTECT, related_name="+")
    absent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    designee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    case_count = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return f"designation {self.pk}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """Designations that name the viewer, and those of meetings of the viewer's teams."""
        named = Q(absent_id=viewer.user_id) | Q(designee_id=viewer.user_id)
        return named | Q(meeting__team__group_id__in=viewer.scope.group_ids)
