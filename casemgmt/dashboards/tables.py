"""The dashboard's charts as rows, for the drawn bars and for the files."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from audit.services.record import Entry, record
from casemgmt.dashboards.cases import AGES, BANDS, KINDS, Caseload, count_caseload
from casemgmt.dashboards.decisions import SLOTS, DecisionNumbers, count_decisions
from casemgmt.dashboards.meetings import STATES, Kept, MeetingNumbers, count_meetings
from casemgmt.dashboards.periods import Period
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer

BAND_WORDS = {
    1: "Level I",
    2: "Level II",
    3: "Level III",
    4: "Level IVa",
    5: "Level IVb",
    None: "Not assessed",
}
SLOT_WORDS: dict[str, str] = {
    SLOTS.GENERAL: "Victims in general",
    SLOTS.STATEMENT: "This victim's own words",
    SLOTS.NONE_SHARED: "Considered, none shared",
}
Row = dict[str, Any]


@dataclass(frozen=True)
class Numbers:
    """Everything that the dashboard counts for one viewer and period."""

    period: Period
    caseload: Caseload
    meetings: MeetingNumbers
    decisions: DecisionNumbers | None


def count_all(viewer: Viewer, period: Period, *, kind: str = "count", table: str = "") -> Numbers:
    """Count everything; that these numbers were shown is one event on the ledger."""
    numbers = Numbers(
        period,
        count_caseload(viewer),
        count_meetings(viewer, period),
        count_decisions(viewer, period),
    )
    counted = (table,) if table else tuple(name for name, rows in TABLES.items() if rows(numbers))
    record(
        viewer,
        [
            Entry(
                kind=kind,
                subject_kind="dashboard",
                category=Category.AGGREGATE,
                fields=counted,
                authority="supervisory_line",
                total=numbers.caseload.total,
                detail={"days": period.days},
            )
        ],
    )
    return numbers


def caseload_rows(numbers: Numbers) -> list[Row]:
    """Return the rows by officer (or team) and level."""
    caseload = numbers.caseload
    return [
        {
            "label": one.name,
            "url": _cases(**{one.kind: one.key}),
            "parts": [_band(one.kind, one.key, band, one.by_band.get(band, 0)) for band in BANDS]
            if caseload.shows_risk
            else [{"label": "Cases", "value": one.total}],
        }
        for one in caseload.carried
    ]


def overdue_rows(numbers: Numbers) -> list[Row]:
    """Return the rows by kind and age; a row opens the cases with that kind overdue."""
    return [
        {
            "label": KINDS[one.kind],
            "url": _cases(due=one.kind) if one.total else "",
            "parts": [
                {"label": age[0], "value": n} for age, n in zip(AGES, one.by_age, strict=True)
            ],
        }
        for one in numbers.caseload.overdue.values()
    ]


def meeting_rows(numbers: Numbers) -> list[Row]:
    """Return the rows by team; each number opens its meetings."""
    return [
        {
            "label": team.name,
            "url": listed("meetings", numbers.period, team=team.key),
            "parts": [_state(numbers, team, state) for state in STATES],
        }
        for team in numbers.meetings.teams
    ]


def decision_rows(numbers: Numbers) -> list[Row]:
    """Return the rows by victim-perspective slot; each opens its decisions."""
    if numbers.decisions is None:
        return []
    return [
        {
            "label": SLOT_WORDS[slot],
            "value": n,
            "url": listed("decisions", numbers.period, perspective=slot) if n else "",
        }
        for slot, n in numbers.decisions.by_slot.items()
    ]


TABLES: dict[str, Callable[[Numbers], list[Row]]] = {
    "caseload": caseload_rows,
    "overdue": overdue_rows,
    "meetings": meeting_rows,
    "decisions": decision_rows,
}


def as_lines(rows: list[Row]) -> list[list[object]]:
    """Return rows as the lines of a file: a line of headings, then the names and their numbers."""
    if not rows:
        return [["Name", "Number"]]
    if "parts" not in rows[0]:
        return [["Name", "Number"], *([row["label"], row["value"]] for row in rows)]
    heads = [part["label"] for part in rows[0]["parts"]]
    lines: list[list[object]] = [["Name", *heads, "Total"]]
    for row in rows:
        values = [part["value"] for part in row["parts"]]
        lines.append([row["label"], *values, sum(values)])
    return lines


def listed(page: str, period: Period, **wanted: object) -> str:
    """Return the address of the list behind a number."""
    return f"{reverse(f'dashboards:{page}')}?{urlencode({'days': period.days, **wanted})}"


def _band(kind: str, key: object, band: int | None, count: int) -> Row:
    url = _cases(**{kind: key}, risk=band) if band and count else ""
    return {"label": BAND_WORDS[band], "value": count, "url": url}


def _state(numbers: Numbers, team: Kept, state: str) -> Row:
    count = getattr(team, state)
    url = listed("meetings", numbers.period, state=state, team=team.key) if count else ""
    return {"label": STATES[state], "value": count, "url": url}


def _cases(**wanted: object) -> str:
    query = urlencode(wanted)
    return reverse("casemgmt:case_list") + (f"?{query}" if query else "")
