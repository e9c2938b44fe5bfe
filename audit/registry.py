"""The types of events: for each the sentence that people read and how many years it is kept."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventType:
    """One type: `sentence` tells one event ({what}), `many` several of one request ({things})."""

    name: str
    sentence: str
    retention: int  # years
    many: str = ""

    def __post_init__(self) -> None:
        """Refuse a type that nobody could read or that nobody decided how long to keep."""
        if not self.sentence:
            raise ValueError(f"The event type {self.name!r} needs a sentence.")
        if not isinstance(self.retention, int) or self.retention < 1:
            raise ValueError(f"The event type {self.name!r} needs a retention in whole years.")


_types: dict[str, EventType] = {}


def register(*types: EventType) -> None:
    """Make types known; raises ValueError for a name that is taken by another."""
    for kind in types:
        if _types.setdefault(kind.name, kind) != kind:
            raise ValueError(f"There are two event types {kind.name!r}.")


def type_of(name: str) -> EventType:
    """Return the type of a name; raises KeyError for one that nobody registered."""
    return _types[name]


def registered() -> list[EventType]:
    """Return all types."""
    return list(_types.values())
