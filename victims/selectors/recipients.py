"""Who can be named as the recipient of a victim's release.

One agency at the case's table, and one of its people.
"""

from dataclasses import dataclass

from casemgmt.models import Case
from casemgmt.policy.people import Discipline, Viewer
from teams.models.user import DISCIPLINE_LABELS
from teams.selectors.memberships import members_of


@dataclass(frozen=True)
class Recipient:
    """One person at the table, with his agency."""

    user_id: int
    user_key: str
    name: str
    discipline: str
    role: str
    agency_id: int
    agency_key: str
    agency_name: str


def recipients_on(viewer: Viewer, case: Case) -> list[Recipient]:
    """Return the people of other agencies who sit at the case's table today."""
    members = (member.user for member in members_of(case.team_id, viewer))
    return [
        Recipient(
            user.pk,
            str(user.key),
            user.name,
            DISCIPLINE_LABELS[Discipline(user.discipline)],
            user.discipline,
            user.agency.pk,
            str(user.agency.key),
            user.agency.name,
        )
        for user in members
        if user.agency is not None and user.discipline and user.agency.pk != viewer.agency_id
    ]
