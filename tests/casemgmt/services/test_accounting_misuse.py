"""Accountings under odd days, double clicks, tries at others' numbers, and suspensions that come
late or are spoken twice."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from audit.accounting import Suspension
from audit.models import AccountingStep, Event, SuspensionEnd
from audit.models.change import keyed
from audit.selectors import accounting as selectors
from audit.selectors.accounting import (
    access_asked,
    access_suspended,
    list_asked,
    list_suspended,
)
from audit.services import accounting as acts
from audit.services import suspension as suspensions
from audit.services.accounting import Terms, give, withdraw
from audit.services.suspension import lift
from casemgmt.core import clock
from casemgmt.core.errors import RuleBroken
from casemgmt.services.accounting import ask_for_person, make, suspend_on_case
from tests import build
from tests.plugins.roles import as_owner


def asked(world, *, number=None, **fields):
    held = {"asked_by": "the person, in writing", "asked_on": clock.today()} | fields
    number = number or world.case.number
    return ask_for_person(world.viewer("petra"), number, Terms("own", **held))


def hold(world, *, number=None, **fields):
    held = {
        "agency_id": world.agencies["police"].pk, "recipient": "", "kind": "law_enforcement",
        "starts": clock.today(), "ends": build.day(10), "statement": "Statement 12",
        "said_by": "Det. Roe",
    } | fields  # fmt: skip
    rule = Suspension(**held)
    number = number or world.case.number
    return suspend_on_case(world.viewer("petra"), number, "", lambda _: rule)


@pytest.mark.parametrize("asked_on", [date.min, date(7, 1, 1), build.day(-366 * 7)])
def test_a_day_of_long_ago_is_refused_in_words(world, asked_on):
    with pytest.raises(RuleBroken) as fault:
        asked(world, asked_on=asked_on)
    assert fault.value.field == "asked_on"


@pytest.mark.parametrize(("starts", "ends"), [(date.max, date.max), (date.min, date.max)])
def test_the_ends_of_the_calendar_suspend_nothing(world, starts, ends):
    with pytest.raises(RuleBroken):
        hold(world, starts=starts, ends=ends, statement="")
    assert list_suspended(world.viewer("petra")) == []


@pytest.mark.parametrize("act", [asked, hold])
def test_a_try_at_a_number_that_is_not_one_s_own_is_on_the_ledger(world, act):
    with pytest.raises(RuleBroken):
        act(world, number="24-9999")
    with as_owner():
        event = Event.objects.get(outcome="refused", subject_id=keyed("24-9999"))
    assert (event.actor_name, event.case_id) == ("Petra Example", None)
    assert "24-9999" not in str(vars(event))


def test_two_clicks_give_it_once(world, monkeypatch):
    request = asked(world)
    make(world.viewer("petra"), request.pk)
    stale = access_asked(world.viewer("petra"), request.pk)
    give(world.viewer("petra"), request.pk, way="by letter")
    monkeypatch.setattr(acts, "access_asked", lambda *_: stale)
    with pytest.raises(RuleBroken):
        give(world.viewer("petra"), request.pk, way="by letter")
    assert AccountingStep.objects.filter(kind="given").count() == 1


def test_two_clicks_lift_it_once(world, monkeypatch):
    hold(world)
    (held,) = list_suspended(world.viewer("petra"))
    stale = access_suspended(world.viewer("petra"), held.row.pk)
    lift(world.viewer("petra"), held.row.pk, reason="It is over.")
    monkeypatch.setattr(suspensions, "access_suspended", lambda *_: stale)
    with pytest.raises(RuleBroken):
        lift(world.viewer("petra"), held.row.pk, reason="It is over.")
    assert SuspensionEnd.objects.count() == 1


def test_a_list_that_is_older_than_a_suspension_is_not_given(world):
    request = asked(world)
    make(world.viewer("petra"), request.pk)
    with clock.frozen_at(build.moment(1)):
        hold(world)
        with pytest.raises(RuleBroken):
            give(world.viewer("petra"), request.pk, way="by letter")
    with clock.frozen_at(build.moment(2)):
        make(world.viewer("petra"), request.pk)
        give(world.viewer("petra"), request.pk, way="by letter")
        assert access_asked(world.viewer("petra"), request.pk).end is not None


def test_a_suspension_of_before_stops_no_giving(world):
    hold(world)
    request = asked(world)
    with clock.frozen_at(build.moment(1)):
        make(world.viewer("petra"), request.pk)
        give(world.viewer("petra"), request.pk, way="by letter")
        assert access_asked(world.viewer("petra"), request.pk).end is not None


def test_a_spoken_statement_is_not_made_longer_by_a_second_entry(world):
    first = {"statement": "", "starts": build.day(-25), "ends": build.day(5)}
    hold(world, **first)
    with pytest.raises(RuleBroken) as fault:
        hold(world, statement="", ends=build.day(30))
    assert fault.value.field == "statement"
    hold(world, statement="", ends=build.day(30), agency_id=None, recipient="Sample Office")
    hold(world, ends=build.day(30))  # in writing
    hold(world, starts=date.max, ends=date.max)  # in writing, and far off
    with pytest.raises(RuleBroken):
        hold(world, statement="", ends=build.day(30))
    assert len(list_suspended(world.viewer("petra"))) == 4


def test_a_spoken_statement_of_a_day_to_come_is_refused(world):
    with pytest.raises(RuleBroken) as fault:
        hold(world, statement="", starts=build.day(1), ends=build.day(9))
    assert fault.value.field == "starts"
    hold(world, starts=build.day(1), ends=build.day(9))


STEP = (
    "INSERT INTO audit_accountingstep (request_id, agency_id, kind, words, on_day, by_id, by_name)"
    " VALUES (%s, %s, 'withdrawn', 'x', '2026-01-01', %s, 'x')"
)
END = (
    "INSERT INTO audit_suspensionend (suspension_id, agency_id, on_day, words, by_id, by_name)"
    " VALUES (%s, %s, '2026-01-01', 'x', %s, 'x')"
)
RUN = (
    "INSERT INTO audit_accountingrun (request_id, agency_id, state, by_id, by_name)"
    " VALUES (%s, %s, 'waiting', %s, 'x')"
)


@pytest.mark.parametrize(("statement", "is_request"), [(STEP, True), (RUN, True), (END, False)])
def test_the_walls_let_no_other_agency_end_what_it_was_not_asked(world, statement, is_request):
    hold(world)
    key = asked(world).pk if is_request else list_suspended(world.viewer("petra"))[0].row.pk
    far = build.make_agency("Far County Probation", "supervision")
    world.people["pia"] = build.make_user("pia", far, "policy", office="privacy_officer")
    for name, is_let in (("pia", False), ("petra", True)):
        viewer = world.viewer(name)
        values = [str(key), viewer.agency_id, viewer.user_id]
        with connection.cursor() as cursor:
            if is_let:
                cursor.execute(statement, values)
                continue
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(statement, values)


def test_a_long_list_of_requests_cuts_off_none_that_is_owed(world, monkeypatch):
    owed = asked(world, asked_on=build.day(-50))
    withdraw(world.viewer("petra"), asked(world).pk, reason="It was taken back.")
    monkeypatch.setattr(selectors, "MOST", 1)
    assert [one.row.pk for one in list_asked(world.viewer("petra"))] == [owed.pk]
