"""Dated grants and providers: who gives them, to whom, until when; the walls behind the service."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import Event
from casemgmt.core import clock
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.core.walltime import end_of
from casemgmt.models import CaseUserGrant
from casemgmt.models.grant import AgencyUserGrant, PersonLineGrant
from casemgmt.selectors.case import access_case
from casemgmt.selectors.grant import list_standing
from casemgmt.services.grant import (
    assign_provider,
    end_grant,
    end_provider,
    extend_grant,
    grant_standing,
)
from teams.models import User
from tests import build
from tests.plugins.roles import as_owner


def give(world, giver="ana", to="ben", until=30, case=None, reason="covers a leave"):
    return grant_standing(
        world.viewer(giver), (case or world.case).pk, person_key=world.people[to].key,
        until=build.day(until), reason=reason,
    )  # fmt: skip


def stands(world, name):
    try:
        _, facts = access_case(world.viewer(name), world.case.pk)
    except NotVisible:
        return ""
    return facts.standings[0].kind


def rows(case, **wanted):
    with as_owner():
        return list(CaseUserGrant.objects.filter(content_object=case, **wanted))


def permissions(act):
    with as_owner():
        return list(Event.objects.filter(kind="permission", detail__act=act))


def test_the_officer_lets_a_colleague_cover_until_the_end_of_a_day(world):
    assert stands(world, "ben") == ""
    found = give(world)
    assert stands(world, "ben") == "grant"
    (row,) = rows(world.case, kind="grant")
    assert (row.pk, row.valid_until) == (found, end_of(build.day(30)))
    (event,) = permissions("give grant")
    assert (event.recipient, event.reason) == (str(world.people["ben"].pk), "covers a leave")
    assert (event.authority, str(event.case_id)) == ("assignment", str(world.case.pk))


def test_it_ends_with_the_day_in_the_jurisdiction_s_zone(world):
    give(world, until=0)
    last = end_of(clock.today())
    with clock.frozen_at(last - timedelta(seconds=1)):
        assert stands(world, "ben") == "grant"
    with clock.frozen_at(last):
        assert stands(world, "ben") == ""


@pytest.mark.parametrize("name", ["rosa"])
def test_a_supervisor_in_line_gives_one(world, name):
    give(world, giver=name, to="otto")
    assert permissions("give grant")[0].authority == "supervisory_line"


@pytest.mark.parametrize("line", [AgencyUserGrant, PersonLineGrant])
def test_so_does_one_over_the_agency_or_over_the_officer(world, line):
    over = world.agencies["probation"] if line is AgencyUserGrant else world.people["ana"]
    with as_owner():
        permission = build.Permission.objects.get(
            codename="supervise_agency" if line is AgencyUserGrant else "supervise_user"
        )
        line.objects.create(user=world.people["ben"], permission=permission, content_object=over)
    give(world, giver="ben", to="otto")
    assert stands(world, "otto") == "membership"
    assert len(rows(world.case, kind="grant")) == 1


@pytest.mark.parametrize("name", ["cho", "kim", "maya", "lee", "vic", "priya"])
def test_a_member_who_is_not_the_officer_gives_none(world, name):
    with pytest.raises(NotAllowed):
        give(world, giver=name)
    assert rows(world.case, kind="grant") == []


@pytest.mark.parametrize("name", ["ben", "sam", "petra", "alex", "former", "eva"])
def test_who_does_not_see_the_case_finds_none(world, name):
    with pytest.raises(NotVisible):
        give(world, giver=name, to="otto")


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"to": "ana"}, "never"),
        ({"to": "sam"}, "never"),
        ({"to": "petra"}, "never"),
        ({"to": "alex"}, "never"),
        ({"until": -1}, ""),
        ({"reason": "  "}, ""),
    ],
)
def test_what_a_grant_cannot_be(world, change, because):
    with pytest.raises(RuleBroken) as refusal:
        give(world, **change)
    assert refusal.value.because == because
    assert rows(world.case, kind="grant") == []


def test_a_disabled_account_gets_none(world):
    with as_owner():
        User.objects.filter(pk=world.people["ben"].pk).update(is_active=False)
    with pytest.raises(RuleBroken) as refusal:
        give(world)
    assert refusal.value.because == "account_disabled"


def test_a_second_one_is_an_extension(world):
    found = give(world)
    assert give(world, until=45) == found
    assert [len(permissions(act)) for act in ("give grant", "extend grant")] == [1, 1]
    extend_grant(
        world.viewer("rosa"), world.case.pk, found, until=build.day(60), reason="longer leave"
    )
    (row,) = rows(world.case, kind="grant")
    assert (row.pk, row.valid_until) == (found, end_of(build.day(60)))
    assert len(permissions("extend grant")) == 2


def test_nobody_extends_the_own_one(world):
    found = give(world, giver="rosa", to="cho")
    build.supervise(world.people["cho"], world.units["elm"])
    with pytest.raises(RuleBroken) as refusal:
        extend_grant(
            world.viewer("cho"), world.case.pk, found, until=build.day(60), reason="longer"
        )
    assert refusal.value.because == "never"


def test_ended_it_is_dead_on_the_next_request_and_can_be_given_anew(world):
    found = give(world)
    assert stands(world, "ben") == "grant"
    end_grant(world.viewer("ana"), world.case.pk, found, reason="is back")
    assert stands(world, "ben") == ""
    with pytest.raises(NotVisible):
        end_grant(world.viewer("ana"), world.case.pk, found, reason="is back")
    assert give(world) == found  # the row begins anew
    assert stands(world, "ben") == "grant"


def test_somebody_else_s_member_does_not_end_it(world):
    found = give(world)
    for name in ("kim", "cho"):
        with pytest.raises(NotAllowed):
            end_grant(world.viewer(name), world.case.pk, found, reason="x")
    with pytest.raises(NotVisible):
        end_grant(world.viewer("nina"), world.case.pk, found, reason="x")
    assert stands(world, "ben") == "grant"


def test_a_provider_is_of_a_treatment_agency(world):
    found = assign_provider(world.viewer("ana"), world.case.pk, person_key=world.people["nina"].key)
    assert stands(world, "nina") == "assignment"
    with pytest.raises(RuleBroken) as refusal:
        assign_provider(world.viewer("ana"), world.case.pk, person_key=world.people["ben"].key)
    assert refusal.value.because == "never"
    with pytest.raises(RuleBroken, match="already"):
        assign_provider(world.viewer("ana"), world.case.pk, person_key=world.people["nina"].key)
    end_provider(world.viewer("ana"), world.case.pk, found, reason="changed center")
    assert stands(world, "nina") == ""
    assert len(permissions("end provider")) == 1


def test_a_grant_is_not_ended_as_a_provider(world):
    found = give(world)
    with pytest.raises(NotVisible):
        end_provider(world.viewer("ana"), world.case.pk, found, reason="x")


def test_the_list_of_standing_names_each_with_the_authority(world):
    give(world)
    assign_provider(world.viewer("ana"), world.case.pk, person_key=world.people["nina"].key)
    _, _, groups = list_standing(world.viewer("rosa"), world.case.pk)
    found = {group.kind: [holder.name for holder in group.holders] for group in groups}
    assert found["assignment"] == ["Ana Example"]
    assert found["provider"] == ["Nina Example"]
    assert found["examiner"] == ["Priya Example"]
    assert found["grant"] == ["Ben Example"]
    assert found["line"] == ["Rosa Example"]
    assert "Kim Example" in found["membership"]
    assert "Former Example" not in str(found)


@pytest.mark.parametrize("name", ["cho", "kim", "maya", "priya"])
def test_the_list_is_not_for_other_members(world, name):
    with pytest.raises(NotAllowed):
        list_standing(world.viewer(name), world.case.pk)


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.mark.parametrize("name", ["cho", "kim", "ben", "sam", "petra"])
def test_the_database_asks_too_who_gives(world, name):
    found = give(world)
    world.viewer(name)
    give_sql, end_sql = "SELECT case_give(%s, %s, %s, %s, '')", "SELECT case_end(%s, %s, 'grant')"
    with pytest.raises(DatabaseError, match="only who keeps a case"):
        run(give_sql, world.case.pk, world.people["otto"].pk, "grant", build.moment(3))
    with pytest.raises(DatabaseError, match="only who keeps a case"):
        run(end_sql, world.case.pk, found)
    assert run("SELECT * FROM case_standing(%s)", world.case.pk) == []


@pytest.mark.parametrize(
    ("to", "kind", "days"),
    [
        ("ana", "grant", 3),  # oneself
        ("sam", "grant", 3),  # an office without a caseload
        ("ben", "grant", -1),  # over already
        ("ben", "grant", None),  # without an end
        ("ben", "provider", None),  # not of treatment
        ("ben", "break_glass", 3),
        ("ben", "assignment", None),
    ],
)
def test_the_database_asks_too_what_is_given(world, to, kind, days):
    world.viewer("ana")
    until = build.moment(days) if days is not None else None
    with pytest.raises(DatabaseError, match="only who keeps a case"):
        run("SELECT case_give(%s, %s, %s, %s, '')", world.case.pk, world.people[to].pk, kind, until)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE casemgmt_caseusergrant SET valid_until = NULL",
        "DELETE FROM casemgmt_caseusergrant",
        "UPDATE casemgmt_casegroupgrant SET next_review = NULL",
        "DELETE FROM casemgmt_casegroupgrant",
    ],
)
def test_no_statement_of_the_application_changes_rows_of_standing(world, sql):
    give(world, giver="ana", to="otto")
    world.viewer("ana")
    with pytest.raises(DatabaseError, match="permission denied"):
        run(sql)


@pytest.mark.parametrize("kind", ["grant", "provider", "designee", "break_glass"])
def test_no_statement_of_the_application_adds_one_by_hand(world, kind):
    world.viewer("ana")
    view = build.Permission.objects.get(codename="view_case", content_type__app_label="casemgmt")
    with pytest.raises(DatabaseError, match="row-level security"):
        run(
            "INSERT INTO casemgmt_caseusergrant (user_id, permission_id, case_id, kind,"
            " valid_until, reason) VALUES (%s, %s, %s, %s, %s, '')",
            world.people["ben"].pk, view.pk, world.case.pk, kind, build.moment(3),
        )  # fmt: skip


def test_what_is_refused_stands_on_the_ledger_too(world):
    with pytest.raises(RuleBroken):
        give(world, to="sam")
    with as_owner():
        event = Event.objects.filter(kind="refusal").latest("id")
    assert (event.because, str(event.case_id)) == ("never", str(world.case.pk))
    assert (event.actor_name, event.subject_kind) == ("Ana Example", "caseusergrant")
