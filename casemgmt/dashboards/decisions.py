"""Numbers of the decisions: how often a victim's perspective was heard."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from audit.reveal import Revealed, reveal_many
from casemgmt.dashboards.periods import Period
from casemgmt.models import Case, Decision
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from casemgmt.selectors.case import agreements_ended, may_filter
from casemgmt.selectors.facts import facts_for

PAGE = 25
SLOTS = Decision.Perspective
HEARD = (SLOTS.GENERAL, SLOTS.STATEMENT)


@dataclass(frozen=True)
class DecisionNumbers:
    """Decisions of a period by the victim-perspective slot, and the same of the period before."""

    by_slot: dict[str, int]
    before: dict[str, int]

    @property
    def total(self) -> int:
        """Return all decisions of the period."""
        return sum(self.by_slot.values())

    @property
    def heard(self) -> int:
        """Return the decisions before which a victim's perspective was heard."""
        return sum(self.by_slot.get(slot, 0) for slot in HEARD)

    @property
    def total_before(self) -> int:
        """Return all decisions of the period before."""
        return sum(self.before.values())

    @property
    def heard_before(self) -> int:
        """Return those of the period before for which one was heard."""
        return sum(self.before.get(slot, 0) for slot in HEARD)


@dataclass(frozen=True)
class DecisionPage:
    """One page of the decisions behind a number."""

    rows: list[Revealed]
    next_key: str = ""


def count_decisions(viewer: Viewer, period: Period) -> DecisionNumbers | None:
    """Count decisions by slot; None for a discipline that gets no team record."""
    if not may_filter(viewer, Category.TEAM_RECORD):
        return None
    now, before = Q(decided_on__gte=period.first), Q(decided_on__lt=period.first)
    rows = (
        _decisions(viewer)
        .filter(decided_on__gte=period.first_before, decided_on__lte=period.today)
        .order_by()
        .values("victim_perspective")
        .annotate(now=Count("pk", filter=now), before=Count("pk", filter=before))
    )
    empty = dict.fromkeys(SLOTS.values, 0)
    return DecisionNumbers(
        empty | {row["victim_perspective"]: row["now"] for row in rows},
        empty | {row["victim_perspective"]: row["before"] for row in rows},
    )


def list_decisions(viewer: Viewer, period: Period, slot: str, *, after: str = "") -> DecisionPage:
    """Return a page of the decisions behind a number, each on the ledger with its case."""
    rows = _decisions(viewer).filter(decided_on__gte=period.first, decided_on__lte=period.today)
    if slot == "heard":
        rows = rows.filter(victim_perspective__in=HEARD)
    elif slot in SLOTS.values:
        rows = rows.filter(victim_perspective=slot)
    day, key = _key(after)
    if day:
        rows = rows.filter(Q(decided_on__lt=day) | Q(decided_on=day, pk__gt=key))
    found = list(rows.select_related("author").order_by("-decided_on", "pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    next_key = f"{last.decided_on.isoformat()}~{last.pk}" if last else ""
    return DecisionPage(_revealed(viewer, found[:PAGE]), next_key)


def _decisions(viewer: Viewer) -> QuerySet[Decision]:
    """The decisions whose pages open: under an ended agreement neither shown nor counted."""
    rows = Decision.objects.visible_to(viewer)
    ended = agreements_ended(viewer, Category.TEAM_RECORD)
    return rows.exclude(owner_agency_id__in=ended) if ended else rows


def _revealed(viewer: Viewer, rows: list[Any]) -> list[Revealed]:
    """Show decisions, and of each case the head that says which one it is."""
    ids = {row.case_id for row in rows}
    cases = list(
        Case.objects.visible_to(viewer)
        .filter(pk__in=ids)
        .select_related("person", "unit", "team", "officer")
    )
    facts = facts_for(viewer, cases)
    heads = {head.id: head for head in reveal_many(viewer, cases, facts)}
    cases_of = {str(row.pk): str(row.case_id) for row in rows}
    slots = {str(row.pk): row.get_victim_perspective_display() for row in rows}
    return [
        one.with_extra(case=heads[cases_of[one.id]], slot_text=slots[one.id])
        for one in reveal_many(viewer, rows, facts)
        if cases_of[one.id] in heads
    ]


def _key(after: str) -> tuple[date | None, UUID]:
    """Return the key that a page starts after; what is no key starts at the beginning."""
    day, _, key = after.partition("~")
    try:
        return date.fromisoformat(day), UUID(key)
    except ValueError:
        return None, UUID(int=0)
