"""A victim's list: of what the agency itself keeps, by number and whole name, and never of what the
advocates' own ledger holds."""

import csv
import io
import json

import pytest
from django.db import connections

from audit.models import AccountingRequest, Event
from audit.selectors.accounting import access_asked, access_copy
from audit.services.accounting import Terms
from audit.services.record import Entry, record
from casemgmt.core import clock
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.services.accounting import make
from casemgmt.services.spoken import Grounds, Telling, record_telling
from tests import build, build_victims
from tests.plugins.roles import as_owner
from victims.services.accounting import ask_for_victim


@pytest.fixture
def named(world):
    record = build_victims.make_system_record(
        world.case, world.people["ana"], given_name="Vera", family_name="Sample"
    )
    return world, record


def ask(world, name="petra", *, given="vera", family="Sample", number=None):
    terms = Terms("own", "the victim", clock.today())
    return ask_for_victim(world.viewer(name), number or world.case.number, given, family, terms)


def files(world, request):
    make(world.viewer("petra"), request.pk)
    viewer = world.viewer("petra")
    copies = {
        c.form: access_copy(viewer, request.pk, c.pk)
        for c in access_asked(viewer, request.pk).copies
    }
    text = bytes(copies["csv"].content).decode()
    return list(csv.DictReader(io.StringIO(text))), json.loads(bytes(copies["rows"].content))


def sees(world, name, row, **fields):
    entry = Entry(
        subject_kind="systemrecord", subject_id=str(row.pk), case_id=str(world.case.pk),
        category="victim_system", owner_agency_id=world.agencies["probation"].pk,
        authority="membership", **fields,
    )  # fmt: skip
    record(world.viewer(name), [entry])


def test_the_list_holds_what_others_got_of_this_victim_and_of_no_other(named):
    world, vera = named
    other = world.records["system_record"]
    sees(world, "lee", vera)
    sees(world, "vic", other)
    sees(world, "ana", vera)
    given, rows = files(world, ask(world))
    assert [line["What"] for line in given] == ["Victim information held by the system"]
    assert [line["How many"] for line in given] == ["1"]
    assert {row["mark"] for row in rows} == {"", "inside"}


def test_what_was_told_without_saying_of_whom_stays_with_the_officer(named):
    world, vera = named
    record_telling(
        world.viewer("ana"), world.case.pk,
        Telling(told_at=build.moment(-0.01), way="phone", categories=("victim_system",),
                description="that a term of no contact stands", purpose="safety",
                to_name="Pat Sample"),
        Grounds("none"),
    )  # fmt: skip
    given, rows = files(world, ask(world))
    assert given == []
    assert [row["mark"] for row in rows] == ["unclear"]


@pytest.mark.parametrize(
    "wrong", [{"given": "Vere"}, {"family": "Samples"}, {"number": "24-0900"}, {"family": ""}]
)
def test_number_and_whole_name_must_meet_and_a_miss_is_on_the_ledger(named, wrong):
    world, _ = named
    with pytest.raises(RuleBroken):
        ask(world, **wrong)
    assert not AccountingRequest.objects.exists()
    with as_owner():
        assert Event.objects.filter(kind="refusal", subject_kind="accountingrequest").count() == 1


@pytest.mark.parametrize("name", ["ana", "maya", "vic", "lee", "dora"])
def test_nobody_but_the_privacy_officer_asks(named, name):
    world, _ = named
    with pytest.raises(NotVisible):
        ask(world, name)
    with pytest.raises(NotAllowed):
        ask(world, "alex")


def test_another_agency_s_officer_finds_no_victim_of_this_one(named):
    world, _ = named
    world.people["pia"] = build.make_user(
        "pia", world.agencies["center"], "policy", office="privacy_officer"
    )
    with pytest.raises(RuleBroken):
        ask(world, "pia")


@pytest.mark.django_db(databases=["default", "advocacy"])
def test_the_advocates_database_is_never_asked(named):
    """What an organization shows of its clients stands on its own ledger, in its own database."""
    world, vera = named
    sees(world, "lee", vera)
    with connections["advocacy"].execute_wrapper(refuse):
        given, _ = files(world, ask(world))
    assert len(given) == 1


def refuse(*_call):
    raise AssertionError("The advocates' database was asked.")
