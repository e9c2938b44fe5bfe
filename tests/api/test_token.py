"""Tokens: made by their person after a recent sign-in, shown once, ended by date, by hand and
with the account."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from casemgmt.core import clock
from casemgmt.core.errors import NotVisible, RuleBroken
from teams.models import ApiToken
from teams.services.person import disable_person
from teams.services.token import MOST, make_token, revoke_token
from tests.plugins.cast import sign_in_just_now
from tests.plugins.roles import as_owner

ME = "/api/v1/me/"


def call(token, word="Token"):
    return Client(raise_request_exception=False, headers={"authorization": f"{word} {token}"}).get(
        ME
    )


def test_a_program_reads_as_its_person(world, by_token):
    me = by_token("kim").get(ME).json()
    assert me["name"] == "Kim Example"
    assert me["discipline"] == "treatment"
    assert [seat["team"] for seat in me["seats"]] == ["Elm case team"]
    assert me["has_caseload"] is True
    assert by_token("kim").get(f"/api/v1/cases/{world.case.pk}/").status_code == 200
    assert by_token("ben").get(f"/api/v1/cases/{world.case.pk}/").status_code == 404


def test_a_program_writes_without_a_forgery_token(world, token_of):
    client = Client(enforce_csrf_checks=True, headers={"authorization": f"Token {token_of('ana')}"})
    body = {"kind": "phone", "happened_at": "2026-01-02T10:00:00Z", "note": "Called."}
    response = client.post(f"/api/v1/cases/{world.case.pk}/contacts/", body, "application/json")
    assert response.status_code == 201


@pytest.mark.parametrize("token", ["", "nonsense", "cf_" + "x" * 43, "\u00e9"])
def test_what_is_no_token_is_401(world, token):
    response = call(token)
    assert response.status_code == 401
    assert response.json() == {"detail": "Sign in first."}


def test_a_token_opens_no_page(world, by_token):
    response = by_token("ana").get("/cases/")
    assert response.status_code == 302


def test_a_token_ends_by_date_by_hand_and_with_the_account(world, token_of):
    first, second, third = (token_of("ana") for _ in range(3))
    assert call(first).status_code == 200
    with clock.frozen_at(clock.now() + timedelta(days=6)):
        assert call(first).status_code == 401
    revoke_token(world.viewer("ana"), ApiToken.objects.order_by("pk")[1].pk)
    assert call(second).status_code == 401
    disable_person(world.viewer("sam"), world.people["ana"].key, reason="left")
    assert call(third).status_code == 401


def test_only_a_digest_is_kept(world, token_of):
    token = token_of("ana")
    with as_owner():
        assert token not in str(ApiToken.objects.values().get())


def test_nobody_reaches_anothers_token(world, token_of):
    token_of("ana")
    with pytest.raises(NotVisible):
        revoke_token(world.viewer("ben"), ApiToken.objects.get().pk)


def test_length_and_number_have_limits(world):
    ana = world.viewer("ana")
    for days in (0, 91):
        with pytest.raises(RuleBroken):
            make_token(ana, name="x", days=days)
    for _ in range(MOST):
        make_token(ana, name="x", days=1)
    with pytest.raises(RuleBroken):
        make_token(ana, name="x", days=1)


def test_the_page_shows_a_new_token_once(world, client_as, events):
    client = sign_in_just_now(client_as("ana"), world.people["ana"])
    assert b"No live token" in client.get("/my-tokens/").content
    events()
    response = client.post("/my-tokens/make/", {"name": "County report", "days": "30"})
    assert response.headers["Cache-Control"] == "no-store"
    token = re.search(rb"cf_[\w-]+", response.content).group().decode()
    assert call(token).status_code == 200
    assert [row.detail["act"] for row in events() if row.kind == "permission"] == ["make token"]
    page = client.get("/my-tokens/").content
    assert b"County report" in page
    assert token.encode() not in page
    revoke = f"/my-tokens/{ApiToken.objects.get().pk}/revoke/"
    assert b"cannot be undone" in client.get(revoke).content
    assert client.post(revoke).status_code == 302
    assert call(token).status_code == 401


def test_making_one_needs_a_recent_sign_in_and_a_good_form(world, client_as):
    tired = sign_in_just_now(client_as("ana"), world.people["ana"], seconds_ago=3600)
    assert tired.get("/my-tokens/make/").headers["Location"].startswith("/accounts/reauthenticate")
    fresh = sign_in_just_now(client_as("ana"), world.people["ana"])
    response = fresh.post("/my-tokens/make/", {"name": "", "days": "91"})
    assert response.status_code == 422
    assert ApiToken.objects.count() == 0
