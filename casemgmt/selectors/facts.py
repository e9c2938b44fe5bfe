"""Builds the facts that rules look at, for one case or a page of them,
in a fixed number of queries."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.db import connection

from casemgmt.models import Case, CaseGroupGrant, Release
from casemgmt.policy.facts import CaseFacts, ReleaseFacts, Standing
from casemgmt.policy.people import Discipline, Viewer
from teams.models import Membership

STRONGEST_FIRST = (
    "assignment",
    "membership",
    "supervisory_line",
    "designee",
    "grant",
    "break_glass",
)
# A provider's and an examiner's row are assignments too.
AUTHORITY = {"provider": "assignment", "examiner": "assignment"}


class _Row(NamedTuple):
    """One row of case_facts(): a grant, a seat, an exam or a release; what it has not is None."""

    case_id: str
    fact: str
    pk: str
    kind: str
    user_id: int
    since: date
    categories: list[str]
    items: list[str]
    purpose: str
    from_agency_id: int
    to_agency_id: int
    to_user_id: int | None
    to_discipline: str
    starts: datetime
    ends: datetime | None
    revoked_at: datetime | None
    revocable_after: datetime | None
    complete: bool


FACTS = "SELECT * FROM case_facts(%s::uuid[], %s, %s::bigint[], %s, %s, %s)"


def facts_for(viewer: Viewer, cases: Iterable[Case]) -> dict[str, CaseFacts]:
    """Return the facts of each case by its key: one query whatever their number, and one more
    where the viewer stands on none."""
    by_key = {str(case.pk): case for case in cases}
    standings: dict[str, list[Standing]] = {key: [] for key in by_key}
    releases: dict[str, list[ReleaseFacts]] = {key: [] for key in by_key}
    examined = set()
    for row in _read(viewer, list(by_key)):
        if row.fact == "release":
            releases[row.case_id].append(_release(row))
        elif row.fact == "exam":
            examined.add(row.case_id)
        elif row.fact == "seat":
            seat = Standing("membership", f"membership:{row.pk}", row.since)
            standings[row.case_id].append(seat)
        else:
            standings[row.case_id].append(lent_by(viewer, row))
    for key, case in by_key.items():
        standings[key] += _lines(viewer, case)
        releases[key].sort(key=lambda paper: (-paper.starts.timestamp(), paper.id))
    former = _former(viewer, (key for key, held in standings.items() if not held))
    return {
        key: facts_of(
            viewer, case, standings[key], releases[key],
            was_member=key in former, examines=key in examined,
        )
        for key, case in by_key.items()
    }  # fmt: skip


def _read(viewer: Viewer, keys: list[str]) -> Iterator[_Row]:
    """Read what is on file of these cases, and the rows that lend the viewer standing: those that
    are left of an earlier seat lend nothing."""
    if not keys:
        return
    lent_to, lines = (viewer.user_id, viewer.scope.line_ids) if _lends(viewer) else (None, ())
    examiner = viewer.user_id if viewer.discipline == Discipline.POLYGRAPH else None
    asked = [keys, lent_to, list(lines), examiner, viewer.now, viewer.today]
    with connection.cursor() as cursor:
        cursor.execute(FACTS, asked)
        yield from map(_Row._make, cursor.fetchall())


def _lends(viewer: Viewer) -> bool:
    return viewer.active and viewer.has_caseload


def facts_of(
    viewer: Viewer,
    case: Case,
    standings: Iterable[Standing],
    releases: Iterable[ReleaseFacts],
    *,
    was_member: bool,
    examines: bool,
) -> CaseFacts:
    """Return what the rules see of a case, from what was read for this viewer."""
    return CaseFacts(
        case_id=str(case.pk),
        stage=case.stage,
        sealed=case.sealed_at is not None,
        conflict=str(case.pk) in viewer.scope.conflict_case_ids,
        standings=tuple(sorted(standings, key=lambda s: STRONGEST_FIRST.index(s.kind))),
        was_member=was_member,
        owner_agency_id=case.agency_id,
        sovereign=case.sovereign,
        examiner_ids=frozenset({viewer.user_id} if examines else ()),
        releases=tuple(releases),
    )


def _lines(viewer: Viewer, case: Case) -> Iterator[Standing]:
    """Return the viewer's lines over the unit and the agency of a case."""
    if not _lends(viewer):
        return
    if case.unit_id in viewer.scope.unit_ids:
        yield Standing("supervisory_line", f"unit:{case.unit_id}")
    if case.agency_id in viewer.scope.agency_ids:
        yield Standing("supervisory_line", f"agency:{case.agency_id}")


class Grant(Protocol):
    """A row of a person's standing."""

    pk: Any
    kind: str
    user_id: int


def lent_by(viewer: Viewer, grant: Grant | _Row) -> Standing:
    """Return the ground that a row lends: one's own, or of a person in one's line."""
    if grant.user_id != viewer.user_id:
        return Standing("supervisory_line", f"person:{grant.user_id}")
    return Standing(AUTHORITY.get(grant.kind, grant.kind), f"{grant.kind}:{grant.pk}")


def _release(row: _Row) -> ReleaseFacts:
    """Return what Release.facts() returns, of a row that was not made a model."""
    return ReleaseFacts(
        id=row.pk, kind=row.kind, categories=frozenset(row.categories),
        to_agency_id=row.to_agency_id, to_user_id=row.to_user_id,
        from_agency_id=None if row.kind == Release.Kind.COURT_ORDER else row.from_agency_id,
        to_discipline=row.to_discipline, items=frozenset(row.items), purpose=row.purpose,
        starts=row.starts, ends=row.ends, complete=row.complete,
        revoked_at=row.revoked_at, revocable_after=row.revocable_after,
    )  # fmt: skip


def _former(viewer: Viewer, keys: Iterable[str]) -> set[str]:
    """Return the cases of which a team had the viewer as a member: the refusal says that it ended.
    The walls show the application none of these; explanations see them."""
    ids = [UUID(key) for key in keys]
    if not ids:
        return set()
    ended = Membership.objects.filter(user_id=viewer.user_id, until__lt=viewer.today)
    rows = CaseGroupGrant.objects.filter(
        content_object__in=ids, group_id__in=ended.values("team__group_id")
    )
    return {str(key) for key in rows.values_list("content_object", flat=True)}
