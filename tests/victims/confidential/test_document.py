"""Files of a victim: kept as what they are, in chunks that open whole and in order, or not at
all."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casemgmt.core.errors import NotVisible, RuleBroken
from tests.build import make_agency, make_user
from tests.plugins.roles import as_owner
from tests.victims.conftest import inside
from victims.confidential.chunks import SIZE, close_chunks, open_chunks
from victims.confidential.envelope import Unreadable
from victims.confidential.models import AdvocacyEvent, Document, DocumentChunk
from victims.confidential.router import ALIAS
from victims.confidential.selectors.document import list_documents, open_document
from victims.confidential.services.document import FileGiven, clean_name, keep_document, kind_of

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])

KEY, HERE = bytes(range(32)), "d1"
PDF = b"%PDF-1.7 MARK-file " + bytes(3 * SIZE)


def closed(content):
    return list(close_chunks(KEY, HERE, [content], version=1))


def opened(values, count=None):
    count = len(values) if count is None else count
    return b"".join(open_chunks(KEY, HERE, values, count=count, version=1))


def given_file(content=PDF, name="letter.pdf", size=None):
    parts = [content[i : i + 50000] for i in range(0, len(content), 50000)]
    return FileGiven(name, len(content) if size is None else size, parts)


@pytest.mark.parametrize("size", [0, 1, SIZE - 1, SIZE, SIZE + 1, 2 * SIZE, 5 * SIZE + 7])
def test_a_file_of_any_size_comes_back_as_it_was(size):
    content = os.urandom(size)
    values = closed(content)
    assert opened(values) == content
    assert len(values) == max(1, -(-size // SIZE))


@given(st.lists(st.binary(max_size=300_000), max_size=4))
@settings(max_examples=20, deadline=None)
def test_however_it_arrives(parts):
    values = list(close_chunks(KEY, HERE, parts, version=1))
    assert opened(values) == b"".join(parts)


@pytest.mark.parametrize(
    "broken",
    [
        lambda v: v[:-1],  # cut at a chunk's border
        lambda v: [v[1], v[0], *v[2:]],
        lambda v: [*v[:-1], v[-1][:-1]],
        lambda v: [v[0], v[0], *v[2:]],
        lambda v: [*v, v[-1]],
        lambda v: [v[0][:40] + bytes([v[0][40] ^ 1]) + v[0][41:], *v[1:]],
    ],
)
def test_a_file_that_was_cut_swapped_or_altered_does_not_open(broken):
    values = broken(closed(os.urandom(3 * SIZE + 5)))
    for count in (len(values), 4):
        with pytest.raises(Unreadable):
            opened(values, count)


def test_a_file_opens_for_its_organization_and_each_opening_is_on_its_ledger(world, add_victim):
    client_id = add_victim()
    with inside(world) as viewer:
        document_id = keep_document(viewer, client_id, given=given_file())
        shown, parts = open_document(viewer, client_id, document_id)
        assert b"".join(parts) == PDF
        assert (shown.name, shown.content_type, shown.size) == (
            "letter.pdf",
            "application/pdf",
            len(PDF),
        )
        assert [row.name for row in list_documents(viewer, client_id)] == ["letter.pdf"]
        kinds = list(
            AdvocacyEvent.objects.unscoped(reason="test")
            .filter(subject_kind="document")
            .order_by("id")
            .values_list("kind", flat=True)
        )
        assert kinds == ["add", "view", "list"]
    with as_owner(ALIAS):
        stored = b"".join(
            bytes(row.value) for row in DocumentChunk.objects.unscoped(reason="test")
        ) + bytes(Document.objects.unscoped(reason="test").get().name)
        assert b"MARK-file" not in stored
        assert b"letter" not in stored


def test_another_organization_and_another_victim_find_no_file(world, add_victim):
    client_id, other_id = add_victim("Dana Whitlow"), add_victim("Abel Young")
    with inside(world) as viewer:
        document_id = keep_document(viewer, client_id, given=given_file())
        with pytest.raises(NotVisible):
            open_document(viewer, other_id, document_id)
    shore = make_agency("Shore Advocacy", "victim_service")
    world.people["iris"] = make_user("iris", shore, "community_advocacy")
    with inside(world, "iris") as viewer, pytest.raises(NotVisible):
        open_document(viewer, client_id, document_id)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("letter.pdf", b"", "empty"),
        ("letter.pdf", b"MZ program", "cannot be kept"),
        ("letter.exe", b"%PDF-1.7", "cannot be kept"),
        ("page.html", b"<html>", "cannot be kept"),
        ("picture.svg", b"<svg/>", "cannot be kept"),
        ("letter.txt", b"\x00\x01", "cannot be kept"),
    ],
)
def test_what_is_no_such_file_is_refused_and_told(world, add_victim, name, content, said):
    client_id = add_victim()
    with inside(world) as viewer:
        with pytest.raises(RuleBroken, match=said):
            keep_document(viewer, client_id, given=given_file(content, name))
        assert list_documents(viewer, client_id) == []


def test_a_large_file_is_refused_before_it_is_read(world, add_victim, settings):
    settings.ADVOCACY_FILE_MAX_BYTES = 2**20
    client_id = add_victim()

    def never():
        raise AssertionError("it was read")
        yield b""

    with inside(world) as viewer, pytest.raises(RuleBroken, match="larger than 1 MB"):
        keep_document(viewer, client_id, given=FileGiven("letter.pdf", 2**20 + 1, never()))


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\a.pdf", "a.pdf"),
        ("evil\u202efdp.exe", "evilfdp.exe"),
        ("a\nb.pdf", "ab.pdf"),
        ("...", "file"),
        ("x" * 300, "x" * 120),
    ],
)
def test_a_name_brings_no_folders_and_no_signs(name, clean):
    assert clean_name(name) == clean


def test_text_is_text_even_where_a_part_ends_inside_a_letter():
    assert kind_of("note.txt", b"a" * 4095 + "ñ".encode()) == "text/plain"
