"""Who has standing on a case, by what, since when and until when: for whoever keeps the case."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from audit.models import Kind
from audit.services.record import Entry, record
from casemgmt.core.errors import NotVisible
from casemgmt.core.walltime import last_day_of
from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.selectors.head import access_head
from teams.models import User
from teams.models.user import DISCIPLINE_LABELS
from teams.selectors.memberships import members_of
from teams.selectors.people import caseload_people

GROUPS = (
    ("assignment", "Officer"), ("membership", "Team"), ("provider", "Providers"),
    ("examiner", "Examiners"), ("line", "Supervisory line"), ("grant", "Dated grants"),
    ("designee", "Designees for one meeting"), ("break_glass", "Broken glass"),
)  # fmt: skip
LINES = {"unit_line": "Supervises", "agency_line": "Supervises", "person_line": "Supervises"}
AUTHORITY = {
    "assignment": "Assigned as officer of the case", "provider": "Assigned as provider",
    "examiner": "Assigned to an exam", "grant": "Dated grant", "designee": "Designee",
    "break_glass": "Broke the glass",
}  # fmt: skip


@dataclass(frozen=True)
class Ground:
    """One row of standing, as the database holds it."""

    kind: str
    row_id: int
    user_id: int
    starts_at: datetime | None
    valid_until: datetime | None
    reason: str
    meeting_id: uuid.UUID | None
    over: str


@dataclass(frozen=True)
class Holder:
    """One person who stands on the case, in words."""

    id: int
    kind: str
    name: str
    discipline: str
    agency: str
    authority: str
    since: date | None = None
    until: date | None = None
    reason: str = ""
    is_active: bool = True
    may_change: bool = False


@dataclass(frozen=True)
class StandingGroup:
    """Those who stand by one kind of ground."""

    kind: str
    title: str
    holders: list[Holder]


def standing_rows(case_id: object) -> list[Ground]:
    """Return the rows in force and to come; none for who does not keep the case."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM case_standing(%s)", [str(case_id)])
        return [Ground(*row) for row in cursor.fetchall()]


def list_standing(viewer: Viewer, case_id: object) -> tuple[Case, CaseFacts, list[StandingGroup]]:
    """Return who stands on the case, on the ledger. Raises NotVisible, NotAllowed."""
    case, facts = access_head(viewer, case_id, action=Action.AMEND)
    rows = standing_rows(case.pk)
    people = User.objects.select_related("agency").in_bulk({row.user_id for row in rows})
    found = [_holder(viewer, row, people[row.user_id]) for row in rows] + _members(viewer, case)
    found.sort(key=lambda holder: holder.name)
    groups = [
        StandingGroup(kind, title, [h for h in found if h.kind == kind]) for kind, title in GROUPS
    ]
    ground = facts.standings[0]
    entry = Entry(
        kind=Kind.LIST, subject_kind="caseusergrant", case_id=facts.case_id, total=len(found),
        owner_agency_id=case.agency_id, category=Category.IDENTITY, fields=("standing",),
        authority=ground.kind, authority_ref=ground.ref,
    )  # fmt: skip
    record(viewer, [entry])
    return case, facts, groups


def access_row(viewer: Viewer, case_id: object, row_id: object, kind: str) -> Holder:
    """Return one grant or provider in words. Raises NotVisible where there is none in force,
    NotAllowed."""
    case, _ = access_head(viewer, case_id, action=Action.AMEND)
    row = ground_of(case.pk, row_id, kind)
    return _holder(viewer, row, User.objects.select_related("agency").get(pk=row.user_id))


def ground_of(case_id: object, row_id: object, kind: str) -> Ground:
    """Return one row of a case in force; raises NotVisible."""
    rows = (r for r in standing_rows(case_id) if str(r.row_id) == str(row_id) and r.kind == kind)
    row = next(rows, None)
    if row is None:
        raise NotVisible("caseusergrant", row_id, case_id)
    return row


def covering_people(viewer: Viewer, case: Case) -> list[User]:
    """Return whom a grant can be given to first: colleagues, and people of agencies at the
    case's table."""
    at_table = {seat.user.agency_id for seat in members_of(case.team_id, viewer)}
    people = caseload_people({viewer.agency_id, *filter(None, at_table)})
    return [person for person in people if person.pk != viewer.user_id]


def free_providers(viewer: Viewer, case: Case) -> list[User]:
    """Return the treatment people who can be assigned: approved, where a date is kept, and not
    a provider of the case already."""
    taken = {row.user_id for row in standing_rows(case.pk) if row.kind == "provider"}
    people = User.objects.filter(agency__kind="treatment").values_list("agency_id", flat=True)
    found = caseload_people(set(people), discipline=Discipline.TREATMENT)
    return [p for p in found if p.pk not in taken and not _approval_lapsed(viewer, p)]


def _approval_lapsed(viewer: Viewer, person: User) -> bool:
    return person.approval_until is not None and person.approval_until < viewer.today


def _holder(viewer: Viewer, row: Ground, person: User) -> Holder:
    words = AUTHORITY.get(row.kind) or f"{LINES[row.kind]} {row.over}"
    return Holder(
        id=row.row_id, kind="line" if row.kind in LINES else row.kind, name=person.name,
        discipline=_discipline(person), agency=person.agency.name if person.agency else "",
        authority=words, since=timezone.localtime(row.starts_at).date() if row.starts_at else None,
        until=last_day_of(row.valid_until) if row.valid_until else None, reason=row.reason,
        is_active=person.is_active,
        may_change=row.kind in ("grant", "provider") and person.pk != viewer.user_id,
    )  # fmt: skip


def _members(viewer: Viewer, case: Case) -> list[Holder]:
    return [
        Holder(
            id=seat.pk, kind="membership", name=seat.user.name, discipline=_discipline(seat.user),
            agency=seat.user.agency.name if seat.user.agency else "",
            authority=f"{seat.get_role_display()} of {case.team.name}", since=seat.starts,
            until=seat.until,
        )
        for seat in members_of(case.team_id, viewer)
    ]  # fmt: skip


def _discipline(person: User) -> str:
    return DISCIPLINE_LABELS[Discipline(person.discipline)] if person.discipline else ""
