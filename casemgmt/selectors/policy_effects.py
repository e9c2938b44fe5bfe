"""What another access table would change for the people and cases that there are: read as the
owner of the tables, case by case, asking the one engine twice."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import connection, transaction

from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.compare import Change, touched
from casemgmt.policy.decision import Decision
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.load import instead
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.policy.table import Table
from casemgmt.selectors.facts import facts_for
from teams.models import User
from teams.selectors.people import NO_CASELOAD
from teams.selectors.viewers import build_viewer

BATCH = 500
NAMED = 1000  # case numbers that are kept for one row; the count goes on
RANK = {"hidden": 0, "withheld": 0, "in part": 1, "shown": 2}
Tell = Callable[[int, int], None]


class NotTheOwner(Exception):
    """The connection sees only what row-level security lets it see."""


@dataclass
class Gain:
    """What one person gains or loses of one category: before, after, and on which cases."""

    person: str
    agency: str
    discipline: str
    category: Category
    before: str
    after: str
    count: int = 0
    numbers: list[str] = field(default_factory=list)

    @property
    def word(self) -> str:
        """Say whether it is a gain."""
        return _word(self.before, self.after)

    def add(self, number: str) -> None:
        """Count one more case."""
        self.count += 1
        if len(self.numbers) < NAMED:
            self.numbers.append(number)


def _word(before: str, after: str) -> str:
    was, will = (RANK[state.split(":")[0]] for state in (before, after))
    if was != will:
        return "gains" if will > was else "loses"
    if "hidden" in (before, after):
        return "is told less of" if after == "hidden" else "is told more of"
    return "gets another part of"


@dataclass(frozen=True)
class Effects:
    """The whole comparison on data."""

    people: int
    cases: int
    gains: list[Gain]


def effects_of(old: Table, new: Table, changes: list[Change], tell: Tell) -> Effects:
    """Return who gains or loses what; raises NotTheOwner. Reads only: the database refuses any
    write meanwhile."""
    pairs = touched(changes)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        require_owner()
        people = list(
            User.objects.filter(is_active=True, discipline__in=list(pairs), agency__isnull=False)
            .exclude(office__in=NO_CASELOAD)
            .select_related("agency")
            .order_by("agency__name", "name", "pk")
        )
        gains: list[Gain] = []
        looked = 0
        for number, person in enumerate(people):
            tell(number, len(people))
            viewer = build_viewer(person)
            found, cases = _of_person(viewer, sorted(pairs[viewer.discipline]), old, new)
            gains += found
            looked += cases
        tell(len(people), len(people))
    return Effects(len(people), looked, gains)


def require_owner() -> None:
    """Raise NotTheOwner unless the connection's role is the owner of the tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(current_user, c.relowner, 'USAGE') FROM pg_class c"
            " WHERE c.oid = 'casemgmt_case'::regclass"
        )
        if not cursor.fetchone()[0]:
            raise NotTheOwner


def _of_person(
    viewer: Viewer, categories: list[Category], old: Table, new: Table
) -> tuple[list[Gain], int]:
    found: dict[tuple[Category, str, str], Gain] = {}
    looked = 0
    for number, facts in _cases(viewer):
        looked += 1
        before, after = (_states(viewer, categories, facts, table) for table in (old, new))
        for category in categories:
            key = (category, before[category], after[category])
            if key[1] != key[2]:
                gain = found.setdefault(key, _gain(viewer, *key))
                gain.add(number)
    return list(found.values()), looked


def _gain(viewer: Viewer, category: Category, before: str, after: str) -> Gain:
    return Gain(viewer.name, viewer.agency_name, str(viewer.discipline), category, before, after)


def _cases(viewer: Viewer) -> Iterator[tuple[str, CaseFacts]]:
    """Yield the cases on which the viewer stands, with their facts, a batch at a time."""
    last = None
    while True:
        rows = Case.objects.visible_to(viewer).order_by("pk")
        rows = rows.filter(pk__gt=last) if last else rows
        batch = list(rows[:BATCH])
        facts = facts_for(viewer, batch)
        for case in batch:
            yield case.number, facts[str(case.pk)]
        if len(batch) < BATCH:
            return
        last = batch[-1].pk


def _states(
    viewer: Viewer, categories: list[Category], facts: CaseFacts, table: Table
) -> dict[Category, str]:
    with instead(table):
        return {c: _state(decide(viewer, Action.VIEW, c, facts)) for c in categories}


def _state(decision: Decision) -> str:
    if not decision.allowed:
        return "hidden" if decision.hidden else "withheld"
    return f"in part: {', '.join(sorted(decision.parts))}" if decision.parts else "shown"
