"""Builders of meetings and of what a team decides."""

from datetime import UTC, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from casemgmt.core import clock
from casemgmt.models import Case, CaseReview, Decision, Step
from teams.models import AgendaItem, Attendance, Meeting, Membership, Team, User
from tests.build import _make, day
from tests.plugins.roles import as_owner

ZONE = "America/New_York"


def make_meeting(team: Team, planner: User, *, days: int = 7, **fields: Any) -> Meeting:
    """Plan a meeting of a team, with every seated member invited."""
    starts = (clock.now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    local = starts.astimezone(ZoneInfo(ZONE)).replace(tzinfo=UTC)
    fields.setdefault("place", "Room 2")
    with as_owner():
        meeting = Meeting.objects.create(
            team=team, planned_by=planner, starts_at=starts, local_start=local, zone=ZONE, **fields
        )
        for one in Membership.objects.filter(team=team, until__isnull=True):
            Attendance.objects.create(meeting=meeting, user=one.user)
    return meeting


def make_segment(
    meeting: Meeting, title: str = "Transport to group", kind: str = "needs"
) -> AgendaItem:
    """Put a segment that speaks of nobody on an agenda."""
    with as_owner():
        return AgendaItem.objects.create(meeting=meeting, kind=kind, title=title)


def make_review(
    meeting: Meeting, case: Case, author: User, question: str = "What now?", **fields: Any
) -> CaseReview:
    """Put a case on an agenda."""
    return _make(CaseReview, case, author, meeting=meeting, question=question, **fields)


def make_decision(
    review: CaseReview, author: User, text: str = "Go on as before.", **fields: Any
) -> Decision:
    """Write down a decision."""
    fields.setdefault("outcome", "consensus")
    fields.setdefault("victim_perspective", "none_shared")
    fields.setdefault("decided_on", day(-1))
    fields.setdefault("question", "What was asked")  # not the review's own words
    return _make(Decision, review.case, author, review=review, text=text, **fields)


def make_step(
    decision: Decision, author: User, owner: User, text: str = "Call the employer.", **fields: Any
) -> Step:
    """Write down an action."""
    fields.setdefault("due_on", day(5))
    return _make(
        Step, decision.case, author, decision=decision, assigned_to=owner, text=text, **fields
    )
