"""The one timeline of a case: every dated record that this viewer may see,
filtered before anything is counted."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone

from audit.reveal import Revealed
from casemgmt.models import Case
from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.selectors.sections import open_sections

DATE_FIELD = {
    "caseevent": "happens_at",
    "contact": "happened_at",
    "assessment": "scored_on",
    "treatmentsummary": "period_until",
    "examresult": "examined_on",
    "examreferral": "scheduled_on",
    "entry": "happened_on",
    "condition": "starts_on",
}
MOMENTS = 200


@dataclass(frozen=True)
class Moment:
    """One thing that happened, with the source it came from."""

    day: date
    source: str
    row: Revealed


@dataclass(frozen=True)
class Month:
    """The moments of one month, newest first."""

    first: date
    moments: list[Moment]


def timeline_of(viewer: Viewer, case: Case, facts: CaseFacts) -> list[Month]:
    """Return the months of a case, newest first, up to 200 moments; all of them on the ledger."""
    moments = []
    for section in open_sections(viewer, case, facts, limit=MOMENTS // 4):
        moments += [_moment(section.category, row) for row in section.rows if _day(row)]
    moments.sort(key=lambda moment: moment.day, reverse=True)
    months = groupby(moments[:MOMENTS], key=lambda moment: moment.day.replace(day=1))
    return [Month(first, list(held)) for first, held in months]


def _moment(category: Category, row: Revealed) -> Moment:
    day = _day(row)  # rows without one are left out
    return Moment(day, LABELS[category], row)  # type: ignore[arg-type]


def _day(row: Revealed) -> date | None:
    value = row.values.get(DATE_FIELD.get(row.kind, ""))
    return timezone.localtime(value).date() if isinstance(value, datetime) else value
