"""The two kinds of advocates, in words: what binds the one does not bind the other (B-VAWA-16)."""

from casemgmt.policy.people import Discipline
from teams.models import User

KINDS = {
    Discipline.COMMUNITY_ADVOCACY: "community advocate, bound to keep what a victim tells",
    Discipline.SYSTEM_ADVOCACY: "system advocate, works for the government: what a victim tells "
    "may have to be passed on",
}


def kind_of_advocate(user: User | None) -> str:
    """Return which kind of advocate a person is and what follows from it; nothing for others."""
    return KINDS.get(Discipline(user.discipline), "") if user and user.discipline else ""
