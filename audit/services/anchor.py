"""Heads kept outside the database: what a rollback or a stolen key cannot take back.

A line of the file is a signed head; some have a time stamp or a co-signature with them.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from pathlib import Path

from audit.models import StoredAnchor
from audit.note import BadNote, Checkpoint, read
from audit.services.sink import FileSink

HEAD, STAMP, WITNESS = "head", "stamp", "witness"


class NoAnchors(Exception):
    """The anchors cannot be read; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """One kept head; a stamp's token is its body, a co-signature stands in the note."""

    line: int
    note: str
    says: Checkpoint
    kind: str = HEAD
    body: bytes = b""

    @property
    def where(self) -> str:
        """Return where it is kept, for a finding."""
        place = f"anchor line {self.line}" if self.line else f"stored {self.kind}"
        return f"{place} (size {self.says.size})"


def write_anchor(note: str, path: Path, *, kind: str = HEAD, body: bytes = b"") -> None:
    """Append the head to the file and wait until it is on the disk; raises OSError."""
    says = read(note)
    line = {"size": says.size, "root": says.root.hex(), "at": says.at.isoformat(), "note": note}
    if kind != HEAD:
        line |= {"kind": kind}
    if body:
        line |= {"token": base64.b64encode(body).decode()}
    FileSink(path, lasting=True).send([json.dumps(line).encode()])


def read_anchors(path: Path) -> list[Anchor]:
    """Return a file's anchors by size; raises NoAnchors where it is missing, empty or broken."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise NoAnchors(f"The anchors in {path} cannot be read.") from error
    anchors = [_anchor(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not anchors:
        raise NoAnchors(
            f"{path} holds no anchor. Take the file that the sealer writes to another machine."
        )
    return sorted(anchors, key=lambda anchor: anchor.says.size)


def stored_anchors() -> list[Anchor]:
    """Return what others stamped or co-signed and the database still holds, by size."""
    found = []
    for row in StoredAnchor.objects.order_by("size", "id"):
        try:
            found.append(Anchor(0, row.note, read(row.note), row.kind, bytes(row.body)))
        except BadNote:
            continue  # of an altered row nothing is left to compare
    return found


def _anchor(number: int, line: str) -> Anchor:
    try:
        kept = json.loads(line)
        note, token = kept["note"], base64.b64decode(kept.get("token", ""), validate=True)
        return Anchor(number, note, read(note), kept.get("kind", HEAD), token)
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error, BadNote) as error:
        raise NoAnchors(f"Line {number} of the anchors is no signed head.") from error
