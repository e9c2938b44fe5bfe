"""Questions of the victims' side: the same form on every case, answered once, nameless."""

import pytest
from django.db import Error, connection, transaction

from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.selectors.case import access_case
from teams.models import Notice
from tests import build
from tests.plugins.roles import as_owner
from victims.selectors.inquiry import access_inquiry, inquiries_part
from victims.services.inquiry import answer_inquiry, put_inquiry

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])


def put(world, topic="restitution", by="maya"):
    return put_inquiry(world.viewer(by), world.case.pk, topic=topic)


def part(world, name):
    viewer = world.viewer(name)
    return inquiries_part(viewer, *access_case(viewer, world.case.pk))


def notices(row):
    with as_owner():
        rows = Notice.objects.filter(about=f"inquiry:{row.pk}")
        return {(n.kind, n.recipient.username.split("-")[0], n.state) for n in rows}


@pytest.mark.parametrize("name", ["ana", "vic", "lee", "kim", "rosa"])
def test_the_table_reads_that_something_is_asked_and_not_by_whom(world, name):
    put(world)
    (row,) = part(world, name).rows
    assert row["topic_words"] == "Restitution that was ordered and paid"
    said = " ".join(str(value) for value in row.values.values())
    assert "Maya" not in said


@pytest.mark.parametrize("name", ["priya", "paul"])
def test_who_has_no_part_in_it_reads_nothing(world, name):
    put(world)
    assert part(world, name).rows == []
    assert not part(world, name).is_open


@pytest.mark.parametrize("name", ["ana", "kim", "lee", "vic"])
def test_nobody_but_an_advocate_asks(world, name):
    with pytest.raises(NotAllowed):
        put(world, by=name)
    with pytest.raises(NotVisible):
        put(world, by="tess")


@pytest.mark.parametrize("topic", ["hearings", "treatment_progress", "address", "nothing", ""])
def test_only_what_the_law_lets_be_asked_is_asked(world, topic):
    with pytest.raises(RuleBroken):
        put(world, topic)


def test_a_second_asking_adds_nothing_that_could_be_counted(world):
    first, second = put(world), put(world)
    assert first.pk == second.pk
    assert len(part(world, "ana").rows) == 1


def test_it_is_answered_once_by_whom_it_is_put_to_and_read_by_advocates(world):
    row = put(world)
    with pytest.raises(NotAllowed):
        answer_inquiry(world.viewer("kim"), world.case.pk, row.pk, outcome="told", answer="x")
    vic = world.viewer("vic")
    with pytest.raises(RuleBroken, match="Write the answer"):
        answer_inquiry(vic, world.case.pk, row.pk, outcome="told", answer=" ")
    with pytest.raises(RuleBroken, match="Vera"):
        answer_inquiry(vic, world.case.pk, row.pk, outcome="told", answer="Vera has $40.")
    answer_inquiry(vic, world.case.pk, row.pk, outcome="told", answer="$400, of which $40 paid.")
    with pytest.raises(RuleBroken, match="answered already"):
        answer_inquiry(vic, world.case.pk, row.pk, outcome="unknown", answer="")
    (shown,) = part(world, "maya").rows
    assert shown["answer"] == "$400, of which $40 paid."
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE victims_inquiry SET topic = 'x'")
    with connection.cursor() as cursor:  # the wall lets no answer be written twice
        cursor.execute("UPDATE victims_inquiry SET answer = 'other'")
        assert cursor.rowcount == 0


def test_who_answers_is_told_reminded_and_called_off(world):
    row = put(world)
    people = {person for _, person, _ in notices(row)}
    assert len(people) == 1
    assert {kind for kind, _, _ in notices(row)} == {"inquiry", "inquiry_due"}
    answer_inquiry(world.viewer("vic"), world.case.pk, row.pk, outcome="unknown", answer="")
    assert {state for _, _, state in notices(row)} == {"skipped"}


def test_the_page_answers_and_keeps_what_was_typed(world, client_as):
    row = put(world)
    address = f"/cases/{world.case.pk}/inquiries/{row.pk}/"
    ana = client_as("ana")
    assert "Restitution" in ana.get(address).content.decode()
    typed = {"outcome": "told", "answer": "Vera was paid $40."}
    refused = ana.post(address, typed)
    assert refused.status_code == 422
    assert "Vera was paid $40." in refused.content.decode()
    assert ana.post(address, typed | {"answer": "Paid $40."}).status_code == 302
    assert "Paid $40." in ana.get(f"/cases/{world.case.pk}/victim/").content.decode()
    assert client_as("kim").get(address).status_code == 403
    assert client_as("ben").get(address).status_code == 404
    other = build.make_case("24-0501", team=world.teams["elm"], officer=world.people["ana"])
    assert ana.get(f"/cases/{other.pk}/inquiries/{row.pk}/").status_code == 404


def test_of_two_who_answer_at_once_the_first_stands(world, monkeypatch):
    row = put(world)
    rosa = world.viewer("rosa")
    stale = access_inquiry(rosa, world.case.pk, row.pk)
    answer_inquiry(rosa, world.case.pk, row.pk, outcome="told", answer="Paid in full.")
    monkeypatch.setattr("victims.services.inquiry.access_inquiry", lambda *_: stale)
    with pytest.raises(RuleBroken, match="answered already"):
        answer_inquiry(rosa, world.case.pk, row.pk, outcome="refused", answer="")


def test_two_who_ask_in_the_same_moment_get_one_inquiry(world, monkeypatch):
    first = put(world)
    looks = iter([None, first])
    monkeypatch.setattr("victims.services.inquiry._waiting", lambda *_: next(looks))
    assert put(world) == first
