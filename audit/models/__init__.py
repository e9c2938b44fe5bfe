"""Tables of the audit app."""

from audit.models.change import ChangeEntry
from audit.models.event import Event, Kind, Outcome
from audit.models.outside import HeadMail, StoredAnchor
from audit.models.seal import Head, Key, Leaf, Node

__all__ = [
    "ChangeEntry",
    "Event",
    "Head",
    "HeadMail",
    "Key",
    "Kind",
    "Leaf",
    "Node",
    "Outcome",
    "StoredAnchor",
]
