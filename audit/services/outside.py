"""Checks what was kept outside: anchors with their stamps and co-signatures, and the journal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography import x509
from django.db import connection

from audit import canonical
from audit.cosign import WitnessKey
from audit.services.anchor import STAMP, WITNESS, Anchor
from audit.services.chain import KeyChain
from audit.services.checks import LATE
from audit.services.journal import Line
from audit.services.report import Report
from audit.services.stamp import BadStamp, stamped_at


@dataclass(frozen=True, slots=True)
class Outside:
    """What the verifier brings along beside the keys."""

    anchors: Sequence[Anchor] = ()
    journal: Iterable[list[Line]] = ()
    roots: Sequence[x509.Certificate] = ()  # of the authorities that stamp
    witnesses: Sequence[WitnessKey] = ()


def check_anchor(report: Report, anchor: Anchor, keys: KeyChain, outside: Outside) -> bool:
    """Return whether an anchor is a head of ours; name what is wrong with it."""
    if not keys.signed(anchor.note):
        report.add(
            "ANCHOR-BAD-SIGNATURE", anchor.where, "No key that was given signed this anchor."
        )
        return False
    if anchor.kind == STAMP:
        _check_stamp(report, anchor, outside)
    if anchor.kind == WITNESS:
        _check_cosignature(report, anchor, outside)
    return True


def _check_stamp(report: Report, anchor: Anchor, outside: Outside) -> None:
    if not outside.roots:
        words = "Give the authority's root certificate with --tsa-root to have it checked."
        report.warn("STAMP-UNCHECKED", anchor.where, words)
        return
    try:
        moment = stamped_at(anchor.body, anchor.note, outside.roots)
    except BadStamp as fault:
        report.add("STAMP-BAD", anchor.where, f"The time stamp does not hold: {fault}")
        return
    report.stamps += 1
    if anchor.says.at > moment + LATE:
        report.add("STAMP-EARLY", anchor.where, "The head says a later time than its time stamp.")


def _check_cosignature(report: Report, anchor: Anchor, outside: Outside) -> None:
    if not outside.witnesses:
        words = "Give the witness's key with --witness-key to have it checked."
        report.warn("WITNESS-UNCHECKED", anchor.where, words)
    elif any(key.cosigned_at(anchor.note) for key in outside.witnesses):
        report.cosignatures += 1
    else:
        report.add("WITNESS-BAD", anchor.where, "No witness that was given co-signed this head.")


def check_journal(report: Report, journal: Iterable[list[Line]]) -> None:
    """Name events that the journal has and the database has not, or not like that."""
    lowest, highest = None, 0
    for lines in journal:
        rows = _events([line.event_id for line in lines])
        for line in lines:
            report.lines += 1
            _check_line(report, line, rows.get(line.event_id))
            lowest = min(lowest or line.event_id, line.event_id)
            highest = max(highest, line.event_id)
    if lowest is not None:
        _count_between(report, lowest, highest)


def _events(ids: list[int]) -> dict[int, tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {canonical.SELECT} FROM audit_event e WHERE e.id = ANY (%s)",  # noqa: S608
            [ids],
        )
        return {row[0]: row for row in cursor.fetchall()}


def _check_line(report: Report, line: Line, row: tuple | None) -> None:
    where = f"event {line.event_id}"
    if row is None:
        report.add("JOURNAL-MISSING", where, "It was committed, and it is not there any more.")
    elif canonical.hash_of(row).hex() != line.digest:
        report.add("JOURNAL-DIFFERS", where, "It is not what was committed.")


def _count_between(report: Report, lowest: int, highest: int) -> None:
    """Warn of events without a line: written by another hand, or while the journal was away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit_event WHERE id BETWEEN %s AND %s", [lowest, highest]
        )
        held = cursor.fetchone()[0]
    missing = report.counts.get("JOURNAL-MISSING", 0)
    if (more := held - (report.lines - missing)) > 0:
        words = f"{more} of them have no line: the journal was away, or another hand wrote them."
        report.warn("JOURNAL-GAPS", f"events {lowest} to {highest}", words)
