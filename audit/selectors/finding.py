"""Reads what is unusual in a week, with what was answered to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from audit.models import FindingMark
from audit.models.change import keyed
from audit.selectors.unusual import facts_of, limits_of
from audit.unusual import Finding, findings_of
from casemgmt.policy.people import Viewer

WEEKS = 12  # back from this one that can be chosen


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding with the newest answer to it."""

    finding: Finding
    mark: FindingMark | None
    is_mine: bool  # about the reader's own use: somebody else answers

    @property
    def version(self) -> int:
        """Which answer is on the screen; 0 for none."""
        return self.mark.version if self.mark else 0

    @property
    def ticked(self) -> str:
        """What a form sends for it: a hash of the key, and the answer that was seen."""
        return f"{keyed(self.finding.key)}~{self.version}"


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks_of(viewer: Viewer) -> list[date]:
    """Return the weeks that can be looked at, this one first."""
    newest = week_of(viewer.today)
    return [newest - timedelta(weeks=number) for number in range(WEEKS)]


def week_named(viewer: Viewer, words: str) -> date:
    """Return the week of a day that an address names; this one for anything else."""
    try:
        week = week_of(date.fromisoformat(words))
    except ValueError:
        return week_of(viewer.today)
    return week if week in weeks_of(viewer) else week_of(viewer.today)


def list_findings(viewer: Viewer, week: date) -> list[Judged]:
    """Return what is unusual in the days of a week that are over, those without an answer first."""
    found = findings_of(facts_of(viewer, week), limits_of())
    marks = _newest(viewer, (one.key for one in found))
    judged = [Judged(one, marks.get(one.key), one.who.id == viewer.user_id) for one in found]
    return sorted(judged, key=lambda one: one.mark is not None)


def _newest(viewer: Viewer, keys: Iterable[str]) -> dict[str, FindingMark]:
    rows = FindingMark.objects.filter(agency_id=viewer.agency_id, key__in=list(keys))
    return {row.key: row for row in rows.order_by("key", "version")}
