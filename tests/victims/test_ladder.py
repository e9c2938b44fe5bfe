"""The ladder itself: what each step needs, and that nothing takes the court's order's place."""

import pytest

from victims.ladder import CHOICES, RUNGS, Grounds, earlier, item_of, missing

EVERY = frozenset(name for name, _ in CHOICES)
ALL = Grounds(EVERY, EVERY, EVERY)


@pytest.mark.parametrize("name", sorted(EVERY))
def test_with_all_three_a_step_begins(name):
    assert missing(name, ALL) == []


@pytest.mark.parametrize("name", sorted(EVERY))
@pytest.mark.parametrize("nothing", [frozenset(), None])
def test_without_readiness_or_decision_none_begins(name, nothing):
    assert "treatment" in missing(name, Grounds(nothing, EVERY, EVERY))[0]
    assert "decision of the team" in missing(name, Grounds(EVERY, nothing, EVERY))[0]


@pytest.mark.parametrize("rung", RUNGS, ids=lambda rung: rung.name)
def test_an_order_forbids_whatever_reaches_a_victim(rung):
    """Whatever the team decided (T17)."""
    told = missing(rung.name, Grounds(EVERY, EVERY, frozenset()))
    assert bool(told) == rung.reaches
    assert all("order of the court" in one for one in told)


def test_an_order_that_one_may_not_see_lets_nothing_begin():
    assert all(missing(name, Grounds(EVERY, EVERY, None)) for name in EVERY)


def test_the_order_of_the_steps_and_their_items():
    assert earlier("preparation") == ()
    assert earlier("letter_read") == ("preparation", "letter_kept")
    assert item_of("session") == "Clarification: clarification session"
    assert len({item_of(name) for name in EVERY}) == len(EVERY)
