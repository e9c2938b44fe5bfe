"""Tables of the audit app."""

from audit.models.accounting import (
    AccountingCopy,
    AccountingRequest,
    AccountingRun,
    AccountingStep,
    SuspensionEnd,
    SuspensionRow,
)
from audit.models.alarm import Alarm, JournalWait, Watch
from audit.models.change import ChangeEntry
from audit.models.event import Event, Kind, Outcome
from audit.models.outside import HeadMail, StoredAnchor
from audit.models.review import FindingMark, WeeklyReview
from audit.models.saved_search import SavedSearch
from audit.models.seal import Head, Key, Leaf, Node

__all__ = [
    "AccountingCopy",
    "AccountingRequest",
    "AccountingRun",
    "AccountingStep",
    "Alarm",
    "ChangeEntry",
    "Event",
    "FindingMark",
    "Head",
    "HeadMail",
    "JournalWait",
    "Key",
    "Kind",
    "Leaf",
    "Node",
    "Outcome",
    "SavedSearch",
    "StoredAnchor",
    "SuspensionEnd",
    "SuspensionRow",
    "Watch",
    "WeeklyReview",
]
