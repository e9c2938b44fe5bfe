"""Counts what a reading finds: by whom or of which case, when first and last, which categories, by
what authority; refusals apart. One grouped query over the index of what is asked."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min

from audit.handles import PERSON, handle_of
from audit.models import Outcome
from audit.selectors.events import EventFilter, narrowed
from casemgmt.policy.people import Viewer

ACTOR, CASE = "actor", "case"
AXES = {ACTOR: "actor_id", CASE: "case_id"}
MOST = 5000  # groups that are read; more are told, not dropped in silence
GROUPED = ("kind", "outcome", "category", "authority", "authority_ref", "because")


@dataclass
class Line:
    """One person who looked, or one case that was looked at."""

    key: str
    label: str = ""
    agency: str = ""
    shown: int = 0
    refused: int = 0
    first: datetime | None = None
    last: datetime | None = None
    categories: Counter[str] = field(default_factory=Counter)
    authorities: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)


@dataclass
class Tally:
    """The counts of a reading."""

    axis: str
    lines: list[Line] = field(default_factory=list)
    categories: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    authorities: Counter[tuple[str, str]] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    shown: int = 0
    refused: int = 0
    case_label: str = ""
    subject_kind: str = ""
    person: str = ""  # who it is about, where it is about one
    is_cut: bool = False

    @property
    def total(self) -> int:
        """How many events were counted."""
        return self.shown + self.refused

    @property
    def seeing(self) -> list[Line]:
        """Who was shown something, or did something."""
        return [line for line in self.lines if line.shown]

    @property
    def refusals(self) -> list[Line]:
        """Who was refused something."""
        return [line for line in self.lines if line.refused]


def tally_of(viewer: Viewer, wanted: EventFilter, axis: str = ACTOR) -> Tally:
    """Return the counts of what this viewer may read; audit.services.read writes that he did."""
    groups = narrowed(wanted).order_by().values(AXES[axis], *GROUPED)
    counted = groups.annotate(
        n=Count("id"), first=Min("at"), last=Max("at"), name=Max("actor_name"),
        agency=Max("actor_agency"), case_label=Max("case_label"), subject=Max("subject_kind"),
    )  # fmt: skip
    rows = list(counted.order_by("-n", "-last")[: MOST + 1])
    tally = _tally(axis, rows[:MOST], is_cut=len(rows) > MOST)
    if tally.is_cut:
        exact = totals_of(viewer, wanted)
        tally.shown, tally.refused = exact.shown, exact.refused
        tally.kinds, tally.reasons = exact.kinds, exact.reasons
    return tally


def totals_of(viewer: Viewer, wanted: EventFilter) -> Tally:
    """Return the counts of a reading without who and of what: exact however many there are."""
    groups = narrowed(wanted).order_by().values("kind", "outcome", "because")
    tally = Tally("")
    for row in groups.annotate(n=Count("id")):
        _count(tally, row | {"category": ""})
    return tally


def count_people(viewer: Viewer, wanted: EventFilter) -> int:
    """Return how many people did what a reading finds."""
    return narrowed(wanted).order_by().aggregate(n=Count("actor_id", distinct=True))["n"]


def _tally(axis: str, rows: Iterable[dict[str, Any]], *, is_cut: bool) -> Tally:
    tally = Tally(axis, is_cut=is_cut)
    lines: dict[Any, Line] = {}
    for row in rows:
        line = lines.setdefault(row[AXES[axis]], Line(_key(axis, row)))
        line.label = line.label or str(row["name"] if axis == ACTOR else row["case_label"])
        line.agency = line.agency or row["agency"]
        line.first = min(filter(None, (line.first, row["first"])))
        line.last = max(filter(None, (line.last, row["last"])))
        tally.case_label = tally.case_label or row["case_label"]
        tally.subject_kind = tally.subject_kind or row["subject"]
        tally.person = tally.person or row["name"]
        for counts in (tally, line):
            _count(counts, row)
        if row["authority"]:
            tally.authorities[row["authority"], row["authority_ref"]] += row["n"]
            line.authorities[row["authority"]] += row["n"]
    tally.lines = sorted(lines.values(), key=lambda line: str(line.last), reverse=True)
    return tally


def _count(counts: Tally | Line, row: dict[str, Any]) -> None:
    if row["outcome"] == Outcome.REFUSED:
        counts.refused += row["n"]
        counts.reasons[row["because"]] += row["n"]
    else:
        counts.shown += row["n"]
        counts.kinds[row["kind"]] += row["n"]
        if row["category"]:
            counts.categories[row["category"]] += row["n"]


def _key(axis: str, row: dict[str, Any]) -> str:
    found = row[AXES[axis]]
    if found is None:
        return ""
    return handle_of(PERSON, found) if axis == ACTOR else str(found)
