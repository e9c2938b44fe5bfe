"""What an event of a case asks of an advocate, as pure rules; and the words safe to say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from victims.information import EventRule

TELL, CONSIDER, NOTHING = "tell", "consider", ""
WANTS, STOP = "wants", "stop"

# All that may stand in a subject, on a screen or on an answering machine: the same for every kind
# of news, without a name, an offense or a case (B-VR-4).
OPENING = "There is news that you asked for. Please call when it is safe for you."

# What is told once the victim herself is on the line.
SPOKEN = {
    "release": "The person is to be released from custody",
    "release_review": "A release is going to be reviewed, and you may be heard",
    "transfer": "The person is moved to another place of custody or supervision",
    "move": "The person moves to another home",
    "hearing": "There is a hearing",
    "petition": "Somebody asks the court to change or end supervision",
    "registry": "Somebody asks the court to change the duty to register",
    "violation": "There was an arrest or a violation",
    "abscond": "It is not known where the person is",
    "death": "The person has died",
    "end": "Supervision ends",
}


@dataclass(frozen=True)
class NoticeWish:
    """What one victim wishes to be told, as the newest sheet says."""

    events: frozenset[str] = frozenset()
    stopped: bool = False

    @classmethod
    def of(cls, answers: Mapping[str, Any]) -> "NoticeWish":
        """Return the wish that the answers of a sheet state."""
        return cls(frozenset(answers.get("events") or ()), answers.get("standing") == STOP)


def task_for(kind: str, wish: NoticeWish | None, rule: EventRule) -> str:
    """Say what an event asks: tell a victim who wishes it, consider where law permits unsolicited
    notice to one who never said anything, else nothing (B-VR-2, B-VR-3, T32, T33)."""
    if wish is None:
        return CONSIDER if rule.unsolicited else NOTHING
    return TELL if not wish.stopped and kind in wish.events else NOTHING
