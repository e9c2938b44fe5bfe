"""One person's cases and records by each way that the product has of answering."""

from dataclasses import dataclass
from datetime import date

from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.models import Case, Entry
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.decision import Decision
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import COUNT_CAP
from casemgmt.selectors.facts import facts_for
from casemgmt.selectors.records import list_records
from teams.models import Agency, User
from teams.selectors.viewers import build_viewer
from tests.walls.dice import Drawn
from tests.walls.ground import ask

WHY = "the answers are compared"
BEGIN = ("0001-01-01", "00000000-0000-0000-0000-000000000000")
PAGE = 2  # small, so that a list has a next page


@dataclass(frozen=True)
class Told:
    """What one record answers: open, or what the viewer learns of it instead."""

    open: bool
    hidden: bool = False
    told: str = ""


@dataclass(frozen=True)
class Found:
    """The cases that the role which serves finds, by each way that has no rules of Python."""

    by_wall: set[str]
    by_search: set[str]
    by_list: list[str]
    counted: int


def viewer_of(world: Drawn) -> Viewer:
    """Return the first person of the world as a viewer; the scope is open after it."""
    row = next(row for row in world.rows["teams_user"])
    agency = next(a for a in world.rows["teams_agency"] if a["id"] == row["agency_id"])
    until = {
        n: row[n] and date.fromisoformat(row[n]) for n in ("screening_until", "approval_until")
    }
    user = User(**row | until)
    user.agency = Agency(id=agency["id"], name=agency["name"])
    return build_viewer(user, mfa=world.mfa)


def by_condition(viewer: Viewer) -> dict[str, str]:
    """Ask the application's own condition; return the stage of each case that it finds."""
    found = Case.objects.visible_to(viewer).values_list("pk", "stage")
    return {str(key): stage for key, stage in found}


def by_policy(viewer: Viewer) -> tuple[dict[str, Decision], dict[str, Decision]]:
    """Ask the rules about each case and each record that the role finds, with the facts that it
    finds: as the owner of the tables, about everything there is."""
    facts = facts_for(viewer, Case.objects.unscoped(reason=WHY))
    cases = {
        key: decide(viewer, Action.VIEW, Category.IDENTITY, of) for key, of in facts.items()
    }  # fmt: skip
    rows = Entry.objects.unscoped(reason=WHY) if facts else ()
    return cases, {str(row.pk): _asked(viewer, row, facts[str(row.case_id)]) for row in rows}


def by_database() -> Found:
    """Ask the wall without any condition, the search for the name that every case has, the count,
    and the pages of the list to their end."""
    walled, searched, counted = ask(
        "SELECT array(SELECT id::text FROM casemgmt_case),"
        " array(SELECT id::text FROM case_search('marlow', 25)), case_count(%s)", COUNT_CAP,
    )[0]  # fmt: skip
    return Found(set(walled), set(searched), _pages(), counted)


def _pages() -> list[str]:
    found: list[str] = []
    day, key = BEGIN
    while True:
        page = ask("SELECT id::text, next_review FROM case_page(%s, %s, %s)", day, key, PAGE)
        found += [key for key, _ in page]
        if len(page) < PAGE:
            return found
        key, day = page[-1][0], page[-1][1].isoformat()


def records_by_list(viewer: Viewer, case: str, category: str) -> set[str]:
    """Ask for a category of a case the way that programs do."""
    try:
        shown, _ = list_records(viewer, case, Category(category))
    except (NotAllowed, NotVisible):
        return set()
    return {row.id for row in shown}


def _asked(viewer: Viewer, row: Entry, facts: CaseFacts) -> Decision:
    category = Category(row.category)
    return decide(viewer, Action.VIEW, category, facts, record=row.record_facts())


def told(decision: Decision | None) -> Told:
    """Return what the viewer learns; of what the walls keep away, nothing."""
    if decision is None or decision.hidden:
        return Told(open=False, hidden=True)
    return Told(open=True) if decision else Told(open=False, told=decision.told)
