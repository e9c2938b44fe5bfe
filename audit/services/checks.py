"""What verification finds, and the checks of one head, one leaf and one anchor."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from audit import canonical, note
from audit.models import Head
from audit.note import BadNote, PublicKey
from audit.services.anchor import Anchor

LATE = timedelta(seconds=300)
TOLD = 1000  # findings of one kind that are named one by one


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was sealed: what, where, and in words; never content."""

    code: str
    where: str
    words: str


@dataclass
class Report:
    """What one verification found and how much it looked at."""

    findings: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    events: int = 0
    heads: int = 0
    anchors: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether nothing was tampered with, as far as could be seen."""
        return not self.counts

    def add(self, code: str, where: str, words: str) -> None:
        """Name a finding; many of one kind are counted on."""
        self.counts[code] = self.counts.get(code, 0) + 1
        if self.counts[code] <= TOLD:
            self.findings.append(Finding(code, where, words))

    def warn(self, code: str, where: str, words: str) -> None:
        """Name what deserves a look and is no sign of tampering."""
        self.warnings.append(Finding(code, where, words))


def check_head(report: Report, head: Head, before: str, keys: Sequence[PublicKey]) -> None:
    """Check a head's signature, its columns against its note, and its chain."""
    where = f"head of {head.size}"
    if not any(key.signed(head.note) for key in keys if _readable(head.note)):
        report.add("HEAD-BAD-SIGNATURE", where, "No key that was given signed this head.")
        return
    says = note.read(head.note)
    columns = (head.size, bytes(head.root), head.at, head.complete, bytes(head.previous))
    if columns != (says.size, says.root, says.at, says.complete, says.previous):
        report.add("HEAD-ALTERED", where, "Its columns differ from what was signed.")
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


def check_anchor_key(report: Report, anchor: Anchor, keys: Sequence[PublicKey]) -> bool:
    """Return whether an anchor is ours; name it where it is not."""
    if any(key.signed(anchor.note) for key in keys):
        return True
    report.add(
        "ANCHOR-BAD-SIGNATURE",
        f"anchor line {anchor.line}",
        "No key that was given signed this anchor.",
    )
    return False


def _readable(text: str) -> bool:
    try:
        note.read(text)
    except BadNote:
        return False
    return True


def _stamp(moment: Any) -> str:
    return moment.astimezone(UTC).isoformat(sep=" ", timespec="seconds")
