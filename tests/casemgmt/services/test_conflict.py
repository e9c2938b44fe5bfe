"""Conflicts of interest: by oneself or by the agency; they beat every grant, and nobody lifts his
own."""

import pytest
from django.db import DatabaseError, connection, transaction

from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.models import Conflict
from casemgmt.selectors.agenda import show_meeting
from casemgmt.selectors.case import CaseFilter, access_case, find_cases, list_cases
from casemgmt.selectors.conflict import list_conflicts, people_kept
from casemgmt.services.broken_glass import break_glass
from casemgmt.services.conflict import (
    declare_conflict,
    end_conflict,
    set_conflict,
    set_conflict_by_number,
)
from teams.models import User
from tests import build
from tests.denials import REASON, events, head, notices, officer_of_privacy
from tests.plugins.roles import as_owner
from tests.world import OTHER, OWN


def stands(world, name, case=None):
    try:
        return bool(access_case(world.viewer(name), (case or world.case).pk))
    except NotVisible:
        return False


def key(world, name):
    return str(world.people[name].key)


def declared(world, name="maya"):
    return declare_conflict(world.viewer(name), world.case.pk, reason="a cousin")


def kept(world, name="petra", who="ana", **fields):
    words = {"person_key": key(world, who), "reason": "neighbors"} | fields
    return set_conflict(world.viewer(name), world.case.pk, **words)


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def test_one_s_own_conflict_closes_the_case_at_once_and_beats_a_later_grant(world):
    assert stands(world, "maya")
    declared(world)
    assert not stands(world, "maya")
    assert stands(world, "tess", world.other)
    build.grant(world.people["maya"], world.case)
    viewer = world.viewer("maya")
    assert list_cases(viewer, CaseFilter()).rows == []
    assert find_cases(viewer, "Marlow") == []
    assert not stands(world, "maya")


def test_it_beats_breaking_the_glass(world):
    kept(world, who="rosa")
    with pytest.raises(RuleBroken) as found:
        break_glass(world.viewer("rosa"), world.case.pk, reason=REASON)
    assert found.value.because == "conflict_of_interest"


def test_past_views_are_flagged_and_counted(world):
    for _ in range(2):
        find_cases(world.viewer("maya"), "Marlow")
    row = declared(world)
    first, flag = events(kind="conflict", subject_id=str(row.pk))
    assert first.detail == {"act": "declare"}
    assert (flag.detail["act"], flag.total) == ("flag past views", 4)
    assert flag.detail["since"]
    assert flag.recipient == str(world.people["maya"].pk)


def test_the_organization_is_told_that_somebody_else_goes_on_and_nothing_else(world):
    declared(world)
    assert notices("conflict_handover") == {"tess"}
    assert notices("conflict_set") == set()
    head(world, "hedda", "harbor")
    with as_owner():
        Conflict.objects.all().delete()
    declared(world)
    assert notices("conflict_handover") == {"tess", "hedda"}


def test_an_officer_s_supervisor_is_told_and_nobody_of_another_unit_or_agency(world):
    declare_conflict(world.viewer("lee"), world.case.pk)
    assert notices("conflict_handover") == set()
    declare_conflict(world.viewer("ana"), world.case.pk)
    assert notices("conflict_handover") == {"rosa"}


def test_a_supervisor_who_set_it_is_not_told_what_she_did(world):
    kept(world, "rosa")
    assert notices("conflict_handover") == set()


def test_without_standing_there_is_nothing_to_declare(world):
    with pytest.raises(NotVisible):
        declare_conflict(world.viewer("maya"), world.other.pk)
    with pytest.raises(NotVisible):
        declare_conflict(world.viewer("petra"), world.case.pk)


@pytest.mark.parametrize("name", ["petra", "rosa", "hanna"])
def test_the_agency_sets_one_for_its_people(world, name):
    head(world)
    row = kept(world, name)
    assert not stands(world, "ana")
    assert (row.user.username, row.declared_by_id) == ("ana", world.people[name].pk)
    assert notices("conflict_set") == {"ana"}


@pytest.mark.parametrize("name", ["ana", "cho", "ben", "sam", "alex", "maya", "kim"])
def test_nobody_else_sets_one(world, name):
    with pytest.raises(NotVisible):
        kept(world, name)
    assert stands(world, "ana")


@pytest.mark.parametrize("who", ["maya", "ben", "rosa"])
def test_only_for_the_own_people_and_never_for_oneself(world, who):
    """rosa supervises Elm Street: Ben works at River, Maya elsewhere."""
    with pytest.raises(RuleBroken):
        kept(world, "rosa", who)
    assert not Conflict.objects.exists()


