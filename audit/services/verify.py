"""Verifies the whole ledger from its rows: leaves, roots, signatures, keys, anchors, journal."""

import heapq
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from audit import canonical, merkle
from audit.models import Head
from audit.note import PublicKey
from audit.services.anchor import Anchor, stored_anchors
from audit.services.chain import KeyChain, stored_rotations
from audit.services.checks import LATE, check_head, check_leaf
from audit.services.outside import Outside, check_anchor, check_journal
from audit.services.report import Report
from audit.services.row_seal import check_rows
from audit.services.seal import TILE

CHUNK = 5000
NAMED = 100_000  # events without a leaf that are looked at one by one
SEE_ALL = ("sealer", "app_owner", "backup_ro", "advocacy_sealer", "advocacy_owner")


class CannotVerify(Exception):
    """What was asked cannot be answered; the message says why."""


@dataclass(frozen=True, slots=True)
class _Stop:
    """A size at which the tree must have a root: a head's or an anchor's."""

    size: int
    root: bytes
    head: Head | None = None
    anchor: Anchor | None = None


class _Walk:
    """The tree as it grows again, leaf by leaf, past the stops."""

    def __init__(self, report: Report, stops: Iterable[_Stop]) -> None:
        self.report, self.stops = report, iter(stops)
        self.edge = merkle.Frontier()
        self.complete: datetime | None = None  # of the last head that was passed
        self.stop = next(self.stops, None)
        self.signed = 0

    def add(self, hashed: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf and compare the root wherever there is one."""
        completed = self.edge.append(hashed)
        while self.stop and self.stop.size <= self.edge.size:
            self._compare(self.stop)
            self.stop = next(self.stops, None)
        return completed

    def _compare(self, stop: _Stop) -> None:
        matches = stop.root == self.edge.root()
        if stop.anchor:
            if not matches:
                words = "The tree had another root when this head was kept outside."
                self.report.add("ANCHOR-MISMATCH", stop.anchor.where, words)
            return
        if stop.head is None:
            return
        where = f"head of {stop.size}"
        if not matches:
            self.report.add(
                "ROOT-MISMATCH", where, "The leaves do not lead to the root that was signed."
            )
        elif bytes(stop.head.peaks) != b"".join(self.edge.peaks):
            self.report.add("HEAD-ALTERED", where, "Its peaks are not those of the tree.")
        self.complete, self.signed = stop.head.complete, stop.size

    def finish(self) -> None:
        """Name the stops beyond the last leaf, and leaves beyond the last head."""
        while self.stop:
            size, have = self.stop.size, self.edge.size
            if self.stop.anchor:
                words = f"This head was kept outside, and there are only {have} leaves: a rollback."
                self.report.add("ANCHOR-ROLLBACK", self.stop.anchor.where, words)
            else:
                self.signed = size
                self.report.add("TREE-SHORTER", f"head of {size}", f"There are only {have} leaves.")
            self.stop = next(self.stops, None)
        if self.edge.size > self.signed:
            words = f"There are {self.edge.size} leaves and signed heads only up to {self.signed}."
            self.report.add("LEAF-UNSIGNED", f"leaf {self.signed}", words)


def verify_ledger(keys: Sequence[PublicKey], outside: Outside | None = None) -> Report:
    """Return what is not as it was sealed; raises CannotVerify for a role with half sight."""
    outside = outside or Outside()
    journal = iter(outside.journal)
    first = next(journal, [])  # what the file holds is settled before the look at the database
    report = Report(anchors=len(outside.anchors))
    with transaction.atomic():
        _hold_still()
        _refuse_half_sight()
        chain = KeyChain(keys, stored_rotations())
        kept = heapq.merge(outside.anchors, stored_anchors(), key=lambda anchor: anchor.says.size)
        ours = (
            _Stop(anchor.says.size, anchor.says.root, anchor=anchor)
            for anchor in kept
            if check_anchor(report, anchor, chain, outside)
        )
        walk = _Walk(report, heapq.merge(_heads(report, chain), ours, key=lambda stop: stop.size))
        for leaves in _leaves():
            _check_chunk(report, walk, leaves)
        walk.finish()
        _check_unsealed(report, walk.complete)
        check_rows(report)
        check_journal(report, itertools.chain([first], journal))
    return report


def _hold_still() -> None:
    """Look at one moment of the database, whatever is written meanwhile."""
    if len(connection.atomic_blocks) == 1:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _refuse_half_sight() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolname = ANY (%s) FROM pg_roles "
            "WHERE rolname = current_user",
            [list(SEE_ALL)],
        )
        role, sees_all = cursor.fetchone()
    if not sees_all:
        raise CannotVerify(
            f"The role {role} does not read every event. Verify as {' or '.join(SEE_ALL)}."
        )


def _heads(report: Report, keys: KeyChain) -> Iterator[_Stop]:
    before, size = "", 0
    while heads := list(Head.objects.filter(size__gt=size).order_by("size")[:CHUNK]):
        for head in heads:
            report.heads += 1
            check_head(report, head, before, keys)
            before, size = head.note, head.size
            yield _Stop(head.size, bytes(head.root), head=head)


def _leaves() -> Iterator[list[tuple]]:
    """Yield leaves in order with their events: (index, event, moment, hash, *columns)."""
    last = -1
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT l.index, l.event_id, l.event_at, l.hash, {canonical.SELECT} "  # noqa: S608
                "FROM (SELECT * FROM audit_leaf WHERE index > %s ORDER BY index LIMIT %s) l "
                "LEFT JOIN audit_event e ON e.id = l.event_id AND e.at = l.event_at "
                "ORDER BY l.index",
                [last, CHUNK],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _check_chunk(report: Report, walk: _Walk, rows: list[tuple]) -> None:
    nodes: dict[tuple[int, int], bytes] = {}
    for row in rows:
        leaf, event = row[:4], row[4:]
        if leaf[0] != walk.edge.size and "LEAF-GAP" not in report.counts:
            report.add(
                "LEAF-GAP",
                f"leaf {walk.edge.size}",
                f"The next leaf there is has the number {leaf[0]}.",
            )
        if event[0] is None:
            event = _elsewhere(leaf[1]) or event
        check_leaf(report, leaf, event, walk.complete)
        report.events += 1
        nodes |= {
            (level, n): value for level, n, value in walk.add(bytes(leaf[3])) if level % TILE == 0
        }
    _check_nodes(report, nodes)


def _elsewhere(event_id: int) -> tuple | None:
    """Return the event of a leaf whose moment fits no event: its moment may have been changed."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {canonical.SELECT} FROM audit_event e WHERE e.id = %s", [event_id])  # noqa: S608
        return cursor.fetchone()


