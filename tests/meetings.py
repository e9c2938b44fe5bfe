"""Builders of meetings: planned by cho, for the first team, with the first case on the agenda."""

from datetime import timedelta
from typing import Any

from casemgmt.core import clock
from casemgmt.models import CaseReview
from casemgmt.services.review import plan_case_review
from teams.models import Meeting, Reminder
from teams.services.meeting import Appointment, open_meeting
from tests.plugins.roles import as_owner
from tests.world import World

MEMBERS = ("ana", "cho", "kim", "lee", "maya")
ZONE = "America/New_York"


def appointment(hours: float = 72, **fields: Any) -> Appointment:
    """Return an appointment so many hours from now."""
    fields = {"title": "Case review", "minutes_long": 60, "place": "Room 4, Elm Street"} | fields
    starts_at = (clock.now() + timedelta(hours=hours)).replace(second=0, microsecond=0)
    return Appointment(starts_at=starts_at, zone=ZONE, **fields)


def plan(world: World, *, hours: float = 72, cases: Any = None, **options: Any) -> Meeting:
    """Plan a meeting as cho."""
    members = options.pop("members", MEMBERS)
    return plan_case_review(
        world.viewer("cho"),
        world.teams["elm"],
        appointment=appointment(hours),
        invited=[world.people[name] for name in members],
        case_ids=[case.pk for case in (cases if cases is not None else [world.case])],
        **options,
    )


def in_session(world: World, **options: Any) -> Meeting:
    """Plan a meeting and open it."""
    return open_meeting(world.viewer("cho"), plan(world, **options).pk)


def review_of(world: World, meeting: Meeting) -> CaseReview:
    """Return the item of the first case."""
    with as_owner():
        rows = CaseReview.objects.unscoped(reason="test")
        return rows.get(meeting=meeting, case=world.case)


def reminders_of(meeting: Meeting, **fields: Any) -> list[Reminder]:
    """Return the mails of a meeting."""
    return list(Reminder.objects.filter(meeting=meeting, **fields).order_by("due_at", "recipient"))
