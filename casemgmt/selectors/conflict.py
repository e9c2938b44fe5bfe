"""Reads conflicts of interest: those that an agency keeps for its people, and who stays away from
which item of a meeting."""

import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, QuerySet

from audit.models import Kind
from audit.services.record import Entry, record
from casemgmt.core.errors import NotVisible
from casemgmt.models import Conflict
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Office, Viewer
from casemgmt.selectors.emergency import numbers_for_office
from teams.models import User

KEEPERS = (Office.PRIVACY_OFFICER, Office.AGENCY_HEAD)
MOST = 200


@dataclass(frozen=True)
class ConflictRow:
    """A conflict of one of the agency's people, with the number of its case."""

    conflict: Conflict
    number: str

    @property
    def is_open(self) -> bool:
        """Whether it stands."""
        return self.conflict.ended_at is None


def keeps_conflicts(viewer: Viewer) -> bool:
    """Return whether the viewer keeps conflicts of others: an office, or a supervisory line."""
    return viewer.office in KEEPERS or (viewer.has_caseload and viewer.is_supervisor)


def list_conflicts(viewer: Viewer) -> list[ConflictRow]:
    """Return the conflicts of the people that the viewer keeps them for; raises NotVisible."""
    require_keeper(viewer)
    rows = _kept(viewer).order_by(F("ended_at").asc(nulls_first=True), "-declared_at", "pk")[:MOST]
    return _rows(viewer, list(rows))


def access_conflict(viewer: Viewer, conflict_id: object) -> ConflictRow:
    """Return one conflict that the viewer may end; raises NotVisible."""
    require_keeper(viewer)
    found = _kept(viewer).filter(pk=str(conflict_id)).first()
    if found is None:
        raise NotVisible("conflict", conflict_id)
    return _rows(viewer, [found])[0]


def people_kept(viewer: Viewer) -> list[User]:
    """Return the people of the viewer's agency for whom he can put a conflict on record."""
    require_keeper(viewer)
    people = User.objects.filter(agency_id=viewer.agency_id, is_active=True)
    people = people.exclude(pk=viewer.user_id).order_by("name")
    if viewer.office in KEEPERS:
        return list(people)
    scope = viewer.scope
    return [
        user for user in people
        if user.unit_id in scope.unit_ids or user.agency_id in scope.agency_ids
        or user.pk in scope.line_ids
    ]  # fmt: skip


def recused_at(meeting_id: object) -> dict[str, list[str]]:
    """Return by case who of a meeting stays away from its item; names, never reasons."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_id, user_id FROM meeting_recused(%s)", [str(meeting_id)])
        pairs = cursor.fetchall()
    if not pairs:
        return {}
    names = dict(User.objects.filter(pk__in=[who for _, who in pairs]).values_list("pk", "name"))
    found: dict[str, list[str]] = defaultdict(list)
    for case_id, who in pairs:
        found[str(uuid.UUID(str(case_id)))].append(names[who])
    return {case_id: sorted(people) for case_id, people in found.items()}


def require_keeper(viewer: Viewer) -> None:
    """Raise NotVisible for whoever keeps nobody's conflicts."""
    if not keeps_conflicts(viewer):
        raise NotVisible("conflict", because="rule:conflict_keepers")


def _kept(viewer: Viewer) -> QuerySet[Conflict]:
    rows = Conflict.objects.select_related("user", "declared_by", "ended_by")
    return rows.exclude(user_id=viewer.user_id)


def _rows(viewer: Viewer, found: list[Conflict]) -> list[ConflictRow]:
    numbers = numbers_for_office([row.case_id for row in found])
    record(viewer, [_entry(row) for row in found])
    return [ConflictRow(row, numbers.get(row.case_id, "")) for row in found]


def _entry(row: Conflict) -> Entry:
    return Entry(
        kind=Kind.LIST, subject_kind="conflict", subject_id=str(row.pk), case_id=str(row.case_id),
        owner_agency_id=row.user.agency_id, category=Category.LEDGER,
        fields=("user", "reason", "declared_at"), authority="own_organization",
    )  # fmt: skip