def test_a_privacy_officer_of_an_advocate_s_organization_sets_one_on_a_case_of_its_team(world):
    officer_of_privacy(world, "pia", "harbor")
    set_conflict_by_number(
        world.viewer("pia"), OWN, person_key=key(world, "maya"), reason="a cousin"
    )
    assert not stands(world, "maya")


def test_a_missing_number_and_another_agency_s_answer_alike(world):
    officer_of_privacy(world, "pia", "police")
    told = set()
    for number in (OTHER, "99-9999"):
        with pytest.raises(RuleBroken) as found:
            set_conflict_by_number(
                world.viewer("pia"), number, person_key=key(world, "paul"), reason="x y"
            )
        told.add((str(found.value), found.value.field))
    assert len(told) == 1


@pytest.mark.parametrize("reason", ["", "  "])
def test_setting_and_ending_need_a_reason(world, reason):
    with pytest.raises(RuleBroken):
        kept(world, reason=reason)
    row = kept(world)
    with pytest.raises(RuleBroken):
        end_conflict(world.viewer("petra"), row.pk, reason=reason)


def test_one_at_a_time(world):
    kept(world)
    with pytest.raises(RuleBroken, match="already"):
        kept(world)


def test_the_agency_ends_it_and_never_the_person(world):
    row = declared(world, "ana")
    for name in ("ana", "ben", "maya", "sam", "alex"):
        with pytest.raises(NotVisible):
            end_conflict(world.viewer(name), row.pk, reason="a mistake")
    end_conflict(world.viewer("petra"), row.pk, reason="a mistake")
    assert stands(world, "ana")
    with pytest.raises(NotVisible):
        end_conflict(world.viewer("petra"), row.pk, reason="again")
    assert [e.detail["act"] for e in events(kind="conflict")] == [
        "declare", "flag past views", "end",
    ]  # fmt: skip


def test_a_keeper_with_a_conflict_of_his_own_does_not_end_it(world):
    row = kept(world, "petra", "rosa")
    with pytest.raises(NotVisible):
        end_conflict(world.viewer("rosa"), row.pk, reason="a mistake")
    assert list_conflicts(world.viewer("rosa")) == []


def test_the_list_is_of_the_own_agency_with_the_number(world):
    kept(world)
    declared(world)
    (row,) = list_conflicts(world.viewer("petra"))
    assert (row.conflict.user.username, row.number, row.is_open) == ("ana", OWN, True)
    with pytest.raises(NotVisible):
        list_conflicts(world.viewer("ana"))
    assert {user.username for user in people_kept(world.viewer("rosa"))} == {"ana", "cho"}


def test_a_meeting_says_who_is_recused_and_not_why(world):
    kept(world, who="ana")
    page = show_meeting(world.viewer("cho"), world.records["meeting"].pk)
    assert page.items[0]["recused"] == ["Ana Example"]
    mine = show_meeting(world.viewer("ana"), world.records["meeting"].pk)
    assert mine.items == []


def test_nobody_writes_a_conflict_for_another_or_ends_one_by_hand(world):
    insert = (
        "INSERT INTO casemgmt_conflict (user_id, case_id, declared_at, declared_by_id, reason,"
        " ended_because) VALUES (%s, %s, now(), %s, '', '')"
    )
    ana, ben = world.people["ana"].pk, world.people["ben"].pk
    world.viewer("ana")
    for values in (
        (ben, world.case.pk, ana),
        (ana, world.other.pk, ana),
        (ana, world.case.pk, ben),
    ):
        with pytest.raises(DatabaseError, match="row-level security"):
            run(insert, *values)
    row = declared(world, "ana")
    world.viewer("ana")
    assert run("SELECT * FROM conflict_end(%s, 'x')", row.pk) == []
    with pytest.raises(DatabaseError, match="permission denied"):
        run("UPDATE casemgmt_conflict SET ended_at = now()")
    viewer = world.viewer("ana")
    with pytest.raises(DatabaseError, match="only the agency"):
        run("SELECT conflict_set(%s, %s, 'x', %s)", world.case.pk, ben, viewer.today)
    assert run("SELECT n FROM conflict_past_views(%s, %s)", ben, world.other.pk) == [(0,)]
    world.viewer("maya")
    assert run("SELECT count(*) FROM casemgmt_conflict") == [(0,)]
    assert run("SELECT * FROM meeting_recused(%s)", world.foreign["meeting"].pk) == []
    assert User.objects.filter(pk=ben).exists()
