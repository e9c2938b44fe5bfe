"""Reads supervisory lines: who supervises the cases of which units. Knows no case."""

from dataclasses import dataclass

from casemgmt.models import UnitUserGrant
from casemgmt.policy.people import Viewer
from teams.models import Unit, User
from teams.selectors.administration import require_administrator


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
