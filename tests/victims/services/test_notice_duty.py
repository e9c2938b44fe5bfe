"""Registered for notices: owed by the agency, and never learned of by those whom it concerns
(T32, B-VR-2)."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.selectors.case import access_case
from casemgmt.services.case_event import EventWords, record_event
from tests import build_victims
from tests.build import moment
from tests.pages import same_words
from tests.plugins.roles import as_owner
from victims.models import NoticeDuty, NoticeSent
from victims.selectors.notice_duty import access_duties, list_duties
from victims.services.notice_duty import note_sent, register_for_notices, stop_notices

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
HEARING = EventWords("hearing", moment(20), "Altona Court")


def register(world, by="vic", sender="victim_unit", record=None):
    record = record or world.records["system_record"]
    return register_for_notices(
        world.viewer(by), world.case.pk, system_record_id=record.pk, sender=sender
    )


def duties(world, name="vic"):
    viewer = world.viewer(name)
    return list_duties(viewer, *access_case(viewer, world.case.pk))


def happen(world, words=HEARING):
    return record_event(world.viewer("ana"), world.case.pk, words=words)


@pytest.mark.parametrize("name", ["ana", "rosa", "vic", "lee"])
def test_those_who_keep_the_systems_record_know_of_it(world, name):
    register(world, by=name)
    (duty,) = duties(world, name)
    assert duty.row["victim_name"] == "Vera Example"


@pytest.mark.parametrize("name", ["kim", "otto", "priya", "maya", "paul", "ben", "tess", "dora"])
def test_to_everybody_else_there_is_no_such_thing(world, name):
    register(world)
    viewer = world.viewer(name)
    with pytest.raises(NotVisible):
        access_duties(viewer, world.case.pk)
    with pytest.raises(NotVisible):
        register(world, by=name)


@pytest.mark.parametrize("name", ["kim", "priya", "dora"])
def test_the_wall_of_the_database_hides_it_from_them_by_itself(world, name):
    event, duty = happen(world), register(world)
    note_sent(world.viewer("vic"), world.case.pk, duty.pk, event_id=str(event.pk), outcome="told")
    for model in (NoticeDuty, NoticeSent):
        world.viewer("vic")
        assert model.objects.unscoped(reason="test").exists()
        world.viewer(name)
        assert not model.objects.unscoped(reason="test").exists()


@pytest.mark.parametrize("name", ["kim", "otto", "priya", "maya", "paul", "dora"])
def test_no_page_of_theirs_changes_by_registration_or_delivery(world, client_as, name):
    event, client = happen(world), client_as(name)
    case, meeting = world.case.pk, world.records["meeting"].pk
    pages = (
        f"/cases/{case}/", f"/cases/{case}/victim/", f"/cases/{case}/victim/notices/",
        f"/cases/{case}/timeline/", f"/meetings/{meeting}/", "/",
        f"/api/v1/cases/{case}/records/?category=victim_system",
    )  # fmt: skip
    before = [same_words(client.get(page)) for page in pages]
    duty = register(world)
    vic = world.viewer("vic")
    note_sent(vic, case, duty.pk, event_id=str(event.pk), outcome="failed")
    note_sent(vic, case, duty.pk, event_id=str(event.pk), outcome="told")
    assert [same_words(client.get(page)) for page in pages] == before
    assert client.get(pages[2]).status_code == 404


def test_an_event_is_owed_until_it_is_told_and_a_failed_try_is_said(world):
    duty = register(world)
    event = happen(world)
    (owed,) = duties(world)[0].owed
    assert (owed.event_id, owed.tries) == (event.pk, 0)
    sent = {"event_id": str(event.pk)}
    vic = world.viewer("vic")
    note_sent(vic, world.case.pk, duty.pk, **sent, outcome="failed")
    (owed,) = duties(world)[0].owed
    assert owed.tries == 1
    note_sent(world.viewer("ana"), world.case.pk, duty.pk, **sent, outcome="told")
    (shown,) = duties(world)
    assert (shown.owed, shown.told) == ((), 1)
    with pytest.raises(RuleBroken, match="already"):
        note_sent(world.viewer("vic"), world.case.pk, duty.pk, **sent, outcome="failed")
    other, vic = happen(world, EventWords("transfer", moment(-1))), world.viewer("vic")
    with pytest.raises(RuleBroken, match="told or not reached"):
        note_sent(vic, world.case.pk, duty.pk, event_id=str(other.pk), outcome="x")


def test_who_wants_no_more_is_owed_nothing_at_once_and_may_register_again(world):
    duty = register(world)
    event = happen(world)
    stop_notices(world.viewer("vic"), world.case.pk, duty.pk)
    (shown,) = duties(world)
    assert shown.owed == ()
    vic = world.viewer("vic")
    with pytest.raises(RuleBroken, match="no more notices"):
        note_sent(vic, world.case.pk, duty.pk, event_id=str(event.pk), outcome="told")
    with pytest.raises(RuleBroken, match="stopped already"):
        stop_notices(vic, world.case.pk, duty.pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE victims_noticeduty SET stopped_at = NULL")
        assert cursor.rowcount == 0
    register(world)
    assert len(duties(world)) == 2


def test_each_victim_has_a_registration_of_her_own(world):
    register(world)
    with pytest.raises(RuleBroken, match="stands already"):
        register(world)
    register(world, record=build_victims.make_system_record(world.case, world.people["ana"]))
    assert len(duties(world)) == 2
    with as_owner():
        foreign = build_victims.make_system_record(world.other, world.people["ben"])
    with pytest.raises(NotVisible):
        register(world, record=foreign)


def test_the_page_registers_notes_and_stops(world, client_as):
    event, vic = happen(world), client_as("vic")
    address = f"/cases/{world.case.pk}/victim/notices/"
    assert "Nobody is registered" in vic.get(address).content.decode()
    assert vic.post(address, {"sender": "victim_unit"}).status_code == 422
    sent = {"system_record_id": str(world.records["system_record"].pk), "sender": "victim_unit"}
    assert vic.post(address, sent).status_code == 302
    body = vic.get(address).content.decode()
    assert "Vera Example" in body
    assert "Altona Court" in body
    world.viewer("vic")
    duty = NoticeDuty.objects.unscoped(reason="test").get()
    note = {"event_id": str(event.pk), "outcome": "failed"}
    assert vic.post(f"{address}{duty.pk}/", note).status_code == 302
    assert "Not reached" in vic.get(address).content.decode()
    for name in ("kim", "maya", "ben"):
        assert client_as(name).post(f"{address}{duty.pk}/stop/").status_code == 404
    assert vic.post(f"{address}{duty.pk}/stop/").status_code == 302
    assert "Nothing is owed" in vic.get(address).content.decode()


def test_a_mistyped_year_on_record_breaks_no_list(world):
    register(world)
    happen(world, EventWords("hearing", datetime(1, 1, 2, tzinfo=UTC), "Altona Court"))
    assert len(duties(world)) >= 1


def test_an_odd_sign_in_a_key_is_nothing_here(world, client_as):
    row = register(world)
    page = f"/cases/{world.case.pk}/victim/notices/{row.pk}/"
    sent = {"event_id": "\x00", "outcome": "told"}
    assert client_as("vic").post(page, sent).status_code == 404
