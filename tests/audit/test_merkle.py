"""The tree against pymerkle and against a reading of RFC 9162 that shares no code with it."""

import hashlib
import random
from functools import cache

import pytest
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

from audit import merkle
from audit.standalone import verify_bundle as stand_alone
from audit.standalone import witness

LARGEST = 2000
ENTRIES = [f"event {n}".encode() for n in range(LARGEST)]
LEAVES = [merkle.leaf_hash(entry) for entry in ENTRIES]
SAMPLE = (
    1,
    2,
    3,
    4,
    5,
    7,
    8,
    9,
    31,
    32,
    33,
    100,
    255,
    256,
    257,
    1000,
    1023,
    1024,
    1025,
    1999,
    2000,
)


def sha(data):
    return hashlib.sha256(data).digest()


def mth(entries):
    """Section 2.1.1, word for word."""
    if not entries:
        return sha(b"")
    if len(entries) == 1:
        return sha(b"\x00" + entries[0])
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return sha(b"\x01" + mth(entries[:k]) + mth(entries[k:]))


def path(m, entries):
    """Section 2.1.3.1, word for word."""
    if len(entries) == 1:
        return []
    k = 1
    while k * 2 < len(entries):
        k *= 2
    if m < k:
        return [*path(m, entries[:k]), mth(entries[k:])]
    return [*path(m - k, entries[k:]), mth(entries[:k])]


def subproof(m, entries, whole):
    """Section 2.1.4.1, word for word."""
    if m == len(entries):
        return [] if whole else [mth(entries)]
    k = 1
    while k * 2 < len(entries):
        k *= 2
    if m <= k:
        return [*subproof(m, entries[:k], whole), mth(entries[k:])]
    return [*subproof(m - k, entries[k:], False), mth(entries[:k])]


@pytest.fixture(scope="module")
def pymerkle_tree():
    tree = InmemoryTree(algorithm="sha256")
    for entry in ENTRIES:
        tree.append_entry(entry)
    return tree


def test_roots_equal_pymerkles_for_every_size_to_2000(pymerkle_tree):
    edge = merkle.Frontier()
    assert edge.root() == sha(b"")
    for size, leaf in enumerate(LEAVES, start=1):
        edge.append(leaf)
        assert edge.root() == pymerkle_tree.get_root(size), size


@pytest.mark.parametrize("size", SAMPLE)
def test_roots_equal_the_rfcs_definition(size):
    assert merkle.root_of(0, size, merkle.nodes_of(LEAVES)) == mth(ENTRIES[:size])


