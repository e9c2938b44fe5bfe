"""What a victim asked to know: answered from the case's status, or asked without telling of her."""

import pytest
from django.db import Error, connections, transaction

from audit.models import Event
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.services.case_event import EventWords, record_event
from tests import build
from tests.build import make_agency, make_user, moment
from tests.plugins.roles import as_owner
from tests.victims.conftest import inside
from victims.confidential.models import InformationRequest
from victims.confidential.router import ALIAS
from victims.confidential.selectors.information import (
    list_requests,
    open_request,
    requests_ahead,
)
from victims.confidential.services.information import AskedWords, keep_request, note_told
from victims.models import Inquiry

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])
ASKED = AskedWords(("hearings", "treatment", "restitution"), "MARK-how by phone", moment(-1))


def keep(world, client_id, words=ASKED):
    with inside(world) as maya:
        return keep_request(maya, client_id, words=words)


def page(client, world, client_id=None, asked_id=None):
    address = (
        f"/victims/people/{client_id}/asked/{asked_id}/"
        if client_id
        else f"/victims/cases/{world.case.pk}/information/"
    )
    return client.get(address).content.decode()


def test_status_is_answered_at_once_and_treatment_is_refused_with_what_is_told_instead(
    world, client_as, add_victim
):
    """T35."""
    record_event(
        world.viewer("ana"), world.case.pk, words=EventWords("hearing", moment(9), "Altona Court")
    )
    client_id = add_victim()
    body = page(client_as("maya"), world, client_id, keep(world, client_id))
    assert "Altona Court" in body
    assert "No authorization of the person is in force" in body
    assert "What can be told instead: Whether there is supervision" in body
    assert "MARK-summary" not in body
    assert "Takes part in treatment" not in body


def test_under_an_authorization_she_learns_whether_he_takes_part_and_no_more(
    world, client_as, add_victim
):
    client_id = add_victim()
    asked_id = keep(world, client_id)
    build.make_release(
        world.case, kind="authorization", source=world.agencies["center"],
        to=world.agencies["harbor"], categories=["treatment_summary"], purpose="supervision",
    )  # fmt: skip
    body = page(client_as("maya"), world, client_id, asked_id)
    assert "Takes part in treatment" in body
    assert "MARK-summary" not in body


def test_the_main_database_cannot_tell_a_victims_asking_from_a_general_one(
    world, client_as, add_victim
):
    maya = client_as("maya")
    address = f"/victims/cases/{world.case.pk}/information/"

    def asked():
        with as_owner():
            last = Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
        page_body = maya.get(address)
        assert page_body.status_code == 200
        maya.post(address, {"topic": "restitution"})
        with as_owner():
            events = Event.objects.filter(id__gt=last).order_by("id")
            seen = [(e.kind, e.subject_kind, e.route, e.fields, e.purpose) for e in events]
            row = Inquiry.objects.unscoped(reason="test").get()
            words = {f.name: getattr(row, f.attname) for f in Inquiry._meta.concrete_fields}
            Inquiry.objects.unscoped(reason="test").filter(pk=row.pk).delete()
        for name in ("id", "created_at"):
            del words[name]
        return seen, words

    before = asked()
    keep(world, add_victim())
    assert asked() == before


def test_what_was_asked_stays_encrypted_and_its_reading_is_on_the_ledger(world, add_victim):
    client_id = add_victim()
    asked_id = keep(world, client_id)
    with as_owner(ALIAS):
        row = InformationRequest.objects.unscoped(reason="test").get()
    assert b"restitution" not in bytes(row.content)
    with inside(world) as maya:
        shown = open_request(maya, client_id, asked_id)
        assert shown.topics == ASKED.topics
        assert shown.how == "MARK-how by phone"
        for statement in (
            "UPDATE advocacy_informationrequest SET due_on = now()",
            "DELETE FROM advocacy_informationrequest",
        ):
            with (
                pytest.raises(Error),
                transaction.atomic(using=ALIAS),
                connections[ALIAS].cursor() as cursor,
            ):
                cursor.execute(statement)


