"""Each operation for each person of the cast: who gets it, who gets nothing, and that nothing is
always the same."""

import uuid

import pytest

from tests.api.sheet import CASE_PEOPLE, LEDGER, SHEET, SIGNED_IN, address_of
from tests.pages import same_words


@pytest.mark.parametrize("operation", SHEET, ids=lambda one: one.name)
def test_each_person_gets_what_the_sheet_says(world, client_as, operation, meeting):
    address = address_of(operation, world, meeting)
    for name in world.people:
        response = client_as(name).get(address)
        expected = operation.answer_for(name)
        assert response.status_code == expected, (name, response.content[:300])
        if response.status_code == 404:
            assert response.json() == {"detail": "Nothing here."}


@pytest.mark.parametrize("operation", SHEET, ids=lambda one: one.name)
def test_without_a_sign_in_it_is_401(world, client, operation, meeting):
    response = client.get(address_of(operation, world, meeting))
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Token"
    assert response.json() == {"detail": "Sign in first."}


def test_hidden_is_missing_byte_for_byte(world, client_as, meeting):
    ben = client_as("ben")
    for hidden, shape in (
        (world.case.pk, "/api/v1/cases/{}/"),
        (world.case.pk, "/api/v1/cases/{}/contacts/"),
        (world.case.person_id, "/api/v1/people/{}/"),
        (meeting.pk, "/api/v1/meetings/{}/"),
    ):
        there, nowhere = ben.get(shape.format(hidden)), ben.get(shape.format(uuid.uuid4()))
        assert there.status_code == nowhere.status_code == 404
        assert same_words(there) == same_words(nowhere)
        varying = {"X-Request-Id"}
        assert {k: v for k, v in there.headers.items() if k not in varying} == {
            k: v for k, v in nowhere.headers.items() if k not in varying
        }


def test_ben_learns_nothing_of_annas_case_anywhere(world, client_as, meeting):
    ben = client_as("ben")
    for address in (
        "/api/v1/cases/",
        "/api/v1/cases/?words=Marlow",
        "/api/v1/people/",
        "/api/v1/meetings/",
        f"/api/v1/cases/?team={world.teams['elm'].key}",
    ):
        body = ben.get(address).content
        for mark in (
            b"Marlow",
            b"24-0117",
            b"MARK",
            str(world.case.pk).encode(),
            str(meeting.pk).encode(),
        ):
            assert mark not in body, (address, mark)
    assert ben.get("/api/v1/cases/?words=Marlow").json()["total"] == 0


def test_a_post_to_a_hidden_case_is_missing_too(world, client_as):
    body = {"kind": "office", "happened_at": "2026-01-02T10:00:00Z", "note": "Kept it."}
    ben = client_as("ben")
    hidden = ben.post(f"/api/v1/cases/{world.case.pk}/contacts/", body, "application/json")
    missing = ben.post(f"/api/v1/cases/{uuid.uuid4()}/contacts/", body, "application/json")
    assert hidden.status_code == missing.status_code == 404
    assert same_words(hidden) == same_words(missing)


def test_the_sheet_knows_everybody_of_the_cast(world):
    assert set(world.people) == SIGNED_IN
    assert CASE_PEOPLE | LEDGER | {"sam"} == SIGNED_IN
