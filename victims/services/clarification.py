"""Steps of clarification: asked for and stopped by the victim's side alone, begun by whom a release
names, once treatment, team and court have each said theirs."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from casemgmt.core import clock
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case
from casemgmt.services.events import record_change
from casemgmt.services.record import add_record
from teams.selectors.meeting import OnlyFor, may_conduct
from victims import ladder
from victims.models import ClarificationStep, Clearance, NoContactTerm, Readiness
from victims.selectors.clarification import (
    access_step,
    clearing_decisions,
    grounds_on,
    may_say_ready,
    terms_on,
)
from victims.selectors.released import access_own_release
from victims.services.release import withdraw_release

State = ClarificationStep.State
CLEARS = OnlyFor("Only the coordinator, moderator and recorder of the team keep its decisions.")
READIES = OnlyFor("Only treatment says how far the person is.")


@dataclass(frozen=True)
class CourtWords:
    """A later order of the court: which steps it leaves open."""

    allows: tuple[str, ...]
    allowed_under: str


@transaction.atomic
def ask_step(viewer: Viewer, release_id: object, *, rung: str) -> ClarificationStep:
    """Ask for a step under a release that names it and its one recipient.

    Raises NotVisible for a release of another organization, RuleBroken.
    """
    release = access_own_release(viewer, release_id)
    if release is None or not viewer.is_advocate:
        raise NotVisible("release", release_id)
    if rung not in ladder.BY_NAME:
        raise RuleBroken("Choose one of the steps that are shown.")
    if release.revoked_at or (release.ends_at and release.ends_at <= viewer.now):
        raise RuleBroken("This release has ended. A new one is needed, if the victim wants it.")
    wanted = ladder.item_of(rung)
    if wanted.casefold() not in {item.casefold() for item in release.items}:
        raise RuleBroken(f"The release has to name this step as its item: “{wanted}”.")
    rows = ClarificationStep.objects.visible_to(viewer)
    if rows.filter(release=release, rung=rung, stopped_at__isnull=True).exists():
        raise RuleBroken("This step is asked for under this release already.")
    case, facts = access_case(viewer, release.case_id)
    row = ClarificationStep(release=release, rung=rung, asked_at=clock.now())
    add_record(viewer, row, case, facts, act="ask clarification step", fields=("rung", "state"))
    return row


@transaction.atomic
def stop_step(viewer: Viewer, step_id: object, *, how: str) -> ClarificationStep:
    """Stop a step at once and end its release, without a reason. Raises NotVisible, RuleBroken."""
    row, facts = access_step(viewer, step_id)
    if not viewer.is_advocate or row.owner_agency_id != viewer.agency_id:
        raise NotVisible("clarificationstep", step_id)
    if row.release.revoked_at is None:
        withdraw_release(viewer, row.release_id, how=how)
    if row.stopped_at is None:
        row.stopped_at = clock.now()
        row.save(update_fields=["stopped_at"])
        record_change(viewer, row, facts, act="stop clarification step", fields=("state",))
    return row


@transaction.atomic
def begin_step(viewer: Viewer, step_id: object) -> ClarificationStep:
    """Begin a step that the victim's side asked for.

    Raises NotVisible, or RuleBroken that names what is missing: readiness, decision, order (T17).
    """
    row, facts = _named(viewer, step_id)
    if row.state != State.ASKED:
        raise RuleBroken("This step has begun already.")
    missing = ladder.missing(row.rung, grounds_on(viewer, row.case, facts))
    if missing:
        raise RuleBroken(f"This step cannot begin yet. It needs: {'; '.join(missing)}.")
    row.state, row.begun_at = State.UNDER_WAY, clock.now()
    row.save(update_fields=["state", "begun_at"])
    record_change(viewer, row, facts, act="begin clarification step", fields=("state",))
    return row


@transaction.atomic
def finish_step(viewer: Viewer, step_id: object) -> ClarificationStep:
    """Write that a step took place. Raises NotVisible, RuleBroken for one that has not begun."""
    row, facts = _named(viewer, step_id)
    if row.state != State.UNDER_WAY:
        raise RuleBroken("Only a step that is under way can have taken place.")
    row.state, row.done_at = State.DONE, clock.now()
    row.save(update_fields=["state", "done_at"])
    record_change(viewer, row, facts, act="finish clarification step", fields=("state",))
    return row


@transaction.atomic
def say_readiness(viewer: Viewer, case_id: object, *, rung: str, word: str) -> Readiness:
    """Say for treatment whether the person is ready for a step, of any victim and of none.

    Raises NotAllowed, NotVisible.
    """
    case, facts = access_case(viewer, case_id)
    if not may_say_ready(viewer, facts):
        raise NotAllowed(READIES, "readiness", "", case_id)
    row = Readiness(rung=rung, word=word, said_on=clock.today())
    add_record(viewer, row, case, facts, act="say readiness", fields=("rung", "word"))
    return row


@transaction.atomic
def clear_step(
    viewer: Viewer, case_id: object, *, decision_id: object, rung: str, ends_on: date
) -> Clearance:
    """Keep that a decision of the team clears a step until a day; each has its worksheet (S46).

    Raises NotAllowed, NotVisible, RuleBroken.
    """
    case, facts = access_case(viewer, case_id)
    if not may_conduct(viewer, case.team_id):
        raise NotAllowed(CLEARS, "clearance", "", case_id)
    decision = clearing_decisions(viewer, case).filter(pk=str(decision_id)).first()
    if decision is None or rung not in ladder.BY_NAME:
        raise RuleBroken("Choose a decision that the team reached on contact or on reunification.")
    touches = ladder.BY_NAME[rung].touches
    if touches not in decision.touches:
        raise RuleBroken("The worksheet of this decision weighed something else than this step.")
    if ends_on < viewer.today:
        raise RuleBroken("This day has passed. Until when does the decision count?")
    row = Clearance(decision=decision, rung=rung, ends_on=ends_on)
    add_record(viewer, row, case, facts, act="clear step", fields=("rung", "ends_on"))
    return row


@transaction.atomic
def allow_steps(
    viewer: Viewer, case_id: object, term_id: object, *, words: CourtWords
) -> NoContactTerm:
    """Write which steps a later order of the court leaves open under a term of no contact.

    Raises NotAllowed, NotVisible, RuleBroken without the order.
    """
    case, facts = access_case(viewer, case_id)
    may = decide(viewer, Action.ADD, Category.VICTIM_SYSTEM, facts)
    if not may:
        raise NotAllowed(may, "no-contact term", "", case_id)
    row = terms_on(viewer, case).select_for_update(of=("self",)).filter(pk=str(term_id)).first()
    if row is None:
        raise NotVisible("nocontactterm", term_id, case_id)
    if not words.allowed_under.strip():
        raise RuleBroken("Name the order of the court, with its day. Nothing else relaxes a term.")
    if set(words.allows) - {name for name, _ in ladder.REACHING}:
        raise RuleBroken("Choose among the steps that are shown.")
    row.allows, row.allowed_under = list(words.allows), words.allowed_under.strip()[:200]
    row.save(update_fields=["allows", "allowed_under"])
    record_change(viewer, row, facts, act="relax term", fields=("allows", "allowed_under"))
    return row


def _named(viewer: Viewer, step_id: object) -> tuple[ClarificationStep, CaseFacts]:
    """Return a step for whom its release names; the victim's side does not carry it out itself."""
    row, facts = access_step(viewer, step_id)
    if row.owner_agency_id == viewer.agency_id:
        raise NotVisible("clarificationstep", step_id)
    return row, facts
