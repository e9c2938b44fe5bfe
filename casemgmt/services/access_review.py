"""The quarterly access review (CJIS AC-2, AC-6(7)): opened for each case team and agency, answered
seat by seat, and what nobody confirms ends after the last day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import connection, transaction

from audit.models import Kind, Outcome
from audit.services.record import Entry, record
from audit.services.refusals import keeps_refusals
from casemgmt.core import clock
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from casemgmt.selectors.access_review import Review, access_review, require_answering
from casemgmt.selectors.answerer import answerers_of
from casemgmt.services.faults import Fault
from teams.models import Notice
from teams.selectors.people import keys_of
from teams.services.notice import notify

KEEP, END = "keep", "end"
AUTHORITY = "own_organization"


@dataclass(frozen=True)
class Answered:
    """One seat after it was answered, or after its review was closed."""

    seat_id: str
    user_id: int
    kind: str
    row_id: int
    case_id: str | None


def quarter_of(day: date) -> date:
    """Return the first day of the quarter that a day is in."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def quarter_named(words: str) -> date:
    """Return the first day of a quarter written as 2026-Q4; raises RuleBroken."""
    year, _, number = words.upper().partition("-Q")
    if not (year.isdecimal() and len(year) == 4 and number in ("1", "2", "3", "4")):
        raise RuleBroken("Write the quarter like this: 2026-Q4.")
    return date(int(year), 3 * int(number) - 2, 1)


@transaction.atomic
def open_reviews(quarter: date | None = None) -> int:
    """Open the reviews of a quarter that are not open yet; return how many. Safe to run again.

    Raises RuleBroken for a quarter that is neither this one nor beside it.
    """
    today = clock.today()
    begins = quarter or quarter_of(today)
    if abs((begins - today).days) > 92:
        raise RuleBroken("Only this quarter and the ones beside it can be opened.")
    due = today + timedelta(days=settings.ACCESS_REVIEW_DAYS)
    with connection.cursor() as cursor:
        values = [begins, due, clock.now(), today, settings.JURISDICTION_ID]
        cursor.execute("SELECT * FROM access_review_open(%s, %s, %s, %s, %s)", values)
        opened = [(str(key), team, agency) for key, team, agency in cursor.fetchall()]
    entries = [
        _system_entry("accessreview", key, "open access review", agency)
        for key, _, agency in opened
    ]
    record(None, entries)
    _remind(opened, f"open:{begins}")
    return len(opened)


@transaction.atomic
def remind_reviewers() -> None:
    """Mail those who have not answered, some days before the last one; once each."""
    horizon = clock.today() + timedelta(days=settings.ACCESS_REVIEW_REMIND_DAYS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_review_waiting(%s)", [horizon])
        waiting = [(str(key), team, agency) for key, team, agency in cursor.fetchall()]
    _remind(waiting, f"due:{quarter_of(clock.today())}")


@transaction.atomic
def close_reviews() -> int:
    """Close the reviews whose last day is over and end what nobody confirmed; return how many
    rows ended. Never doubled, whoever runs it."""
    with connection.cursor() as cursor:
        values = [clock.now(), clock.today()]
        cursor.execute("SELECT * FROM access_review_close(%s, %s)", values)
        rows = [(row[:2], Answered(str(row[2]), *row[3:])) for row in cursor.fetchall()]
    record(None, [_end_entry(row, *of) for of, row in rows])
    for _, row in rows:
        _tell(row)
    return len(rows)


@keeps_refusals("accessreview")
def keep_seats(viewer: Viewer, review_id: object, *, seat_ids: Sequence[object]) -> int:
    """Confirm seats as still needed; return how many. Raises NotVisible, NotAllowed, Fault."""
    return len(_answer(viewer, review_id, seat_ids, KEEP, ""))


@keeps_refusals("accessreview")
def end_seat(viewer: Viewer, review_id: object, seat_id: object, *, reason: str) -> None:
    """End what a seat stands for, at once. Raises NotVisible, NotAllowed, Fault."""
    if not reason.strip():
        raise Fault("reason", "Say why it ends. The reason stands on the ledger.")
    _answer(viewer, review_id, [seat_id], END, reason.strip())


def _answer(
    viewer: Viewer, review_id: object, seat_ids: Sequence[object], answer: str, reason: str
) -> list[Answered]:
    review = _answerable(viewer, review_id)
    wanted = [str(key) for key in dict.fromkeys(keys_of(seat_ids))]
    _refuse_seats(viewer, review, wanted, answer)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seat_id, user_id, kind, row_id, case_id, has_ended"
            " FROM access_review_answer(%s, %s::uuid[], %s, %s, %s)",
            [review.id, wanted, answer, reason, viewer.today],
        )
        found = [(Answered(str(row[0]), *row[1:5]), row[5]) for row in cursor.fetchall()]
    record(viewer, [_answer_entry(viewer, review, row, answer, reason) for row, _ in found])
    for row, has_ended in found:
        if has_ended:
            _tell(row)
    return [row for row, _ in found]


