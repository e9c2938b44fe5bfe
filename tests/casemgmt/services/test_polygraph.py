"""Referring to exams and reporting them."""

from datetime import timedelta

import pytest

from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Case, ExamResult
from casemgmt.services.polygraph import record_exam_result, refer_to_exam
from teams.models import User
from tests import build
from tests.casework import last_event, referral, result, stored
from tests.plugins.roles import as_owner


def refer(world, name="ana", examiner="priya", **fields):
    key = str(world.people[examiner].key)
    return refer_to_exam(
        world.viewer(name), world.case.pk, examiner_key=key, words=referral(**fields)
    )


def report(world, row, name="priya", corrects=None, **fields):
    return record_exam_result(
        world.viewer(name), world.case.pk, row.pk, words=result(**fields), corrects_id=corrects
    )


def due(world):
    return stored(Case, world.case.pk).polygraph_due


@pytest.mark.parametrize("name", ["ana", "kim"])
def test_officer_and_provider_refer_and_the_date_follows(world, name):
    row = refer(world, name, scheduled_on=build.day(12))
    assert row.examiner_id == world.people["priya"].pk
    assert due(world) == build.day(12)
    assert last_event(subject_kind="examreferral").detail == {"act": "refer to exam"}


@pytest.mark.parametrize("name", ["priya", "lee", "maya"])
def test_other_disciplines_cannot_refer(world, name):
    with pytest.raises(NotAllowed):
        refer(world, name)


@pytest.mark.parametrize("examiner", ["kim", "ben"])
def test_only_an_examiner_of_the_team_is_referred_to(world, examiner):
    with pytest.raises(RuleBroken, match="examiner of this case's team"):
        refer(world, examiner=examiner)


def approve_until(world, day):
    with as_owner():
        User.objects.filter(username="priya").update(approval_until=day)


def test_an_approval_has_to_last_until_the_exam(world):
    approve_until(world, build.day(-1))
    with pytest.raises(RuleBroken, match="approval is current"):
        refer(world)
    approve_until(world, build.day(5))
    with pytest.raises(RuleBroken, match="approval ends on"):
        refer(world, scheduled_on=build.day(6))
    assert refer(world, scheduled_on=build.day(5)).pk


def test_an_exam_in_the_past_is_refused(world):
    with pytest.raises(RuleBroken, match="today or later"):
        refer(world, scheduled_on=build.day(-1))


@pytest.mark.parametrize(
    ("word", "days"), [("not_significant", 180), ("significant", 180), ("inconclusive", 90)]
)
def test_the_examiner_reports_and_the_next_date_follows(world, word, days):
    row = report(world, refer(world), result=word)
    assert row.author_id == world.people["priya"].pk
    assert due(world) == row.examined_on + timedelta(days=days)


def test_the_days_between_exams_are_a_setting(world, settings):
    settings.POLYGRAPH_INTERVAL_DAYS = 10
    report(world, refer(world))
    assert due(world) == build.day(9)


@pytest.mark.parametrize("name", ["ana", "kim", "lee"])
def test_only_an_examiner_reports(world, name):
    row = refer(world)
    with pytest.raises(NotAllowed):
        report(world, row, name)


def test_another_examiner_does_not_report(world):
    row = refer(world)
    zoe = build.make_user("zoe", world.agencies["north"], "polygraph")
    build.seat(world.teams["elm"], zoe)
    world.people["zoe"] = zoe
    with pytest.raises(NotVisible):
        report(world, row, "zoe")
    refer(world, examiner="zoe")
    with pytest.raises(NotAllowed):
        report(world, row, "zoe")


def test_an_exam_has_one_result_and_a_correction_leaves_it(world):
    row = refer(world)
    old = report(world, row)
    with pytest.raises(RuleBroken, match="its result already"):
        report(world, row)
    new = report(world, row, corrects=old.pk, result="inconclusive")
    assert new.corrects_id == old.pk
    assert stored(ExamResult, old.pk).result == "not_significant"
    with pytest.raises(RuleBroken):
        report(world, row, corrects=old.pk)


def test_a_result_to_come_is_refused(world):
    with pytest.raises(RuleBroken, match="future"):
        report(world, refer(world), examined_on=build.day(1))
