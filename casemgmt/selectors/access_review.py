"""Reads access reviews: what waits for an answer, of whom, and what became of it."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import connection
from django.db.models import Q, QuerySet

from audit.models import Kind
from audit.services.record import Entry, record
from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.models import AccessReview, ReviewedSeat
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Office, Viewer
from casemgmt.selectors.answerer import ANSWERING, waiting_keys
from teams.models.user import DISCIPLINE_LABELS
from teams.selectors.meeting import OnlyFor

NO_CASE = ("", "")


@dataclass(frozen=True)
class Seat:
    """One seat, grant or line under review, in words."""

    id: str
    name: str
    discipline: str
    agency: str
    label: str
    answer: str
    reason: str
    answered_by: str
    answered_at: datetime | None
    ended_at: datetime | None
    is_own: bool
    number: str = ""
    given_for: str = ""

    @property
    def has_ended(self) -> bool:
        """Whether what it stands for has ended through this review."""
        return self.ended_at is not None

    @property
    def state(self) -> str:
        """Say what became of it."""
        if self.answer == ReviewedSeat.Answer.END:
            return "Ended"
        if self.answer == ReviewedSeat.Answer.KEEP:
            return "Kept"
        return "Not answered, ended" if self.has_ended else "Not answered"


@dataclass(frozen=True)
class Review:
    """One review with its seats, as the viewer may know it."""

    id: str
    quarter: str
    place: str
    kind: str  # team or agency
    agency_id: int | None
    due_on: date
    closed_at: datetime | None
    is_open: bool
    may_answer: bool
    comes_to_me: bool = False
    seats: list[Seat] = field(default_factory=list)

    @property
    def waiting(self) -> list[Seat]:
        """Return the seats that nobody answered."""
        return [seat for seat in self.seats if not seat.answer]

    @property
    def kept(self) -> int:
        """Count what was confirmed."""
        return sum(seat.answer == ReviewedSeat.Answer.KEEP for seat in self.seats)

    @property
    def ended(self) -> int:
        """Count what somebody ended."""
        return sum(seat.answer == ReviewedSeat.Answer.END for seat in self.seats)

    @property
    def answered_by(self) -> str:
        """Name who answered, each once."""
        return ", ".join(dict.fromkeys(s.answered_by for s in self.seats if s.answered_by))

    @property
    def answered_at(self) -> datetime | None:
        """Return when the last answer was given."""
        return max((s.answered_at for s in self.seats if s.answered_at), default=None)


def list_reviews(viewer: Viewer) -> list[Review]:
    """Return the reviews that are open, and those of the newest quarter: those that wait first."""
    newest = quarters_of(viewer)[:1]
    rows = _known(viewer).filter(Q(closed_at__isnull=True) | Q(quarter_starts__in=newest))
    found = _with_seats(viewer, list(rows.order_by("-quarter_starts")), with_numbers=False)
    record(viewer, [_entry(viewer, review, Kind.LIST) for review in found])
    waiting = waiting_keys(viewer)
    found = [replace(review, comes_to_me=review.id in waiting) for review in found]
    return sorted(found, key=lambda review: not review.comes_to_me)


def access_review(viewer: Viewer, review_id: object) -> Review:
    """Return one review with its seats, on the ledger; raises NotVisible."""
    row = _known(viewer).filter(pk=str(review_id)).first()
    if row is None:
        raise NotVisible("accessreview", review_id)
    (review,) = _with_seats(viewer, [row], with_numbers=True)
    record(viewer, [_entry(viewer, review, Kind.VIEW)])
    return review


def access_answerable_seat(
    viewer: Viewer, review_id: object, seat_id: object
) -> tuple[Review, Seat]:
    """Return a seat that the viewer may answer; raises NotVisible or NotAllowed."""
    review = access_review(viewer, review_id)
    require_answering(review)
    seat = next((seat for seat in review.seats if seat.id == str(seat_id)), None)
    if seat is None:
        raise NotVisible("reviewedseat", seat_id)
    return review, seat


def require_answering(review: Review) -> None:
    """Raise NotAllowed for who reads this review and does not answer it."""
    if not review.may_answer:
        only = OnlyFor(
            "The coordinator answers for a team, the privacy officer or the head for an agency.",
            how_to_ask="Ask one of them.",
        )
        raise NotAllowed(only, "accessreview", review.id)


def may_read_report(viewer: Viewer) -> bool:
    """Return whether the viewer holds one of the offices that read the report."""
    return viewer.reads_ledger or viewer.is_administrator or viewer.office == Office.AGENCY_HEAD


def quarters_of(viewer: Viewer) -> list[date]:
    """Return the first days of the quarters that there are reviews of, the newest first."""
    rows = AccessReview.objects.visible_to(viewer).order_by("-quarter_starts")
    return list(rows.values_list("quarter_starts", flat=True).distinct())


def quarter_words(day: date) -> str:
    """Return a quarter as 2026-Q4."""
    return f"{day:%Y}-Q{(day.month + 2) // 3}"


def report(viewer: Viewer, quarter: str = "", *, reason: str = "") -> list[Review]:
    """Return the reviews of the viewer's agency and its teams in a quarter, else in the newest;
    with a reason it is an export. Raises NotVisible for who holds no such office."""
    if not may_read_report(viewer):
        raise NotVisible("accessreview", "report", because="rule:reviewers")
    quarters = quarters_of(viewer)
    wanted = [day for day in quarters if quarter_words(day) == quarter] or quarters[:1]
    rows = _known(viewer).filter(quarter_starts__in=wanted)
    found = _with_seats(viewer, list(rows), with_numbers=False)
    entry = Entry(
        kind=Kind.EXPORT if reason else Kind.VIEW, subject_kind="accessreview", subject_id="report",
        owner_agency_id=viewer.agency_id, fields=("answer",), authority="own_organization",
        total=len(found), reason=reason,
    )  # fmt: skip
    record(viewer, [entry])
    return found


def _known(viewer: Viewer) -> QuerySet[AccessReview]:
    rows = AccessReview.objects.visible_to(viewer)
    return rows.select_related("team__unit__agency", "agency")


def _with_seats(viewer: Viewer, rows: list[AccessReview], *, with_numbers: bool) -> list[Review]:
    seats = ReviewedSeat.objects.visible_to(viewer).filter(review__in=[row.pk for row in rows])
    by_review: dict[object, list[ReviewedSeat]] = {row.pk: [] for row in rows}
    # What stands on a case that is sealed by now is nowhere, and no number tells of it.
    seats = seats.exclude(pk__in=_sealed([row.pk for row in rows]))
    people = seats.select_related("user__agency", "answered_by")
    for seat in people.order_by("user__name", "label", "pk"):
        by_review[seat.review_id].append(seat)
    return [_review(viewer, row, by_review[row.pk], with_numbers=with_numbers) for row in rows]


def _review(
    viewer: Viewer, row: AccessReview, seats: list[ReviewedSeat], *, with_numbers: bool
) -> Review:
    named = viewer.office in (Office.PRIVACY_OFFICER, Office.AUDITOR, Office.AGENCY_HEAD)
    numbers = _numbers(viewer, row) if with_numbers and named and row.agency_id else {}
    unit = row.team.unit if row.team else None
    return Review(
        id=str(row.pk), quarter=quarter_words(row.quarter_starts),
        place=str(row.team or row.agency), kind="team" if row.team_id else "agency",
        agency_id=row.agency_id or (unit.agency_id if unit else None), due_on=row.due_on,
        closed_at=row.closed_at, is_open=row.closed_at is None and row.due_on >= viewer.today,
        may_answer=_may_answer(viewer, row),
        seats=[_seat(viewer, seat, numbers.get(str(seat.pk), NO_CASE)) for seat in seats],
    )  # fmt: skip


def _may_answer(viewer: Viewer, row: AccessReview) -> bool:
    if row.team_id in viewer.coordinates:
        return True
    unit = row.team.unit if row.team else None
    agency_id = row.agency_id or (unit.agency_id if unit else None)
    return viewer.office in ANSWERING and agency_id == viewer.agency_id


def _seat(viewer: Viewer, row: ReviewedSeat, case: tuple[str, str]) -> Seat:
    person = row.user
    return Seat(
        id=str(row.pk), name=person.name,
        discipline=DISCIPLINE_LABELS.get(person.discipline, ""),  # type: ignore[call-overload]
        agency=person.agency.name if person.agency else "", label=row.label, answer=row.answer,
        reason=row.reason, answered_by=row.answered_by.name if row.answered_by else "",
        answered_at=row.answered_at, ended_at=row.ended_at, is_own=row.user_id == viewer.user_id,
        number=case[0], given_for=case[1],
    )  # fmt: skip


def _sealed(review_ids: list[object]) -> list[str]:
    with connection.cursor() as cursor:
        keys = [str(key) for key in review_ids]
        cursor.execute("SELECT unnest(access_review_sealed(%s::uuid[]))", [keys])
        return [str(row[0]) for row in cursor.fetchall()]


def _numbers(viewer: Viewer, row: AccessReview) -> dict[str, tuple[str, str]]:
    """Return case number and reason of an agency's grants and providers, each on the ledger."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_review_cases(%s)", [str(row.pk)])
        rows = cursor.fetchall()
    entries = [
        Entry(
            kind=Kind.LIST, subject_kind="case", subject_id=str(case_id), case_id=str(case_id),
            category=Category.IDENTITY, fields=("number",), authority="own_organization",
            authority_ref=f"accessreview:{row.pk}",
        )
        for _, case_id, *_ in rows
    ]  # fmt: skip
    record(viewer, entries)
    return {str(seat_id): (number, reason) for seat_id, _, number, reason in rows}


def _entry(viewer: Viewer, review: Review, kind: str) -> Entry:
    return Entry(
        kind=kind, subject_kind="accessreview", subject_id=review.id, fields=("answer",),
        owner_agency_id=review.agency_id, authority="own_organization", total=len(review.seats),
    )  # fmt: skip
