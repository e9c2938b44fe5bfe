"""The only builder of a Viewer: who looks, with the scope that the database opens
for this request."""

import json
from dataclasses import replace
from datetime import date, datetime

from django.db import connection
from django.http import HttpRequest

from casemgmt.core import clock
from casemgmt.policy.people import Act, Discipline, Office, Scope, Viewer
from casemgmt.web.page_load import act_of, current_act
from teams.models import User

# Disciplines that a jurisdiction approves; a lapsed date always counts.
NEEDS_APPROVAL: frozenset[str] = frozenset()


def viewer_for(request: HttpRequest) -> Viewer | None:
    """Return the viewer of a request and open the scope in the database;
    None for someone not signed in."""
    user, act = request.user, act_of(request)
    current_act.set(act)
    if not user.is_authenticated:
        return None
    return build_viewer(user, act=act, mfa=_has_factor(request))


def build_viewer(user: User, *, act: Act | None = None, mfa: bool = True) -> Viewer:
    """Return the viewer for `user` at the clock's time, and set the walls of this transaction to
    the same scope."""
    now, today = clock.now(), clock.today()
    scope, coordinates = _open_scope(user.pk, now, today, mfa=mfa)
    known = described_viewer(user, scope, now=now, today=today)
    return replace(known, mfa=mfa, coordinates=coordinates, act=act or Act())


def described_viewer(user: User, scope: Scope, *, now: datetime, today: date) -> Viewer:
    """Return `user` as the rules see him at a moment, with a scope that was read elsewhere: for
    explanations. Opens nothing."""
    return Viewer(
        user_id=user.pk, name=user.name, agency_id=user.agency_id or 0,
        agency_name=user.agency.name if user.agency else "", unit_id=user.unit_id,
        of_part2_program=bool(user.agency and user.agency.is_part2_program),
        discipline=Discipline(user.discipline or Discipline.POLICY), office=Office(user.office),
        now=now, today=today, active=user.is_active, screening_until=user.screening_until,
        approval_until=user.approval_until, approval_needed=user.discipline in NEEDS_APPROVAL,
        scope=scope,
    )  # fmt: skip


def _open_scope(
    user_id: int, now: datetime, today: date, *, mfa: bool
) -> tuple[Scope, tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.*, set_config('app.today', %s, true) FROM app_open_scope(%s, %s, %s, %s) s",
            [today.isoformat(), user_id, now, today, mfa],
        )
        groups, units, agencies, lines, conflicts, coordinates, lapsed, _ = cursor.fetchone()
    scope = Scope(
        group_ids=tuple(groups),
        unit_ids=tuple(units),
        agency_ids=tuple(agencies),
        line_ids=tuple(lines),
        conflict_case_ids=tuple(str(c) for c in _uuids(conflicts)),
        lapsed=frozenset((agency, category) for agency, category in json.loads(lapsed)),
    )
    return scope, tuple(coordinates)


def _uuids(value: object) -> list[str]:
    """Return the elements of a uuid[]; the driver gives it as text where it knows no
    array of them."""
    if isinstance(value, str):
        return [part for part in value.strip("{}").split(",") if part]
    return list(value)  # type: ignore[call-overload]


def _has_factor(request: HttpRequest) -> bool:
    return bool(getattr(request, "by_token", False) or request.session.get("has_factor"))
