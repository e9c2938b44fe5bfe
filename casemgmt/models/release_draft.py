"""ReleaseDraft: a paper that someone is still filling in, step by step; it opens nothing."""

from django.db import models
from django.db.models import Q

from casemgmt.core import clock
from casemgmt.core.models import Record
from casemgmt.models.case import Case
from casemgmt.policy.people import Viewer


class ReleaseDraft(Record):
    """What one person has typed so far for one case; nobody else sees it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    steps = models.JSONField("what was typed, by step", default=dict)
    touched_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-touched_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "created_by_id"], name="release_draft_once")
        ]

    def __str__(self) -> str:
        return f"release draft {self.pk}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """One's own, on cases where one still stands."""
        stands = Q(case__in=Case.objects.visible_to(viewer).order_by().values("pk"))
        return Q(created_by_id=viewer.user_id) & stands
