"""The Merkle tree of RFC 9162 section 2.1: hashes, growing edge, proofs. No database in here."""

import hashlib
from collections.abc import Callable, Iterable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()
WIDTH = 32  # bytes of a hash

# Returns the root of a perfect subtree: of the 2**level leaves that begin at leaf number*2**level.
Node = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf; the prefix keeps a leaf from ever passing for an inner node."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a tree: its size and the roots of its perfect subtrees, largest first."""

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        """Take up a kept edge; raises ValueError for peaks that no tree of this size has."""
        self.size, self.peaks = size, list(peaks)
        if len(self.peaks) != size.bit_count():
            raise ValueError(
                f"a tree of {size} leaves has {size.bit_count()} peaks, not {len(self.peaks)}"
            )

    def append(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf; return (level, number, hash) of each perfect subtree that it completes."""
        completed, node, level, number = [], leaf, 0, self.size
        while number & 1:
            node = node_hash(self.peaks.pop(), node)
            level, number = level + 1, number >> 1
            completed.append((level, number, node))
        self.peaks.append(node)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """Return the hash of the whole tree."""
        if not self.peaks:
            return EMPTY_ROOT
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node)
        return node


def nodes_of(leaves: Sequence[bytes]) -> Node:
    """Return the subtrees of leaves that are all at hand."""

    def node(level: int, number: int) -> bytes:
        if level == 0:
            return leaves[number]
        return node_hash(node(level - 1, 2 * number), node(level - 1, 2 * number + 1))

    return node


def root_of(first: int, end: int, node: Node) -> bytes:
    """Return MTH(D[first:end]); a subtree of that width must be able to begin at `first`."""
    if first == end:
        return EMPTY_ROOT
    count = end - first
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return node(level, first >> level)
    split = first + _split(count)
    return node_hash(root_of(first, split, node), root_of(split, end, node))


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """Return PATH(index, D[size]) of section 2.1.3.1; raises ValueError for a leaf not there."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    path, first, end = [], 0, size
    while end - first > 1:
        split = first + _split(end - first)
        if index < split:
            path.append(root_of(split, end, node))
            end = split
        else:
            path.append(root_of(first, split, node))
            first = split
    return path[::-1]


def consistency_proof(old: int, new: int, node: Node) -> list[bytes]:
    """Return PROOF(old, D[new]) of section 2.1.4.1; raises ValueError unless 0 < old <= new."""
    if not 0 < old <= new:
        raise ValueError(f"no consistency proof from {old} to {new}")
    proof, first, end, whole = [], 0, new, True
    while old != end:
        split = first + _split(end - first)
        if old <= split:
            proof.append(root_of(split, end, node))
            end = split
        else:
            proof.append(root_of(first, split, node))
            first, whole = split, False
    return [*([] if whole else [root_of(first, end, node)]), *proof[::-1]]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Return whether the proof leads from the leaf to the root (section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    number, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if number & 1 or number == last:
            node = node_hash(sibling, node)
            while number and not number & 1:
                number, last = number >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        number, last = number >> 1, last >> 1
    return last == 0 and node == root


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Return whether the newer tree only adds to the older one (section 2.1.4.2)."""
    if old == new:
        return not proof and old_root == new_root
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not 0 < old < new or not path:
        return False
    number, last = old - 1, new - 1
    while number & 1:
        number, last = number >> 1, last >> 1
    older = newer = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if number & 1 or number == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            while number and not number & 1:
                number, last = number >> 1, last >> 1
        else:
            newer = node_hash(newer, sibling)
        number, last = number >> 1, last >> 1
    return last == 0 and older == old_root and newer == new_root


def split_peaks(packed: bytes) -> list[bytes]:
    """Return the hashes of a string of them."""
    return [packed[start : start + WIDTH] for start in range(0, len(packed), WIDTH)]


def _split(count: int) -> int:
    """Return the largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1