def _answerable(viewer: Viewer, review_id: object) -> Review:
    review = access_review(viewer, review_id)
    require_answering(review)
    if not review.is_open:
        raise RuleBroken("This review is closed. What nobody confirmed has ended.")
    return review


def _refuse_seats(viewer: Viewer, review: Review, wanted: list[str], answer: str) -> None:
    seats = {seat.id: seat for seat in review.seats}
    if not wanted:
        raise Fault("seats", "Tick at least one line.")
    if missing := [key for key in wanted if key not in seats]:
        raise NotVisible("reviewedseat", missing[0])
    if any(seats[key].has_ended for key in wanted):
        raise Fault("seats", "One of these has ended already. It needs a new one to be given.")
    if answer == KEEP and any(seats[key].is_own for key in wanted):
        words = "Nobody confirms himself or herself. Somebody else who answers here does it."
        raise Fault("seats", words, because="never")


def _remind(reviews: list[tuple[str, int | None, int | None]], about: str) -> None:
    """Write one notice to each coordinator a team, one to each office a round."""
    for _, team_id, agency_id in reviews:
        for key, place in answerers_of(team_id, agency_id):
            notify(Notice.Kind.ACCESS_REVIEW_DUE, [key], about=f"{about}:{place}")


def _tell(row: Answered) -> None:
    notify(Notice.Kind.ACCESS_ENDED, [row.user_id], about=f"seat:{row.seat_id}")


def _answer_entry(viewer: Viewer, review: Review, row: Answered, answer: str, reason: str) -> Entry:
    act = "confirm by access review" if answer == KEEP else "end by access review"
    return Entry(
        kind=Kind.PERMISSION, outcome=Outcome.DONE, subject_kind="reviewedseat",
        subject_id=row.seat_id, case_id=row.case_id, owner_agency_id=review.agency_id,
        category=Category.IDENTITY if row.case_id else "", fields=("answer",),
        authority=AUTHORITY, authority_ref=f"accessreview:{review.id}",
        recipient=str(row.user_id), reason=reason, detail={"act": act, "row": row.kind},
    )  # fmt: skip


def _end_entry(row: Answered, review_id: object, agency_id: int | None) -> Entry:
    return Entry(
        kind=Kind.PERMISSION, outcome=Outcome.DONE, subject_kind="reviewedseat",
        subject_id=row.seat_id, case_id=row.case_id, owner_agency_id=agency_id,
        fields=("answer",), authority=AUTHORITY, authority_ref=f"accessreview:{review_id}",
        recipient=str(row.user_id), reason="nobody confirmed it",
        detail={"act": "end by access review", "row": row.kind},
    )  # fmt: skip


def _system_entry(kind: str, key: str, act: str, agency_id: int | None) -> Entry:
    return Entry(
        kind=Kind.PERMISSION, outcome=Outcome.DONE, subject_kind=kind, subject_id=key,
        owner_agency_id=agency_id, authority=AUTHORITY, detail={"act": act},
    )  # fmt: skip
