"""Builders of the victim's side that the team may know."""

from typing import Any

from casemgmt.models import Case, Release
from teams.models import User
from tests.build import _make, day, moment
from victims.models import (
    ClarificationStep,
    Inquiry,
    NoContactTerm,
    Perspective,
    Question,
    Statement,
    SystemRecord,
)


def make_system_record(case: Case, author: User, **fields: Any) -> SystemRecord:
    """Make what the system itself knows of a victim."""
    names = {
        "given_name": "Vera",
        "family_name": "Example",
        "source": "court",
        "relation": "neighbor",
    }
    return _make(SystemRecord, case, author, **(names | fields))


def make_no_contact(
    case: Case, author: User, text: str = "Stay away from the victim."
) -> NoContactTerm:
    """Make a no-contact term."""
    return _make(NoContactTerm, case, author, text=text, ordered_on=day(-300))


def make_statement(
    case: Case, author: User, release: Release, text: str, item: str = "wishes"
) -> Statement:
    """Make a released statement."""
    return _make(Statement, case, author, release=release, text=text, item=item, given_on=day(-5))


def make_perspective(
    case: Case, author: User, text: str = "Change of routine frightens."
) -> Perspective:
    """Make input on victims in general."""
    return _make(Perspective, case, author, text=text, given_on=day(-2))


def make_question(case: Case, author: User, text: str = "When is the next review?") -> Question:
    """Put a question to the team."""
    return _make(Question, case, author, text=text, asked_at=moment(-3), due_on=day(4))


def make_clarification(
    case: Case, author: User, release: Release, rung: str = "preparation"
) -> ClarificationStep:
    """Ask for a step of clarification."""
    return _make(ClarificationStep, case, author, release=release, rung=rung, asked_at=moment(-3))


def make_inquiry(case: Case, author: User, words: str = "Restitution") -> Inquiry:
    """Make a question of the victims' side."""
    return _make(
        Inquiry, case, author, topic="restitution", topic_words=words, who="victim_unit",
        who_words="the agency's victim specialist", asked_on=day(-1), due_on=day(6),
    )  # fmt: skip
