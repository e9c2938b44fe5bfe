"""Reads requests to destroy a record, and the certificates of those that were."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casemgmt.core.errors import NotVisible
from casemgmt.policy.people import Viewer
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Destruction, Kind
from victims.confidential.selectors.client import open_client

SHOWN_AT_ONCE = 200


@dataclass(frozen=True)
class DestructionShown:
    """One request or certificate; the name is there while the record is."""

    id: UUID
    name: str
    because: str
    asked_by: str
    asked_at: datetime
    is_mine: bool
    done_by: str
    done_at: datetime | None
    notes: int
    documents: int


def list_destructions(viewer: Viewer) -> list[DestructionShown]:
    """Return the organization's requests and certificates, the newest first."""
    rows = Destruction.objects.visible_to(viewer).filter(withdrawn_at__isnull=True)
    found = list(rows[:SHOWN_AT_ONCE])
    fields = ("because", "asked_by_name", "done_by_name")
    record(viewer, [Mark(Kind.LIST, "destruction", row.pk, row.client_id, fields) for row in found])
    return [_shown(viewer, row) for row in found]


def open_destruction(viewer: Viewer, destruction_id: object) -> DestructionShown:
    """Return a request that is still open, with the victim's name; raises NotVisible."""
    rows = Destruction.objects.visible_to(viewer)
    row = rows.filter(pk=destruction_id, withdrawn_at__isnull=True, done_at__isnull=True).first()
    if row is None:
        raise NotVisible("destruction", destruction_id)
    client = open_client(viewer, row.client_id)
    return _shown(viewer, row, client.name)


def _shown(viewer: Viewer, row: Destruction, name: str = "") -> DestructionShown:
    return DestructionShown(
        row.pk,
        name,
        row.get_because_display(),
        row.asked_by_name,
        row.asked_at,
        row.asked_by == viewer.user_id,
        row.done_by_name,
        row.done_at,
        row.notes,
        row.documents,
    )
