"""Tables of the advocate's confidential record; they live in the advocacy database only."""

from victims.confidential.models.client import Client, EarlierDetails, VictimKey
from victims.confidential.models.event import AdvocacyEvent, Kind, Outcome
from victims.confidential.models.note import Note
from victims.confidential.models.released import Released

__all__ = [
    "AdvocacyEvent",
    "Client",
    "EarlierDetails",
    "Kind",
    "Note",
    "Outcome",
    "Released",
    "VictimKey",
]
