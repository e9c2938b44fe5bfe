"""Supervisory lines over units, people and whole agencies: given and taken by administrators."""

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import Event
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.models import AgencyUserGrant, PersonLineGrant
from casemgmt.selectors.case import CaseFilter, access_case, list_cases
from casemgmt.services.line import (
    give_agency_line,
    give_person_line,
    take_agency_line,
    take_person_line,
)
from teams.models import User
from tests import build
from tests.plugins.roles import as_owner


def key(world, name):
    return world.people[name].key


def standing(world, name, case):
    try:
        _, facts = access_case(world.viewer(name), case.pk)
    except NotVisible:
        return ""
    return f"{facts.standings[0].kind} {facts.standings[0].ref.partition(':')[0]}"


def over_agency(world, who="sam", to="ben"):
    give_agency_line(world.viewer(who), key(world, to), reason="acting chief")


def over_person(world, who="sam", to="ben", over="ana"):
    give_person_line(world.viewer(who), key(world, to), key(world, over), reason="acting lead")


def rows_written():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM"
            " pg_stat_xact_user_tables WHERE relname NOT LIKE 'audit%%'"
        )
        return int(cursor.fetchone()[0])


def test_a_line_over_the_agency_opens_each_of_its_cases_with_one_row(world):
    assert standing(world, "ben", world.case) == ""
    before = rows_written()
    over_agency(world)
    assert rows_written() - before == 1
    assert standing(world, "ben", world.case) == "supervisory_line agency"
    assert list_cases(world.viewer("ben"), CaseFilter()).total == 2
    take_agency_line(world.viewer("sam"), key(world, "ben"), reason="is back")
    assert standing(world, "ben", world.case) == ""


def test_a_line_over_a_person_opens_the_cases_of_that_person_with_one_row(world):
    before = rows_written()
    over_person(world)
    assert rows_written() - before == 1
    assert standing(world, "ben", world.case) == "supervisory_line person"
    handed = build.make_case("24-0119", team=world.teams["elm"], officer=world.people["cho"])
    assert standing(world, "ben", handed) == ""
    take_person_line(world.viewer("sam"), key(world, "ben"), key(world, "ana"), reason="is back")
    assert standing(world, "ben", world.case) == ""


@pytest.mark.parametrize("who", ["ana", "rosa", "petra", "alex", "kim"])
def test_only_administrators_give_and_take_them(world, who):
    over_agency(world)
    over_person(world)
    viewer = world.viewer(who)
    with pytest.raises(NotVisible):
        over_agency(world, who, "rosa")
    with pytest.raises(NotVisible):
        over_person(world, who, "rosa")
    with pytest.raises(NotVisible):
        take_agency_line(viewer, key(world, "ben"), reason="x")
    with pytest.raises(NotVisible):
        take_person_line(viewer, key(world, "ben"), key(world, "ana"), reason="x")
    with as_owner():
        assert AgencyUserGrant.objects.count() == PersonLineGrant.objects.count() == 1


@pytest.mark.parametrize(
    ("to", "over", "because"),
    [
        ("sam", "ana", "never"),  # oneself
        ("petra", "ana", "never"),  # an office without cases
        ("ben", "ben", "never"),  # over oneself
        ("ben", "kim", "never"),  # another agency
    ],
)
def test_whom_a_line_cannot_be_given_to(world, to, over, because):
    with pytest.raises(RuleBroken) as refusal:
        over_person(world, to=to, over=over)
    assert refusal.value.because == because


@pytest.mark.parametrize("to", ["sam", "petra", "alex"])
def test_nor_over_the_agency(world, to):
    with pytest.raises(RuleBroken) as refusal:
        over_agency(world, to=to)
    assert refusal.value.because == "never"


def test_a_disabled_account_gets_none(world):
    with as_owner():
        User.objects.filter(pk=world.people["ben"].pk).update(is_active=False)
    for give in (over_agency, over_person):
        with pytest.raises(RuleBroken) as refusal:
            give(world)
        assert refusal.value.because == "account_disabled"


def test_nothing_is_given_twice_or_taken_where_it_is_not(world):
    with pytest.raises(RuleBroken):
        take_agency_line(world.viewer("sam"), key(world, "ben"), reason="x")
    with pytest.raises(RuleBroken):
        take_person_line(world.viewer("sam"), key(world, "ben"), key(world, "ana"), reason="x")
    over_agency(world)
    over_person(world)
    for give in (over_agency, over_person):
        with pytest.raises(RuleBroken, match="already"):
            give(world)


def test_each_act_stands_on_the_ledger_with_its_reason(world):
    over_agency(world)
    take_agency_line(world.viewer("sam"), key(world, "ben"), reason="is back")
    with as_owner():
        events = Event.objects.filter(kind="permission", subject_id=str(key(world, "ben")))
        found = [(e.fields, e.reason) for e in events.order_by("id")]
    assert found == [(["supervise_agency"], "acting chief"), (["supervise_agency"], "is back")]


@pytest.mark.parametrize(
    "table",
    [
        "agencyusergrant (user_id, permission_id, agency_id)",
        "personlinegrant (user_id, permission_id, person_id)",
    ],
)
@pytest.mark.parametrize(("who", "to"), [("rosa", "rosa"), ("ana", "ben"), ("sam", "sam")])
def test_the_database_asks_too(world, table, who, to):
    over = world.agencies["probation"].pk if "agency" in table else world.people["ana"].pk
    code = "supervise_agency" if "agency" in table else "supervise_user"
    permission = build.Permission.objects.get(codename=code).pk
    world.viewer(who)
    refused = pytest.raises(DatabaseError, match="row-level security")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO casemgmt_{table} VALUES (%s, %s, %s)",  # noqa: S608
            [world.people[to].pk, permission, over],
        )
