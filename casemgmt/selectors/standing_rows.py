"""Reads the rows from which the rules answer for other people than the viewer, and makes of them
the same facts that a page is decided by."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import connection, models
from django.utils import timezone

from casemgmt.core import clock
from casemgmt.core.keys import key_in
from casemgmt.models import Case, CaseUserGrant, Release
from casemgmt.policy.explain import Ground
from casemgmt.policy.facts import CaseFacts, Standing
from casemgmt.policy.people import Discipline, Scope, Viewer
from casemgmt.selectors.facts import facts_of, lent_by
from teams.models import User
from teams.selectors.viewers import described_viewer

Row = TypeVar("Row", bound=models.Model)
# The first asks whether the viewer may know; the second is for the owner of the tables; the third
# for who tells one person something of a case on which he stands himself.
FOR_VIEWERS, FOR_OPERATORS = "app_explanation", "case_standing_rows"
FOR_TELLERS = "spoken_recipient_rows"


@dataclass(frozen=True)
class Stander:
    """One person as the rules see him on a case at a moment, and the rows that lend anything."""

    user: User
    viewer: Viewer
    facts: CaseFacts
    grounds: dict[str, Ground]


@dataclass(frozen=True)
class StandingRows:
    """A case with people on it."""

    case: Case
    releases: list[Release]
    people: list[Stander]


def read_standing(
    people: Sequence[int] | None,
    case_id: object,
    *,
    at: datetime | None = None,
    source: str = FOR_VIEWERS,
) -> StandingRows | None:
    """Return the case with these people, or with everybody who stands on it; None where there is
    no such case or the viewer may not know."""
    now = clock.now()
    moment = at or now
    asked = (
        list(people) if people is not None else None, str(key_in(case_id)), moment,
        timezone.localdate(moment), moment < now,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {source}(%s::bigint[], %s, %s, %s, %s)", asked)  # noqa: S608 - one of three
        (found,) = cursor.fetchone()
    if found is None:
        return None
    held = json.loads(found) if isinstance(found, str) else found
    case = _row(Case, held["case"])
    releases = [_row(Release, row) for row in held["releases"]]
    return StandingRows(case, releases, _standers(held["people"], case, releases, moment))


NUMBERS = {
    FOR_VIEWERS: "SELECT app_case_of_number(%s)",
    FOR_OPERATORS: "SELECT c.id FROM casemgmt_case c WHERE c.number = %s",
}


def find_number(number: str, *, source: str = FOR_VIEWERS) -> uuid.UUID | None:
    """Return the case of a number, for offices or for the owner of the tables; None for all others
    and where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS[source], [number.strip()])
        found = cursor.fetchone()
    return key_in(found[0]) if found and found[0] else None


def _standers(
    rows: list[dict[str, Any]], case: Case, releases: list[Release], moment: datetime
) -> list[Stander]:
    """Make each person's facts; people, units and agencies are read in one query each."""
    supervised = {line for row in rows for line in row["lines"]}
    ids = {row["id"] for row in rows} | supervised
    users = {user.pk: user for user in User.objects.filter(pk__in=ids).select_related("agency")}
    papers = {str(release.pk): _paper(release) for release in releases}
    return [_stander(row, case, releases, moment, users, papers) for row in rows]


def _stander(  # noqa: PLR0913 - what is read once for all of them
    row: dict[str, Any],
    case: Case,
    releases: list[Release],
    moment: datetime,
    users: dict[int, User],
    papers: dict[str, Ground],
) -> Stander:
    user = users[row["id"]]
    viewer = described_viewer(user, _scope(row, case), now=moment, today=timezone.localdate(moment))
    grounds = _grounds(row, viewer, case, users)
    counts = viewer.active and viewer.has_caseload
    facts = facts_of(
        viewer,
        case,
        [standing for standing, _ in grounds] if counts else [],
        [release.facts() for release in releases],
        was_member=row["former"],
        examines=row["examines"] and viewer.discipline == Discipline.POLYGRAPH,
    )
    return Stander(user, viewer, facts, papers | {s.ref: ground for s, ground in grounds})


def _scope(row: dict[str, Any], case: Case) -> Scope:
    return Scope(
        unit_ids=tuple(row["units"]),
        agency_ids=tuple(row["agencies"]),
        line_ids=tuple(row["lines"]),
        conflict_case_ids=(str(case.pk),) if row["conflict"] else (),
        lapsed=frozenset((agency, category) for agency, category in row["lapsed"]),
    )


def _grounds(
    row: dict[str, Any], viewer: Viewer, case: Case, users: dict[int, User]
) -> list[tuple[Standing, Ground]]:
    """Return each ground in the order in which the facts of a page have them."""
    found = []
    for held in row["grants"]:
        grant = _row(CaseUserGrant, held)
        standing = lent_by(viewer, grant)
        words = grant.get_kind_display()
        if grant.user_id != viewer.user_id:
            words = f"Supervises {users[grant.user_id].name}"
        found.append((standing, Ground(standing.ref, words, grant.starts_at, grant.valid_until)))
    for seat in row["seats"]:
        since = date.fromisoformat(seat["starts"])
        until = date.fromisoformat(seat["until"]) if seat["until"] else None
        ref = f"membership:{seat['id']}"
        ground = Ground(ref, f"Member of {seat['team']}", since, until)
        found.append((Standing("membership", ref, since), ground))
    if case.unit_id in row["units"]:
        ref = f"unit:{case.unit_id}"
        found.append((Standing("supervisory_line", ref), Ground(ref, f"Supervises {case.unit}")))
    if case.agency_id in row["agencies"]:
        ref = f"agency:{case.agency_id}"
        found.append((Standing("supervisory_line", ref), Ground(ref, f"Supervises {case.agency}")))
    return found


def _paper(release: Release) -> Ground:
    words = f"{release.get_kind_display()}: {release.from_agency} to {release.to_agency}"
    if release.purpose:
        words = f"{words}, for {release.purpose}"
    return Ground(str(release.pk), words, release.starts_at, release.ends_at)


def _row(model: type[Row], held: dict[str, Any]) -> Row:
    """Return a row that the database gave as JSON; columns that it left out stay empty."""
    named = [(field, str(field.column)) for field in model._meta.concrete_fields]
    known = [(field, held[name]) for field, name in named if name in held]
    return model(**{field.attname: field.to_python(value) for field, value in known})
