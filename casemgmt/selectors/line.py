"""Reads supervisory lines: who supervises the cases of which units, people and agencies. Knows no
case."""

from dataclasses import dataclass

from casemgmt.models import AgencyUserGrant, PersonLineGrant, UnitUserGrant
from casemgmt.policy.people import Viewer
from teams.models import Agency, Unit, User
from teams.selectors.administration import require_administrator
from teams.selectors.people import caseload_people


@dataclass(frozen=True)
class Line:
    """One unit of a person's agency, and whether the person supervises its cases."""

    unit: Unit
    is_given: bool


def lines_of(viewer: Viewer, person: User) -> list[Line]:
    """Return the units of the person's agency, and units elsewhere that are still in the line."""
    require_administrator(viewer)
    given = set(
        UnitUserGrant.objects.filter(user=person).values_list("content_object_id", flat=True)
    )
    units = Unit.objects.filter(agency=person.agency) | Unit.objects.filter(pk__in=given)
    return [Line(unit, unit.pk in given) for unit in units.select_related("agency").distinct()]


def has_line(person: User, unit: Unit) -> bool:
    """Return whether the unit is in the person's line."""
    return UnitUserGrant.objects.filter(user=person, content_object=unit).exists()


def agencies_in_line(person: User) -> list[Agency]:
    """Return the whole agencies that the person supervises: the own one, or a former one too."""
    rows = AgencyUserGrant.objects.filter(user=person).select_related("content_object")
    return [row.content_object for row in rows]


def people_in_line(person: User) -> list[User]:
    """Return the people whose cases this person supervises, by name."""
    rows = PersonLineGrant.objects.filter(user=person).select_related("content_object__agency")
    return sorted((row.content_object for row in rows), key=lambda one: one.name)


def has_person_line(person: User, supervised: User) -> bool:
    """Return whether the colleague is in the person's line."""
    return PersonLineGrant.objects.filter(user=person, content_object=supervised).exists()


def free_colleagues(viewer: Viewer, person: User) -> list[User]:
    """Return the people of the same agency who can be put into the person's line."""
    require_administrator(viewer)
    taken = {one.pk for one in people_in_line(person)} | {person.pk}
    return [one for one in caseload_people({person.agency_id or 0}) if one.pk not in taken]
