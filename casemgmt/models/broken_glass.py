"""BrokenGlass: someone opened a case without standing, in an emergency; reviewed each time
(B-ENG-6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casemgmt.core.models import Record
from casemgmt.models.case import Case
from casemgmt.policy.people import Office, Viewer


class BrokenGlass(Record):
    """One emergency: who, why, until when, and what the review found."""

    class Because(models.TextChoices):
        ABSCONDING = "absconding", "Absconding"
        ARREST = "arrest", "Arrest or new charge"
        DANGER = "danger", "Danger to someone"
        MEDICAL = "medical", "Medical emergency"
        COVER = "cover", "Nobody assigned can be reached"
        OTHER = "other", "Something else"

    class Finding(models.TextChoices):
        JUSTIFIED = "justified", "Justified"
        NOT_NEEDED = "not_needed", "Not needed, in good faith"
        MISUSE = "misuse", "Misuse"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("teams.Agency", on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=12, choices=Because.choices, default=Because.OTHER)
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    review_due = models.DateField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    finding = models.CharField(max_length=12, choices=Finding.choices, blank=True)
    review_note = models.CharField(max_length=1000, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "id"]
        verbose_name_plural = "broken glasses"
        indexes = [models.Index(fields=["agency", "-opened_at"], name="broken_glass_agency")]

    def __str__(self) -> str:
        return f"broken glass {self.pk}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """One's own, and those on one's own cases; of the agency to whoever reviews them there."""
        if not viewer.active or not viewer.mfa:
            return Q(pk__in=[])
        kept = Case.objects.visible_to(viewer).filter(officer_id=viewer.user_id).order_by()
        mine = Q(user_id=viewer.user_id) | Q(case__in=kept.values("pk"))
        reviews = viewer.reads_ledger or viewer.office == Office.AGENCY_HEAD
        return mine | Q(agency_id=viewer.agency_id) if reviews else mine
