"""The kinds of dated texts: which of them a viewer writes on a case, and who will read each."""

from collections.abc import Callable
from dataclasses import dataclass

from casemgmt.core.errors import NotAllowed
from casemgmt.models import Case, Entry
from casemgmt.models.entry import KEPT_HERE
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.load import in_force
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.policy.rules import decide
from casemgmt.policy.table import Grade, Rule
from casemgmt.selectors.case import access_case
from casemgmt.selectors.sections import TABLES, WITH_A_FORM
from teams.models.user import DISCIPLINE_LABELS

# Parts of a category that a discipline receives alone; each is a kind of its own where one writes.
PARTS = {
    (Category.SUPERVISION, "violations"): "Supervision: violation report",
    (Category.SUPERVISION, "safety_plan"): "Supervision: safety plan for school or child",
    (Category.SEXUAL_HISTORY, "scope"): "Sexual history: scope sheet for the examiner",
}
BY_STANDING = (Grade.STANDING, Grade.SCREENED)


@dataclass(frozen=True)
class EntryKind:
    """A category, or one part of it."""

    category: Category
    part: str
    label: str

    @property
    def key(self) -> str:
        """Return the kind as a form and an address carry it."""
        return f"{self.category}:{self.part}" if self.part else str(self.category)


KINDS = [
    EntryKind(category, part, label)
    for category in KEPT_HERE
    if Entry in TABLES.get(category, ()) and category not in WITH_A_FORM
    for part, label in (
        ("", LABELS[category]),
        *((part, words) for (of, part), words in PARTS.items() if of == category),
    )
]


def kind_of_entry(key: str) -> EntryKind | None:
    """Return the kind of a key."""
    return next((kind for kind in KINDS if kind.key == key), None)


def kinds_for(viewer: Viewer, facts: CaseFacts) -> list[EntryKind]:
    """Return the kinds that the viewer writes on a case."""
    kinds = [kind for kind in KINDS if decide(viewer, Action.ADD, kind.category, facts)]
    # Only a program under 42 CFR Part 2 keeps such records (B-P2-1).
    program = viewer.of_part2_program
    return [kind for kind in kinds if program or kind.category != Category.SUD_TREATMENT]


def access_writing(viewer: Viewer, case_id: object) -> tuple[Case, CaseFacts]:
    """Return the case on which the viewer writes entries; raises NotVisible or NotAllowed."""
    case, facts = access_case(viewer, case_id)
    if not kinds_for(viewer, facts):
        found = decide(viewer, Action.ADD, Category.CRIMINAL_HISTORY, facts)
        raise NotAllowed(found, "entry", "", case_id)
    return case, facts


def readers_of(kind: EntryKind) -> str:
    """Say in one line who will be able to read an entry of this kind, by the table in force."""
    rules = {d: in_force().rule(d, kind.category) for d in Discipline}
    alone = any(rule.grade == Grade.OWN for rule in rules.values())
    own = _names(rules, lambda rule: rule.grade == Grade.OWN_AGENCY)
    free = _names(rules, lambda rule: _opens(rule, kind))
    gated = _names(rules, lambda rule: rule.grade == Grade.GATE)
    said = [
        "Read by you alone." if alone else "",
        f"Read by your own agency ({own})." if own else "",
        f"Read by {free}." if free else "",
        f"Only with a release, consent or order that names them: {gated}." if gated else "",
    ]
    return " ".join(part for part in said if part)


def _opens(rule: Rule, kind: EntryKind) -> bool:
    part = rule.grade == Grade.PART and bool(kind.part) and rule.part == kind.part
    return rule.grade in BY_STANDING or part


def _names(rules: dict[Discipline, Rule], fits: Callable[[Rule], bool]) -> str:
    return ", ".join(DISCIPLINE_LABELS[d].lower() for d, rule in rules.items() if fits(rule))
