"""Writes what the system itself knows of victims, and terms that keep the person away from them."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from casemgmt.core.errors import NotAllowed, RuleBroken
from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case
from casemgmt.services.events import record_change
from victims.models import NoContactTerm, SystemRecord
from victims.selectors.names import names_on
from victims.services.plain_speech import require_plain


@dataclass(frozen=True)
class SystemDetails:
    """A victim as court, police, prosecution or probation know one."""

    given_name: str
    family_name: str
    source: str
    relation: str = ""
    is_minor: bool = False
    contact: str = ""
    note: str = ""


def may_write(viewer: Viewer, case_id: object) -> tuple[Case, CaseFacts]:
    """Return the case for someone who writes such records on it.

    Raises NotVisible or NotAllowed.
    """
    case, facts = access_case(viewer, case_id)
    decision = decide(viewer, Action.ADD, Category.VICTIM_SYSTEM, facts)
    if not decision:
        raise NotAllowed(decision, "system record", "", case_id)
    return case, facts


@transaction.atomic
def add_system_record(viewer: Viewer, case_id: object, *, details: SystemDetails) -> SystemRecord:
    """Add a victim as the system knows one.

    Where it came from never changes. Raises NotAllowed, NotVisible.
    """
    case, facts = may_write(viewer, case_id)
    row = SystemRecord(
        case=case,
        author_id=viewer.user_id,
        owner_agency_id=viewer.agency_id,
        created_by_id=viewer.user_id,
        given_name=details.given_name,
        family_name=details.family_name,
        source=details.source,
        relation=details.relation,
        is_minor=details.is_minor,
        contact=details.contact,
        note=details.note,
    )
    row.full_clean(exclude=["case", "author", "owner_agency"])
    row.save(force_insert=True)
    fields = ("given_name", "family_name", "relation", "is_minor", "contact", "source", "note")
    record_change(viewer, row, facts, act="add system record", fields=fields)
    return row


@transaction.atomic
def add_no_contact_term(
    viewer: Viewer, case_id: object, *, text: str, ordered_on: date, ends_on: date | None = None
) -> NoContactTerm:
    """Add a term that names and places nobody, as more disciplines read it.

    Raises RuleBroken, NotAllowed, NotVisible.
    """
    case, facts = may_write(viewer, case_id)
    if ends_on is not None and ends_on < ordered_on:
        raise RuleBroken("The term ends before it was ordered. Mend one of the two days.")
    victims = [name for name in names_on(viewer, case, facts) if name != case.person_name]
    require_plain(text, victims, looked=True)
    row = NoContactTerm(
        case=case,
        author_id=viewer.user_id,
        owner_agency_id=viewer.agency_id,
        created_by_id=viewer.user_id,
        text=text,
        ordered_on=ordered_on,
        ends_on=ends_on,
    )
    row.full_clean(exclude=["case", "author", "owner_agency"])
    row.save(force_insert=True)
    record_change(
        viewer, row, facts, act="add no-contact term", fields=("text", "ordered_on", "ends_on")
    )
    return row
