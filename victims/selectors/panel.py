"""The victim's side of a case, in the measure of one viewer."""

from dataclasses import dataclass

from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from victims.selectors.inquiry import Inquiries, inquiries_part
from victims.selectors.notice_duty import knows_of_duties
from victims.selectors.parts import (
    Part,
    no_contact_part,
    perspectives_part,
    statements_part,
    system_part,
)
from victims.selectors.question import questions_part
from victims.selectors.voice import may_speak


@dataclass(frozen=True)
class VictimPanel:
    """What the panel of the case page shows."""

    statements: Part
    no_contact: Part
    system: Part
    perspectives: Part
    questions: Part
    inquiries: Inquiries
    may_add: bool
    may_speak: bool
    knows_of_duties: bool
    may_print: bool


def open_panel(viewer: Viewer, case: Case, facts: CaseFacts) -> VictimPanel:
    """Return the panel; what it shows is on the ledger."""
    return VictimPanel(
        statements=statements_part(viewer, case, facts),
        no_contact=no_contact_part(viewer, case, facts),
        system=system_part(viewer, case, facts),
        perspectives=perspectives_part(viewer, case, facts),
        questions=questions_part(viewer, case, facts),
        inquiries=inquiries_part(viewer, case, facts),
        may_add=may_add_system_record(viewer, facts),
        may_speak=may_speak(viewer, facts),
        knows_of_duties=knows_of_duties(viewer, facts),
        may_print=decide(viewer, Action.ADD, Category.SUPERVISION, facts).allowed,
    )


def may_add_system_record(viewer: Viewer, facts: CaseFacts) -> bool:
    """Whether the viewer's discipline writes what the system knows of victims."""
    return decide(viewer, Action.ADD, Category.VICTIM_SYSTEM, facts).allowed
