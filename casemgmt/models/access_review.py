"""AccessReview and ReviewedSeat: each quarter someone confirms who still needs what; the rest
ends (CJIS AC-2, AC-6(7))."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casemgmt.core.models import Record
from casemgmt.policy.people import Viewer


class AccessReview(Record):
    """One team's seats, or one agency's grants and lines, in one quarter."""

    quarter_starts = models.DateField()
    team = models.ForeignKey(
        "teams.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        "teams.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-quarter_starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(team__isnull=True, agency__isnull=False)
                | Q(team__isnull=False, agency__isnull=True),
                name="access_review_of_a_team_or_an_agency",
            ),
            models.UniqueConstraint(
                fields=["quarter_starts", "team", "agency"],
                name="access_review_once_a_quarter",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"access review {self.pk}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """Reviews of the teams that one coordinates; of one's agency and its teams to its
        offices."""
        if not viewer.active or not viewer.mfa:
            return Q(pk__in=[])
        own = Q(team_id__in=viewer.coordinates)
        office = viewer.reads_ledger or viewer.is_administrator or viewer.office == "agency_head"
        ours = Q(agency_id=viewer.agency_id) | Q(team__unit__agency_id=viewer.agency_id)
        return own | ours if office else own


class ReviewedSeat(Record):
    """One seat, grant or line under review; unanswered it ends on the day after the review's."""

    class Answer(models.TextChoices):
        KEEP = "keep", "Still needed"
        END = "end", "No longer needed"

    review = models.ForeignKey(AccessReview, on_delete=models.PROTECT, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # What is reviewed: membership, grant, provider, unit_line, agency_line or person_line,
    # and its row.
    kind = models.CharField(max_length=12)
    row_id = models.BigIntegerField()
    label = models.CharField(max_length=200)
    answer = models.CharField(max_length=5, choices=Answer.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["label", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "kind", "row_id"], name="reviewed_seat_once_a_review"
            )
        ]

    def __str__(self) -> str:
        return f"reviewed seat {self.pk}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """Seats of reviews that the viewer can know of."""
        return Q(review__in=AccessReview.objects.visible_to(viewer).order_by().values("pk"))