def test_it_waits_until_it_is_told_and_keeps_both_times(world, add_victim):
    client_id = add_victim("Dana Whitlow")
    asked_id = keep(world, client_id)
    with inside(world) as maya:
        (ahead,) = requests_ahead(maya)
        assert (ahead.client_name, ahead.is_mine, ahead.is_late) == ("Dana Whitlow", True, False)
        note_told(maya, client_id, asked_id, words="Told by phone.")
        assert requests_ahead(maya) == []
        (shown,) = list_requests(maya, client_id)
        assert shown.told_at > shown.asked_at
        assert shown.told_words == "Told by phone."
        with pytest.raises(RuleBroken, match="already"):
            note_told(maya, client_id, asked_id, words="Again.")


def test_nobody_elses_organization_finds_it(world, add_victim):
    client_id = add_victim()
    asked_id = keep(world, client_id)
    shore = make_agency("Shore Advocacy", "victim_service")
    world.people["iris"] = make_user("iris", shore, "community_advocacy")
    with inside(world, "iris") as iris:
        with pytest.raises(NotVisible):
            open_request(iris, client_id, asked_id)
        with pytest.raises(NotVisible):
            note_told(iris, client_id, asked_id, words="x")
        assert requests_ahead(iris) == []


@pytest.mark.parametrize("topics", [(), ("nothing",)])
def test_a_request_without_a_topic_is_not_kept(world, add_victim, topics):
    client_id = add_victim()
    with pytest.raises(RuleBroken):
        keep(world, client_id, AskedWords(topics, "", moment(-1)))
    with pytest.raises(RuleBroken, match="still to come"):
        keep(world, client_id, AskedWords(("hearings",), "", moment(1)))


def test_the_pages_keep_it_show_it_and_close_it(world, client_as, add_victim):
    client_id, maya = add_victim("Dana Whitlow"), client_as("maya")
    base = f"/victims/people/{client_id}/asked/"
    assert "Nothing asked yet" in maya.get(base).content.decode()
    wrong = maya.post(f"{base}add/", {"asked_at": "2026-01-02T10:00", "how": "TYPED how"})
    assert wrong.status_code == 422
    assert "TYPED how" in wrong.content.decode()
    sent = {"asked_at": "2026-01-02T10:00", "how": "TYPED how", "topics": ["area", "hearings"]}
    answer = maya.post(f"{base}add/", sent)
    assert answer.status_code == 302
    assert "Dana Whitlow" in maya.get("/victims/").content.decode()
    assert "Victims wait for an answer" in maya.get("/victims/").content.decode()
    assert maya.post(answer["Location"], {"words": ""}).status_code == 422
    assert maya.post(answer["Location"], {"words": "Told."}).status_code == 302
    assert "Victims wait for an answer" not in maya.get("/victims/").content.decode()
    for name in ("ana", "vic", "tess", "petra"):
        assert (
            client_as(name).get(f"/victims/cases/{world.case.pk}/information/").status_code == 404
        )
    assert client_as("ana").get(answer["Location"]).status_code == 404


def test_where_no_seat_opens_the_case_a_request_stays_and_the_main_ledger_says_nothing(
    world, client_as, add_victim
):
    client_id = add_victim("Iris Poole", by="tess", case=world.other)
    with inside(world, "tess") as tess:
        asked_id = keep_request(tess, client_id, words=ASKED)
    with as_owner():
        before = Event.objects.filter(outcome="refused").count()
    answer = client_as("maya").get(f"/victims/people/{client_id}/asked/{asked_id}/")
    assert answer.status_code == 200
    assert b"out of your reach today" in answer.content
    with as_owner():
        assert Event.objects.filter(outcome="refused").count() == before
