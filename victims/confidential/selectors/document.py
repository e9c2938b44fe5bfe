"""Reads files of a victim: their names, and one file part by part."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casemgmt.core.errors import NotVisible
from casemgmt.policy.people import Viewer
from victims.confidential.chunks import open_chunks
from victims.confidential.envelope import Box
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Document, DocumentChunk, Kind
from victims.confidential.selectors.client import access_client

TABLE = Document._meta.db_table
FIELDS = ("name", "content_type")


@dataclass(frozen=True)
class DocumentShown:
    """A file in words."""

    id: UUID
    name: str
    content_type: str
    size: int
    kept_at: datetime
    author_name: str


def list_documents(viewer: Viewer, client_id: object) -> list[DocumentShown]:
    """Return a victim's files, the newest first; raises NotVisible."""
    client, box = access_client(viewer, client_id)
    rows = list(Document.objects.visible_to(viewer).filter(client=client))
    record(viewer, [Mark(Kind.LIST, "document", row.pk, client.pk, FIELDS) for row in rows])
    return [_shown(row, box) for row in rows]


def open_document(
    viewer: Viewer, client_id: object, document_id: object
) -> tuple[DocumentShown, Iterator[bytes]]:
    """Return a file and its parts; that it was opened is written before the first part leaves.

    Raises NotVisible; the parts raise Unreadable where one does not open.
    """
    client, box = access_client(viewer, client_id)
    row = Document.objects.visible_to(viewer).filter(client=client, pk=document_id).first()
    if row is None:
        raise NotVisible("document", document_id)
    record(viewer, [Mark(Kind.VIEW, "document", row.pk, client.pk, (*FIELDS, "content"))])
    chunks = DocumentChunk.objects.visible_to(viewer).filter(document=row).order_by("number")
    values = (bytes(value) for value in chunks.values_list("value", flat=True).iterator(8))
    parts = open_chunks(box.key, row.pk, values, count=row.chunks, version=box.version)
    return _shown(row, box), parts


def _shown(row: Document, box: Box) -> DocumentShown:
    return DocumentShown(
        row.pk,
        box.open(TABLE, "name", row.pk, row.name),
        box.open(TABLE, "content_type", row.pk, row.content_type),
        row.size,
        row.created_at,
        row.author_name,
    )
