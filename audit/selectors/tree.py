"""Reads the sealed tree: where an event stands in it, and the proof that it does."""

from dataclasses import dataclass

from django.db import connection

from audit import canonical, merkle
from audit.models import Head, Key, Leaf, Node
from casemgmt.policy.people import Viewer

TILE = 8
WIDTH = 1 << TILE


@dataclass(frozen=True, slots=True)
class Seal:
    """The head that covers an event."""

    index: int
    size: int
    at: object
    head: str
    key: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything that an outsider needs to check one event against a signed head."""

    record: dict[str, object]
    index: int
    size: int
    path: list[bytes]
    note: str
    key: str


def seal_of(viewer: Viewer, event_id: int) -> Seal | None:
    """Return the first head that covers the event; None while it waits for its seal."""
    leaf = Leaf.objects.filter(event_id=event_id).first()
    head = leaf and Head.objects.filter(size__gt=leaf.index).order_by("size").first()
    if not leaf or not head:
        return None
    return Seal(leaf.index, head.size, head.at, head.note, _key_line(head))


def proof_of(viewer: Viewer, event_id: int) -> Proof | None:
    """Return the event with its proof against the newest head; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {canonical.SELECT} FROM audit_event e WHERE e.id = %s", [event_id])  # noqa: S608
        row = cursor.fetchone()
    leaf = Leaf.objects.filter(event_id=event_id).first()
    head = Head.objects.order_by("-size").first()
    if row is None or leaf is None or head is None or leaf.index >= head.size:
        return None
    path = merkle.inclusion_proof(leaf.index, head.size, StoredNodes())
    return Proof(canonical.as_record(row), leaf.index, head.size, path, head.note, _key_line(head))


def last_head(viewer: Viewer) -> Head | None:
    """Return the newest head."""
    return Head.objects.order_by("-size").first()


class StoredNodes:
    """Subtrees from what is stored: leaves and every eighth level above, 256 at a time."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[int, int], dict[int, bytes]] = {}

    def __call__(self, level: int, number: int) -> bytes:
        """Return the root of a perfect subtree; raises KeyError where the tree has a gap."""
        if level % TILE == 0:
            return self._tile(level, number // WIDTH)[number]
        return merkle.node_hash(self(level - 1, 2 * number), self(level - 1, 2 * number + 1))

    def _tile(self, level: int, tile: int) -> dict[int, bytes]:
        if (level, tile) not in self._tiles:
            first, end = tile * WIDTH, (tile + 1) * WIDTH
            self._tiles[level, tile] = dict(_hashes(level, first, end))
        return self._tiles[level, tile]


def _hashes(level: int, first: int, end: int) -> list[tuple[int, bytes]]:
    if level == 0:
        leaves = Leaf.objects.filter(index__gte=first, index__lt=end)
        return [(index, bytes(value)) for index, value in leaves.values_list("index", "hash")]
    nodes = Node.objects.filter(level=level, number__gte=first, number__lt=end)
    return [(number, bytes(value)) for number, value in nodes.values_list("number", "hash")]


def _key_line(head: Head) -> str:
    return Key.objects.filter(pk=head.key_id).values_list("line", flat=True).first() or ""
