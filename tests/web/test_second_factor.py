"""A password alone opens nothing, whatever happens beside it."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from audit.models import Event
from tests.plugins.roles import as_owner

PASSWORD = "a long enough pass phrase"


def sign_in(world, name: str) -> Client:
    """Return a browser that has given name and password, as far as the sign-in lets it."""
    person = world.people[name]
    with as_owner():
        person.set_password(PASSWORD)
        person.save()
    browser = Client(raise_request_exception=False)
    browser.post("/notice/", {"next": "/"})
    browser.post("/accounts/login/", {"login": name, "password": PASSWORD})
    return browser


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def enrol_in(browser: Client):
    page = browser.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    return browser.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})


def enrol_elsewhere(world, name: str) -> None:
    with as_owner():
        TOTP.activate(world.people[name], generate_totp_secret())


def test_who_enrols_a_factor_goes_on_in_the_same_session(world):
    browser = sign_in(world, "ana")
    assert browser.get("/cases/")["Location"] == "/accounts/2fa/totp/activate/"
    assert enrol_in(browser).status_code == 302
    assert browser.get("/cases/").status_code == 200


def test_a_session_of_the_password_alone_ends_when_the_person_enrols_elsewhere(world):
    stranger = sign_in(world, "ana")
    enrol_elsewhere(world, "ana")
    assert stranger.get("/cases/")["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in stranger.session


@pytest.mark.parametrize(
    "address",
    ["/accounts/2fa/totp/deactivate/", "/accounts/2fa/recovery-codes/", "/accounts/email/"],
)
def test_such_a_session_does_not_reach_the_person_s_own_settings_either(world, address):
    stranger = sign_in(world, "ana")
    enrol_elsewhere(world, "ana")
    stranger.post(address)
    assert "_auth_user_id" not in stranger.session
    assert Authenticator.objects.filter(user=world.people["ana"], type="totp").exists()


def test_who_gives_up_the_last_factor_signs_in_anew(world):
    browser = sign_in(world, "ana")
    enrol_in(browser)
    assert browser.get("/cases/").status_code == 200
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    browser.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=world.people["ana"], type="totp").exists()
    assert browser.get("/cases/").status_code == 302
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize(
    ("name", "address"), [("ana", "cases"), ("cho", "meetings"), ("petra", "ledger"), ("ana", "me")]
)
def test_the_api_asks_for_the_factor_too_and_keeps_the_refusal(world, name, address):
    answer = sign_in(world, name).get(f"/api/v1/{address}/")
    assert answer.status_code == 401
    with as_owner():
        event = Event.objects.filter(outcome="refused").latest("id")
    assert (event.actor_id, event.because) == (world.people[name].pk, "mfa_missing")