@pytest.mark.parametrize("size", SAMPLE)
def test_inclusion_proofs_equal_the_rfcs_and_verify(size):
    node, root = merkle.nodes_of(LEAVES), mth(ENTRIES[:size])
    for index in sorted({0, 1, size // 3, size // 2, size - 2, size - 1} & set(range(size))):
        proof = merkle.inclusion_proof(index, size, node)
        assert proof == path(index, ENTRIES[:size])
        assert merkle.verify_inclusion(LEAVES[index], index, size, proof, root)
        assert not merkle.verify_inclusion(LEAVES[index - 1], index, size, proof, root) or size == 1
        for place in range(len(proof)):
            bent = [*proof]
            bent[place] = sha(bent[place])
            assert not merkle.verify_inclusion(LEAVES[index], index, size, bent, root)
        assert not merkle.verify_inclusion(LEAVES[index], index, size, [*proof, root], root)


@pytest.mark.parametrize("size", range(1, 66))
def test_every_inclusion_proof_of_a_small_tree_verifies_only_at_its_place(size):
    node, root = merkle.nodes_of(LEAVES), mth(ENTRIES[:size])
    for index in range(size):
        proof = merkle.inclusion_proof(index, size, node)
        places = [
            n for n in range(size) if merkle.verify_inclusion(LEAVES[index], n, size, proof, root)
        ]
        assert places == [index]


@pytest.mark.parametrize("new", SAMPLE)
def test_consistency_proofs_equal_the_rfcs_and_verify(new):
    node = merkle.nodes_of(LEAVES)
    for old in sorted({1, 2, 3, new // 3, new // 2, new - 1, new} & set(range(1, new + 1))):
        proof = merkle.consistency_proof(old, new, node)
        assert proof == subproof(old, ENTRIES[:new], True)
        roots = mth(ENTRIES[:old]), mth(ENTRIES[:new])
        assert merkle.verify_consistency(old, new, *roots, proof)
        assert not merkle.verify_consistency(old, new, sha(roots[0]), roots[1], proof)
        assert not merkle.verify_consistency(old, new, roots[0], sha(roots[1]), proof)
        for place in range(len(proof)):
            bent = [*proof]
            bent[place] = sha(bent[place])
            assert not merkle.verify_consistency(old, new, *roots, bent)


def test_every_consistency_proof_of_small_trees_verifies():
    node = merkle.nodes_of(LEAVES)
    for new in range(1, 40):
        for old in range(1, new + 1):
            proof = merkle.consistency_proof(old, new, node)
            assert merkle.verify_consistency(
                old, new, mth(ENTRIES[:old]), mth(ENTRIES[:new]), proof
            )


@pytest.fixture(scope="module")
def kept_nodes():
    """Subtrees that are hashed once."""

    @cache
    def node(level, number):
        if level == 0:
            return LEAVES[number]
        return merkle.node_hash(node(level - 1, 2 * number), node(level - 1, 2 * number + 1))

    return node


def test_pymerkles_proofs_agree_at_every_size_to_2000(pymerkle_tree, kept_nodes):
    """One place and one older tree a size, drawn; theirs holds the leaf too, in another order."""
    dice = random.Random(9)
    for size in range(1, LARGEST + 1):
        index, older = dice.randrange(size), dice.randrange(1, size + 1)
        theirs = pymerkle_tree.prove_inclusion(index + 1, size)
        verify_inclusion(LEAVES[index], pymerkle_tree.get_root(size), theirs)
        ours = merkle.inclusion_proof(index, size, kept_nodes)
        assert sorted([LEAVES[index], *ours]) == sorted(theirs.path), (index, size)
        roots = pymerkle_tree.get_root(older), pymerkle_tree.get_root(size)
        verify_consistency(*roots, pymerkle_tree.prove_consistency(older, size))
        proof = merkle.consistency_proof(older, size, kept_nodes)
        assert merkle.verify_consistency(older, size, *roots, proof)
        left = [node.hex() for node in proof]
        assert stand_alone.roots_with(older, size, roots[0], left) == roots


@pytest.mark.parametrize("size", [*range(1, 34), 100, 255, 256, 257, 1999, 2000])
def test_the_stand_alone_programs_agree_at_every_place(size, kept_nodes):
    root = merkle.root_of(0, size, kept_nodes)
    for index in range(0, size, max(1, size // 40)):
        path = [node.hex() for node in merkle.inclusion_proof(index, size, kept_nodes)]
        assert stand_alone.root_with(LEAVES[index], index, size, path) == root
        assert path == []
    for older in range(1, size + 1, max(1, size // 40)):
        proof = merkle.consistency_proof(older, size, kept_nodes)
        roots = merkle.root_of(0, older, kept_nodes), root
        assert witness.adds_to(older, size, roots, proof)
        assert not witness.adds_to(older, size, (sha(roots[0]), root), proof)
        assert not witness.adds_to(older, size, roots, [*proof, root])
        assert older == size or not witness.adds_to(older, size, roots, proof[:-1])


def test_completed_subtrees_are_those_of_the_tree():
    edge, node = merkle.Frontier(), merkle.nodes_of(LEAVES)
    for leaf in LEAVES[:600]:
        for level, number, value in edge.append(leaf):
            assert value == node(level, number)


def test_a_kept_edge_goes_on_as_if_it_had_never_stopped():
    whole, kept = merkle.Frontier(), merkle.Frontier()
    for leaf in LEAVES[:700]:
        whole.append(leaf)
        kept.append(leaf)
        kept = merkle.Frontier(kept.size, merkle.split_peaks(b"".join(kept.peaks)))
    assert kept.root() == whole.root()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: merkle.Frontier(3, [b"x" * 32]),
        lambda: merkle.inclusion_proof(5, 5, None),
        lambda: merkle.consistency_proof(0, 5, None),
        lambda: merkle.consistency_proof(6, 5, None),
    ],
)
def test_impossible_questions_are_refused(wrong):
    with pytest.raises(ValueError, match="tree|proof"):
        wrong()


def test_impossible_proofs_do_not_verify():
    root = merkle.EMPTY_ROOT
    assert not merkle.verify_inclusion(LEAVES[0], 1, 1, [], root)
    assert not merkle.verify_consistency(3, 2, root, root, [root])
    assert not merkle.verify_consistency(3, 5, root, root, [])
    assert not merkle.verify_consistency(1, 2, root, root, [root, root, root])
