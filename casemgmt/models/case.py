"""Case: one supervision of one person by one team; the head that whoever has standing sees,
and the dates that are due."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from casemgmt.core.models import Record
from casemgmt.models.person import Person
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import RecordFacts
from casemgmt.policy.people import Discipline, Viewer


class Case(Record):
    """A case. `person_name` repeats the person's name for lists and search;
    services keep the two equal."""

    class Stage(models.TextChoices):
        PRETRIAL = "pretrial", "Before trial"
        SUPERVISED = "supervised", "Under supervision"
        CLOSED = "closed", "Closed"

    class Sovereign(models.TextChoices):
        STATE = "state", "State"
        TRIBAL = "tribal", "Tribal"
        FEDERAL = "federal", "Federal"

    CATEGORY: ClassVar[Category] = Category.IDENTITY
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = {
        "number": Category.IDENTITY,
        "person_name": Category.IDENTITY,
        "born_on": Category.IDENTITY,
        "stage": Category.IDENTITY,
        "officer_name": Category.IDENTITY,
        "team_name": Category.IDENTITY,
        "unit_name": Category.IDENTITY,
        "next_review": Category.IDENTITY,
        "opened_on": Category.IDENTITY,
        "ends_on": Category.SUPERVISION,
        "contact_due": Category.SUPERVISION,
        "offense": Category.SUPERVISION,
        "closing_reason": Category.SUPERVISION,
        "risk_level": Category.RISK,
        "assessment_due": Category.RISK,
        "polygraph_due": Category.POLYGRAPH_REFERRAL,
    }

    # Not shown to those who receive a part of the category:
    # "level" is the label with instrument and date.
    WHOLE_ONLY: ClassVar[frozenset[str]] = frozenset({"assessment_due"})

    number = models.CharField(max_length=20, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=260)
    agency = models.ForeignKey("teams.Agency", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("teams.Unit", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey("teams.User", on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.SUPERVISED)
    sovereign = models.CharField(max_length=10, choices=Sovereign.choices, default=Sovereign.STATE)
    is_juvenile = models.BooleanField(default=False)
    offense = models.CharField("offense of conviction", max_length=160, blank=True)
    opened_on = models.DateField()
    ends_on = models.DateField("supervision ends", null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closing_reason = models.CharField("why it was closed", max_length=300, blank=True)
    next_review = models.DateField()
    contact_due = models.DateField(null=True, blank=True)
    assessment_due = models.DateField(null=True, blank=True)
    polygraph_due = models.DateField(null=True, blank=True)
    # Label, instrument and date in one text; the band is never shown alone: it sorts and draws.
    risk_level = models.CharField(max_length=120, blank=True)
    risk_band = models.PositiveSmallIntegerField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    sealed_under = models.CharField("order that seals it", max_length=160, blank=True)

    class Meta:
        ordering = ["next_review", "id"]
        permissions = [("supervise_case", "Supervises this case")]
        indexes = [
            models.Index(fields=["unit", "next_review", "id"], name="case_unit_review"),
            models.Index(fields=["agency", "next_review", "id"], name="case_agency_review"),
            models.Index(fields=["officer", "next_review", "id"], name="case_officer_review"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """Cases on which the viewer stands, by guardian rows or by the supervisory line;
        sealed ones are nowhere."""
        # They point at Case, so they are not there yet when this file is read.
        from casemgmt.models.grant import (  # noqa: PLC0415
            LINE_KINDS,
            CaseGroupGrant,
            CaseUserGrant,
        )

        if not viewer.has_caseload or not viewer.active or not viewer.mfa:
            return Q(pk__in=[])
        scope = viewer.scope
        holds = Q(user_id=viewer.user_id)
        if scope.line_ids:
            holds |= Q(user_id__in=scope.line_ids, kind__in=LINE_KINDS)
        mine = CaseUserGrant.objects.filter(
            holds,
            Q(starts_at__isnull=True) | Q(starts_at__lte=viewer.now),
            Q(valid_until__isnull=True) | Q(valid_until__gt=viewer.now),
            content_object=OuterRef("pk"),
        )
        theirs = CaseGroupGrant.objects.filter(
            content_object=OuterRef("pk"), group_id__in=scope.group_ids
        )
        stands = Exists(mine) | Exists(theirs)
        line = Q(unit_id__in=scope.unit_ids) | Q(agency_id__in=scope.agency_ids)
        found = Q(sealed_at__isnull=True) & ~Q(pk__in=scope.conflict_case_ids) & (Q(stands) | line)
        return found & _examined_by(viewer) if viewer.discipline == Discipline.POLYGRAPH else found

    def record_facts(self) -> RecordFacts:
        """Return what rules need to know of the head: of risk it holds the level label only."""
        return RecordFacts(
            parts=frozenset({"level"}),
            author_id=self.created_by_id,
            owner_agency_id=self.agency_id,
        )

    @property
    def officer_name(self) -> str:
        """Return the officer's name."""
        return self.officer.name

    @property
    def team_name(self) -> str:
        """Return the team's name."""
        return self.team.name

    @property
    def unit_name(self) -> str:
        """Return the unit's name."""
        return self.unit.name

    @property
    def born_on(self) -> object:
        """Return the person's date of birth."""
        return self.person.born_on


def _examined_by(viewer: Viewer) -> Q:
    """An examiner stands only where an exam is assigned to him (matrix: polygraph)."""
    from casemgmt.models.polygraph import ExamReferral  # noqa: PLC0415  # it points at Case

    return Q(Exists(ExamReferral.objects.filter(case=OuterRef("pk"), examiner_id=viewer.user_id)))
