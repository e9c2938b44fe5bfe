"""Accountings of disclosures: what the person gets, what stays in the officer's list and why, the
days, the suspension and its end (T43); each with the twin that is refused."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from audit.accounting import Suspension
from audit.models import AccountingCopy, AccountingRequest, AccountingRun, Event, Kind
from audit.selectors.accounting import access_asked, access_copy
from audit.services.accounting import Terms, download_copy, extend, give, read_accounting, withdraw
from audit.services.record import Entry, record
from audit.services.suspension import lift, suspend
from casemgmt.core import clock
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.services import accounting as service
from casemgmt.services.accounting import (
    ask_for_person,
    build_waiting,
    make,
    remind_of_dues,
    suspend_on_case,
)
from casemgmt.services.spoken import Grounds, Telling, record_telling
from teams.models import Notice
from tests import build
from tests.plugins.roles import as_owner


def asked(world, name="petra", law="own", number=None, **fields):
    held = {"asked_by": "the person, in writing", "asked_on": clock.today()} | fields
    return ask_for_person(world.viewer(name), number or world.case.number, Terms(law, **held))


def lines(world, request, form="csv", name="petra"):
    viewer = world.viewer(name)
    found = access_asked(viewer, request.pk)
    copy = next(c for c in found.copies if c.form == form)
    content = bytes(access_copy(viewer, request.pk, copy.pk).content)
    return (
        json.loads(content)
        if form == "rows"
        else list(csv.DictReader(io.StringIO(content.decode())))
    )


def made(world, request, name="petra"):
    make(world.viewer(name), request.pk)
    return lines(world, request, name=name)


def sees(world, name, category="supervision", *, times=1, case=None, **fields):
    """Let a person be shown something, as a page does."""
    held = {
        "subject_kind": "contact", "subject_id": "c1", "case_id": str((case or world.case).pk),
        "owner_agency_id": world.agencies["probation"].pk, "authority": "membership",
    } | fields  # fmt: skip
    for _ in range(times):
        record(world.viewer(name), [Entry(category=category, **held)])


def tells(world, name="ana", **fields):
    held = {
        "told_at": clock.now() - timedelta(hours=1), "way": "phone", "categories": ("supervision",),
        "description": "hours of work", "purpose": "job search", "to_name": "Pat Sample",
        "to_organization": "Sample Shelter", "to_address": "1 Invented Way",
    } | fields  # fmt: skip
    law = Grounds("law", "required_by_law", {"law": "State law 7", "asked_by": "the shelter"})
    return record_telling(world.viewer(name), world.case.pk, Telling(**held), law)


def hold(world, name="petra", **fields):
    held = {
        "agency_id": world.agencies["police"].pk, "recipient": "", "kind": "law_enforcement",
        "starts": clock.today(), "ends": build.day(10), "statement": "Statement 12",
        "said_by": "Det. Roe",
    } | fields  # fmt: skip
    return suspend_on_case(world.viewer(name), world.case.number, "", lambda _: Suspension(**held))


# What is in it


def test_others_who_were_shown_it_are_in_it_and_own_people_are_not(world):
    sees(world, "lee", times=3)
    sees(world, "ana")
    request = asked(world)
    (line,) = made(world, request)
    assert line["Who received it"] == "Office of the State's Attorney"
    assert (line["How many"], line["What"]) == ("3", "Supervision")
    assert "3 times" in line["When"]
    marks = {row["recipient"]: row["mark"] for row in lines(world, request, "rows")}
    assert marks == {"Altona Probation": "inside", "Office of the State's Attorney": ""}


def test_what_was_told_by_voice_is_in_it_with_the_recipient_s_address(world):
    tells(world)
    (line,) = made(world, asked(world))
    assert line["Who received it"] == "Pat Sample, Sample Shelter"
    assert line["Address, if known"] == "1 Invented Way"
    assert line["What"] == "Supervision: hours of work"
    assert "45 CFR 164.512(a)" in line["For what, by what authority"]


def test_a_corrected_telling_stands_as_it_was_corrected(world):
    first = tells(world)
    record_telling(
        world.viewer("ana"), world.case.pk,
        Telling(told_at=first.told_at, way="letter", categories=("supervision",),
                description="hours of work", purpose="job search", to_name="Robin Sample"),
        Grounds("none"), corrects_id=first.pk, correction="It was Robin",
    )  # fmt: skip
    assert [line["Who received it"] for line in made(world, asked(world))] == ["Robin Sample"]


@pytest.mark.parametrize("category", ["victim_system", "victim_statement"])
def test_nothing_of_a_victim_stands_in_the_person_s_list_nor_in_the_officer_s(world, category):
    sees(world, "lee", category)
    if category == "victim_system":
        tells(world, categories=("victim_system",), description="MARK-of a victim")
    request = asked(world)
    assert made(world, request) == []
    assert lines(world, request, "rows") == []


def test_what_was_told_of_a_victim_too_is_named_without_its_words(world):
    tells(world, categories=("supervision", "victim_system"), description="MARK-of both")
    (line,) = made(world, asked(world))
    assert line["What"] == "Supervision"


def test_another_agency_s_records_and_another_person_s_case_are_not_in_it(world):
    sees(world, "lee", owner_agency_id=world.agencies["center"].pk)
    sees(world, "lee", case=world.other)
    assert made(world, asked(world)) == []


def test_refusals_and_numbers_are_no_disclosures(world):
    sees(world, "lee", kind=Kind.COUNT)
    sees(world, "lee", kind=Kind.REFUSAL, outcome="refused")
    assert made(world, asked(world)) == []


def test_a_provider_s_list_leaves_out_what_went_by_authorization(world):
    world.people["pia"] = build.make_user(
        "pia", world.agencies["center"], "policy", office="privacy_officer"
    )
    own = {"owner_agency_id": world.agencies["center"].pk}
    sees(world, "ana", "treatment_summary", authority="authorization", **own)
    sees(world, "ana", "treatment_summary", authority="court_order", **own)
    request = asked(world, "pia", "hipaa")
    (line,) = made(world, request, "pia")
    assert "court order" in line["For what, by what authority"]
    assert {r["mark"] for r in lines(world, request, "rows", "pia")} == {"", "by_authorization"}


def test_the_list_ends_with_the_day_of_the_request_and_begins_where_it_asked(world):
    tells(world, told_at=build.moment(-40))
    tells(world, told_at=build.moment(-4), to_name="Robin Sample")
    assert len(made(world, asked(world))) == 2
    assert len(made(world, asked(world, since=build.day(-10)))) == 1
    assert len(made(world, asked(world, asked_on=build.day(-10)))) == 1


# T43


def test_what_is_suspended_is_hidden_until_the_last_day_and_back_after_it(world):
    sees(world, "paul")
    sees(world, "lee")
    hold(world)
    request = asked(world)
    assert [one["Who received it"] for one in made(world, request)] == [
        "Office of the State's Attorney"
    ]
    assert "suspended" in {row["mark"] for row in lines(world, request, "rows")}
    with clock.frozen_at(build.moment(11)):
        assert len(made(world, request)) == 2


def test_a_suspension_ends_when_it_is_lifted(world):
    sees(world, "paul")
    hold(world)
    request = asked(world)
    assert made(world, request) == []
    viewer = world.viewer("petra")
    (held,) = service.list_suspended(viewer)
    lift(viewer, held.row.pk, reason="The investigation is over.")
    assert len(made(world, request)) == 1
    with pytest.raises(RuleBroken):
        lift(world.viewer("petra"), held.row.pk, reason="again")


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("said_by", {"said_by": ""}),
        ("kind", {"kind": "treatment"}),
        ("recipient", {"agency_id": None}),
        ("ends", {"statement": "", "ends": build.day(31)}),
        ("ends", {"ends": build.day(-1)}),
    ],
)
def test_a_statement_that_lacks_something_suspends_nothing(world, field, fields):
    with pytest.raises(RuleBroken) as fault:
        hold(world, **fields)
    assert fault.value.field == field
    assert service.list_suspended(world.viewer("petra")) == []


def test_the_database_refuses_a_spoken_one_of_more_than_thirty_days(world):
    world.viewer("petra")
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO audit_suspension (agency_id, case_id, case_label, kind, recipient, starts,"
            " ends, said_by, by_id, by_name) VALUES (%s, %s, 'x', 'oversight', 'y', '2026-01-01',"
            " '2026-02-01', 'z', %s, 'Petra')",
            [world.agencies["probation"].pk, str(world.case.pk), world.people["petra"].pk],
        )


def test_a_suspension_of_one_agency_hides_nothing_of_another(world):
    sees(world, "lee")
    hold(world)
    assert len(made(world, asked(world))) == 1


# The request and its days


def test_a_request_is_due_in_sixty_days_and_can_be_extended_once(world):
    request = asked(world)
    viewer = world.viewer("petra")
    assert access_asked(viewer, request.pk).due == build.day(60)
    extend(viewer, request.pk, reason="Records of two archives, told in writing.")
    assert access_asked(viewer, request.pk).due == build.day(90)
    with pytest.raises(RuleBroken):
        extend(viewer, request.pk, reason="again")


def test_after_sixty_days_nothing_is_extended(world):
    request = asked(world)
    with clock.frozen_at(build.moment(61)), pytest.raises(RuleBroken):
        extend(world.viewer("petra"), request.pk, reason="late")


def test_the_first_in_twelve_months_is_free_and_the_next_need_not_be(world):
    with pytest.raises(RuleBroken) as fault:
        asked(world, fee="20 dollars")
    assert fault.value.field == "fee"
    asked(world)
    assert asked(world, fee="20 dollars").fee == "20 dollars"


def test_what_was_given_stays_with_its_digest_on_the_ledger(world):
    tells(world)
    request = asked(world)
    with pytest.raises(RuleBroken):
        give(world.viewer("petra"), request.pk, way="by letter")
    made(world, request)
    give(world.viewer("petra"), request.pk, way="by letter")
    copy = AccountingCopy.objects.get(form="pdf")
    assert bytes(copy.content).startswith(b"%PDF")
    with as_owner():
        given = Event.objects.get(subject_id=str(request.pk), detail__act="accounting given")
    assert given.detail["sha256"] == copy.digest
    for act in (lambda v: make(v, request.pk), lambda v: withdraw(v, request.pk, reason="x")):
        with pytest.raises(RuleBroken):
            act(world.viewer("petra"))


def test_a_download_is_on_the_ledger(world):
    request = asked(world)
    made(world, request)
    copy = AccountingCopy.objects.get(form="csv")
    download_copy(world.viewer("alex"), request.pk, copy.pk)
    with as_owner():
        event = Event.objects.get(kind="download")
    assert (event.actor_name, event.detail["sha256"]) == ("Alex Example", copy.digest)


@pytest.mark.parametrize("table", ["accountingrequest", "accountingstep", "accountingcopy"])
def test_nobody_changes_what_was_asked_made_and_given(world, table):
    made(world, asked(world))
    for statement in (f"DELETE FROM audit_{table}", f"UPDATE audit_{table} SET agency_id = 0"):
        with as_owner(), pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)


def test_the_privacy_officer_is_reminded_once_a_lead(world):
    asked(world)
    assert remind_of_dues() == 0
    with clock.frozen_at(build.moment(50)):
        assert (remind_of_dues(), remind_of_dues()) == (1, 0)
    with clock.frozen_at(build.moment(58)):
        assert remind_of_dues() == 1
    assert set(Notice.objects.values_list("recipient__username", "kind")) == {
        ("petra", "accounting_due")
    }


# In the background


def test_a_large_ledger_is_made_in_the_background_and_reads_the_same(world, settings):
    sees(world, "lee", times=3)
    tells(world, told_at=build.moment(-80))
    request = asked(world, since=build.day(-100))
    at_once = made(world, request)
    settings.ACCOUNTING_AT_ONCE = 1
    run = make(world.viewer("petra"), request.pk)
    assert run.state == "waiting"
    with pytest.raises(RuleBroken):
        make(world.viewer("petra"), request.pk)
    assert build_waiting() == 1
    world.viewer("petra")
    run = AccountingRun.objects.get(pk=run.pk)
    assert (run.state, run.percent) == ("ready", 100)
    assert lines(world, request) == at_once
    assert build_waiting() == 0


def test_what_fails_leaves_no_file_and_says_so(world, settings, monkeypatch):
    sees(world, "lee", times=3)
    request = asked(world)
    settings.ACCOUNTING_AT_ONCE = 1
    run = make(world.viewer("petra"), request.pk)
    monkeypatch.setattr(service, "pdf_of", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build_waiting()
    world.viewer("petra")
    assert AccountingRun.objects.get(pk=run.pk).state == "failed"
    assert not AccountingCopy.objects.exists()


def test_nothing_is_made_for_an_officer_who_is_none_any_more(world, settings):
    sees(world, "lee", times=3)
    request = asked(world)
    settings.ACCOUNTING_AT_ONCE = 1
    make(world.viewer("petra"), request.pk)
    with as_owner():
        world.people["petra"].office = ""
        world.people["petra"].save()
    with pytest.raises((NotVisible, AccountingRun.DoesNotExist)):
        build_waiting()
    with as_owner():
        assert list(AccountingRun.objects.values_list("state", flat=True)) == ["failed"]
        assert not AccountingCopy.objects.exists()


# Who may


def test_an_auditor_reads_and_does_nothing(world):
    request = asked(world)
    assert read_accounting(world.viewer("alex"), request.pk)[0].row.pk == request.pk
    held = Suspension(None, "y", "oversight", clock.today(), clock.today(), "Statement", "z")
    for act in (
        lambda v: asked(world, "alex"),
        lambda v: make(v, request.pk),
        lambda v: extend(v, request.pk, reason="x"),
        lambda v: suspend(v, world.case.pk, "x", held),
    ):
        with pytest.raises(NotAllowed):
            act(world.viewer("alex"))


@pytest.mark.parametrize("name", ["ana", "rosa", "maya", "dora", "sam", "lee"])
def test_others_ask_nothing_and_read_nothing(world, name):
    request = asked(world)
    with pytest.raises(NotVisible):
        asked(world, name)
    with pytest.raises(NotVisible):
        read_accounting(world.viewer(name), request.pk)
    assert not AccountingRequest.objects.exists()  # by the walls alone


def test_another_agency_s_privacy_officer_finds_neither_request_nor_case(world):
    request = asked(world)
    far = build.make_agency("Far County Probation", "supervision")
    world.people["pia"] = build.make_user("pia", far, "policy", office="privacy_officer")
    with pytest.raises(NotVisible):
        read_accounting(world.viewer("pia"), request.pk)
    with pytest.raises(RuleBroken) as fault:
        asked(world, "pia")
    with pytest.raises(RuleBroken) as missing:
        asked(world, "pia", number="24-9999")
    assert str(fault.value) == str(missing.value)


def test_a_law_that_the_agency_does_not_owe_by_is_refused(world):
    with pytest.raises(RuleBroken) as fault:
        asked(world, law="hipaa")
    assert fault.value.field == "law"
