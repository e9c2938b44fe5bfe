"""Writes what the system itself knows of victims, and terms that keep the person away from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from secrets import SystemRandom

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
from casemgmt.services.faults import Fault
from victims.areas import areas_in_force, with_decoys
from victims.models import NoContactTerm, SystemRecord
from victims.selectors.areas import earlier_areas
from victims.selectors.names import names_on
from victims.services.plain_speech import find_identifying, require_plain

TRUE_PLACE = frozenset({"an address", "a street", "an apartment or unit number"})


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
    address_program: bool = False


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

    Where it came from never changes. Raises NotAllowed, NotVisible, Fault for a true address where
    a program protects it (B-VR-5).
    """
    case, facts = may_write(viewer, case_id)
    if details.address_program:
        _require_substitute(details)
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
        address_program=details.address_program,
    )
    row.full_clean(exclude=["case", "author", "owner_agency"])
    row.save(force_insert=True)
    fields = (
        "given_name", "family_name", "relation", "is_minor", "contact", "source", "note",
        "address_program",
    )  # fmt: skip
    record_change(viewer, row, facts, act="add system record", fields=fields)
    return row


@transaction.atomic
def add_no_contact_term(
    viewer: Viewer,
    case_id: object,
    *,
    text: str,
    ordered_on: date,
    ends_on: date | None = None,
    areas: Sequence[str] = (),
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
        areas=_areas(viewer, case, areas),
    )
    row.full_clean(exclude=["case", "author", "owner_agency"])
    row.save(force_insert=True)
    record_change(
        viewer,
        row,
        facts,
        act="add no-contact term",
        fields=("text", "ordered_on", "ends_on", "areas"),
    )
    return row


def _areas(viewer: Viewer, case: Case, meant: Sequence[str]) -> list[str]:
    """Return the list that is kept: what is meant is in it, and cannot be told from the rest."""
    areas = areas_in_force()
    if not set(meant) <= set(areas.names):
        raise RuleBroken("Choose among the areas that are shown.")
    return sorted(with_decoys(meant, earlier_areas(viewer, case), areas, SystemRandom().sample))


def _require_substitute(details: SystemDetails) -> None:
    for field in ("contact", "note", "relation"):
        found = [one for one in find_identifying(getattr(details, field)) if one.what in TRUE_PLACE]
        if found:
            words = "A program protects this address. Give its substitute alone, and take out: "
            raise Fault(field, words + ", ".join(map(str, found)) + ".")
