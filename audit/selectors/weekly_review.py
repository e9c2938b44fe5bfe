"""Reads the weekly reviews of an agency's ledger: what waits, what is late, what was signed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.conf import settings
from django.db import connection

from audit.models import WeeklyReview
from audit.selectors.finding import Judged, week_of, weeks_of
from casemgmt.core.errors import NotVisible
from casemgmt.policy.people import Viewer

_USED = """
    SELECT w.day FROM unnest(%s::date[]) AS w(day) WHERE EXISTS (
      SELECT FROM audit_event e WHERE e.at >= w.day AND e.at < w.day + 7)
"""
_UNREVIEWED = "SELECT audit_unreviewed(%s, %s::bigint[], %s::bigint[])"
WAITING_WEEKS = 4  # further back nobody is asked any more; the list still shows them


@dataclass(frozen=True, slots=True)
class Week:
    """One week, and what became of its review."""

    monday: date
    review: WeeklyReview | None
    is_over: bool
    due_on: date
    is_late: bool
    is_used: bool = True

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    @property
    def waits(self) -> bool:
        """Whether it can be signed and is not."""
        return self.is_over and self.review is None and self.is_used


def access_week(viewer: Viewer, words: str) -> Week:
    """Return the week that an address names by its Monday; raises NotVisible."""
    try:
        monday = date.fromisoformat(words)
    except ValueError:
        raise NotVisible("weeklyreview", words[:10]) from None
    if monday not in weeks_of(viewer):
        raise NotVisible("weeklyreview", monday)
    review = WeeklyReview.objects.filter(agency_id=viewer.agency_id, week=monday).first()
    return _week(viewer.today, monday, review)


def list_weeks(viewer: Viewer) -> list[Week]:
    """Return the last weeks of the viewer's agency, the newest first."""
    weeks = weeks_of(viewer)
    rows = WeeklyReview.objects.filter(agency_id=viewer.agency_id, week__in=weeks)
    signed = {row.week: row for row in rows}
    found = [_week(viewer.today, monday, signed.get(monday)) for monday in weeks]
    used = _used([week.monday for week in found if week.waits])
    return [replace(week, is_used=not week.waits or week.monday in used) for week in found]


def weeks_waiting(viewer: Viewer) -> list[Week]:
    """Return the weeks with use that are over and not signed, as far back as anybody is asked."""
    return [week for week in list_weeks(viewer)[: WAITING_WEEKS + 1] if week.waits]


def _used(mondays: Sequence[date]) -> set[date]:
    """Return the weeks in which the ledger holds anything that the reader can see."""
    if not mondays:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_USED, [list(mondays)])
        return {row[0] for row in cursor.fetchall()}


def unsigned_agencies(
    today: date, people: Sequence[tuple[int | None, int]]
) -> tuple[date, date, list[int]]:
    """Return the newest week that is over, when its review is due, and which agencies have not
    signed it though one of their people, given as (agency, person), used the product in it.

    For whoever reminds: it needs no office, and tells no more than that.
    """
    monday = week_of(today) - timedelta(weeks=1)
    with connection.cursor() as cursor:
        cursor.execute(
            _UNREVIEWED, [monday, [pair[0] for pair in people], [pair[1] for pair in people]]
        )
        waiting = [row[0] for row in cursor.fetchall()]
    return monday, due_on(monday), waiting


def due_on(monday: date) -> date:
    """Return the last day on which the review of a week is in time."""
    return monday + timedelta(days=6 + settings.LEDGER_REVIEW_DAYS)


def why_not(viewer: Viewer, week: Week, findings: list[Judged]) -> str:
    """Say why this viewer cannot sign the review of a week now; nothing where he can.

    CJIS AU-6: the review is of somebody else's use; nobody closes the questions on his own.
    """
    if week.review:
        return "It is signed. A review stays as it was written."
    if not week.is_over:
        return "The week is not over."
    if any(one.is_mine and one.mark is None for one in findings):
        return (
            "Findings of this week are on your own use. Another privacy officer or auditor of "
            "your agency answers those first, or signs the review."
        )
    waiting = sum(one.mark is None for one in findings)
    if waiting:
        more = "finding has" if waiting == 1 else "findings have"
        return f"{waiting} {more} no answer yet. Answer each, then sign."
    return ""


def _week(today: date, monday: date, review: WeeklyReview | None) -> Week:
    is_over = today > monday + timedelta(days=6)
    due = due_on(monday)
    return Week(monday, review, is_over, due, is_over and review is None and today > due)
