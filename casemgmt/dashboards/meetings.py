"""Numbers of the meetings: how many of those planned were held, team by team."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from audit.services.record import Entry, record
from casemgmt.dashboards.periods import Period
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from teams.models import Attendance, Meeting

OPENS_WITHIN = timedelta(hours=12)  # a planned meeting that nobody opened by then was missed
HELD, CANCELLED, MISSED = "held", "cancelled", "missed"
STATES = {HELD: "Held", CANCELLED: "Cancelled", MISSED: "Missed"}
SHOWN = 100


@dataclass(frozen=True)
class Kept:
    """How one team kept its meetings in a period."""

    key: UUID | None
    name: str
    held: int = 0
    cancelled: int = 0
    missed: int = 0

    @property
    def planned(self) -> int:
        """Return all that were planned."""
        return self.held + self.cancelled + self.missed


@dataclass(frozen=True)
class MeetingNumbers:
    """The meetings of a period, and the sum of the period before."""

    teams: list[Kept]
    total: Kept
    before: Kept


@dataclass(frozen=True)
class MeetingRow:
    """One meeting behind the numbers; nothing of what was spoken of."""

    key: str
    starts_at: datetime
    team: str
    state: str
    because: str
    present: int
    invited: int


def count_meetings(viewer: Viewer, period: Period) -> MeetingNumbers:
    """Count the meetings of the teams of the units in the viewer's supervisory line."""
    counts: dict[str, Any] = {}
    for state in STATES:
        now, before = _state(state, period) & _now(period), _state(state, period) & _before(period)
        counts |= {
            f"{state}_now": Count("pk", filter=now),
            f"{state}_before": Count("pk", filter=before),
        }
    by_team = _meetings(viewer, period).order_by("team__name").values("team__key", "team__name")
    rows: list[dict[str, Any]] = [dict(row) for row in by_team.annotate(**counts)]
    sums = {name: sum(row[name] for row in rows) for name in counts}
    return MeetingNumbers(
        [
            Kept(row["team__key"], row["team__name"], *(row[f"{state}_now"] for state in STATES))
            for row in rows
        ],
        Kept(None, "All", *(sums[f"{state}_now"] for state in STATES)),
        Kept(None, "Before", *(sums[f"{state}_before"] for state in STATES)),
    )


def list_meetings(
    viewer: Viewer, period: Period, state: str, *, team: UUID | None = None
) -> list[MeetingRow]:
    """Return the meetings behind a number, the latest first; the list is on the ledger."""
    wanted = _state(state, period) if state in STATES else Q()
    if team:
        wanted &= Q(team__key=team)
    present = Q(attendances__status__in=(Attendance.Status.PRESENT, Attendance.Status.REMOTE))
    rows = (
        _meetings(viewer, period)
        .filter(_now(period), wanted, _over(period))
        .select_related("team")
        .annotate(present=Count("attendances", filter=present), invited=Count("attendances"))
        .order_by("-starts_at", "pk")[:SHOWN]
    )
    shown = [
        MeetingRow(
            str(row.pk),
            row.starts_at,
            row.team.name,
            _word(row),
            row.cancelled_because,
            row.present,
            row.invited,
        )
        for row in rows
    ]
    record(viewer, [_entry(row) for row in shown])
    return shown


def _meetings(viewer: Viewer, period: Period) -> QuerySet[Meeting]:
    ours = Meeting.objects.filter(team__unit_id__in=viewer.scope.unit_ids)
    return ours.filter(starts_at__gte=period.start_before, starts_at__lte=period.now)


def _now(period: Period) -> Q:
    return Q(starts_at__gte=period.start)


def _before(period: Period) -> Q:
    return Q(starts_at__lt=period.start)


def _state(state: str, period: Period) -> Q:
    never_opened = Q(status=Meeting.Status.PLANNED, starts_at__lt=period.now - OPENS_WITHIN)
    return {
        HELD: Q(status__in=(Meeting.Status.OPEN, Meeting.Status.CLOSED)),
        CANCELLED: Q(status=Meeting.Status.CANCELLED),
        MISSED: never_opened,
    }[state]


def _over(period: Period) -> Q:
    """Every state that counts: a meeting that can still be opened today counts nowhere yet."""
    return _state(HELD, period) | _state(CANCELLED, period) | _state(MISSED, period)


def _word(meeting: Meeting) -> str:
    return {
        Meeting.Status.PLANNED: STATES[MISSED],
        Meeting.Status.CANCELLED: STATES[CANCELLED],
    }.get(Meeting.Status(meeting.status), STATES[HELD])


def _entry(row: MeetingRow) -> Entry:
    return Entry(
        kind="list",
        subject_kind="meeting",
        subject_id=row.key,
        category=Category.TEAM_RECORD,
        fields=("starts_at", "status", "cancelled_because", "present"),
        authority="supervisory_line",
    )
