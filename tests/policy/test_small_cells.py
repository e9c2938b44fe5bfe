"""Small cells: not shown, and not to be worked out by who knows the rule and the total (T60)."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casemgmt.policy.small_cells import suppress

LEAST = 3  # small, so that every possible table can be tried
TABLES = st.lists(st.integers(0, 6), min_size=1, max_size=4)


def named(numbers):
    return {f"c{place}": number for place, number in enumerate(numbers)}


@settings(deadline=None)
@given(TABLES)
def test_no_small_number_is_shown_and_no_shown_number_is_wrong(numbers):
    cells = suppress(named(numbers), LEAST)
    for name, number in named(numbers).items():
        assert cells.shown[name] in (None, number)
        assert cells.shown[name] is None or number >= LEAST
    assert cells.total in (None, sum(numbers))


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_a_small_number_stays_any_small_number_to_who_knows_rule_and_total(numbers):
    """Every table that would be shown alike is tried: each hidden small cell could be any small
    number, so nothing more is learned of it."""
    cells = suppress(named(numbers), LEAST)
    most = sum(numbers) if cells.total is not None else 6
    alike = [
        other
        for other in product(range(most + 1), repeat=len(numbers))
        if suppress(named(other), LEAST) == cells
    ]
    for place, number in enumerate(numbers):
        if number < LEAST:
            assert {other[place] for other in alike} >= set(range(LEAST))


def test_the_example_of_the_report():
    cells = suppress({"a": 4, "b": 30, "c": 50, "d": 60}, 11)
    assert cells.shown == {"a": None, "b": None, "c": 50, "d": 60}
    assert cells.total == 144


def test_where_nothing_is_left_to_hide_the_total_is_hidden_too():
    cells = suppress({"a": 0, "b": 4}, 11)
    assert (cells.shown, cells.total) == ({"a": None, "b": None}, None)
    assert suppress({"a": 4}, 11).total is None


def test_numbers_that_are_large_enough_are_shown_as_they_are():
    cells = suppress({"a": 11, "b": 40}, 11)
    assert (cells.shown, cells.total) == ({"a": 11, "b": 40}, 51)


def test_a_negative_number_is_refused():
    with pytest.raises(ValueError, match="negative"):
        suppress({"a": -1}, 11)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=4))
def test_no_small_number_is_told_by_a_longer_period_beside_a_shorter_one(pairs):
    short = named([inner for inner, _ in pairs])
    long = named([inner + more for inner, more in pairs])
    one, other = suppress(short, LEAST), suppress(long, LEAST, within=[short])
    for name, number in long.items():
        if one.shown[name] is not None and other.shown[name] is not None:
            assert number - short[name] >= LEAST
    if one.total is not None and other.total is not None:
        assert other.total - one.total >= LEAST
