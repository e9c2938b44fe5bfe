"""Keeps files of a victim: checked for what they are, encrypted chunk by chunk, never changed."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from uuid import UUID, uuid4

from django.conf import settings

from casemgmt.core.errors import RuleBroken
from casemgmt.policy.people import Viewer
from victims.confidential.chunks import close_chunks
from victims.confidential.database import in_transaction
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Document, DocumentChunk, Kind, Outcome
from victims.confidential.selectors.client import access_client

TABLE = Document._meta.db_table
FIELDS = ("name", "content_type", "content")
AT_ONCE = 64  # chunks in one statement: 4 MiB
# What a file begins with, and what it is then.
KINDS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/zip"),  # Word and Excel files are such
)
ENDINGS = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "application/zip": ("docx", "xlsx"),
    "text/plain": ("txt",),
}
TYPES = "PDF, PNG, JPEG, Word, Excel or plain text"


@dataclass(frozen=True)
class FileGiven:
    """A file as it was handed over."""

    name: str
    size: int
    parts: Iterable[bytes]


@in_transaction()
def keep_document(viewer: Viewer, client_id: object, *, given: FileGiven) -> UUID:
    """Encrypt and keep a file. Raises NotVisible, RuleBroken for an empty or large one, or a kind
    that is not kept."""
    client, box = access_client(viewer, client_id)
    _check_size(given)
    name = clean_name(given.name)
    parts = iter(given.parts)
    first = next(parts, b"")
    kind = kind_of(name, first)
    document_id, digest = uuid4(), hashlib.sha256()
    own = {"agency_id": client.agency_id, "created_by_id": viewer.user_id}
    plain = _hashed(first, parts, digest)
    values = close_chunks(box.key, document_id, plain, version=box.version)
    chunks = (
        DocumentChunk(document_id=document_id, number=number, value=value, **own)
        for number, value in enumerate(values)
    )
    count = 0
    while batch := list(islice(chunks, AT_ONCE)):  # the foreign key waits for the commit
        DocumentChunk.objects.bulk_create(batch)
        count += len(batch)
    texts = {"name": name, "content_type": kind, "digest": digest.hexdigest()}
    Document(
        id=document_id, client=client, size=given.size, chunks=count,
        author_id=viewer.user_id, author_name=viewer.name, **own,
        **{column: box.close(TABLE, column, document_id, text) for column, text in texts.items()},
    ).save(force_insert=True)  # fmt: skip
    mark = Mark(Kind.ADD, "document", document_id, client.pk, FIELDS, outcome=Outcome.DONE)
    record(viewer, [mark])
    return document_id


def clean_name(name: str) -> str:
    """Return a file's name without folders, control and direction signs."""
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(c for c in last if c.isprintable() and c not in "\u202a\u202b\u202d\u202e\u2066")
    return kept.strip(". ")[:120] or "file"


def kind_of(name: str, first: bytes) -> str:
    """Return what a file is by what it begins with; raises RuleBroken where that and its name
    differ, or for a kind that is not kept."""
    found = next((kind for start, kind in KINDS if first.startswith(start)), "")
    if not found and _is_text(first):
        found = "text/plain"
    ending = name.rpartition(".")[2].lower()
    if ending not in ENDINGS.get(found, ()):
        raise RuleBroken(f"This file cannot be kept. Give a {TYPES} file with its own ending.")
    return found


def _is_text(first: bytes) -> bool:
    try:
        text = first[:4096].decode("utf-8", errors="strict")
    except UnicodeDecodeError as error:
        if error.start < len(first[:4096]) - 4:  # not just a character that the cut divides
            return False
        text = first[: error.start].decode()
    return "\0" not in text


def _check_size(given: FileGiven) -> None:
    if not given.size:
        raise RuleBroken("This file is empty. Choose another one.")
    most = settings.ADVOCACY_FILE_MAX_BYTES
    if given.size > most:
        raise RuleBroken(f"This file is larger than {most // 2**20} MB. Make it smaller first.")


def _hashed(first: bytes, rest: Iterable[bytes], digest: "hashlib._Hash") -> Iterator[bytes]:
    for part in chain((first,), rest):
        digest.update(part)
        yield part
