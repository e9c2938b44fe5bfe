"""ThreatWarning: somebody heard a threat, decided, and told who could be harmed; kept by whoever
assessed it (B-WARN-1..4, T44)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casemgmt.core.models import Record
from casemgmt.models.case import Case
from casemgmt.policy.people import Viewer
from casemgmt.policy.warning import DECISIONS, GATES, METHODS, SOURCES


class ThreatWarning(Record):
    """What was learned, decided and said, word for word; never changed. The receiver is a name
    here and nothing more: a warning is no access."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    case_number = models.CharField(max_length=40)
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    assessor_name = models.CharField(max_length=128)
    agency = models.ForeignKey("teams.Agency", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("teams.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    learned_at = models.DateTimeField()
    threat = models.TextField(max_length=2000)
    learned_from = models.CharField(max_length=16, choices=SOURCES)
    decision = models.CharField(max_length=8, choices=DECISIONS)
    recipient = models.CharField(max_length=200, blank=True)
    exact_words = models.TextField(max_length=2000, blank=True)
    method = models.CharField(max_length=8, choices=METHODS, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    gate = models.CharField(max_length=16, choices=GATES, blank=True)
    affiliation = models.CharField(max_length=160, blank=True)
    # What the law asked on that day, by the file of duties.
    duty = models.CharField(max_length=12)
    duty_source = models.CharField(max_length=200, blank=True)
    team_may_know = models.BooleanField(default=False)

    class Meta:
        ordering = ["-learned_at", "id"]
        indexes = [models.Index(fields=["assessor", "-learned_at"], name="warning_assessor")]

    def __str__(self) -> str:
        return f"threat warning {self.pk}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """One's own, and those of one's supervisory line in the same agency."""
        if not viewer.active or not viewer.mfa or not viewer.has_caseload:
            return Q(pk__in=[])
        scope = viewer.scope
        line = (
            Q(assessor_id__in=scope.line_ids)
            | Q(unit_id__in=scope.unit_ids)
            | Q(agency_id__in=scope.agency_ids)
        )
        return Q(assessor_id=viewer.user_id) | (Q(agency_id=viewer.agency_id) & line)


class WarningEntry(Record):
    """What came after: the paperwork that may follow the call, each with its own moment."""

    class Kind(models.TextChoices):
        CONSULTED = "consulted", "Consulted with"
        POLICE = "police", "Police told"
        FOLLOW_UP = "follow_up", "Follow-up"
        REACHED = "reached", "Tried to reach again"
        CORRECTION = "correction", "Correction"

    warning = models.ForeignKey(ThreatWarning, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    happened_at = models.DateTimeField()
    words = models.TextField(max_length=1000)

    class Meta:
        ordering = ["happened_at", "created_at", "id"]
        verbose_name_plural = "warning entries"

    def __str__(self) -> str:
        return f"warning entry {self.pk}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """Of warnings that the viewer may read."""
        known = ThreatWarning.objects.visible_to(viewer).order_by().values("pk")
        return Q(warning__in=known)
