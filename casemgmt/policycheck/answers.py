"""Asks a scenario's questions twice: what the policy says with everything known, and what is served
to the person through the doors of the product, as the role that serves."""

from dataclasses import dataclass, replace
from typing import Any

from audit.models import Kind
from audit.reveal import reveal
from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.models import Case
from casemgmt.policy.actions import WRITES, Action
from casemgmt.policy.categories import Category
from casemgmt.policy.decision import Decision
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.policycheck.build import Stage
from casemgmt.policycheck.records import NoteRow
from casemgmt.policycheck.roles import OWNERS, SERVING, acting, looked
from casemgmt.policycheck.world import Ask
from casemgmt.selectors.case import access_case
from casemgmt.selectors.facts import facts_for
from victims.confidential.selectors.client import clients_of_case
from victims.confidential.selectors.note import list_notes
from victims.confidential.wall import open_for

KIND_OF_LOOK = {Action.LIST: Kind.LIST, Action.SEARCH: Kind.SEARCH}


@dataclass(frozen=True)
class Answer:
    """One decision, and whether the door did as it says."""

    decision: Decision
    served: bool

    @property
    def agrees(self) -> bool:
        """Whether what is served is what the policy says."""
        return self.decision.allowed == self.served


def answer(stage: Stage, ask: Ask) -> Answer:
    """Answer one question; nothing of it stays."""
    row = stage.records[ask.record] if ask.record else None
    case = stage.cases[ask.case]
    with looked(), acting(OWNERS):
        decision = _decide(stage, ask, case, row)
    with looked(), acting(SERVING):
        served = _served(stage, ask, case, row)
    return Answer(decision, served)


def _decide(stage: Stage, ask: Ask, case: Case, row: Any) -> Decision:
    viewer = stage.viewer(ask.who)
    case.refresh_from_db()
    if row is not None and not isinstance(row, NoteRow):
        row.refresh_from_db()
    facts = facts_for(viewer, [case])[str(case.pk)]
    return decide(
        viewer, Action(ask.action), Category(ask.category), facts,
        record=row.record_facts() if row is not None else None, purpose=ask.purpose,
    )  # fmt: skip


def _served(stage: Stage, ask: Ask, case: Case, row: Any) -> bool:
    viewer = stage.viewer(ask.who)
    if ask.category == Category.LEDGER and viewer.reads_ledger:
        return decide(viewer, Action(ask.action), Category.LEDGER, _own_facts(viewer, case)).allowed
    try:
        seen, facts = access_case(viewer, case.pk)
        if isinstance(row, NoteRow):
            return _note_served(viewer, seen, row) and _allows(viewer, ask, facts, row)
        if row is None:
            return _allows(viewer, ask, facts, None)
        fresh = type(row).objects.visible_to(viewer).filter(pk=row.pk).first()
        return fresh is not None and _row_served(viewer, ask, fresh, facts)
    except (NotVisible, NotAllowed):
        return False


def _own_facts(viewer: Viewer, case: Case) -> Any:
    """Return what an office that reads the ledger may know of a case: whose it is."""
    with acting(OWNERS):
        facts = facts_for(viewer, [case])[str(case.pk)]
    return replace(facts, standings=(), releases=())


def _allows(viewer: Viewer, ask: Ask, facts: Any, row: Any) -> bool:
    record = row.record_facts() if row is not None else None
    action, category = Action(ask.action), Category(ask.category)
    return decide(viewer, action, category, facts, record=record, purpose=ask.purpose).allowed


def _row_served(viewer: Viewer, ask: Ask, row: Any, facts: Any) -> bool:
    """Show the row as a page would; writing and a purpose are asked as the services ask."""
    action = Action(ask.action)
    if action not in WRITES:
        reveal(viewer, row, facts, kind=KIND_OF_LOOK.get(action, Kind.VIEW), action=action)
    return _allows(viewer, ask, facts, row)


def _note_served(viewer: Viewer, case: Case, row: NoteRow) -> bool:
    """Whether the pages of the advocate's side show the note on this case."""
    if not viewer.is_advocate:
        return False  # every page of that side answers advocates alone (casemgmt.web.rules)
    with open_for(viewer):
        clients = [client.id for client in clients_of_case(viewer, case.pk)]
        return row.client_id in clients and any(
            note.id == row.note_id for note in list_notes(viewer, row.client_id)
        )