def _check_nodes(report: Report, nodes: dict[tuple[int, int], bytes]) -> None:
    if not nodes or report.counts.keys() & {"LEAF-GAP", "ROOT-MISMATCH"}:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.level, n.number, n.hash "
            "FROM unnest(%s::int[], %s::bigint[]) AS k(level, number) "
            "JOIN audit_node n USING (level, number)",
            [[level for level, _ in nodes], [number for _, number in nodes]],
        )
        stored = {(level, number): bytes(value) for level, number, value in cursor.fetchall()}
    for (level, number), value in nodes.items():
        if stored.get((level, number)) != value:
            report.add(
                "NODE-ALTERED",
                f"subtree {level}/{number}",
                "The stored subtree is not that of its leaves.",
            )


def _check_unsealed(report: Report, complete: datetime | None) -> None:
    """Name old events without a leaf, and warn of newer ones that wait for the sealer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, e.at, clock_timestamp() FROM audit_event e WHERE NOT EXISTS "
            "(SELECT 1 FROM audit_leaf l WHERE l.event_id = e.id AND l.event_at = e.at) "
            "ORDER BY e.at, e.id LIMIT %s",
            [NAMED],
        )
        waiting = []
        for event_id, moment, now in cursor:
            if moment < (complete or now) - LATE:
                words = "It should be sealed: its leaf was taken, it was put in, or nothing sealed."
                report.add("UNSEALED-OLD", f"event {event_id}", words)
            elif moment < now - LATE:
                waiting.append(event_id)
    if waiting:
        words = f"{len(waiting)} events wait longer than five minutes. See that the sealer runs."
        report.warn("SEALING-STOPPED", f"events {waiting[0]} to {waiting[-1]}", words)
