"""Reads the areas of no-contact terms: for the form, and for what is printed."""

from dataclasses import dataclass
from datetime import date

from audit.models import Kind
from audit.reveal import reveal_many
from casemgmt.core.errors import NotAllowed
from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case, show_number
from victims.models import NoContactTerm


@dataclass(frozen=True)
class Paper:
    """What stands on a printed sheet: terms and areas, and nothing that places anybody."""

    number: str
    person_name: str
    terms: tuple[str, ...]
    areas: tuple[str, ...]


def earlier_areas(viewer: Viewer, case: Case) -> list[frozenset[str]]:
    """Return every list of areas that the case ever had; compared, never shown."""
    rows = NoContactTerm.objects.visible_to(viewer).filter(case=case)
    return [frozenset(areas) for areas in rows.values_list("areas", flat=True) if areas]


def access_paper(viewer: Viewer, case_id: object) -> Paper:
    """Return the sheet of a case for who supervises; raises NotVisible or NotAllowed."""
    case, facts = access_case(viewer, case_id)
    decision = decide(viewer, Action.ADD, Category.SUPERVISION, facts)
    if not decision:
        raise NotAllowed(decision, "areas", "", case_id)
    terms = _in_force(viewer, case, facts)
    areas = {area for _, held in terms for area in held}
    return Paper(
        show_number(viewer, case, facts),
        case.person_name,
        tuple(text for text, _ in terms),
        tuple(sorted(areas)),
    )


def _in_force(viewer: Viewer, case: Case, facts: CaseFacts) -> list[tuple[str, list[str]]]:
    rows = NoContactTerm.objects.visible_to(viewer).filter(case=case)
    held = [row for row in rows if not _has_ended(row.ends_on, viewer.today)]
    shown = reveal_many(viewer, held, {facts.case_id: facts}, kind=Kind.EXPORT, action=Action.VIEW)
    return [(str(row["text"]), list(row["areas"])) for row in shown]


def _has_ended(ends_on: date | None, today: date) -> bool:
    return ends_on is not None and ends_on < today
