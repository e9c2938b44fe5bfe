"""Asks for lists: what a person's list, its count, a search and the API show must be one set."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.policycheck.api import ApiClient
from casemgmt.policycheck.build import Stage
from casemgmt.policycheck.records import NoteRow
from casemgmt.policycheck.roles import OWNERS, SERVING, acting, looked
from casemgmt.policycheck.world import Listing
from casemgmt.selectors.case import CaseFilter, access_case, find_cases, list_cases
from casemgmt.selectors.facts import facts_for
from casemgmt.selectors.records import list_records
from victims.confidential.selectors.client import clients_of_case
from victims.confidential.selectors.note import list_notes
from victims.confidential.wall import open_for

# The list of open cases, and the one of closed ones: a closed case leaves the first.
FILTERS = (CaseFilter(), CaseFilter(stage=Case.Stage.CLOSED))


@dataclass(frozen=True)
class Listed:
    """What each door shows, by the file's names; a count where a door counts."""

    doors: dict[str, frozenset[str]]
    counts: dict[str, int]

    @property
    def got(self) -> frozenset[str]:
        """Return what the first door shows."""
        return next(iter(self.doors.values()))

    @property
    def differing(self) -> list[str]:
        """Return in words what does not agree with the first door."""
        first, shown = next(iter(self.doors.items()))
        doors = [
            f"{door} shows {sorted(names)}, {first} {sorted(shown)}"
            for door, names in self.doors.items() if names != shown
        ]  # fmt: skip
        counts = [
            f"{door} counts {count}, {first} shows {len(shown)}"
            for door, count in self.counts.items() if count != len(shown)
        ]  # fmt: skip
        return doors + counts


def listed(stage: Stage, asked: Listing) -> Listed:
    """Answer one list; nothing of it stays."""
    return _records(stage, asked) if asked.case else _cases(stage, asked)


def _cases(stage: Stage, asked: Listing) -> Listed:
    doors: dict[str, frozenset[str]] = {}
    with looked(), acting(SERVING):
        viewer = stage.viewer(asked.who)
        pages = [list(_pages(viewer, wanted)) for wanted in FILTERS]
        shown = [row.id for found in pages for page in found for row in page.rows]
        doors["the list"] = _named(stage, shown)
        counts = {"the list": sum(found[0].total for found in pages)}
        people = {case.person_name for case in stage.cases.values()}
        found = [row.id for person in sorted(people) for row in find_cases(viewer, person)]
        doors["the search"] = _named(stage, found)
    with looked(), acting(SERVING):
        client = ApiClient(stage, asked.who)
        keys, total = client.cases()
        doors["the API"], counts["the API"] = _named(stage, keys), total
    return Listed(doors, counts)


def _pages(viewer: Viewer, wanted: CaseFilter) -> Iterator[Any]:
    after = ""
    while True:
        page = list_cases(viewer, wanted, after=after)
        yield page
        after = page.next_key
        if not after:
            return


def _named(stage: Stage, keys: list[str]) -> frozenset[str]:
    """Return the file's names; a case that is not of this world keeps its key, and shows."""
    return frozenset(stage.case_named(key) or str(key) for key in keys)


def _records(stage: Stage, asked: Listing) -> Listed:
    case, category = stage.cases[asked.case], Category(asked.category)
    held = {
        name: stage.records[name] for name, terms in stage.world.records.items()
        if terms.case == asked.case and terms.category == asked.category
    }  # fmt: skip
    with looked(), acting(OWNERS):
        allowed = _by_policy(stage, asked, case, held)
    doors = {"the policy": allowed}
    if category == Category.VICTIM_ADVOCACY:
        with looked(), acting(SERVING):
            doors["the advocates' pages"] = _notes(stage, asked, case, held)
        return Listed(doors, {})
    by_key = {str(row.pk): name for name, row in held.items()}
    with looked(), acting(SERVING):
        doors["the list"] = _shown(stage.viewer(asked.who), case, category, by_key)
    with looked(), acting(SERVING):
        keys = ApiClient(stage, asked.who).records(case.pk, category)
        doors["the API"] = frozenset(by_key[key] for key in keys if key in by_key)
    return Listed(doors, {})


def _by_policy(stage: Stage, asked: Listing, case: Case, held: dict[str, Any]) -> frozenset[str]:
    viewer = stage.viewer(asked.who)
    case.refresh_from_db()
    facts = facts_for(viewer, [case])[str(case.pk)]
    found = []
    for name, row in held.items():
        if not isinstance(row, NoteRow):
            row.refresh_from_db()
        category = Category(asked.category)
        if decide(viewer, Action.LIST, category, facts, record=row.record_facts()):
            found.append(name)
    return frozenset(found)


def _shown(
    viewer: Viewer, case: Case, category: Category, by_key: dict[str, str]
) -> frozenset[str]:
    found: set[str] = set()
    after = ""
    try:
        while True:
            rows, after = list_records(viewer, case.pk, category, after=after)
            found |= {by_key[row.id] for row in rows if row.id in by_key}
            if not after:
                return frozenset(found)
    except (NotVisible, NotAllowed):
        return frozenset()


def _notes(stage: Stage, asked: Listing, case: Case, held: dict[str, NoteRow]) -> frozenset[str]:
    viewer = stage.viewer(asked.who)
    if not viewer.is_advocate:
        return frozenset()
    try:
        access_case(viewer, case.pk)
    except (NotVisible, NotAllowed):
        return frozenset()
    with open_for(viewer):
        clients = [client.id for client in clients_of_case(viewer, case.pk)]
        shown = {note.id for client in clients for note in list_notes(viewer, client)}
    return frozenset(name for name, row in held.items() if row.note_id in shown)
