"""Encrypted columns: what was altered, moved, cut or closed by another key is refused. The columns
of every model, as the forms wrote them, are tried in test_leaks.py."""

import os
from collections.abc import Callable

import pytest

from tests.build import day
from tests.plugins.roles import as_owner
from tests.victims.conftest import inside
from tests.victims.proofs import stores
from tests.victims.proofs.sealed import CONTENT, TOKENS
from victims.confidential.chunks import open_chunks
from victims.confidential.envelope import Box, Unreadable, decrypt_bytes, place_of
from victims.confidential.keys import box_of
from victims.confidential.models import (
    Client,
    Document,
    DocumentChunk,
    EarlierDetails,
    Note,
    Released,
    Sheet,
    VictimKey,
)
from victims.confidential.router import ALIAS
from victims.confidential.selectors.released import Particulars
from victims.confidential.services.client import Details, correct_client
from victims.confidential.services.destruction import ask_destruction, destroy
from victims.confidential.services.document import FileGiven, keep_document
from victims.confidential.services.note import NoteWords, add_note
from victims.confidential.services.released import keep_release
from victims.confidential.services.sheet import SheetWords, keep_sheet

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])
MODELS = {m._meta.model_name: m for m in (Client, EarlierDetails, Note, Sheet, Document, Released,
                                          DocumentChunk)}  # fmt: skip


ENCRYPTED = [
    (name, column)
    for name in sorted(MODELS)
    for column in sorted(CONTENT[name] - TOKENS.get(name, set()))
]


@pytest.fixture
def two(world, add_victim, terms):
    """Return two victims whose every encrypted column is filled."""
    made = []
    for name in ("Dana Whitlow", "Robin Ferreira"):
        key = add_victim(name, relation="r", contact="c", safe_contact="s")
        with inside(world) as viewer:
            details = Details("New", name, f"relation {name}", f"way {name}", f"rule {name}")
            correct_client(viewer, key, details=details, version=1)
            add_note(viewer, key, words=NoteWords("call", day(-1), f"note of {name}"))
            answers = {"concerns": name, "steps": "leave"}
            keep_sheet(viewer, key, words=SheetWords("safety_plan", day(0), answers))
            part = f"file of {name}".encode()
            keep_document(viewer, key, given=FileGiven("a.txt", len(part), [part]))
            particulars = Particulars(("spoken",), "Maya", str(day(0)), str(world.case.pk), "i")
            keep_release(viewer, key, release_id=key, particulars=particulars)
        made.append(key)
    return made


def row_of(name: str, client_id: object):
    """Return the row of a model that is of this victim, with the victim's box."""
    model = MODELS[name]
    field = {"client": "pk", "documentchunk": "document__client_id"}.get(name, "client_id")
    with as_owner(ALIAS):
        row = model.objects.unscoped(reason="test").filter(**{field: client_id}).first()
        client = Client.objects.unscoped(reason="test").select_related("key").get(pk=client_id)
        box = box_of(client.agency_id, client.key.wrapped, client.key.key_version)
    return row, box


def opener(name: str, column: str, client_id: object, row) -> Callable[[Box, bytes], object]:
    """Return what opens a value in its own place."""
    if name == "documentchunk":
        return lambda box, value: b"".join(
            open_chunks(box.key, row.document_id, [value], count=1, version=box.version)
        )
    table = Client._meta.db_table if name == "earlierdetails" else row._meta.db_table
    at = client_id if name in ("client", "earlierdetails") else row.pk
    where = place_of(table, column, at, 1)
    return lambda box, value: decrypt_bytes(box.key, where, value)


@pytest.mark.parametrize(("name", "column"), ENCRYPTED, ids=lambda part: part)
def test_what_is_not_as_it_was_written_in_its_place_is_refused(two, name, column):
    ours, theirs = two
    row, box = row_of(name, ours)
    other, others_box = row_of(name, theirs)
    value, foreign = bytes(getattr(row, column)), bytes(getattr(other, column))
    opened = opener(name, column, ours, row)
    assert opened(box, value)
    flipped = [value[:at] + bytes([value[at] ^ bit]) + value[at + 1 :]
               for at in range(len(value)) for bit in (1, 128)]  # fmt: skip
    cut = [value[:size] for size in range(len(value))]
    moved = [foreign, bytes(getattr(row, second_column(name, column)))]
    longer = [value + b"\0", value + value]
    for broken in (*flipped, *cut, *moved[: 1 + (second_column(name, column) != column)], *longer):
        with pytest.raises(Unreadable):
            opened(box, broken)
    for key in (others_box.key, os.urandom(32), bytes(32)):
        with pytest.raises(Unreadable):
            opened(Box(key), value)


def second_column(name: str, column: str) -> str:
    """Return another encrypted column of the same row, or the same where there is none."""
    others = sorted(CONTENT[name] - TOKENS.get(name, set()) - {column})
    return others[0] if others else column


def test_of_a_destroyed_record_nothing_opens_and_nothing_finds_it(world, two):
    """Neither a wrapped key nor a token of it is in a dump; what stays opens under no key."""
    ours, theirs = two
    row, _ = row_of("client", ours)
    with as_owner(ALIAS):
        key = VictimKey.objects.unscoped(reason="test").get(pk=row.key_id)
        released = Released.objects.unscoped(reason="test").get(client_id=ours)
    gone = [row.name_token, row.family_token, *row.sound_tokens, key.wrapped, row.name,
            row.case_words, released.release_ref, released.particulars]  # fmt: skip
    shared = bytes(row.case_ref)  # of the case: the other victim's row has it, too
    with inside(world) as viewer:
        asked = ask_destruction(viewer, ours, because="wish")
    with inside(world, "tess") as viewer:
        destroy(viewer, asked)
    with as_owner(ALIAS):
        text = "\n".join(stores.rows_as_text(ALIAS))
    found = [value for value in gone if bytes(value).hex() in text]
    theirs_row, their_box = row_of("client", theirs)
    kept = {bytes(theirs_row.name_token), *map(bytes, theirs_row.sound_tokens)}
    assert [value for value in found if bytes(value) not in kept] == []
    assert text.count(shared.hex()) == 1
    left = 0
    for name, column in ENCRYPTED:
        model = MODELS[name]
        field = {"client": "pk", "documentchunk": "document__client_id"}.get(name, "client_id")
        with as_owner(ALIAS):
            rows = list(model.objects.unscoped(reason="test").filter(**{field: ours}))
        for one in rows:
            value = bytes(getattr(one, column))
            left += bool(value)
            with pytest.raises(Unreadable):
                opener(name, column, ours, one)(their_box, value)
    assert left > 5
