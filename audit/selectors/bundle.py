"""Reads what a bundle holds: events as they were sealed, their proofs, heads, and who vouched."""

import base64
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from audit import canonical, merkle
from audit.models import Head, Key, Leaf, StoredAnchor
from audit.note import read
from audit.selectors.tree import StoredNodes

FORMAT = "ledger-bundle-v1"


def rows_of(ids: Iterable[int]) -> list[tuple]:
    """Return the events that the reader may read, as they are sealed, by id."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {canonical.SELECT} FROM audit_event e WHERE e.id = ANY (%s) ORDER BY e.id",  # noqa: S608
            [sorted(set(ids))],
        )
        return cursor.fetchall()


def manifest_of(rows: Sequence[tuple]) -> str:
    """Return the digest over all events of a bundle: none can be left out or put in."""
    lines = "".join(f"{row[0]} {canonical.hash_of(row).hex()}\n" for row in rows)
    return merkle.leaf_hash(lines.encode()).hex()


def is_sealed(event_id: int) -> bool:
    """Return whether a signed head covers the event."""
    leaf = Leaf.objects.filter(event_id=event_id).first()
    return leaf is not None and Head.objects.filter(size__gt=leaf.index).exists()


def content_of(asked: dict[str, Any], ids: Sequence[int], heads: Iterable[int] = ()) -> dict:
    """Return a bundle's content: events with proofs against the newest head, and the chain to it.

    `heads` are sizes of further heads that somebody kept and wants to compare.
    """
    newest = Head.objects.order_by("-size").first()
    if newest is None:
        raise LookupError("There is no signed head yet.")
    nodes = StoredNodes()
    kept = list(_anchors(newest.size))
    notes = _heads(newest, {*heads, *(anchor.size for anchor in kept)})
    sizes = sorted(notes)
    return {
        "format": FORMAT,
        "ledger": read(newest.note).origin,
        "asked": asked,
        "keys": [key.line for key in Key.objects.order_by("since")],
        "heads": [notes[size] for size in sizes],
        "consistency": [
            _hex(merkle.consistency_proof(old, new, nodes))
            for old, new in zip(sizes, sizes[1:], strict=False)
        ],
        "events": _events(ids, newest.size, nodes),
        "anchors": [
            {
                "kind": anchor.kind, "size": anchor.size, "by": anchor.by, "note": anchor.note,
                "token": base64.b64encode(bytes(anchor.body)).decode(),
            }
            for anchor in kept
        ],
    }  # fmt: skip


def _events(ids: Sequence[int], size: int, nodes: StoredNodes) -> list[dict]:
    leaves = dict(Leaf.objects.filter(event_id__in=ids).values_list("event_id", "index"))
    return [
        {
            "record": canonical.as_record(row), "index": leaves[row[0]],
            "path": _hex(merkle.inclusion_proof(leaves[row[0]], size, nodes)),
        }
        for row in rows_of(ids)
    ]  # fmt: skip


def _heads(newest: Head, wanted: set[int]) -> dict[int, str]:
    """Return notes by size: the first of each key, those wanted, and the newest."""
    found = {newest.size: newest.note}
    for head in Head.objects.filter(size__in=wanted):
        found[head.size] = head.note
    for key in Key.objects.all():
        first = Head.objects.filter(key_id=key.pk).order_by("size").first()
        if first:
            found[first.size] = first.note
    return found


def _anchors(size: int) -> list[StoredAnchor]:
    """Return the newest of each that vouches."""
    found = StoredAnchor.objects.filter(size__lte=size)
    return list(found.order_by("kind", "by", "-size").distinct("kind", "by"))


def _hex(proof: Iterable[bytes]) -> list[str]:
    return [node.hex() for node in proof]
