"""Agencies and their units: made, changed, closed and opened again."""

from django.db import transaction

from casemgmt.core.errors import RuleBroken
from casemgmt.policy.people import Viewer
from teams.models import Agency, Unit, User
from teams.selectors.administration import access_agency, access_unit, require_administrator
from teams.services.permission import record_permission
from teams.services.states import refuse_if_changed, save_once

FIELDS = ("name", "kind", "sovereign", "is_part2_program", "address", "phone")


@transaction.atomic
def add_agency(viewer: Viewer, *, values: dict[str, object]) -> Agency:
    """Make an agency of the values of FIELDS. Raises ValidationError for values that cannot be."""
    require_administrator(viewer)
    agency = Agency(**{name: values[name] for name in FIELDS})
    agency.full_clean()
    save_once(agency)
    record_permission(viewer, agency, act="add agency", fields=FIELDS)
    return agency


@transaction.atomic
def change_agency(viewer: Viewer, key: object, *, values: dict[str, object], seen: str) -> Agency:
    """Change an agency. Raises ChangedMeanwhile when someone saved first."""
    agency = access_agency(viewer, key, lock=True)
    yours = {name: values[name] for name in FIELDS}
    refuse_if_changed(agency, seen, yours)
    changed = tuple(name for name in FIELDS if getattr(agency, name) != yours[name])
    for name in changed:
        setattr(agency, name, yours[name])
    agency.full_clean()
    agency.save(update_fields=FIELDS)
    record_permission(viewer, agency, act="change agency", fields=changed)
    return agency


@transaction.atomic
def close_agency(viewer: Viewer, key: object, *, reason: str) -> Agency:
    """Close an agency. Raises RuleBroken while anybody works there: nobody may be left without
    an employer."""
    agency = access_agency(viewer, key, lock=True)
    people = User.objects.filter(agency=agency, is_active=True).count()
    if people:
        raise RuleBroken(
            f"{people} active people work there. Disable their accounts, or "
            "move them to another agency, first."
        )
    if agency.closed_on:
        raise RuleBroken("This agency is closed already.")
    agency.closed_on = viewer.today
    agency.save(update_fields=["closed_on"])
    record_permission(viewer, agency, act="close agency", fields=("closed_on",), reason=reason)
    return agency


@transaction.atomic
def reopen_agency(viewer: Viewer, key: object) -> Agency:
    """Open a closed agency again."""
    agency = access_agency(viewer, key, lock=True)
    agency.closed_on = None
    agency.save(update_fields=["closed_on"])
    record_permission(viewer, agency, act="reopen agency", fields=("closed_on",))
    return agency


@transaction.atomic
def add_unit(viewer: Viewer, agency_key: object, *, name: str) -> Unit:
    """Add a unit to an agency. Raises RuleBroken for a closed agency, ValidationError for a name
    that is taken."""
    agency = access_agency(viewer, agency_key, lock=True)
    if agency.closed_on:
        raise RuleBroken("This agency is closed. Open it again before you add a unit.")
    unit = Unit(agency=agency, name=name)
    unit.full_clean()
    save_once(unit)
    record_permission(viewer, unit, act="add unit", fields=("name",))
    return unit


@transaction.atomic
def rename_unit(viewer: Viewer, key: object, *, name: str, seen: str) -> Unit:
    """Give a unit another name. Raises ChangedMeanwhile when someone saved first."""
    unit = access_unit(viewer, key, lock=True)
    refuse_if_changed(unit, seen, {"name": name})
    unit.name = name
    unit.full_clean()
    unit.save(update_fields=["name"])
    record_permission(viewer, unit, act="rename unit", fields=("name",))
    return unit
