"""The records of one victim as they could be named by an order, and as they read on paper."""

from dataclasses import dataclass
from uuid import UUID

from casemgmt.core.errors import NotVisible
from casemgmt.policy.people import Viewer
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Client, Document, Kind, Note, OrderItem, Sheet
from victims.confidential.questions import KINDS
from victims.confidential.selectors.client import access_client
from victims.confidential.selectors.document import list_documents, open_document
from victims.confidential.selectors.note import open_note
from victims.confidential.selectors.sheet import open_sheet

What = OrderItem.What
FIELDS = ("kind", "happened_on")
MODELS = {What.DOCUMENT: Document, What.NOTE: Note, What.SHEET: Sheet}


@dataclass(frozen=True)
class Choice:
    """One record that can be chosen: its value in a form, and words that find it again."""

    value: str
    label: str


def list_choices(viewer: Viewer, client_id: object) -> list[Choice]:
    """Return every file, note and sheet of a victim; raises NotVisible. Each is on the ledger."""
    found = [
        Choice(f"{What.DOCUMENT}:{row.id}", f"File: {row.name}")
        for row in list_documents(viewer, client_id)
    ]
    client, _ = access_client(viewer, client_id)
    notes = list(Note.objects.visible_to(viewer).filter(client=client).defer("text"))
    sheets = list(Sheet.objects.visible_to(viewer).filter(client=client).defer("answers"))
    marks = [Mark(Kind.LIST, "note", row.pk, client.pk, FIELDS) for row in notes]
    marks += [Mark(Kind.LIST, "sheet", row.pk, client.pk, FIELDS) for row in sheets]
    record(viewer, marks)
    for row in notes:
        label = f"Note: {row.get_kind_display()}, {row.happened_on:%m/%d/%Y}"
        found.append(Choice(f"{What.NOTE}:{row.pk}", label))
    for row in sheets:
        label = f"{KINDS[row.kind].heading}, {row.happened_on:%m/%d/%Y}"
        found.append(Choice(f"{What.SHEET}:{row.pk}", label))
    return found


def access_item(viewer: Viewer, client_id: object, item: str) -> tuple[Client, str, UUID]:
    """Return the victim, the kind and the key of a chosen record; raises NotVisible for one that is
    not this victim's."""
    client, _ = access_client(viewer, client_id)
    what, _, key = item.partition(":")
    try:
        item_id = UUID(key)
    except ValueError:
        raise NotVisible("client", client_id) from None
    model = MODELS.get(What(what)) if what in What.values else None
    rows = model.objects.visible_to(viewer) if model else None
    if rows is None or not rows.filter(client=client, pk=item_id).exists():
        raise NotVisible("client", client_id)
    return client, what, item_id


def read_item(viewer: Viewer, item: OrderItem) -> tuple[str, bytes]:
    """Return the file name and the bytes of a record; that it was opened is on the ledger.

    Raises NotVisible.
    """
    if item.what == What.DOCUMENT:
        shown, parts = open_document(viewer, item.client_id, item.item_id)
        return shown.name, b"".join(parts)
    if item.what == What.SHEET:
        sheet = open_sheet(viewer, item.client_id, item.item_id)
        lines = [KINDS[sheet.kind].heading, f"{sheet.happened_on:%m/%d/%Y}", ""]
        lines += [f"{label}: {words}" for label, words in sheet.answers]
        return f"{sheet.kind}.txt", "\n".join(lines).encode()
    note = open_note(viewer, item.client_id, item.item_id)
    head = f"{note.kind_words}, {note.happened_on:%m/%d/%Y}, by {note.author_name}"
    return "note.txt", f"{head}\n\n{note.text}".encode()
