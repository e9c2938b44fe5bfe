"""Reads confidential notes: newest first, a corrected one under the note that amends it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from casemgmt.core.errors import NotVisible
from casemgmt.policy.people import Viewer
from victims.confidential.envelope import Box
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Kind, Note
from victims.confidential.selectors.client import access_client

FIELDS = ("kind", "happened_on", "text", "author_name")
TABLE = Note._meta.db_table


@dataclass(frozen=True)
class NoteShown:
    """One note; `earlier` holds the wordings that it replaced, newest first."""

    id: UUID
    kind: str
    kind_words: str
    happened_on: date
    written_at: datetime
    author_name: str
    text: str
    earlier: tuple["NoteShown", ...] = ()


def count_notes(viewer: Viewer, client_id: object) -> int:
    """Return how many notes are in force."""
    notes = Note.objects.visible_to(viewer).filter(client_id=client_id)
    amended = notes.filter(amends__isnull=False).count()
    return notes.count() - amended


def list_notes(viewer: Viewer, client_id: object) -> list[NoteShown]:
    """Return a victim's notes, newest first.

    Raises NotVisible. Each is on the organization's ledger.
    """
    client, box = access_client(viewer, client_id)
    rows = list(Note.objects.visible_to(viewer).filter(client=client))
    record(viewer, [Mark(Kind.VIEW, "note", row.pk, client.pk, FIELDS) for row in rows])
    by_id = {row.pk: row for row in rows}
    amended = {row.amends_id for row in rows}
    return [_chain(row, by_id, box) for row in rows if row.pk not in amended]


def access_note(viewer: Viewer, client_id: object, note_id: object) -> tuple[Note, Box]:
    """Return a note that may be corrected: the newest of its chain. Raises NotVisible."""
    client, box = access_client(viewer, client_id)
    notes = Note.objects.visible_to(viewer).filter(client=client)
    note = notes.filter(pk=note_id).first()
    if note is None:
        raise NotVisible("note", note_id)
    return note, box


def open_note(viewer: Viewer, client_id: object, note_id: object) -> NoteShown:
    """Return one note, to be corrected; raises NotVisible."""
    note, box = access_note(viewer, client_id, note_id)
    record(viewer, [Mark(Kind.VIEW, "note", note.pk, note.client_id, FIELDS)])
    return _shown(note, box)


def is_amended(viewer: Viewer, note: Note) -> bool:
    """Return whether a later note corrects this one already."""
    return Note.objects.visible_to(viewer).filter(amends=note).exists()


def _chain(row: Note, by_id: dict[UUID, Note], box: Box) -> NoteShown:
    earlier, older = [], row.amends_id
    while older is not None and older in by_id:
        earlier.append(_shown(by_id[older], box))
        older = by_id[older].amends_id
    return _shown(row, box, tuple(earlier))


def _shown(row: Note, box: Box, earlier: tuple[NoteShown, ...] = ()) -> NoteShown:
    text = box.open(TABLE, "text", row.pk, row.text)
    return NoteShown(
        row.pk,
        row.kind,
        row.get_kind_display(),
        row.happened_on,
        row.created_at,
        row.author_name,
        text,
        earlier,
    )
