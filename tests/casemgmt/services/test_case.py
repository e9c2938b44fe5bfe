"""Opening, handing over, closing and opening again."""

import pytest
from django.db import DatabaseError, transaction

from audit.models import ChangeEntry, Event
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Case, CaseGroupGrant, CaseUserGrant
from casemgmt.models.grant import keep_standing
from casemgmt.selectors.case import access_case
from casemgmt.selectors.head import next_number, people_like
from casemgmt.services.case import close_case, open_case, reopen_case, set_officer
from tests import build
from tests.casework import head, last_event, person, stored
from tests.plugins.roles import as_owner


def start(world, name="ana", officer=None, team="elm", who=None, person_id=None, **fields):
    return open_case(
        world.viewer(name), person=who or person(), person_id=person_id, words=head(**fields),
        team_key=str(world.teams[team].key), officer_key=str(world.people[officer or name].key),
    )  # fmt: skip


def hand(world, name, to):
    key = str(world.people[to].key)
    return set_officer(world.viewer(name), world.case.pk, officer_key=key, reason="new caseload")


def close(world, name="ana", **fields):
    words = {"closed_on": build.day(0), "reason": "term served"} | fields
    return close_case(world.viewer(name), world.case.pk, **words)


def stands(world, name, case):
    try:
        return bool(access_case(world.viewer(name), case.pk))
    except NotVisible:
        return False


def grants(case):
    with as_owner():
        rows = CaseUserGrant.objects.filter(content_object=case).exclude(kind="examiner")
        return {(row.user.username, row.kind, row.next_review) for row in rows}


def test_a_new_case_has_its_officer_its_team_and_nobody_else(world):
    case = start(world)
    assert grants(case) == {("ana", "assignment", case.next_review)}
    with as_owner():
        row = CaseGroupGrant.objects.get(content_object=case)
        assert (row.group_id, row.next_review) == (world.teams["elm"].group_id, case.next_review)
    assert stored(Case, case.pk).person_name == "Quarry, Nils"
    names = ["ana", "kim", "rosa", "cho", "maya", "ben", "nina", "priya"]
    assert [n for n in names if stands(world, n, case)] == ["ana", "kim", "rosa", "cho", "maya"]
    assert last_event(subject_kind="case").detail == {"act": "open case"}
    with as_owner():
        given = Event.objects.get(kind="permission", case_id=case.pk)
        assert given.recipient == str(world.people["ana"].pk)
        changes = str([c.changes for c in ChangeEntry.objects.all()])
    assert "Quarry" not in changes


def test_a_supervisor_without_a_seat_opens_a_case_for_a_colleague(world):
    case = start(world, "rosa", officer="cho")
    assert {name for name, _, _ in grants(case)} == {"cho"}


@pytest.mark.parametrize("name", ["kim", "maya", "lee", "priya", "sam", "petra"])
def test_only_supervision_opens_cases(world, name):
    with pytest.raises(NotVisible):
        start(world, name, officer="ana")


@pytest.mark.parametrize(
    ("officer", "team", "words"), [("ben", "elm", "colleague"), ("ana", "river", "team")]
)
def test_team_and_officer_are_of_the_own_unit(world, officer, team, words):
    with pytest.raises(RuleBroken, match=words):
        start(world, officer=officer, team=team)


@pytest.mark.parametrize("number", ["24-0117", "24-0900"])
def test_a_number_in_use_is_told_also_where_the_case_is_not_visible(world, number):
    with pytest.raises(RuleBroken, match="Another case has this number|already exists"):
        start(world, number=number)
    with as_owner():
        assert Case.objects.unscoped(reason="test").count() == 2


def test_the_next_number_counts_all_cases_of_the_year(world):
    viewer = world.viewer("ana")
    year = f"{viewer.today:%y}"
    first = next_number(viewer)
    assert first.startswith(f"{year}-")
    build.make_case(f"{year}-0450", team=world.teams["river"], officer=world.people["ben"])
    assert next_number(viewer) == f"{year}-0451"


def test_one_is_shown_one_s_own_people_of_such_a_name_only(world):
    found = people_like(world.viewer("ana"), "Johnny", "marlow", None)
    assert [row.number for row in found] == ["24-0117"]
    assert people_like(world.viewer("ben"), "John", "Marlow", None) == []
    assert people_like(world.viewer("ana"), "Foreign", "Zephyr", None) == []


