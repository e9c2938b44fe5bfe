"""Reads designations: who sits in for whom at a meeting, and who could."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from audit.models import Kind
from audit.reveal import Revealed, reveal_many
from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.models import Case, CaseGroupGrant, CaseReview, Designation
from casemgmt.policy.categories import Category
from casemgmt.policy.load import in_force
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.policy.table import Grade
from casemgmt.selectors.case import HEAD
from casemgmt.selectors.facts import facts_for
from teams.models import Meeting, User
from teams.selectors.meeting import OnlyFor, access_meeting, may_plan
from teams.selectors.memberships import members_of
from teams.selectors.people import caseload_people


@dataclass(frozen=True)
class DesignationShown:
    """One designation in words."""

    id: str
    absent: str
    designee: str
    agency: str
    case_count: int
    may_take_back: bool


@dataclass(frozen=True)
class Naming:
    """What the form of a designee offers."""

    meeting: Meeting
    absent: User | None
    members: list[User]
    people: list[User]
    heads: list[Revealed]

    @property
    def allowed(self) -> bool:
        """Whether the norms of the team let a member send a designee."""
        return self.meeting.team.designees_allowed


def needs_screening(discipline: str) -> bool:
    """Return whether the policy gives this discipline something that only screened people see."""
    if not discipline:
        return False
    table = in_force()
    return any(
        table.rule(Discipline(discipline), category).grade == Grade.SCREENED
        for category in Category
    )


def cases_of_meeting(viewer: Viewer, meeting: Meeting, keys: Collection[str]) -> list[Case]:
    """Return those of `keys` that the viewer sees and that meeting's team holds."""
    held = CaseGroupGrant.objects.filter(group_id=meeting.team.group_id)
    try:
        wanted = [uuid.UUID(str(key)) for key in keys]
    except ValueError:
        return []
    rows = Case.objects.visible_to(viewer).select_related(*HEAD).filter(pk__in=wanted)
    return list(rows.filter(pk__in=held.values("content_object")))


def agenda_cases(viewer: Viewer, meeting: Meeting) -> list[Case]:
    """Return the cases on a meeting's agenda that the viewer sees, in its order."""
    rows = CaseReview.objects.visible_to(viewer).filter(meeting=meeting)
    keys = list(rows.order_by("position", "pk").values_list("case_id", flat=True))
    found = {case.pk: case for case in cases_of_meeting(viewer, meeting, list(map(str, keys)))}
    return [found[key] for key in keys if key in found]


def live_designations(viewer: Viewer, meeting: Meeting) -> list[Designation]:
    """Return the designations of a meeting that nobody took back; whoever sits on the team
    reads them."""
    rows = Designation.objects.visible_to(viewer).filter(meeting=meeting, ended_at__isnull=True)
    return list(rows.select_related("absent__agency", "designee__agency").order_by("created_at"))


def show_designations(viewer: Viewer, meeting: Meeting) -> list[DesignationShown]:
    """Return who sits in for whom, in words."""
    is_over = meeting.status in (Meeting.Status.CLOSED, Meeting.Status.CANCELLED)
    return [
        DesignationShown(
            id=str(row.pk), absent=row.absent.name, designee=row.designee.name,
            agency=row.designee.agency.name if row.designee.agency else "",
            case_count=row.case_count, may_take_back=_concerns(viewer, row) and not is_over,
        )
        for row in live_designations(viewer, meeting)
    ]  # fmt: skip


def access_designation(viewer: Viewer, designation_id: object) -> tuple[Designation, bool]:
    """Return a designation, and whether the viewer may take it back; raises NotVisible."""
    rows = Designation.objects.visible_to(viewer).filter(pk=str(designation_id))
    row = rows.select_related("meeting__team", "absent__agency", "designee__agency").first()
    if row is None or not viewer.has_caseload:
        raise NotVisible("designation", designation_id)
    return row, _concerns(viewer, row)


def access_taking_back(viewer: Viewer, designation_id: object) -> Designation:
    """Return a designation that the viewer may take back; raises NotVisible or NotAllowed."""
    row, concerned = access_designation(viewer, designation_id)
    if not concerned:
        words = "Only the member, the designee and the coordinator take this back."
        raise NotAllowed(OnlyFor(words), "designation", row.pk)
    return row


def open_naming(viewer: Viewer, meeting_id: object, absent_key: str) -> Naming:
    """Return what the form offers for one absent member, the heads of the cases on the ledger.

    Raises NotVisible for who is no member of the team.
    """
    meeting = access_meeting(viewer, str(meeting_id))
    if meeting.team.group_id not in viewer.scope.group_ids:
        raise NotVisible("designation", meeting.pk, because="no_standing")
    members = absent_choices(viewer, meeting)
    wanted = next((user for user in members if str(user.key) == absent_key), None)
    mine = next((user for user in members if user.pk == viewer.user_id), None)
    absent = wanted or mine or next(iter(members), None)
    cases = agenda_cases(viewer, meeting)
    return Naming(
        meeting=meeting, absent=absent, members=members,
        people=designee_choices(viewer, meeting, absent) if absent else [],
        heads=reveal_many(viewer, cases, facts_for(viewer, cases), kind=Kind.LIST),
    )  # fmt: skip


def may_name(viewer: Viewer, meeting: Meeting) -> bool:
    """Return whether the page of a meeting offers to name a designee."""
    is_ahead = meeting.status in (Meeting.Status.PLANNED, Meeting.Status.OPEN)
    seated = meeting.team.group_id in viewer.scope.group_ids
    return is_ahead and seated and meeting.team.designees_allowed


def absent_choices(viewer: Viewer, meeting: Meeting) -> list[User]:
    """Return for whom the viewer may name a designee: for each member, or for himself."""
    members = [seat.user for seat in members_of(meeting.team_id, viewer)]
    taken = {row.absent_id for row in live_designations(viewer, meeting)}
    free = [user for user in members if user.pk not in taken]
    if may_plan(viewer, meeting.team_id):
        return free
    return [user for user in free if user.pk == viewer.user_id]


def designee_choices(viewer: Viewer, meeting: Meeting, absent: User) -> list[User]:
    """Return who could sit in: colleagues of the same agency and discipline without a seat."""
    seated = {seat.user_id for seat in members_of(meeting.team_id, viewer)}
    people = caseload_people({absent.agency_id or 0}, discipline=absent.discipline)
    fit = [p for p in people if p.pk not in seated and p.pk != viewer.user_id]
    if not needs_screening(absent.discipline):
        return fit
    # One whose screening was never recorded still finds criminal history closed to him.
    return [p for p in fit if p.screening_until is None or p.screening_until >= viewer.today]


def _concerns(viewer: Viewer, row: Designation) -> bool:
    named = viewer.user_id in (row.absent_id, row.designee_id)
    return named or may_plan(viewer, row.meeting.team_id)
