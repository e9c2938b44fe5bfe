"""What the database refuses to the application's own role, should the application forget."""

import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError, connection, transaction

from casemgmt.models import Case, Conflict
from teams.models import User
from tests import build
from tests.plugins.roles import as_owner

USER_GRANT = (
    "INSERT INTO casemgmt_caseusergrant (user_id, permission_id, case_id, kind, reason) "
    "VALUES (%s, %s, %s, 'assignment', '')"
)
GROUP_GRANT = (
    "INSERT INTO casemgmt_casegroupgrant (group_id, permission_id, case_id) VALUES (%s, %s, %s)"
)
LINE = "INSERT INTO casemgmt_unitusergrant (user_id, permission_id, unit_id) VALUES (%s, %s, %s)"


def run(sql: str, *values: object) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def permission(codename: str) -> int:
    return Permission.objects.get(
        codename=codename, content_type__app_label__in=("casemgmt", "teams")
    ).pk


def test_nobody_gives_himself_or_his_team_standing_on_a_case_that_he_does_not_see(world):
    view = permission("view_case")
    ana = world.viewer("ana").user_id
    for sql, holder in ((USER_GRANT, ana), (GROUP_GRANT, world.teams["elm"].group_id)):
        with pytest.raises(DatabaseError, match="row-level security"):
            run(sql, holder, view, world.other.pk)


def test_standing_on_a_case_that_one_sees_can_be_given(world):
    world.viewer("ana")
    assert run(USER_GRANT, world.people["cho"].pk, permission("view_case"), world.case.pk) == 1


def test_the_first_standing_on_a_new_case_of_one_s_own_agency_is_free_and_the_next_is_not(world):
    case = build.make_case("24-7777", team=world.teams["river"], officer=world.people["ben"])
    with as_owner():
        run("DELETE FROM casemgmt_casegroupgrant WHERE case_id = %s", case.pk)
        run("DELETE FROM casemgmt_caseusergrant WHERE case_id = %s", case.pk)
    world.viewer("ana")
    assert run(USER_GRANT, world.people["ben"].pk, permission("view_case"), case.pk) == 1
    with pytest.raises(DatabaseError, match="row-level security"):
        run(USER_GRANT, world.people["ana"].pk, permission("view_case"), case.pk)


@pytest.mark.parametrize(
    ("actor", "holder"), [("ana", "ana"), ("rosa", "rosa"), ("sam", "sam"), ("ana", "cho")]
)
def test_only_an_administrator_gives_a_line_and_never_to_himself(world, actor, holder):
    supervise = permission("supervise_unit")
    world.viewer(actor)
    with pytest.raises(DatabaseError, match="row-level security"):
        run(LINE, world.people[holder].pk, supervise, world.units["river"].pk)


@pytest.mark.parametrize(
    "fields", [{"office": "administrator"}, {"office": "auditor"}, {"is_active": False}]
)
def test_an_assignment_left_over_opens_nothing_to_an_office_or_a_disabled_account(world, fields):
    with as_owner():
        User.objects.filter(pk=world.people["ana"].pk).update(**fields)
    world.people["ana"].refresh_from_db()
    world.viewer("ana")
    assert not Case.objects.unscoped(reason="test").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM case_search('marlow', 5)")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "table", ["contact", "wording", "condition", "entry", "release", "decision", "case", "person"]
)
def test_no_content_of_a_case_is_deleted(world, table):
    world.viewer("ana")
    with pytest.raises(DatabaseError, match="permission denied"):
        run(f"DELETE FROM casemgmt_{table}")  # noqa: S608  # names of this test


@pytest.mark.parametrize(
    "statement",
    ["contact SET note = 'x'", "wording SET text = 'x'", "examresult SET statements = 'x'"],
)
def test_what_was_recorded_is_never_rewritten(world, statement):
    world.viewer("ana")
    with pytest.raises(DatabaseError, match="permission denied"):
        run(f"UPDATE casemgmt_{statement}")  # noqa: S608  # statements of this test


def test_a_declared_conflict_is_not_taken_back_by_the_one_who_declared_it(world):
    with as_owner():
        Conflict.objects.create(user=world.people["ana"], case=world.case)
    world.viewer("ana")
    for sql in ("DELETE FROM casemgmt_conflict", "UPDATE casemgmt_conflict SET ended_at = now()"):
        with pytest.raises(DatabaseError, match="permission denied"):
            run(sql)


@pytest.mark.parametrize(("name", "rows"), [("ana", 1), ("kim", 0), ("maya", 0)])
def test_only_the_agency_that_keeps_the_case_changes_the_person(world, name, rows):
    world.viewer(name)
    assert run("UPDATE casemgmt_person SET other_names = 'x'") == rows


@pytest.mark.parametrize(("name", "rows"), [("ana", 1), ("kim", 1), ("lee", 0), ("maya", 0)])
def test_a_change_without_a_condition_reaches_only_cases_on_which_one_stands(world, name, rows):
    world.viewer(name)
    assert run("UPDATE casemgmt_case SET polygraph_due = '2030-01-01'") == rows


def test_whoever_is_no_longer_the_examiner_keeps_no_standing(world):
    referral = world.records["referral"]
    examiners = (
        "SELECT user_id FROM casemgmt_caseusergrant WHERE case_id = %s AND kind = 'examiner'"
    )
    with as_owner():
        run(
            "UPDATE casemgmt_examreferral SET examiner_id = %s WHERE id = %s",
            world.people["otto"].pk,
            referral.pk,
        )
        with connection.cursor() as cursor:
            cursor.execute(examiners, [world.case.pk])
            assert cursor.fetchall() == [(world.people["otto"].pk,)]
