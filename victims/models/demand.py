"""LegalDemand: a subpoena or order for the victim's side that came to an agency of the team.

It opens nothing: it is a task for the counsel of the organization (B-VAWA-9, T46).
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from casemgmt.core.models import Record
from casemgmt.models import Case
from casemgmt.policy.people import Viewer


class LegalDemand(Record):
    """What came, when, and until when somebody has to answer; never changed, never answered here.

    `told_agency_ids` are the organizations with a seat at the case's team, whoever they support.
    """

    class Kind(models.TextChoices):
        SUBPOENA = "subpoena", "Subpoena"
        COURT_ORDER = "court_order", "Court order"
        STATUTE = "statute", "Demand that names a statute"
        OTHER = "other", "Another demand"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    # As it stood: the organization's counsel reads it without standing on the case.
    case_number = models.CharField(max_length=40)
    owner_agency = models.ForeignKey("teams.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("what came", max_length=12, choices=Kind.choices)
    received_on = models.DateField("came on")
    answer_by = models.DateField("answer due on", null=True, blank=True)
    issuer = models.CharField("who issued it", max_length=160)
    docket = models.CharField("docket number", max_length=60, blank=True)
    filed_by = models.CharField(max_length=128)
    told_agency_ids = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        ordering = ["-received_on", "-created_at", "id"]
        indexes = [models.Index(fields=["case", "-received_on"], name="legal_demand_case")]

    def __str__(self) -> str:
        return f"legal demand {self.pk}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """What one's own agency filed on a case of one's own; to an organization what it was told
        of."""
        if not viewer.active or not viewer.mfa or not viewer.has_caseload:
            return Q(pk__in=[])
        if viewer.is_advocate:
            told = Q(told_agency_ids__contains=[viewer.agency_id])
            return told & ~Q(case__in=viewer.scope.conflict_case_ids)
        stands = Case.objects.visible_to(viewer).order_by().values("pk")
        return Q(owner_agency_id=viewer.agency_id, case__in=stands)
