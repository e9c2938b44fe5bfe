"""The events of every case on which an advocate stands, for her own side to look at.

It asks for all cases alike: nothing in the asking tells on which of them a victim is in contact.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from audit.models import Kind
from audit.reveal import Revealed, reveal_many
from casemgmt.models import Case, CaseEvent
from casemgmt.policy.people import Viewer
from casemgmt.selectors.case import HEAD
from casemgmt.selectors.facts import facts_for

KNOWN_DAYS = 30
MOST = 500


@dataclass(frozen=True)
class EventSeen:
    """An event with the keys that the advocate's side turns into opaque references."""

    case_id: str
    corrects_id: str
    row: Revealed


def events_of_my_cases(viewer: Viewer) -> list[EventSeen]:
    """Return what was recorded in the last 30 days or lies ahead; each is on the ledger."""
    since = viewer.now - timedelta(days=KNOWN_DAYS)
    rows = CaseEvent.objects.visible_to(viewer).filter(
        Q(created_at__gte=since) | Q(happens_at__gte=viewer.now)
    )
    found = list(rows.select_related("author").order_by("-created_at", "pk")[:MOST])
    wanted = {row.case_id for row in found}
    cases = Case.objects.visible_to(viewer).select_related(*HEAD).filter(pk__in=wanted)
    facts = facts_for(viewer, cases)
    held = {str(row.pk): row for row in found if str(row.case_id) in facts}
    shown = reveal_many(viewer, held.values(), facts, kind=Kind.LIST)
    return [
        EventSeen(str(held[one.id].case_id), str(held[one.id].corrects_id or ""), one)
        for one in shown
    ]
