"""A victim asks the agency what it holds: her own records alone, cleared by a person; the privacy
officer knows of it and nobody else (T31, B-VR-7)."""

import json

import pytest
from django.db import connection

from audit.models import Event
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.core.pdf import write_pdf
from casemgmt.models import Conflict
from casemgmt.selectors.facts import facts_for
from casemgmt.services.faults import Fault
from tests import build_victims
from tests.build import day, moment
from tests.crawl import sign_in_again
from tests.plugins.roles import as_owner
from victims.models import RecordRequest
from victims.selectors.panel import open_panel
from victims.selectors.record_request import list_record_requests, open_record_request
from victims.services.record_request import (
    Cleared,
    answer_nothing_held,
    answer_record_request,
    keep_record_request,
)

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
NOTE = "Prefers mail. Her sister Ida Moss drives her."


@pytest.fixture
def rows(world):
    """Return her record and another victim's, on one case."""
    ana = world.people["ana"]
    own = build_victims.make_system_record(
        world.case, ana, given_name="Dana", family_name="Whitlow", note=NOTE
    )
    other = build_victims.make_system_record(
        world.case, ana, given_name="OTHERGIVEN", family_name="OTHERNAME", note="OTHERNOTE"
    )
    return own, other


def asked(world):
    petra = world.viewer("petra")
    return keep_record_request(
        petra, number=world.case.number, asked_by="Dana Whitlow", asked_on=day(-1)
    )


@pytest.fixture
def text_of(monkeypatch):
    """Return a function that gives the words of the newest paper, which is made all the same."""
    papers = []

    def write(template, data):
        papers.append(json.dumps(data))
        return write_pdf(template, data)

    monkeypatch.setattr("victims.services.record_request.write_pdf", write)
    return lambda: papers[-1]


def test_the_copy_holds_hers_alone_and_to_whom_it_was_shown(world, rows, text_of):
    own, other = rows
    vic = world.viewer("vic")
    open_panel(vic, world.case, facts_for(vic, [world.case])[str(world.case.pk)])
    row = asked(world)
    assert row.due_on == day(29)
    petra = world.viewer("petra")
    file = open_record_request(petra, row.pk)
    assert {one.id for one in file.held} >= {own.pk, other.pk}
    cleared = NOTE.replace("Her sister Ida Moss drives her", "[struck]")
    paper = answer_record_request(
        petra, row.pk, hers={str(own.pk): Cleared({"note": cleared, "contact": own.contact})}
    )
    text = text_of()
    assert paper.startswith(b"%PDF")
    for word in ("Dana Whitlow", "Prefers mail", "Vic Example"):
        assert word in text
    for word in ("OTHER", "Ida Moss", "MARK-systemrecord", world.case.person_name):
        assert word not in text
    with as_owner():
        kept = RecordRequest.objects.unscoped(reason="test").get(pk=row.pk)
        event = Event.objects.get(subject_kind="systemrecord", kind="export")
    assert kept.cleared[0]["struck"][-1] == "Her sister Ida Moss drives her"
    assert (event.subject_id, event.recipient) == (str(own.pk), "the person it is about")
    assert open_record_request(petra, row.pk).held == []  # answered: nothing is open any more
    with pytest.raises(RuleBroken, match="answered"):
        answer_record_request(petra, row.pk, hers={str(own.pk): Cleared({})})


def test_a_text_that_says_more_than_the_record_is_refused(world, rows):
    row, petra = asked(world), world.viewer("petra")
    with pytest.raises(RuleBroken, match="only loses"):
        answer_record_request(
            petra, row.pk, hers={str(rows[0].pk): Cleared({"note": NOTE + " And more."})}
        )
    for hers in ({}, {"00000000-0000-4000-8000-000000000000": Cleared({})}):
        with pytest.raises(RuleBroken, match="at least one"):
            answer_record_request(petra, row.pk, hers=hers)


@pytest.mark.parametrize("name", ["ana", "rosa", "maya", "vic", "alex", "sam", "lee"])
def test_nobody_else_learns_of_the_request(world, rows, client_as, name):
    row = asked(world)
    viewer = world.viewer(name)
    assert list_record_requests(viewer) == []
    assert not RecordRequest.objects.unscoped(reason="test").exists()  # the second wall
    with pytest.raises(NotVisible):
        open_record_request(viewer, row.pk)
    with pytest.raises(NotVisible):
        keep_record_request(viewer, number=world.case.number, asked_by="X", asked_on=day(0))
    client = sign_in_again(client_as(name), world.people[name])
    assert client.get(f"/record-requests/{row.pk}/").status_code in (403, 404)
    for address in (f"/cases/{world.case.pk}/", f"/cases/{world.case.pk}/victim/"):
        assert b"record request" not in client.get(address).content.lower()


def test_a_request_of_somebody_of_whom_nothing_is_held_is_closed(world, rows, client_as):
    row = asked(world)
    page = sign_in_again(client_as("petra"), world.people["petra"])
    address = f"/record-requests/{row.pk}/"
    assert b"close it" in page.get(address).content
    assert page.post(address, {"act": "nothing"}).status_code == 302
    shown = page.get(address).content
    assert b"Nothing that the agency made" in shown
    assert b"close it" not in shown
    with pytest.raises(RuleBroken, match="already"):
        answer_nothing_held(world.viewer("petra"), row.pk)
    ana = sign_in_again(client_as("ana"), world.people["ana"])
    assert ana.post(address, {"act": "nothing"}).status_code in (403, 404)


def test_the_ledger_of_a_request_names_no_case(world, rows):
    asked(world)
    with as_owner():
        event = Event.objects.get(subject_kind="record request", kind="change")
    assert event.case_id is None


def test_another_agencys_case_and_a_day_to_come_are_told(world):
    petra = world.viewer("petra")
    for changes, field in (({"number": "99-1"}, "number"), ({"asked_on": day(1)}, "asked_on")):
        given = {"number": world.case.number, "asked_by": "X", "asked_on": day(0)} | changes
        with pytest.raises(Fault) as caught:
            keep_record_request(petra, **given)
        assert caught.value.field == field


def test_the_pages_write_down_clear_and_give_the_copy(world, rows, client_as, text_of):
    own, _ = rows
    page = sign_in_again(client_as("petra"), world.people["petra"])
    sent = {"number": world.case.number, "asked_by": "TYPED name", "asked_on": str(day(0))}
    assert page.post("/record-requests/", sent | {"number": "TYPED 1"}).status_code == 422
    address = page.post("/record-requests/", sent).url
    shown = page.get(address).content.decode()
    assert NOTE in shown
    assert page.post(address, {f"note_{own.pk}": NOTE}).status_code == 422
    answer = page.post(address, {f"hers_{own.pk}": "on", f"note_{own.pk}": "Prefers mail."})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "OTHER" not in text_of()
    assert b"Her sister Ida Moss drives her" in page.get(address).content


def test_a_conflict_of_interest_closes_it_to_the_privacy_officer(world, rows):
    row = asked(world)
    with as_owner():
        Conflict.objects.create(
            user=world.people["petra"], case=world.case, declared_by=world.people["petra"],
            declared_at=moment(-1),
        )  # fmt: skip
    petra = world.viewer("petra")
    assert list_record_requests(petra) == []
    with pytest.raises(NotVisible):
        open_record_request(petra, row.pk)
    with pytest.raises(Fault):
        asked(world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM victims_recordrequest")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM record_request_rows(%s)", [str(row.pk)])
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT count(*) FROM accounting_victim(%s, 'Dana', 'Whitlow')", [world.case.number]
        )
        assert cursor.fetchone() == (0,)
