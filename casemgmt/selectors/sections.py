"""The sections of a case file: one a category, each with its own address; withheld ones say why,
hidden ones are not there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from audit.models import Kind
from audit.reveal import Revealed, reveal_many
from casemgmt.models import (
    Assessment,
    Case,
    CaseEvent,
    Condition,
    Contact,
    Entry,
    ExamReferral,
    ExamResult,
    TreatmentSummary,
)
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.decision import GATE_AUTHORITY, Decision
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.load import in_force
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.policy.table import Grade
from casemgmt.selectors.acts import Act, acts_on, corrected_ids, dressed

ON_OVERVIEW = 3
ON_PAGE = 100
CONDITIONS_AT_ONCE = 4

# The tables of each category, in the order of the page. Team records and the victim's side have
# pages of their own.
TABLES: dict[Category, tuple[type[Any], ...]] = {
    Category.SUPERVISION: (Condition, CaseEvent, Contact, Entry),
    Category.RISK: (Assessment, Entry),
    Category.TREATMENT_SUMMARY: (TreatmentSummary, Entry),
    Category.TREATMENT_CLINICAL: (Entry,),
    Category.PSYCHOTHERAPY_NOTES: (Entry,),
    Category.SUD_TREATMENT: (Entry,),
    Category.POLYGRAPH_REFERRAL: (ExamReferral, Entry),
    Category.POLYGRAPH_RESULT: (ExamResult, Entry),
    Category.POLYGRAPH_RAW: (Entry,),
    Category.SEXUAL_HISTORY: (Entry,),
    Category.CRIMINAL_HISTORY: (Entry,),
    Category.CHILD_AND_SCHOOL: (Entry,),
    Category.TRIBAL: (Entry,),
    Category.PEER_GROUP: (Entry,),
}
JOINS = {
    Condition: ("author",),
    CaseEvent: ("author",),
    Contact: ("author",),
    Assessment: ("author",),
    TreatmentSummary: ("author",),
    ExamReferral: ("author", "examiner"),
    ExamResult: ("author", "referral"),
    Entry: ("author",),
}
# Written by forms of their own; a text of these comes in from elsewhere.
WITH_A_FORM = (
    Category.RISK, Category.TREATMENT_SUMMARY, Category.POLYGRAPH_REFERRAL,
    Category.POLYGRAPH_RESULT,
)  # fmt: skip
# What is withheld in silence from those who never receive it: naming each would only make noise.
QUIET = frozenset(
    {
        Category.POLYGRAPH_RAW,
        Category.CHILD_AND_SCHOOL,
        Category.TRIBAL,
        Category.CRIMINAL_HISTORY,
        Category.PEER_GROUP,
    }
)


@dataclass(frozen=True)
class Conditions:
    """Conditions as a page shows them: what protects a victim first, a long rest folded."""

    first: list[Revealed]
    rest: list[Revealed]
    ended: list[Revealed]

    @property
    def total(self) -> int:
        """Count those in force."""
        return len(self.first) + len(self.rest)


@dataclass(frozen=True)
class Section:
    """One category of a case as this viewer gets it."""

    category: Category
    decision: Decision
    groups: dict[str, list[Revealed]] = field(default_factory=dict)
    has_more: bool = False
    acts: list[Act] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Return the category's name."""
        return LABELS[self.category]

    @property
    def slug(self) -> str:
        """Return the category as it stands in an address."""
        return self.category.value.replace("_", "-")

    @property
    def conditions(self) -> Conditions:
        """Return the conditions of this section."""
        rows = self.groups.get("condition", [])
        held = sorted(
            (row for row in rows if not row["has_ended"]),
            key=lambda row: not row["protects_victim"],
        )
        protecting = sum(row["protects_victim"] for row in held)
        at_once = len(held) if len(held) <= CONDITIONS_AT_ONCE else protecting
        ended = [row for row in rows if row["has_ended"]]
        return Conditions(held[:at_once], held[at_once:], ended)

    @property
    def rows(self) -> list[Revealed]:
        """Return the rows of all groups."""
        return [row for rows in self.groups.values() for row in rows]

    @property
    def notices(self) -> list[str]:
        """Return the redisclosure notices that travel with the rows."""
        return sorted({notice for row in self.rows for notice in row.notices})

    @property
    def papers(self) -> list[str]:
        """Return the papers that open the rows: what they say goes with what they open
        (42 CFR 2.32)."""
        decisions = [decision for row in self.rows for decision in row.decisions.values()]
        gates = set(GATE_AUTHORITY.values())
        return sorted({one.authority_ref for one in decisions if one.authority in gates})


def decisions_on(
    viewer: Viewer, facts: CaseFacts, categories: Iterable[Category]
) -> dict[Category, Decision]:
    """Return the decision on each category that the viewer may know of."""
    found = {category: decide(viewer, Action.VIEW, category, facts) for category in categories}
    return {category: decision for category, decision in found.items() if not decision.hidden}


def open_sections(
    viewer: Viewer,
    case: Case,
    facts: CaseFacts,
    categories: Iterable[Category] = tuple(TABLES),
    *,
    limit: int = ON_OVERVIEW,
) -> list[Section]:
    """Return the sections of a case: one query a table, one insert into the ledger for all
    that is shown."""
    return open_with(viewer, case, facts, categories, limit=limit)[0]


