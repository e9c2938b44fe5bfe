"""Contacts by API: recorded once, refused in words, never by who may not write."""

import json
import uuid

import pytest
from django.test import Client

from casemgmt.models import Contact, SentRequest
from tests import build
from tests.plugins.roles import as_owner

GOOD = {
    "kind": "home",
    "happened_at": "2026-01-02T10:00:00-05:00",
    "note": "Spoke about work.",
    "place": "At home",
}


@pytest.fixture
def send(world):
    def post(client, body=GOOD, **headers):
        address = f"/api/v1/cases/{world.case.pk}/contacts/"
        text = body if isinstance(body, str) else json.dumps(body)
        return client.post(address, text, content_type="application/json", headers=headers)

    return post


def count(world):
    with as_owner():
        return Contact.objects.unscoped(reason="test").filter(case=world.case).count()


def test_ana_records_a_contact_and_reads_it(world, client_as, send, events):
    client = client_as("ana")
    events()
    response = send(client)
    assert response.status_code == 201, response.content
    body = response.json()
    assert {name: body[name] for name in ("kind", "outcome", "note", "place")} == {
        "kind": "home",
        "outcome": "held",
        "note": "Spoke about work.",
        "place": "At home",
    }
    assert [row.kind for row in events()] == ["change", "api"]
    address = f"/api/v1/cases/{world.case.pk}/contacts/"
    assert client.get(f"{address}{body['id']}/").json()["note"] == "Spoke about work."
    assert {row["id"] for row in client.get(address).json()["results"]} == {
        body["id"],
        str(world.records["contact"].pk),
    }


@pytest.mark.parametrize("name", ["kim", "priya", "lee", "maya", "vic", "paul"])
def test_another_discipline_does_not_write(world, client_as, send, name):
    before = count(world)
    response = send(client_as(name))
    assert response.status_code == 403
    assert response.json()["reason"]
    assert count(world) == before


@pytest.mark.parametrize("name", ["ben", "nina", "tess", "former", "sam", "petra", "dora"])
def test_somebody_without_standing_finds_nothing_to_write_to(world, client_as, send, name):
    before = count(world)
    response = send(client_as(name))
    assert response.status_code == 404
    assert response.json() == {"detail": "Nothing here."}
    assert count(world) == before


def test_the_same_key_records_once(world, client_as, send):
    client, before = client_as("ana"), count(world)
    first = send(client, **{"Idempotency-Key": "visit-1"})
    again = send(client, **{"Idempotency-Key": "visit-1"})
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert count(world) == before + 1
    assert send(client).status_code == 201
    assert count(world) == before + 2


def test_a_key_serves_one_request_of_one_person_on_one_case(world, client_as, send):
    ana = client_as("ana")
    send(ana, **{"Idempotency-Key": "visit-1"})
    other = send(ana, {**GOOD, "note": "Something else."}, **{"Idempotency-Key": "visit-1"})
    assert other.status_code == 422
    assert "new one" in other.json()["detail"]
    before = count(world)
    assert send(client_as("rosa"), **{"Idempotency-Key": "visit-1"}).status_code == 201
    assert count(world) == before + 1


def test_a_refused_request_does_not_use_up_its_key(world, client_as, send):
    client = client_as("ana")
    future = {**GOOD, "happened_at": build.moment(2).isoformat()}
    assert send(client, future, **{"Idempotency-Key": "k"}).status_code == 422
    assert send(client, GOOD, **{"Idempotency-Key": "k"}).status_code == 201
    with as_owner():
        assert SentRequest.objects.count() == 1


@pytest.mark.parametrize("key", ["", "   ", "x" * 201])
def test_a_key_that_is_none_is_refused(client_as, send, key):
    assert send(client_as("ana"), **{"Idempotency-Key": key}).status_code == 422


BAD = {
    "nothing": ({}, {"kind", "happened_at", "note"}),
    "a kind that does not exist": ({**GOOD, "kind": "spy"}, {"kind"}),
    "a day that does not exist": ({**GOOD, "happened_at": "2026-02-30T10:00:00Z"}, {"happened_at"}),
    "an empty note": ({**GOOD, "note": "  "}, {"note"}),
    "a note that is too long": ({**GOOD, "note": "x" * 8001}, {"note"}),
    "a next day that is none": ({**GOOD, "next_on": "soon"}, {"next_on"}),
    "a NUL": ({**GOOD, "note": "a\x00b"}, {"note"}),
    "a list": ([1, 2], {"non_field_errors"}),
}


@pytest.mark.parametrize(("body", "fields"), BAD.values(), ids=BAD)
def test_bad_input_is_told_by_field_and_nothing_is_written(world, client_as, send, body, fields):
    before = count(world)
    response = send(client_as("ana"), body)
    assert response.status_code == 422, response.content
    assert set(response.json()["errors"]) == fields
    assert count(world) == before


def test_what_cannot_be_parsed_or_taken_is_told(world, client_as, send):
    client = client_as("ana")
    assert send(client, "{not json").status_code == 400
    assert send(client, {**GOOD, "note": "x" * 10_000_000}).status_code == 413
    address = f"/api/v1/cases/{world.case.pk}/contacts/"
    assert client.post(address, GOOD).status_code == 415
    assert client.delete(address).status_code == 405
    assert client.put(address, "{}", content_type="application/json").status_code == 405


def test_a_forged_field_is_ignored(world, client_as, send):
    forged = {
        **GOOD,
        "author": world.people["ben"].pk,
        "case": str(world.other.pk),
        "author_name": "Ben",
        "version": 9,
    }
    body = send(client_as("ana"), forged).json()
    assert body["author_name"] == "Ana Example"
    with as_owner():
        row = Contact.objects.unscoped(reason="test").get(pk=body["id"])
    assert (row.case_id, row.author_id, row.version) == (world.case.pk, world.people["ana"].pk, 1)


def test_a_correction_names_a_contact_of_the_same_case(world, client_as, send):
    client = client_as("ana")
    own = str(world.records["contact"].pk)
    assert send(client, {**GOOD, "corrects_id": own}).json()["corrects_id"] == own
    with as_owner():
        foreign = Contact.objects.unscoped(reason="test").get(case=world.other)
    for key in (str(foreign.pk), str(uuid.uuid4())):
        assert send(client, {**GOOD, "corrects_id": key}).status_code == 404


def test_a_session_needs_the_forgery_token_to_write(world, client_as, send):
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = client_as("ana").cookies
    before = count(world)
    assert send(strict).status_code == 403
    assert count(world) == before
