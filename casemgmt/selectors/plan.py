"""Reads one condition of a plan and the wordings that it had."""

from audit.reveal import Revealed, reveal, reveal_many
from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.models import Case, Condition, Wording
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case


def access_condition(
    viewer: Viewer,
    case_id: object,
    condition_id: object,
    *,
    action: Action = Action.VIEW,
    lock: bool = False,
) -> tuple[Condition, Case, CaseFacts]:
    """Return the condition, its case and facts; raises NotVisible (404) or NotAllowed (403)."""
    case, facts = access_case(viewer, case_id)
    rows = Condition.objects.visible_to(viewer).filter(case=case, pk=condition_id)
    condition = (
        rows.select_for_update(of=("self",)).first()
        if lock
        else rows.select_related("author").first()
    )
    if condition is None:
        raise NotVisible("condition", condition_id, case_id)
    decision = decide(viewer, action, Category.SUPERVISION, facts, record=condition.record_facts())
    if not decision:
        if not decide(
            viewer, Action.VIEW, Category.SUPERVISION, facts, record=condition.record_facts()
        ):
            raise NotVisible("condition", condition_id, case_id, decision.because)
        raise NotAllowed(decision, "condition", condition_id, case_id)
    return condition, case, facts


def show_condition(
    viewer: Viewer, condition: Condition, facts: CaseFacts
) -> tuple[Revealed, list[Revealed]]:
    """Return the condition and its former wordings, newest first, all on the ledger."""
    former = (
        Wording.objects.visible_to(viewer)
        .filter(condition=condition)
        .select_related("author", "condition")
    )
    shown = reveal(viewer, condition, facts)
    return shown, reveal_many(viewer, list(former), {facts.case_id: facts})
