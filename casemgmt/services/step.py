"""Gives out the actions of a decision, one owner and one day each, and takes them in."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from casemgmt.core.errors import NotAllowed, RuleBroken
from casemgmt.models import Decision, Step
from casemgmt.policy.actions import Action
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.selectors.review import access_decision, access_step, owners_for
from casemgmt.services.events import record_change
from teams.selectors.meeting import OnlyFor, may_plan, require_conductor


@dataclass(frozen=True)
class StepWords:
    """What is to be done, by whom, until when."""

    text: str
    owner_key: str
    due_on: date


@transaction.atomic
def add_step(viewer: Viewer, decision_id: object, *, words: StepWords) -> Step:
    """Add an action to a decision that is recorded already. Raises RuleBroken."""
    decision, facts = access_decision(viewer, decision_id, action=Action.ADD)
    require_conductor(viewer, decision.review.meeting)
    if Decision.objects.visible_to(viewer).filter(replaces=decision).exists():
        raise RuleBroken("A newer decision replaces this one. Add the action to that one.")
    return give_step(viewer, decision, facts, words=words)


def give_step(viewer: Viewer, decision: Decision, facts: CaseFacts, *, words: StepWords) -> Step:
    """Write one action; raises RuleBroken for an owner who cannot read it or a day gone by."""
    owners = {str(user.key): user for user in owners_for(viewer, decision.case)}
    if words.owner_key not in owners:
        raise RuleBroken("Choose an owner who sits on the team and receives its decisions.")
    if words.due_on < viewer.today:
        raise RuleBroken("An action is due today or later. Choose another day.")
    step = Step(
        case=decision.case, decision=decision, text=words.text, due_on=words.due_on,
        assigned_to=owners[words.owner_key], author_id=viewer.user_id,
        owner_agency_id=viewer.agency_id, created_by_id=viewer.user_id,
    )  # fmt: skip
    step.full_clean(exclude=["case", "decision", "assigned_to", "author", "owner_agency"])
    step.save(force_insert=True)
    record_change(viewer, step, facts, act="give action", fields=("text", "due_on"))
    return step


@transaction.atomic
def finish_step(viewer: Viewer, step_id: object, *, note: str) -> Step:
    """Mark an action done; its owner or the coordinator does. Raises RuleBroken when it is."""
    step, facts = _mine(viewer, step_id)
    if step.done_on:
        raise RuleBroken(f"This action was marked done on {step.done_on:%B %-d, %Y}.")
    step.done_on = viewer.today
    step.outcome_note = note
    _keep(viewer, step, facts, "finish action")
    return step


@transaction.atomic
def take_up_step(viewer: Viewer, step_id: object) -> Step:
    """Take back that an action is done; the note stays. Raises RuleBroken when it is not done."""
    step, facts = _mine(viewer, step_id)
    if step.done_on is None:
        raise RuleBroken("This action is still to be done.")
    step.done_on = None
    _keep(viewer, step, facts, "take up action")
    return step


def may_finish(viewer: Viewer, step: Step) -> bool:
    """Return whether the viewer marks this action done."""
    return step.assigned_to_id == viewer.user_id or may_plan(viewer, step.case.team_id)


def _mine(viewer: Viewer, step_id: object) -> tuple[Step, CaseFacts]:
    step, facts = access_step(viewer, step_id, lock=True)
    if not may_finish(viewer, step):
        words = "Only the owner of an action and the team's coordinator mark it done."
        raise NotAllowed(OnlyFor(words), "step", step.pk, step.case_id)
    return step, facts


def _keep(viewer: Viewer, step: Step, facts: CaseFacts, act: str) -> None:
    step.version += 1
    step.full_clean(exclude=["case", "decision", "assigned_to", "author", "owner_agency"])
    step.save(update_fields=["done_on", "outcome_note", "version"])
    record_change(viewer, step, facts, act=act, fields=("done_on", "outcome_note"))
