"""Answers who in the room may not hear a case: guests without a ground of their own (T16)."""

from dataclasses import dataclass

from audit.reveal import Revealed
from casemgmt.models import CaseReview, Round
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.review import access_review
from casemgmt.selectors.round import ROUNDS, show_rounds
from casemgmt.selectors.standing_rows import FOR_TELLERS, Stander, read_standing
from teams.models import Attendance, Meeting
from teams.selectors.meeting import HERE, may_conduct


def must_leave(viewer: Viewer, review: CaseReview) -> list[str]:
    """Return the names of the guests who are here and may not hear this item."""
    rows = review.meeting.attendances.filter(
        capacity=Attendance.Capacity.GUEST, status__in=HERE, left_at__isnull=True
    )
    guests = dict(rows.values_list("user_id", "user__name"))
    hearing: set[int] = set()
    for key in guests:
        found = read_standing([key], review.case_id, source=FOR_TELLERS)
        hearing |= {one.user.pk for one in found.people if _hears(one, review)} if found else set()
    return sorted(name for key, name in guests.items() if key not in hearing)


def _hears(person: Stander, review: CaseReview) -> bool:
    facts = review.record_facts()
    found = decide(person.viewer, Action.VIEW, Category.TEAM_RECORD, person.facts, record=facts)
    return found.allowed


@dataclass(frozen=True)
class RoomPage:
    """What an item's page says of the room: who has to step out, what was said by thumbs."""

    must_leave: list[str]
    rounds: list[Revealed]
    may_hold: bool

    @property
    def is_blocked(self) -> bool:
        """Whether somebody was against the proposal in the last round."""
        return bool(self.rounds) and self.rounds[-1]["result"] == Round.Result.BLOCKED


def show_room(viewer: Viewer, review_id: object) -> RoomPage:
    """Return the page's part; raises NotVisible or NotAllowed."""
    review, facts = access_review(viewer, review_id)
    conducts = may_conduct(viewer, review.meeting.team_id)
    is_open = review.meeting.status == Meeting.Status.OPEN
    rounds = show_rounds(viewer, review, facts)
    blocked = sum(one["result"] == Round.Result.BLOCKED for one in rounds)
    leaving = must_leave(viewer, review) if conducts and is_open else []
    return RoomPage(leaving, rounds, may_hold=conducts and is_open and blocked < ROUNDS)
