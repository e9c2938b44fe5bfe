"""MandatedReport: a report that the law asks of one person; his alone, nobody else's to stop
(B-REP-1, B-VAWA-12, T51)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casemgmt.core.models import Record
from casemgmt.models.case import Case
from casemgmt.policy.people import Viewer


class MandatedReport(Record):
    """What the reporter learned, when, and the least that a report needs; never changed. Who
    reported is protected: his line reads it only where he says so."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    case_number = models.CharField(max_length=40)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey("teams.Agency", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("teams.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, blank=True)
    learned_at = models.DateTimeField()
    child = models.TextField("the child, as far as known", max_length=1000)
    concern = models.TextField("what happened or is feared", max_length=2000)
    suspected = models.TextField("who is suspected", max_length=500, blank=True)
    actions = models.TextField("what was done so far", max_length=1000, blank=True)
    # Learned in a program under 42 CFR Part 2: the initial report, and nothing after it (B-P2-9).
    from_part2 = models.BooleanField(default=False)
    shown_to_line = models.BooleanField(default=False)

    class Meta:
        ordering = ["-learned_at", "id"]
        indexes = [models.Index(fields=["reporter", "-learned_at"], name="mandated_reporter")]

    def __str__(self) -> str:
        return f"mandated report {self.pk}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """One's own; of one's supervisory line where the reporter says so."""
        if not viewer.active or not viewer.mfa or not viewer.has_caseload:
            return Q(pk__in=[])
        scope = viewer.scope
        line = (
            Q(reporter_id__in=scope.line_ids)
            | Q(unit_id__in=scope.unit_ids)
            | Q(agency_id__in=scope.agency_ids)
        )
        return Q(reporter_id=viewer.user_id) | (Q(shown_to_line=True) & line)


class ReportStep(Record):
    """What was done about a report, when it was done and when it was written down; never
    changed."""

    class Kind(models.TextChoices):
        ORAL = "oral", "Oral report made"
        WRITTEN = "written", "Written report sent"
        TOLD = "told", "The victim was told"
        NOT_TOLD = "not_told", "The victim was not told, and why"
        FOLLOW_UP = "follow_up", "Asked for more, answered"

    report = models.ForeignKey(MandatedReport, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    happened_at = models.DateTimeField()
    to_whom = models.CharField(max_length=160, blank=True)
    reference = models.CharField("reference number", max_length=60, blank=True)
    words = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["happened_at", "created_at", "id"]

    def __str__(self) -> str:
        return f"report step {self.pk}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """Of reports that the viewer may read."""
        known = MandatedReport.objects.visible_to(viewer).order_by().values("pk")
        return Q(report__in=known)
