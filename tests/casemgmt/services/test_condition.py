"""Adding a condition, and ending one."""

import pytest

from casemgmt.core.errors import ChangedMeanwhile, NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Condition
from casemgmt.services.plan import add_condition, end_condition
from tests import build
from tests.casework import condition, last_event, stored


def end(world, name="ana", which="condition", version=1, **fields):
    row = world.records[which]
    words = {"ends_on": build.day(-1), "reason": "order of the court"} | fields
    return end_condition(world.viewer(name), world.case.pk, row.pk, version=version, **words)


def test_officer_adds_a_condition(world):
    row = add_condition(world.viewer("ana"), world.case.pk, words=condition(protects_victim=True))
    assert stored(Condition, row.pk).owner_agency_id == world.agencies["probation"].pk
    assert last_event(subject_kind="condition").detail == {"act": "add condition"}


@pytest.mark.parametrize("name", ["kim", "maya", "lee", "priya"])
def test_other_disciplines_add_and_end_none(world, name):
    with pytest.raises(NotAllowed):
        add_condition(world.viewer(name), world.case.pk, words=condition())
    with pytest.raises((NotAllowed, NotVisible)):
        end(world, name, "protective")


def test_people_without_standing_find_no_case(world):
    with pytest.raises(NotVisible):
        add_condition(world.viewer("ben"), world.case.pk, words=condition())
    with pytest.raises(NotVisible):
        end(world, "ben")


def test_an_ended_condition_stays_with_its_reason(world):
    end(world)
    row = stored(Condition, world.records["condition"].pk)
    assert (row.ends_on, row.end_reason, row.version) == (build.day(-1), "order of the court", 2)
    assert row.text == world.records["condition"].text
    event = last_event(subject_kind="condition")
    assert (event.detail["act"], event.reason) == ("end condition", "order of the court")
    with pytest.raises(RuleBroken, match="ended already"):
        end(world, version=2)


def test_the_second_of_two_learns_of_the_first(world):
    end(world, ends_on=build.day(10))
    with pytest.raises(ChangedMeanwhile):
        end(world, ends_on=build.day(20))
    assert end(world, ends_on=build.day(20), version=2).ends_on == build.day(20)


def test_an_end_before_the_start_is_refused(world):
    with pytest.raises(RuleBroken, match="It began on"):
        end(world, ends_on=build.day(-900))
    words = condition(ends_on=build.day(-30))
    with pytest.raises(RuleBroken, match="before it begins"):
        add_condition(world.viewer("ana"), world.case.pk, words=words)
