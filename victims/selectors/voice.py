"""Who brings the perspective of victims in general to the team: the access table says."""

from casemgmt.core.errors import NotAllowed
from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.load import in_force
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case


def may_speak(viewer: Viewer, facts: CaseFacts) -> bool:
    """Whether the access table lets the viewer speak for victims in general on this case."""
    speaks = viewer.discipline in in_force().speaks_for_victims
    return speaks and decide(viewer, Action.ADD, Category.TEAM_RECORD, facts).allowed


def speak_on(viewer: Viewer, case_id: object, what: str) -> tuple[Case, CaseFacts]:
    """Return the case for someone who speaks for victims in general on it (B-VAWA-15, 16).

    Raises NotVisible or NotAllowed.
    """
    case, facts = access_case(viewer, case_id)
    decision = decide(viewer, Action.ADD, Category.TEAM_RECORD, facts)
    if not decision:
        raise NotAllowed(decision, what, "", case_id)
    if not may_speak(viewer, facts):
        raise NotAllowed(None, what, "", case_id)
    return case, facts
