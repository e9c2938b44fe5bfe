"""Coarse areas: neither one list nor several laid upon each other tell where anybody lives."""

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victims.areas import DEFAULT_PATH, Areas, AreasError, areas_in_force, load, read, with_decoys

NAMES = tuple(f"Area {letter}" for letter in "ABCDEFGHIJKL")
AREAS = Areas(NAMES, 3)


@given(
    wanted=st.lists(st.sets(st.sampled_from(NAMES), min_size=1, max_size=4), max_size=5),
    seed=st.integers(0, 10_000),
)
def test_lists_laid_upon_each_other_leave_nothing_or_many(wanted, seed):
    pick = random.Random(seed).sample
    lists: list[frozenset[str]] = []
    for meant in wanted:
        chosen = with_decoys(meant, lists, AREAS, pick)
        assert meant <= chosen
        lists.append(chosen)
    for size in range(1, len(lists) + 1):
        for some in combinations(lists, size):
            common = frozenset.intersection(*some)
            assert not common or len(common) >= AREAS.least_count


def test_the_same_wish_can_give_another_list_so_that_no_list_tells_what_was_meant():
    lists = {with_decoys({"Area A"}, [], AREAS, random.Random(n).sample) for n in range(30)}
    assert len(lists) > 5
    other = {with_decoys({"Area B"}, [], AREAS, random.Random(n).sample) for n in range(400)}
    assert lists & other


def test_nothing_meant_is_nothing_listed():
    assert with_decoys((), [frozenset(NAMES[:3])], AREAS, random.Random(1).sample) == frozenset()


def test_the_default_areas_are_wide_enough():
    assert len(load(DEFAULT_PATH).names) >= 6


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("least_km2: 4\nareas: {One street: 1, B: 9, C: 9, D: 9, E: 9, F: 9}", "One street has 1"),
        ("least_count: 1\nareas: {A: 9, B: 9, C: 9}", "Two areas at least"),
        ("areas: {A: 9, B: 9}", "List 6 areas"),
        ("", "List 6 areas"),
    ],
)
def test_areas_that_would_place_somebody_are_refused(text, told):
    with pytest.raises(AreasError, match=told):
        read(text)


def test_an_agency_draws_its_own(settings, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text("areas: {A: 9, B: 9, C: 9, D: 9, E: 9, F: 9}")
    settings.COARSE_AREAS_FILE = str(own)
    assert areas_in_force().names == ("A", "B", "C", "D", "E", "F")
