"""The checks of one head, one leaf and one anchor."""

from datetime import UTC, datetime, timedelta
from typing import Any

from audit import canonical, note
from audit.models import Head
from audit.note import BadNote
from audit.services.chain import KeyChain
from audit.services.report import Report

LATE = timedelta(seconds=300)


def check_head(report: Report, head: Head, before: str, keys: KeyChain) -> None:
    """Check a head's signature, its columns against its note, and its chain."""
    where = f"head of {head.size}"
    try:
        says = note.read(head.note)
    except BadNote:
        report.add("HEAD-BAD-SIGNATURE", where, "Its note cannot be read.")
        return
    if not keys.check(report, where, head.note, says):
        return
    columns = (head.size, bytes(head.root), head.at, head.complete, bytes(head.previous))
    if columns != (says.size, says.root, says.at, says.complete, says.previous):
        report.add("HEAD-ALTERED", where, "Its columns differ from what was signed.")
    elif keys.current and head.key_id != keys.current.id:
        report.add("HEAD-ALTERED", where, "It names another key than the one that signed it.")
    if says.previous != (note.hash_of(before) if before else note.FIRST):
        report.add("HEAD-CHAIN", where, "It does not follow the head before it.")


def check_leaf(report: Report, leaf: tuple, row: tuple | None, complete: datetime | None) -> None:
    """Check a leaf (index, event, moment, hash) against its event and the head before."""
    index, event_id, moment, kept = leaf
    where = f"event {event_id} (leaf {index})"
    if row is None or row[0] is None:
        report.add(
            "EVENT-MISSING", where, f"The event sealed as recorded at {_stamp(moment)} is gone."
        )
        return
    record = canonical.as_record(row)
    if canonical.hash_of(row) != bytes(kept):
        report.add("EVENT-ALTERED", where, "The event is not what was sealed.")
    elif datetime.fromisoformat(record["at"]) != moment:
        report.add("LEAF-ALTERED", where, "The leaf's moment is not its event's.")
    if complete is not None and moment < complete - LATE:
        words = f"It says {_stamp(moment)}; all up to {_stamp(complete)} was sealed before it came."
        report.add("BACKDATED", where, words)


def _stamp(moment: Any) -> str:
    return moment.astimezone(UTC).isoformat(sep=" ", timespec="seconds")