def test_a_second_case_of_a_known_person_and_not_of_a_hidden_one(world):
    case = start(world, person_id=str(world.case.person_id))
    assert case.person_id == world.case.person_id
    with pytest.raises(NotVisible):
        start(world, person_id=str(world.other.person_id), number="26-0401")


@pytest.mark.parametrize("name", ["ana", "rosa"])
def test_officer_and_supervisor_hand_over_and_the_assignment_moves(world, name):
    hand(world, name, "cho")
    assert {(who, kind) for who, kind, _ in grants(world.case)} == {("cho", "assignment")}
    assert stored(Case, world.case.pk).officer_id == world.people["cho"].pk
    viewer = world.viewer("ana")
    _, facts = access_case(viewer, world.case.pk)
    assert [ground.kind for ground in facts.standings] == ["membership"]
    event = last_event(subject_kind="case")
    assert (event.detail["act"], event.reason) == ("hand over", "new caseload")


@pytest.mark.parametrize("name", ["cho", "kim", "maya"])
def test_others_of_the_team_hand_over_and_close_nothing(world, name):
    with pytest.raises(NotAllowed):
        hand(world, name, "cho")
    with pytest.raises(NotAllowed):
        close(world, name)


@pytest.mark.parametrize("to", ["ben", "kim", "ana", "sam"])
def test_a_case_goes_to_a_colleague_of_its_unit(world, to):
    with pytest.raises(RuleBroken, match="officer of this case already|colleague"):
        hand(world, "rosa", to)


def test_a_former_officer_without_a_seat_stands_no_more(world):
    ida = build.make_user(
        "ida", world.agencies["probation"], "supervision", unit=world.units["elm"]
    )
    world.people["ida"] = ida
    hand(world, "ana", "ida")
    assert stands(world, "ida", world.case)
    hand(world, "ida", "ana")
    assert not stands(world, "ida", world.case)


def test_a_closed_case_leaves_the_lists_and_opens_again(world):
    close(world)
    case = stored(Case, world.case.pk)
    assert (case.stage, case.closing_reason) == ("closed", "term served")
    assert {listed for _, _, listed in grants(case)} == {None}
    with pytest.raises(RuleBroken, match="closed already"):
        close(world)
    words = {"stage": "supervised", "next_review": build.day(9), "reason": "closed by mistake"}
    reopen_case(world.viewer("rosa"), world.case.pk, **words)
    case = stored(Case, world.case.pk)
    assert (case.stage, case.closed_on, case.next_review) == ("supervised", None, build.day(9))
    with pytest.raises(RuleBroken, match="is open"):
        reopen_case(world.viewer("rosa"), world.case.pk, **words)


@pytest.mark.parametrize("day", [1, -900])
def test_a_case_closes_between_its_opening_and_today(world, day):
    with pytest.raises(RuleBroken, match="future|before the case was opened"):
        close(world, closed_on=build.day(day))


def test_the_database_lets_another_agency_move_its_own_dates_and_nothing_else(world):
    world.viewer("kim")
    mine = Case.objects.unscoped(reason="test").filter(pk=world.case.pk)
    assert mine.update(polygraph_due=build.day(3)) == 1
    for change in (
        {"stage": "closed"},
        {"officer": world.people["kim"]},
        {"contact_due": build.day(1)},
    ):
        with pytest.raises(DatabaseError, match="only the agency that keeps"), transaction.atomic():
            mine.update(**change)
    world.viewer("priya")
    assert mine.update(polygraph_due=build.day(4)) == 1
    with pytest.raises(DatabaseError, match="only the agency that keeps"), transaction.atomic():
        mine.update(risk_level="I")
    world.viewer("maya")
    assert mine.update(polygraph_due=build.day(5)) == 0


@pytest.mark.parametrize("name", ["kim", "priya", "maya"])
def test_the_database_gives_standing_for_the_keeping_agency_only(world, name):
    world.viewer(name)
    with pytest.raises(DatabaseError, match="gives standing"), transaction.atomic():
        keep_standing(world.case)
