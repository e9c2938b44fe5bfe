"""Seals the ledger: each new event gets its leaf, and a signed head over the whole tree is kept.

Nothing is lost to a late commit: an event that is not sealed belongs to a transaction that was open
when the last head was made, or to a later one. So the search begins at that head's horizon and
leaves out what has a leaf already.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from audit import merkle
from audit.models import Head, Key, Leaf
from audit.note import FIRST, Checkpoint, SealKey, hash_of
from audit.services.anchor import write_anchor

LOCK = 7_305_448_210  # any number: one sealer at a time in a database
BATCH = 20_000
TILE = 8  # levels between the subtrees that are kept
MONTHS_AHEAD = 3
LAST_XID = 2**64 - 1
_TAKE = """
INSERT INTO audit_leaf (index, event_id, event_at, hash)
SELECT %s - 1 + row_number() OVER (ORDER BY e.xid, e.id), e.id, e.at, audit_leaf_hash(e)
FROM audit_event e WHERE e.xid >= %s::text::xid8 AND e.xid < %s::text::xid8
  AND NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.event_id = e.id)
ORDER BY e.xid, e.id LIMIT %s
RETURNING index, hash
"""

logger = logging.getLogger(__name__)


class SealBroken(Exception):
    """The stored tree does not fit its last head: to seal on would hide who changed it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of key at the next head: `old` signs beside the new key; None where it is lost."""

    old: SealKey | None


@dataclass(frozen=True, slots=True)
class Step:
    """What one step did: `more` says that the batch was full."""

    sealed: int
    size: int
    more: bool


@dataclass(frozen=True, slots=True)
class _Moment:
    now: datetime
    oldest_open: int  # below it, every transaction has ended
    next_new: int
    cluster: str


@transaction.atomic
def seal_now(
    key: SealKey, *, limit: int = BATCH, sweep: bool = False, change: Change | None = None
) -> Step:
    """Seal what is committed and not sealed yet; raises SealBroken where the tree was changed.

    `sweep` looks at every event, not only at those since the last head. With `change`, this head
    changes the key to `key`; without it, only the key of the last head goes on.
    """
    moment = _begin()
    last = Head.objects.order_by("-size").first()
    edge = _edge(last, key, change)
    everything = sweep or _counts_anew(last, moment)
    leaves = _take(edge.size, last, moment, limit, everything=everything)
    if not leaves:
        return Step(0, edge.size, more=False)
    more = len(leaves) == limit
    _keep_key(key)
    _grow(edge, leaves)
    says = Checkpoint(
        origin=key.name, size=edge.size, root=edge.root(), at=moment.now,
        complete=_complete(last, moment, more=more),
        previous=hash_of(last.note) if last else FIRST,
        rotation=(change.old.public, key.public) if change and change.old else None,
    )  # fmt: skip
    note = key.sign(says, also=change.old if change else None)
    horizon = min(moment.oldest_open, _last_xid(edge.size)) if more else moment.oldest_open
    # Left empty, so that the next step goes on with everything.
    cluster = "" if more and everything else moment.cluster
    _write_head(says, note, key, edge, horizon, cluster)
    transaction.on_commit(lambda: _anchor(note))
    return Step(len(leaves), edge.size, more=more)


def make_months() -> None:
    """Make the partitions of this month and the next ones, so that no event waits for one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_month((now() + make_interval(months => n))::date) "
            "FROM generate_series(0, %s) AS n",
            [MONTHS_AHEAD],
        )


