"""The only door from a row to a page: shows the fields that the policy allows and writes that it
showed them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from audit.models import Kind, Outcome
from audit.services.record import Entry, record
from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.decision import Decision
from casemgmt.policy.facts import CaseFacts, RecordFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide


class Row(Protocol):
    """What a scoped model offers to be shown: see casemgmt.models for the implementations."""

    pk: Any

    @property
    def FIELD_CATEGORY(self) -> Mapping[str, Category]:  # noqa: N802 - a constant of most tables
        """Return the category of each field that a screen may show."""
        ...

    def record_facts(self) -> RecordFacts:
        """Return the facts that rules need of this row."""
        ...


@dataclass(frozen=True)
class Revealed:
    """The allowed values of one row, by attribute or item; `withheld` says why for each field that
    is not there."""

    id: str
    kind: str
    values: Mapping[str, Any]
    withheld: Mapping[str, Decision]
    decisions: Mapping[str, Decision]
    row_version: int = 0
    extra: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        for source in ("values", "extra"):
            held = self.__dict__.get(source, {})
            if name in held:
                return held[name]
        raise AttributeError(name)

    def __getitem__(self, name: str) -> Any:
        if name in self.values:
            return self.values[name]
        return self.extra[name]

    def with_extra(self, **extra: Any) -> "Revealed":
        """Return a copy that carries values which are not the row's own (addresses,
        words for the screen)."""
        return Revealed(
            self.id,
            self.kind,
            self.values,
            self.withheld,
            self.decisions,
            self.row_version,
            {**self.extra, **extra},
        )

    @property
    def notices(self) -> list[str]:
        """The redisclosure notices that must travel with what is shown."""
        return sorted({decision.notice for decision in self.decisions.values() if decision.notice})


def reveal(
    viewer: Viewer,
    row: Row,
    facts: CaseFacts,
    *,
    kind: str = Kind.VIEW,
    action: Action = Action.VIEW,
) -> Revealed:
    """Show one row: its allowed fields, and an entry for each category of them.

    Raises NotVisible or NotAllowed, as its category says, where no field of it is allowed.
    """
    shown = reveal_many(viewer, [row], {facts.case_id: facts}, kind=kind, action=action)
    if not shown:
        raise _refusal(viewer, row, facts, action)
    return shown[0]


def _refusal(viewer: Viewer, row: Row, facts: CaseFacts, action: Action) -> NotVisible | NotAllowed:
    decisions = [
        decide(viewer, action, category, facts, record=row.record_facts())
        for category in set(row.FIELD_CATEGORY.values())
    ]
    decision = next((d for d in decisions if not d.hidden), decisions[0])
    if decision.hidden:
        return NotVisible(kind_of(row), row.pk, facts.case_id, decision.because)
    return NotAllowed(decision, kind_of(row), row.pk, facts.case_id)


def reveal_many(
    viewer: Viewer,
    rows: Iterable[Row],
    facts: Mapping[str, CaseFacts],
    *,
    kind: str = Kind.LIST,
    action: Action = Action.LIST,
) -> list[Revealed]:
    """Show rows; a row none of whose fields is allowed is left out. Facts are by case id.
    One insert for all."""
    shown, entries = [], []
    for row in rows:
        case_facts = facts[case_id_of(row)]
        revealed = _revealed(viewer, row, case_facts, action)
        if revealed.values:
            shown.append(revealed)
            entries += _entries(row, revealed, case_facts, kind)
    record(viewer, entries)
    return shown


def case_id_of(row: Any) -> str:
    """Return the key of the row's case; a case is its own."""
    return str(getattr(row, "case_id", None) or row.pk)


def _revealed(viewer: Viewer, row: Row, facts: CaseFacts, action: Action) -> Revealed:
    record_facts = row.record_facts()
    decisions: dict[str, Decision] = {}
    values: dict[str, Any] = {}
    words: dict[str, Any] = {}
    withheld: dict[str, Decision] = {}
    for name, category in row.FIELD_CATEGORY.items():
        if category not in decisions:
            decisions[category] = decide(viewer, action, category, facts, record=record_facts)
        if decisions[category].allowed:
            if decisions[category].parts is not None and name in getattr(row, "WHOLE_ONLY", ()):
                continue  # of a part this field is none
            values[name] = getattr(row, name)
            if in_words := getattr(row, f"get_{name}_display", None):
                words[f"{name}_text"] = in_words()
        elif not decisions[category].hidden:
            withheld[name] = decisions[category]
    return Revealed(
        str(row.pk), kind_of(row), values, withheld, decisions, getattr(row, "version", 0), words
    )


def kind_of(row: Any) -> str:
    """Return the word for the row's kind in the ledger: the model's name."""
    return row._meta.model_name


def _entries(row: Row, revealed: Revealed, facts: CaseFacts, kind: str) -> list[Entry]:
    owner = row.record_facts().owner_agency_id or facts.owner_agency_id
    by_category: dict[str, list[str]] = {}
    for name in revealed.values:
        by_category.setdefault(row.FIELD_CATEGORY[name], []).append(name)
    return [
        Entry(
            kind=kind,
            outcome=Outcome.SHOWN,
            subject_kind=revealed.kind,
            subject_id=revealed.id,
            case_id=facts.case_id,
            owner_agency_id=owner,
            category=category,
            part=",".join(sorted(revealed.decisions[category].parts or ())),
            fields=tuple(names),
            authority=revealed.decisions[category].authority,
            authority_ref=revealed.decisions[category].authority_ref,
            policy_version=revealed.decisions[category].policy_version,
        )
        for category, names in by_category.items()
    ]
