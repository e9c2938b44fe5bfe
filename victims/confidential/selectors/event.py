"""Reads the organization's own ledger; reading it is an event too."""

from dataclasses import dataclass
from datetime import datetime

from casemgmt.policy.people import Viewer
from victims.confidential.ledger import Mark, record
from victims.confidential.models import AdvocacyEvent, Kind

PAGE = 25


@dataclass(frozen=True)
class EventShown:
    """One line of the ledger, as a sentence is made of it."""

    id: int
    at: datetime
    actor_name: str
    kind_words: str
    subject_kind: str
    client_id: str
    fields: tuple[str, ...]
    outcome: str
    because: str


def list_events(
    viewer: Viewer, *, before: int | None = None
) -> tuple[list[EventShown], int | None]:
    """Return a page of events, newest first, and the key of the next page."""
    rows = AdvocacyEvent.objects.visible_to(viewer)
    rows = rows.filter(id__lt=before) if before else rows
    found = list(rows.order_by("-id")[: PAGE + 1])
    record(viewer, [Mark(Kind.LEDGER, "ledger")])
    shown = [
        EventShown(
            row.id,
            row.at,
            row.actor_name,
            row.get_kind_display(),
            row.subject_kind,
            str(row.client_id or ""),
            tuple(row.fields),
            row.outcome,
            row.because,
        )
        for row in found[:PAGE]
    ]
    return shown, (found[PAGE - 1].id if len(found) > PAGE else None)
