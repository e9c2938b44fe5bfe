"""Heads kept outside the database: what a rollback or a stolen key cannot take back."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from audit.note import BadNote, Checkpoint, read


class NoAnchors(Exception):
    """The anchors cannot be read; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """One kept head."""

    line: int
    note: str
    says: Checkpoint


def write_anchor(note: str, path: Path) -> None:
    """Append the head to the file and wait until it is on the disk; raises OSError."""
    says = read(note)
    line = json.dumps(
        {"size": says.size, "root": says.root.hex(), "at": says.at.isoformat(), "note": note}
    )
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())


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


def _anchor(number: int, line: str) -> Anchor:
    try:
        note = json.loads(line)["note"]
        return Anchor(number, note, read(note))
    except (ValueError, KeyError, TypeError, BadNote) as error:
        raise NoAnchors(f"Line {number} of the anchors is no signed head.") from error
