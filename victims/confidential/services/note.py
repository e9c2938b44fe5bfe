"""Writes confidential notes; a note is never changed, a correction amends it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from casemgmt.core import clock
from casemgmt.core.errors import ChangedMeanwhile, RuleBroken
from casemgmt.policy.people import Viewer
from victims.confidential.database import in_transaction
from victims.confidential.envelope import Box
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Client, Kind, Note, Outcome
from victims.confidential.selectors.client import access_client
from victims.confidential.selectors.note import access_note, is_amended

TABLE = Note._meta.db_table


@dataclass(frozen=True)
class NoteWords:
    """What a note says."""

    kind: str
    happened_on: date
    text: str


@in_transaction()
def add_note(viewer: Viewer, client_id: object, *, words: NoteWords) -> UUID:
    """Add a confidential note. Raises NotVisible, or RuleBroken for a day to come."""
    client, box = access_client(viewer, client_id)
    note = _write(viewer, client, box, words)
    _done(viewer, Kind.ADD, note)
    return note.pk


@in_transaction()
def correct_note(viewer: Viewer, client_id: object, note_id: object, *, words: NoteWords) -> UUID:
    """Add a note that amends an earlier one; raises NotVisible, RuleBroken, ChangedMeanwhile."""
    client, _ = access_client(viewer, client_id, lock=True)
    old, box = access_note(viewer, client_id, note_id)
    if is_amended(viewer, old):
        theirs: dict[str, object] = {"text": "A later correction of this note is on record."}
        raise ChangedMeanwhile(theirs, {"text": words.text})
    if words == NoteWords(old.kind, old.happened_on, box.open(TABLE, "text", old.pk, old.text)):
        raise RuleBroken("Nothing is different from before. Change it, or leave without saving.")
    note = _write(viewer, client, box, words, amends=old)
    _done(viewer, Kind.AMEND, note)
    return note.pk


def _write(
    viewer: Viewer, client: Client, box: Box, words: NoteWords, *, amends: Note | None = None
) -> Note:
    if words.happened_on > clock.today():
        raise RuleBroken("This day is still to come. Give the day on which it took place.")
    note_id = uuid4()
    note = Note(
        id=note_id,
        agency_id=client.agency_id,
        created_by_id=viewer.user_id,
        client=client,
        kind=words.kind,
        happened_on=words.happened_on,
        text=box.close(TABLE, "text", note_id, words.text),
        author_id=viewer.user_id,
        author_name=viewer.name,
        amends=amends,
    )
    note.save(force_insert=True)
    return note


def _done(viewer: Viewer, kind: str, note: Note) -> None:
    fields = ("kind", "happened_on", "text")
    record(viewer, [Mark(kind, "note", note.pk, note.client_id, fields, outcome=Outcome.DONE)])
