"""RecordRequest: a victim asks an agency what it holds of her (T31, B-VR-7, B-HIP-7).

Nobody at the table learns of it: it reaches the agency's privacy officer and nobody else.
"""

from django.db import models
from django.db.models import Q

from casemgmt.core.models import Record
from casemgmt.models import Case
from casemgmt.policy.people import Office, Viewer


class RecordRequest(Record):
    """Who asks, until when it is answered, and what was cleared and struck before the copy went."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    case_number = models.CharField(max_length=40)
    agency = models.ForeignKey("teams.Agency", on_delete=models.PROTECT, related_name="+")
    asked_by = models.CharField("who asks", max_length=160)
    asked_on = models.DateField()
    due_on = models.DateField()
    # By record that is hers: the text as it goes, and what a person struck from it.
    cleared = models.JSONField(default=list)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=128, blank=True)
    digest = models.CharField("SHA-256 of the copy", max_length=64, blank=True)

    class Meta:
        ordering = ["answered_at", "due_on", "id"]
        indexes = [models.Index(fields=["agency", "due_on"], name="record_request_agency")]

    def __str__(self) -> str:
        return f"record request {self.pk}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """Those to one's own agency, for its privacy officer; the wall hides those of a case
        of conflict (T14)."""
        if not viewer.active or not viewer.mfa or viewer.office != Office.PRIVACY_OFFICER:
            return Q(pk__in=[])
        return Q(agency_id=viewer.agency_id)
