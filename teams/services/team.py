"""Teams: made with their group, changed, closed and opened again."""

import uuid
from datetime import timedelta

from django.contrib.auth.models import Group
from django.db import transaction

from casemgmt.core.errors import RuleBroken
from casemgmt.policy.people import Viewer
from teams.models import Team
from teams.selectors.administration import access_team, open_seats, require_administrator
from teams.services.membership import end_membership
from teams.services.permission import record_permission
from teams.services.states import refuse_if_changed, save_once

FIELDS = ("name", "level", "unit", "vision", "designees_allowed")


@transaction.atomic
def add_team(viewer: Viewer, *, values: dict[str, object]) -> Team:
    """Make a team and the group that will hold its cases. Raises ValidationError for a name that
    is taken."""
    require_administrator(viewer)
    key = uuid.uuid4()
    team = Team(key=key, **{name: values[name] for name in FIELDS})
    team.full_clean(exclude=["group"])
    team.group = Group.objects.create(name=f"team {key}")
    save_once(team)
    record_permission(viewer, team, act="add team", fields=FIELDS)
    return team


@transaction.atomic
def change_team(viewer: Viewer, key: object, *, values: dict[str, object], seen: str) -> Team:
    """Change a team. Raises ChangedMeanwhile when someone saved first."""
    team = access_team(viewer, key, lock=True)
    yours = {name: values[name] for name in FIELDS}
    refuse_if_changed(team, seen, yours)
    changed = tuple(name for name in FIELDS if getattr(team, name) != yours[name])
    for name in changed:
        setattr(team, name, yours[name])
    team.full_clean()
    team.save(update_fields=FIELDS)
    record_permission(viewer, team, act="change team", fields=changed)
    return team


@transaction.atomic
def close_team(viewer: Viewer, key: object, *, reason: str) -> Team:
    """Close a team: every seat ends at once, and what a seat alone opened closes with it."""
    team = access_team(viewer, key, lock=True)
    if team.closed_on:
        raise RuleBroken("This team is closed already.")
    for seat in open_seats(viewer, team=team):
        end_membership(viewer, seat.key, last_day=viewer.today - timedelta(days=1), reason=reason)
    team.closed_on = viewer.today
    team.save(update_fields=["closed_on"])
    record_permission(viewer, team, act="close team", fields=("closed_on",), reason=reason)
    return team


@transaction.atomic
def reopen_team(viewer: Viewer, key: object) -> Team:
    """Open a closed team again; seats that ended stay ended."""
    team = access_team(viewer, key, lock=True)
    team.closed_on = None
    team.save(update_fields=["closed_on"])
    record_permission(viewer, team, act="reopen team", fields=("closed_on",))
    return team
