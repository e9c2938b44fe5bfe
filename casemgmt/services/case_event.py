"""Records events of a case. An event is never edited: a newer one says which one it corrects."""

import re
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from casemgmt.core import clock
from casemgmt.models import CaseEvent
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from casemgmt.selectors.record import access_adding, access_corrected
from casemgmt.services.faults import Fault
from casemgmt.services.record import add_record

# What nobody knows of before it has happened.
NEVER_AHEAD = frozenset({CaseEvent.Kind.VIOLATION, CaseEvent.Kind.ABSCOND, CaseEvent.Kind.DEATH})
AN_ADDRESS = re.compile(
    r"\d+[A-Za-z]?\s+\w+|\b(?:apt|street|avenue|ave|lane|road|drive|blvd|terrace)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class EventWords:
    """What happened or is set, when, and roughly where."""

    kind: str
    happens_at: datetime
    place: str = ""
    note: str = ""


@transaction.atomic
def record_event(
    viewer: Viewer, case_id: object, *, words: EventWords, corrects_id: object = None
) -> CaseEvent:
    """Add an event to the case.

    Raises Fault for what cannot lie ahead, and for an address in the place of a move: victims are
    told an area, never where the person lives (B-VR-3, B-VR-5).
    """
    case, facts = access_adding(viewer, case_id, Category.SUPERVISION, "caseevent")
    earlier = access_corrected(viewer, CaseEvent, case, facts, corrects_id)
    if words.kind in NEVER_AHEAD and words.happens_at > clock.now():
        raise Fault("happens_at", "This cannot be known ahead. Give the time at which it happened.")
    if words.kind == CaseEvent.Kind.MOVE and AN_ADDRESS.search(words.place):
        raise Fault("place", "Of a move give the town or area alone, without house or street.")
    row = CaseEvent(**asdict(words), corrects=earlier)
    fields = ("kind", "happens_at", "place", "note")
    return add_record(viewer, row, case, facts, act="record event", fields=fields)