def _begin() -> _Moment:
    """Wait for the turn, then read the clock before anything else is read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(
            "SELECT clock_timestamp(), pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text, "
            "coalesce(pg_current_xact_id_if_assigned()::text, '0'), c.system_identifier::text "
            "FROM pg_current_snapshot() AS s, pg_control_system() AS c"
        )
        now, oldest_open, next_new, own, cluster = cursor.fetchone()
    return _Moment(now, int(oldest_open), max(int(next_new), int(own) + 1), cluster)


def _edge(last: Head | None, key: SealKey, change: Change | None) -> merkle.Frontier:
    newest = Leaf.objects.order_by("-index").values_list("index", flat=True).first()
    held = 0 if newest is None else newest + 1
    if held != (last.size if last else 0):
        raise SealBroken(
            f"There are {held} leaves and the last head counts {last.size if last else 0}."
        )
    if last is None:
        return merkle.Frontier()
    try:
        edge = merkle.Frontier(last.size, merkle.split_peaks(bytes(last.peaks)))
    except ValueError as error:
        raise SealBroken(f"The last head does not hold together: {error}.") from error
    if edge.root() != bytes(last.root):
        raise SealBroken(f"The peaks of the head of {last.size} do not lead to its root.")
    _refuse_strange_key(last, key, change)
    return edge


def _refuse_strange_key(last: Head, key: SealKey, change: Change | None) -> None:
    """A key follows another only where the other signs it in, or is said to be lost."""
    before = change.old if change else key
    if before is None:
        if Key.objects.filter(pk=key.public.id).exists():
            raise SealBroken(f"The key {key.public.id} has signed before: take a new one.")
        return
    if last.key_id != before.public.id:
        raise SealBroken(
            f"The last head was signed by the key {last.key_id}, and ours is {before.public.id}. "
            "Put that key's file back, or change keys with `manage.py ledger rotate-key`."
        )
    if not before.public.signed(last.note):
        raise SealBroken(f"The head of {last.size} does not bear our signature.")


def _counts_anew(last: Head | None, moment: _Moment) -> bool:
    """Return whether transactions are counted anew, as in a database loaded from a dump."""
    return last is not None and (
        last.cluster != moment.cluster or int(last.horizon) > moment.next_new
    )


def _take(
    first: int, last: Head | None, moment: _Moment, limit: int, *, everything: bool
) -> list[bytes]:
    """Give the next leaves to events that have none, and return their hashes in order.

    The database computes them; verification computes them again in Python.
    """
    floor = 0 if everything or last is None else int(last.horizon)
    ceiling = LAST_XID if everything or last is None else moment.next_new
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [first, str(floor), str(ceiling), limit])
        return [bytes(value) for _, value in sorted(cursor.fetchall())]


def _complete(last: Head | None, moment: _Moment, *, more: bool) -> datetime:
    """Return the moment up to which all is in the tree; a full batch does not move it."""
    if not more:
        return moment.now
    if last:
        return last.complete
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(event_at) FROM audit_leaf")
        return cursor.fetchone()[0]


def _last_xid(size: int) -> int:
    """Return the transaction of the event of the last leaf."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.xid::text FROM audit_leaf l "
            "JOIN audit_event e ON e.id = l.event_id AND e.at = l.event_at WHERE l.index = %s",
            [size - 1],
        )
        return int(cursor.fetchone()[0])


def _grow(edge: merkle.Frontier, leaves: list[bytes]) -> None:
    nodes = [node for leaf in leaves for node in edge.append(leaf) if node[0] % TILE == 0]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_node (level, number, hash) SELECT level, number, "
            "decode(hash, 'hex') FROM unnest(%s::int[], %s::bigint[], %s::text[]) "
            "AS n(level, number, hash)",
            [[n[0] for n in nodes], [n[1] for n in nodes], [n[2].hex() for n in nodes]],
        )


def _keep_key(key: SealKey) -> None:
    if not Key.objects.filter(pk=key.public.id).exists():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO audit_key (id, line) VALUES (%s, %s)",
                [key.public.id, key.public.line()],
            )


def _write_head(  # noqa: PLR0913  # one row's columns
    says: Checkpoint, note: str, key: SealKey, edge: merkle.Frontier, horizon: int, cluster: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_head "
            "(size, root, at, complete, previous, key_id, note, peaks, horizon, cluster) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s::text::xid8, %s)",
            [says.size, says.root, says.at, says.complete, says.previous, key.public.id, note,
             b"".join(edge.peaks), str(horizon), cluster],
        )  # fmt: skip


def _anchor(note: str) -> None:
    """Keep the head outside; the next one covers a head that could not be written."""
    if not settings.LEDGER_ANCHOR_FILE:
        return
    try:
        write_anchor(note, Path(settings.LEDGER_ANCHOR_FILE))
    except OSError as error:
        logger.error("The head could not be kept outside: %s", error.strerror)
