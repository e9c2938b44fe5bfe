"""Gives and takes supervisory lines: a unit, the whole agency, or one person whose cases a person
supervises. One row, however many cases it has."""

from audit.services.refusals import keeps_refusals
from casemgmt.core.errors import RuleBroken
from casemgmt.models.grant import give, take
from casemgmt.policy.people import Viewer
from casemgmt.selectors.line import agencies_in_line, has_line, has_person_line
from teams.models import User
from teams.selectors.administration import access_person, access_unit
from teams.services.permission import record_permission
from teams.services.person import NO_CASELOAD

SUPERVISE_UNIT = "teams.supervise_unit"
SUPERVISE_AGENCY = "teams.supervise_agency"
SUPERVISE_PERSON = "teams.supervise_user"


@keeps_refusals("user")
def give_line(viewer: Viewer, person_key: object, unit_key: object, *, reason: str) -> None:
    """Put a unit into a person's line. Raises RuleBroken for oneself, another agency's unit, or
    a closed account."""
    person, unit = access_person(viewer, person_key, lock=True), access_unit(viewer, unit_key)
    _refuse_own(viewer, person)
    if person.agency_id != unit.agency_id:
        raise RuleBroken(f"{unit.name} is not a unit of {person.name}'s agency.")
    _refuse_without_cases(person)
    if has_line(person, unit):
        raise RuleBroken(f"{person.name} supervises {unit.name} already.")
    give(SUPERVISE_UNIT, person, unit)
    _record(viewer, person, f"give line of unit {unit.key}", SUPERVISE_UNIT, reason)


@keeps_refusals("user")
def take_line(viewer: Viewer, person_key: object, unit_key: object, *, reason: str) -> None:
    """Take a unit out of a person's line, from the next click on. Raises RuleBroken where it is
    not in it."""
    person, unit = access_person(viewer, person_key, lock=True), access_unit(viewer, unit_key)
    _refuse_own(viewer, person)
    if not has_line(person, unit):
        raise RuleBroken(f"{person.name} does not supervise {unit.name}.")
    take(SUPERVISE_UNIT, person, unit)
    _record(viewer, person, f"take line of unit {unit.key}", SUPERVISE_UNIT, reason)


@keeps_refusals("user")
def give_agency_line(viewer: Viewer, person_key: object, *, reason: str) -> None:
    """Let a person supervise every case that the own agency keeps. Raises RuleBroken for oneself,
    an office without cases, or a second time."""
    person = access_person(viewer, person_key, lock=True)
    _refuse_own(viewer, person)
    _refuse_without_cases(person)
    agency = person.agency
    if agency is None:
        raise RuleBroken(f"{person.name} has no agency. Give the person one first.")
    if agency in agencies_in_line(person):
        raise RuleBroken(f"{person.name} supervises {agency.name} already.")
    give(SUPERVISE_AGENCY, person, agency)
    _record(viewer, person, f"give line of agency {agency.key}", SUPERVISE_AGENCY, reason)


@keeps_refusals("user")
def take_agency_line(viewer: Viewer, person_key: object, *, reason: str) -> None:
    """Take the agency out of a person's line, and a former one too, from the next click on.
    Raises RuleBroken where there is none."""
    person = access_person(viewer, person_key, lock=True)
    _refuse_own(viewer, person)
    agencies = agencies_in_line(person)
    if not agencies:
        raise RuleBroken(f"{person.name} does not supervise a whole agency.")
    for agency in agencies:
        take(SUPERVISE_AGENCY, person, agency)
        _record(viewer, person, f"take line of agency {agency.key}", SUPERVISE_AGENCY, reason)


@keeps_refusals("user")
def give_person_line(
    viewer: Viewer, person_key: object, supervised_key: object, *, reason: str
) -> None:
    """Let a person supervise the cases to which a colleague is assigned. Raises RuleBroken for
    oneself, somebody of another agency, an office without cases, or a second time."""
    person = access_person(viewer, person_key, lock=True)
    supervised = access_person(viewer, supervised_key)
    _refuse_own(viewer, person)
    _refuse_without_cases(person)
    if person.pk == supervised.pk:
        raise RuleBroken("Nobody supervises himself or herself.", because="never")
    if person.agency_id != supervised.agency_id:
        words = f"{supervised.name} does not work for {person.name}'s agency."
        raise RuleBroken(words, because="never")
    if has_person_line(person, supervised):
        raise RuleBroken(f"{person.name} supervises {supervised.name} already.")
    give(SUPERVISE_PERSON, person, supervised)
    _record(viewer, person, f"give line of person {supervised.key}", SUPERVISE_PERSON, reason)


@keeps_refusals("user")
def take_person_line(
    viewer: Viewer, person_key: object, supervised_key: object, *, reason: str
) -> None:
    """Take a colleague out of a person's line, from the next click on. Raises RuleBroken."""
    person = access_person(viewer, person_key, lock=True)
    supervised = access_person(viewer, supervised_key)
    _refuse_own(viewer, person)
    if not has_person_line(person, supervised):
        raise RuleBroken(f"{person.name} does not supervise {supervised.name}.")
    take(SUPERVISE_PERSON, person, supervised)
    _record(viewer, person, f"take line of person {supervised.key}", SUPERVISE_PERSON, reason)


def _record(viewer: Viewer, person: User, act: str, permission: str, reason: str) -> None:
    field = permission.rpartition(".")[2]
    record_permission(viewer, person, act=act, fields=(field,), reason=reason)


def _refuse_without_cases(person: User) -> None:
    if not person.is_active:
        words = "This account is disabled. Enable it first."
        raise RuleBroken(words, because="account_disabled")
    if person.office in NO_CASELOAD:
        words = "Whoever keeps accounts or reads the ledger supervises no cases."
        raise RuleBroken(words, because="never")


def _refuse_own(viewer: Viewer, person: User) -> None:
    """Separation of duties (CJIS AC-5): nobody gives himself a line."""
    if person.pk == viewer.user_id:
        words = "You cannot change your own supervisory line. Ask another administrator to do it."
        raise RuleBroken(words, because="never")
