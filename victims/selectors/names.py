"""The names that a text for the whole team must not hold; compared, never shown."""

from casemgmt.models import Case
from casemgmt.policy.people import Viewer
from victims.models import SystemRecord


def names_on(viewer: Viewer, case: Case) -> list[str]:
    """Return the names of the person under supervision and of the victims whom the system knows."""
    rows = SystemRecord.objects.visible_to(viewer).filter(case=case)
    known = [f"{given} {family}" for given, family in rows.values_list("given_name", "family_name")]
    return [case.person_name, *known]