def open_with(
    viewer: Viewer,
    case: Case,
    facts: CaseFacts,
    categories: Iterable[Category],
    *,
    limit: int,
    beside: Iterable[Any] = (),
) -> tuple[list[Section], list[Revealed]]:
    """Return the sections, and the rows of `beside` that may be shown; one insert for all."""
    decisions = decisions_on(viewer, facts, categories)
    fetched = _fetch(viewer, case, [c for c, d in decisions.items() if _can_hold(d)], limit)
    allowed = {
        c: [row for row in rows if _may_see(viewer, row, facts)] for c, rows in fetched.items()
    }
    kept = {c: _first(rows, limit) for c, rows in allowed.items()}  # what is written is shown
    rows = [*beside, *(row for held in kept.values() for row in held)]
    shown = reveal_many(viewer, rows, {facts.case_id: facts}, kind=Kind.VIEW, action=Action.VIEW)
    by_id = {(row.kind, row.id): row for row in shown}
    sections = [
        Section(
            category,
            decision,
            _grouped(_dressed(viewer, facts, category, kept.get(category, []), by_id)),
            has_more=len(kept.get(category, [])) < len(allowed.get(category, [])),
            acts=acts_on(viewer, facts, category, keeps_entries=_keeps_entries(category)),
        )
        for category, decision in decisions.items()
    ]
    return [s for s in sections if _says_something(s)], _seen(beside, by_id)


def _keeps_entries(category: Category) -> bool:
    return Entry in TABLES.get(category, ()) and category not in WITH_A_FORM


def _can_hold(decision: Decision) -> bool:
    """Whether rows can be open: an agreement that ended says nothing of the viewer's own agency's
    records, nor of a third one's."""
    return decision.allowed or decision.because == "agreement_ended"


def _seen(rows: Iterable[Any], shown: dict[tuple[str, str], Revealed]) -> list[Revealed]:
    return [shown[key] for row in rows if (key := (row._meta.model_name, str(row.pk))) in shown]


def _dressed(
    viewer: Viewer,
    facts: CaseFacts,
    category: Category,
    rows: list[Any],
    shown: dict[tuple[str, str], Revealed],
) -> list[Revealed]:
    writes = decide(viewer, Action.ADD, category, facts).allowed
    corrected = corrected_ids(rows)
    pairs = ((row, shown.get((row._meta.model_name, str(row.pk)))) for row in rows)
    return [
        dressed(viewer, row, one, writes=writes, corrected=corrected) for row, one in pairs if one
    ]


def _may_see(viewer: Viewer, row: Any, facts: CaseFacts) -> bool:
    """Whether the policy opens a row; each table of a section holds rows of one category each."""
    category = next(iter(row.FIELD_CATEGORY.values()))
    return decide(viewer, Action.VIEW, category, facts, record=row.record_facts()).allowed


def _first(rows: list[Any], limit: int) -> list[Any]:
    """Return up to `limit` rows of each table, and all conditions."""
    kept: list[Any] = []
    counts: dict[type[Any], int] = {}
    for row in rows:
        counts[type(row)] = counts.get(type(row), 0) + 1
        if isinstance(row, Condition) or counts[type(row)] <= limit:
            kept.append(row)
    return kept


def _says_something(section: Section) -> bool:
    if section.rows:
        return True
    if section.decision.allowed:
        return (
            section.category not in QUIET
            and section.decision.existence != "hidden"
            and not _is_secret(section)
        )
    return not (section.category in QUIET and section.decision.because == "never")


def _is_secret(section: Section) -> bool:
    """An empty section of a category whose existence is hidden would still speak of it."""
    return section.category in in_force().existence_hidden


def _fetch(
    viewer: Viewer, case: Case, categories: list[Category], limit: int
) -> dict[Category, list[Any]]:
    """Where rows are opened one by one, read a page of them: others' take no place of one's own."""
    fetched: dict[Category, list[Any]] = {}
    for category in categories:
        whole = in_force().rule(viewer.discipline, category).grade == Grade.STANDING
        for table in TABLES[category]:
            if table is not Entry:
                many = limit + 1 if whole and table is not Condition else max(limit + 1, ON_PAGE)
                rows = _rows(viewer, case, table)[:many]
                fetched.setdefault(category, []).extend(rows)
    keeping = [category for category in categories if Entry in TABLES[category]]
    if keeping:
        for row in _rows(viewer, case, Entry).filter(category__in=keeping)[: ON_PAGE * 2]:
            fetched.setdefault(Category(row.category), []).append(row)
    return fetched


def _rows(viewer: Viewer, case: Case, table: type[Any]) -> QuerySet[Any]:
    rows = table.objects.visible_to(viewer).filter(case=case).select_related(*JOINS[table])
    if table is ExamReferral:
        results = ExamResult.objects.visible_to(viewer).filter(referral=OuterRef("pk"))
        rows = rows.annotate(has_result=Exists(results.order_by()))
    return rows


def _grouped(rows: list[Revealed]) -> dict[str, list[Revealed]]:
    groups: dict[str, list[Revealed]] = {}
    for row in rows:
        groups.setdefault(row.kind, []).append(row)
    return groups
