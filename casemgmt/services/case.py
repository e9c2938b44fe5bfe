"""Changes the head of a case: what is due, who supervises it, whether it is open."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from audit.models import Kind, Outcome
from audit.services.record import Entry, record
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.models import Case, Person
from casemgmt.models.grant import keep_standing
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.facts import facts_for
from casemgmt.selectors.head import access_head, access_opening, colleagues_of
from casemgmt.services.events import record_change
from casemgmt.services.faults import Fault, refuse_future

LOOSE = ["person", "agency", "unit", "team", "officer"]


@dataclass(frozen=True)
class CaseWords:
    """What stands at the head of a new case."""

    number: str
    stage: str
    opened_on: date
    next_review: date
    offense: str = ""
    is_juvenile: bool = False


@dataclass(frozen=True)
class PersonWords:
    """Who is supervised, as the person names himself or herself."""

    given_name: str
    family_name: str
    other_names: str = ""
    born_on: date | None = None


@transaction.atomic
def set_next_review(viewer: Viewer, case: Case, facts: CaseFacts, *, on: date) -> bool:
    """Set when the team looks at a case again, where the viewer's agency keeps it.

    Returns whether it was set.
    """
    keeps = viewer.agency_id == case.agency_id
    if not keeps or not decide(viewer, Action.AMEND, Category.IDENTITY, facts):
        return False  # the decision carries the day all the same
    move_head(viewer, case, facts, act="set next review", next_review=on)
    return True


@transaction.atomic
def move_head(viewer: Viewer, case: Case, facts: CaseFacts, *, act: str, **values: Any) -> Case:
    """Set what another record says of the head; the walls let each discipline move its own."""
    held = _locked(viewer, case)
    for name, value in values.items():
        setattr(held, name, value)
    held.version += 1
    held.save(update_fields=[*values, "version"])
    shown = tuple(name for name in values if name in Case.FIELD_CATEGORY)
    record_change(viewer, held, facts, act=act, fields=shown)
    return held


@transaction.atomic
def open_case(
    viewer: Viewer,
    *,
    person: PersonWords,
    person_id: object = None,
    team_key: str,
    officer_key: str,
    words: CaseWords,
) -> Case:
    """Open a case with its person, its officer's assignment and its team's standing in one act.

    Raises NotVisible for who opens none, Fault for a number that is in use.
    """
    unit, teams = access_opening(viewer)
    officers = {str(user.key): user for user in colleagues_of(viewer, unit.pk)}
    if team_key not in teams:
        raise Fault("team", "Choose a team of your unit.")
    if officer_key not in officers:
        raise Fault("officer", "Choose yourself or a colleague of your unit.")
    refuse_future(viewer, "opened_on", words.opened_on, "the case was opened")
    one = _person(viewer, person, person_id)
    case = Case(
        person=one, person_name=one.full_name, agency_id=viewer.agency_id, unit=unit,
        team=teams[team_key], officer=officers[officer_key], created_by_id=viewer.user_id,
        **asdict(words),
    )  # fmt: skip
    case.full_clean(exclude=LOOSE, validate_unique=False)  # the database sees all numbers
    _insert(case)
    keep_standing(case)
    facts = facts_for(viewer, [case])[str(case.pk)]
    record_change(viewer, case, facts, act="open case", fields=("number", "person_name", "stage"))
    _record_assignment(viewer, case, act="assign")
    return case


@transaction.atomic
def set_officer(viewer: Viewer, case_id: object, *, officer_key: str, reason: str) -> Case:
    """Hand a case over: the assignment moves, the former officer keeps what membership gives.

    Raises NotVisible, NotAllowed, Fault.
    """
    case, facts = access_head(viewer, case_id, action=Action.AMEND)
    held = _locked(viewer, case)
    officers = {str(user.key): user for user in colleagues_of(viewer, case.unit_id)}
    if officer_key not in officers:
        raise Fault("officer", "Choose a colleague of the unit that keeps this case.")
    if held.officer_id == officers[officer_key].pk:
        raise Fault("officer", f"{officers[officer_key].name} is the officer of this case already.")
    held.officer = officers[officer_key]
    _keep(held, "officer")
    keep_standing(held)
    record_change(viewer, held, facts, act="hand over", fields=("officer_name",), reason=reason)
    _record_assignment(viewer, held, act="hand over", reason=reason)
    return held


@transaction.atomic
def set_stage(viewer: Viewer, case_id: object, *, stage: str, reason: str) -> Case:
    """Move an open case to another stage. Raises NotVisible, NotAllowed, RuleBroken, Fault."""
    case, facts = access_head(viewer, case_id, action=Action.CLOSE)
    held = _locked(viewer, case)
    if held.stage == Case.Stage.CLOSED:
        raise RuleBroken("This case is closed. Open it again first: that asks for the stage.")
    if stage not in Case.Stage.values or stage == Case.Stage.CLOSED:
        raise Fault("stage", "Choose the stage. To close a case there is an act of its own.")
    if stage == held.stage:
        raise Fault("stage", f"It is at this stage already: {held.get_stage_display().lower()}.")
    if not reason.strip():
        raise Fault("reason", "Say what changed the stage, for example the plea or the sentence.")
    held.stage = stage
    _keep(held, "stage")
    record_change(viewer, held, facts, act="set stage", fields=("stage",), reason=reason.strip())
    return held


@transaction.atomic
def close_case(viewer: Viewer, case_id: object, *, closed_on: date, reason: str) -> Case:
    """Close a case: it leaves the lists, and what was recorded stays. Raises RuleBroken."""
    case, facts = access_head(viewer, case_id, action=Action.CLOSE)
    held = _locked(viewer, case)
    if held.stage == Case.Stage.CLOSED:
        raise RuleBroken("This case is closed already. Open it again first if that was wrong.")
    refuse_future(viewer, "closed_on", closed_on, "supervision ended")
    if closed_on < held.opened_on:
        raise Fault(
            "closed_on", f"This is before the case was opened, {held.opened_on:%B %-d, %Y}."
        )
    held.stage, held.closed_on, held.closing_reason = Case.Stage.CLOSED, closed_on, reason
    _keep(held, "stage", "closed_on", "closing_reason")
    fields = ("stage", "closing_reason")
    record_change(viewer, held, facts, act="close case", fields=fields, reason=reason)
    return held


@transaction.atomic
def reopen_case(
    viewer: Viewer, case_id: object, *, stage: str, next_review: date, reason: str
) -> Case:
    """Open a closed case again, with the day of its next review. Raises RuleBroken."""
    case, facts = access_head(viewer, case_id, action=Action.CLOSE)
    held = _locked(viewer, case)
    if held.stage != Case.Stage.CLOSED:
        raise RuleBroken("This case is open.")
    if next_review < viewer.today:
        raise Fault("next_review", "The team looks at it today or later. Choose another day.")
    held.stage, held.closed_on, held.closing_reason = stage, None, ""
    held.next_review = next_review
    _keep(held, "stage", "closed_on", "closing_reason", "next_review")
    fields = ("stage", "next_review")
    record_change(viewer, held, facts, act="reopen case", fields=fields, reason=reason)
    return held


def _locked(viewer: Viewer, case: Case) -> Case:
    """Return the head as it is now, held until the end of the request."""
    rows = Case.objects.visible_to(viewer).filter(pk=case.pk)
    found = rows.select_for_update(of=("self",)).first()
    if found is None:
        raise NotVisible("case", case.pk, case.pk)
    return found


def _keep(case: Case, *fields: str) -> None:
    case.version += 1
    case.full_clean(exclude=LOOSE)
    case.save(update_fields=[*fields, "version"])


def _person(viewer: Viewer, words: PersonWords, person_id: object) -> Person:
    if person_id:
        known = Person.objects.visible_to(viewer).filter(pk=person_id).first()
        if known is None:
            raise NotVisible("person", person_id)
        return known
    if words.born_on:
        refuse_future(viewer, "born_on", words.born_on, "the person was born")
    person = Person(created_by_id=viewer.user_id, **asdict(words))
    person.full_clean()
    person.save(force_insert=True)
    return person


def _insert(case: Case) -> None:
    """Write the row; a number that stands on a case that this viewer cannot see is in use too."""
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as error:
        if "number" not in str(error):
            raise
        raise Fault("number", "Another case has this number. Take the next one.") from error


def _record_assignment(viewer: Viewer, case: Case, *, act: str, reason: str = "") -> None:
    entry = Entry(
        kind=Kind.PERMISSION, outcome=Outcome.DONE, subject_kind="caseusergrant",
        subject_id=str(case.pk), case_id=str(case.pk), owner_agency_id=case.agency_id,
        category=Category.IDENTITY, fields=("officer_name",), recipient=str(case.officer_id),
        reason=reason, detail={"act": act},
    )  # fmt: skip
    record(viewer, [entry])
