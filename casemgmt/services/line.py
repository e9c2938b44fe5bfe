"""Gives and takes supervisory lines: a unit whose cases a person supervises. One row, however
many cases it has."""

from django.db import transaction

from casemgmt.core.errors import RuleBroken
from casemgmt.models.grant import give, take
from casemgmt.policy.people import Viewer
from casemgmt.selectors.line import has_line
from teams.models import User
from teams.selectors.administration import access_person, access_unit
from teams.services.permission import record_permission
from teams.services.person import NO_CASELOAD

SUPERVISE_UNIT = "teams.supervise_unit"


@transaction.atomic
def give_line(viewer: Viewer, person_key: object, unit_key: object, *, reason: str) -> None:
    """Put a unit into a person's line. Raises RuleBroken for oneself, another agency's unit, or
    a closed account."""
    person, unit = access_person(viewer, person_key, lock=True), access_unit(viewer, unit_key)
    _refuse_own(viewer, person)
    if person.agency_id != unit.agency_id:
        raise RuleBroken(f"{unit.name} is not a unit of {person.name}'s agency.")
    if not person.is_active:
        raise RuleBroken("This account is disabled. Enable it first.")
    if person.office in NO_CASELOAD:
        raise RuleBroken("Whoever keeps accounts or reads the ledger supervises no cases.")
    if has_line(person, unit):
        raise RuleBroken(f"{person.name} supervises {unit.name} already.")
    give(SUPERVISE_UNIT, person, unit)
    record_permission(
        viewer,
        person,
        act=f"give line of unit {unit.key}",
        fields=("supervise_unit",),
        reason=reason,
    )


@transaction.atomic
def take_line(viewer: Viewer, person_key: object, unit_key: object, *, reason: str) -> None:
    """Take a unit out of a person's line, from the next click on. Raises RuleBroken where it is
    not in it."""
    person, unit = access_person(viewer, person_key, lock=True), access_unit(viewer, unit_key)
    _refuse_own(viewer, person)
    if not has_line(person, unit):
        raise RuleBroken(f"{person.name} does not supervise {unit.name}.")
    take(SUPERVISE_UNIT, person, unit)
    record_permission(
        viewer,
        person,
        act=f"take line of unit {unit.key}",
        fields=("supervise_unit",),
        reason=reason,
    )


def _refuse_own(viewer: Viewer, person: User) -> None:
    """Separation of duties (CJIS AC-5): nobody gives himself a line."""
    if person.pk == viewer.user_id:
        raise RuleBroken(
            "You cannot change your own supervisory line. Ask another administrator to do it."
        )
