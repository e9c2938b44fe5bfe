"""Recording assessments: who, for whom, and what the head of the case says afterwards."""

import pytest

from audit.models import ChangeEntry
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Assessment, Case
from casemgmt.selectors.risk import band_of
from casemgmt.services.assessment import record_assessment
from tests import build
from tests.casework import assessment, last_event, stored
from tests.plugins.roles import as_owner


def score(world, name="ana", corrects=None, **fields):
    return record_assessment(
        world.viewer(name), world.case.pk, words=assessment(**fields), corrects_id=corrects
    )


def head(world):
    return stored(Case, world.case.pk)


@pytest.mark.parametrize("name", ["ana", "kim", "otto", "rosa"])
def test_officer_and_provider_record_and_the_head_follows(world, name):
    score(world, name, due_on=build.day(100))
    case = head(world)
    assert case.risk_level.startswith("IVa above average (Static-99R, ")
    assert (case.risk_band, case.assessment_due) == (4, build.day(100))


@pytest.mark.parametrize("name", ["lee", "maya", "vic", "priya", "paul"])
def test_other_disciplines_cannot_record_an_assessment(world, name):
    with pytest.raises(NotAllowed):
        score(world, name)


@pytest.mark.parametrize("name", ["ben", "former", "nina"])
def test_people_without_standing_cannot_know_of_the_case(world, name):
    with pytest.raises(NotVisible):
        score(world, name)


def test_an_older_score_does_not_replace_a_newer_one(world):
    score(world)
    score(world, scored_on=build.day(-400), level="I very low")
    assert head(world).risk_band == 4


def test_a_total_without_a_level_of_its_own_leaves_the_head(world):
    score(world)
    row = score(world, instrument="stable_2007", level="", total=8, due_on=build.day(50))
    assert row.level == "No level of its own"
    assert head(world).risk_level.startswith("IVa")
    assert head(world).assessment_due == build.day(50)


def test_the_first_of_several_dates_is_due(world):
    score(world, instrument="stable_2007", due_on=build.day(180))
    score(world, instrument="acute_2007", level="Low", due_on=build.day(30))
    assert head(world).assessment_due == build.day(30)


def test_a_correction_takes_the_place_of_what_it_corrects(world):
    old = score(world, level="IVb well above average")
    new = score(world, level="II below average", corrects=old.pk)
    assert new.corrects_id == old.pk
    assert stored(Assessment, old.pk).level == "IVb well above average"
    assert head(world).risk_band == 2
    with pytest.raises(RuleBroken, match="Correct that one"):
        score(world, corrects=old.pk)


def test_another_agency_corrects_nothing(world):
    old = score(world)
    with pytest.raises(NotAllowed):
        score(world, "kim", corrects=old.pk)


@pytest.mark.parametrize("key", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_a_correction_of_nothing_is_answered_as_missing(world, key):
    with pytest.raises(NotVisible):
        score(world, corrects=key)


def test_instruments_are_for_the_people_for_whom_they_were_made(world):
    with pytest.raises(RuleBroken, match="for youths"):
        score(world, instrument="j_soap_ii")
    with as_owner():
        Case.objects.unscoped(reason="test").filter(pk=world.case.pk).update(is_juvenile=True)
    with pytest.raises(RuleBroken, match="for adults"):
        score(world)
    assert score(world, instrument="j_soap_ii", level="Moderate").pk


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"scored_on": build.day(1)}, "future"),
        ({"level": ""}, "score sheet"),
        ({"due_on": build.day(-5)}, "later day"),
    ],
)
def test_a_score_that_cannot_be_is_refused(world, fields, words):
    with pytest.raises(RuleBroken, match=words):
        score(world, **fields)


@pytest.mark.parametrize(
    ("level", "band"),
    [
        ("III average", 3), ("Level IVb", 5), ("iva", 4), ("I very low", 1), ("IV", None),
        ("High", None), ("", None), ("Increased", None),
    ],
)  # fmt: skip
def test_the_band_follows_the_beginning_of_the_label(level, band):
    assert band_of(level) == band


def test_the_act_is_on_the_ledger_and_its_values_are_masked(world):
    score(world, note="SECRET-note")
    event = last_event(subject_kind="assessment")
    assert event.detail == {"act": "record assessment"}
    assert last_event(subject_kind="case").fields == ["assessment_due", "risk_level"]
    with as_owner():
        changes = str([c.changes for c in ChangeEntry.objects.all()])
    assert "IVa above" not in changes
    assert "SECRET-note" not in changes
