"""Meetings of a scenario: made when someone names a designee for one, closed when the clock passes
them."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from casemgmt.core import clock
from casemgmt.core.walltime import wall_of
from casemgmt.models import Case
from casemgmt.policycheck.build import Stage
from casemgmt.policycheck.words import day_ends
from teams.models import Meeting, Team, User

LASTS = timedelta(minutes=90)
MORNING = time(9)


def meeting_of(stage: Stage, terms: dict[str, Any], planner: User) -> Meeting:
    """Make the meeting that an act names: at its time, on its day, or today."""
    zone = stage.world.zone
    starts, closes = _times(zone, terms)
    closes = terms.get("closes") or closes
    meeting = Meeting.objects.create(
        team=_team(stage, terms), zone=zone, starts_at=starts, planned_by=planner,
        local_start=wall_of(starts, zone).replace(tzinfo=ZoneInfo("UTC")),
        minutes_long=min(max(int((closes - starts).total_seconds() // 60), 1), 24 * 60),
    )  # fmt: skip
    stage.meetings.append((meeting, closes))
    return meeting


def close_passed(stage: Stage) -> None:
    """Close the meetings whose time has passed: their designees' standing ends with them."""
    now = clock.now()
    for meeting, closes in stage.meetings:
        if closes <= now and meeting.status != Meeting.Status.CLOSED:
            meeting.status, meeting.closed_at = Meeting.Status.CLOSED, now
            meeting.save(update_fields=["status", "closed_at"])


def _times(zone: str, terms: dict[str, Any]) -> tuple[datetime, datetime]:
    """Return when a meeting starts and closes: a day's one closes with the day."""
    if terms["starts"]:
        return terms["starts"], terms["starts"] + LASTS
    now = clock.now()
    day = terms["day"] or now.astimezone(ZoneInfo(zone)).date()
    return max(datetime.combine(day, MORNING, ZoneInfo(zone)), now), day_ends(day, zone)


def _team(stage: Stage, terms: dict[str, Any]) -> Team:
    if terms["team"]:
        return stage.teams[terms["team"]]
    names = [key for case in terms["cases"] for key in stage.world.cases[case].teams]
    seats = {
        key for key, team in stage.world.teams.items()
        if any(seat.who == terms["absent"] for seat in team.seats)
    }  # fmt: skip
    held = [key for key in names if key in seats] or names or list(seats) or list(stage.teams)
    if held:
        return stage.teams[held[0]]
    case: Case = next(iter(stage.cases.values()))
    return case.team
