"""The fast list against django-guardian itself: both read the same rows,
so both name the same cases."""

import random

import pytest
from guardian.shortcuts import get_objects_for_user  # noqa: TID251  # what the list is tested against

from casemgmt.models import Case
from casemgmt.selectors.case import _page_of_scope
from tests import build
from tests.plugins.roles import as_owner


def by_guardian(user) -> set:
    """Return what guardian's own lookup finds; one global permission would open everything."""
    with as_owner():
        rows = Case.objects.unscoped(reason="test").exclude(stage="closed")
        found = get_objects_for_user(
            user, "casemgmt.view_case", klass=rows, accept_global_perms=False
        )
        return set(found.values_list("pk", flat=True))


@pytest.mark.parametrize("seed", range(4))
def test_the_fast_list_names_the_cases_that_guardian_names(world, seed):
    dice = random.Random(seed)
    people = [world.people[name] for name in ("ana", "kim", "lee", "maya", "ben", "nina", "eva")]
    for number in range(12):
        case = build.make_case(
            f"26-{seed}{number:03}", team=world.teams[dice.choice(["elm", "river"])],
            officer=world.people[dice.choice(["ana", "ben"])],
            next_review=build.day(dice.randint(-9, 9)),
            stage=dice.choice(["supervised", "pretrial", "closed"]),
        )  # fmt: skip
        if dice.random() < 0.5:
            build.grant(dice.choice([p for p in people if p != case.officer]), case)
    for person in people:
        world.viewer(person.username)  # opens the scope in the database
        keys, total = _page_of_scope("")
        assert {key for key, _ in keys} == by_guardian(person)
        assert total == len(keys)


def test_an_ended_grant_opens_nothing_although_guardian_still_holds_the_row(world):
    build.grant(world.people["eva"], world.case, until=build.moment(-1))
    world.viewer("eva")
    assert _page_of_scope("") == ([], 0)
    assert by_guardian(world.people["eva"]) == {world.case.pk}
