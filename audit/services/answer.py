"""What the ledger answers: counts by person or case with a page of events, and ways in. Each
reading is itself on the ledger."""

from dataclasses import dataclass, replace
from datetime import datetime

from audit.models import Kind
from audit.selectors.events import (
    EventFilter,
    RequestPage,
    count_refused,
    is_anything,
    list_requests,
)
from audit.selectors.find import Way, list_ways
from audit.selectors.tally import ACTOR, Tally, tally_of
from audit.selectors.weekly_review import Week, weeks_waiting
from audit.services.read import SAY_WHY, reading_office, write_reading
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.policy.people import Viewer


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; `names` says that it names one person, case, record or authority."""

    name: str
    wanted: EventFilter
    axis: str = ACTOR
    names: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """Counts, and a page of what was counted."""

    tally: Tally
    page: RequestPage


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a reader of the ledger."""

    refused: int
    reviews: tuple[Week, ...] = ()


def read_answer(viewer: Viewer, question: Question, *, after: str = "") -> Answer:
    """Return counts and a page of events, and write that they were read.

    Raises NotVisible without the office, and for what the reader may read nothing of at any time.
    """
    decision = reading_office(viewer)
    tally = _tally(viewer, question)
    page = list_requests(viewer, question.wanted, after=after)
    write_reading(
        viewer, decision, Kind.LEDGER, tally.total, question.wanted, subject=_subject(question)
    )
    return Answer(tally, page)


def export_tally(viewer: Viewer, question: Question, *, reason: str) -> Tally:
    """Return the counts to be taken away and write that they were; raises RuleBroken without a
    reason, NotVisible as a reading does."""
    if not reason.strip():
        raise RuleBroken(SAY_WHY)
    decision = reading_office(viewer)
    tally = _tally(viewer, question)
    write_reading(
        viewer, decision, Kind.EXPORT, tally.total, question.wanted, subject=_subject(question),
        reason=reason.strip(),
    )  # fmt: skip
    return tally


def open_home(viewer: Viewer, *, since: datetime) -> Waiting:
    """Return what waits for the reader and write that he looked; raises NotVisible."""
    decision = reading_office(viewer)
    found = Waiting(
        refused=count_refused(viewer, since=since),
        reviews=tuple(weeks_waiting(viewer)),
    )
    subject = ("ledger", "home")
    write_reading(viewer, decision, Kind.LEDGER, found.refused, EventFilter(), subject=subject)
    return found


def find_ways(viewer: Viewer, words: str) -> list[Way]:
    """Return the ways into the ledger that fit and write that they were asked for; NotVisible."""
    decision = reading_office(viewer)
    ways = list_ways(viewer, words)
    wanted, subject = EventFilter(person=words), ("ledger", "find")
    write_reading(viewer, decision, Kind.LEDGER, len(ways), wanted, subject=subject)
    return ways


def _tally(viewer: Viewer, question: Question) -> Tally:
    tally = tally_of(viewer, question.wanted, question.axis)
    at_any_time = replace(question.wanted, since=None, until=None)
    if question.names and not tally.total and not is_anything(at_any_time):
        raise NotVisible("ledger")
    return tally


def _subject(question: Question) -> tuple[str, str]:
    return ("ledger", f"by {question.name}")
