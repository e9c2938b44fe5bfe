"""Accounts: made, changed, disabled; temporary passwords and second factors; nobody gives
himself a standing."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client

from audit.models import ChangeEntry
from casemgmt.core import clock
from casemgmt.core.errors import ChangedMeanwhile, NotVisible
from teams.models import ApiToken, User
from teams.selectors.administration import state_of
from teams.services.person import FIELDS, change_person
from tests.plugins.roles import as_owner

NEW = {
    "name": "Zoë Nguyễn-O'Hara",
    "username": "zoe",
    "email": "zoe@example.org",
    "discipline": "treatment",
    "title": "Therapist",
    "phone": "",
    "office": "",
    "unit": "",
    "screening_until": "",
    "approval_until": "",
    "approved": "Director Lopez, in writing",
}


def form_of(person, **changes):
    """Return what the change form would send."""
    sent = {
        "name": person.name,
        "email": person.email,
        "agency": person.agency.key,
        "discipline": person.discipline,
        "office": person.office,
        "unit": person.unit.key if person.unit else "",
        "title": person.title,
        "phone": person.phone,
        "screening_until": person.screening_until or "",
        "approval_until": "",
        "seen": state_of(User.objects.get(pk=person.pk), FIELDS),
    }
    return {**sent, **changes}


def address(person, ending=""):
    return f"/administration/people/{person.key}/{ending}"


def test_sam_makes_an_account(sam, world, permissions):
    response = sam.post(
        "/administration/people/add/", {**NEW, "agency": world.agencies["center"].key}
    )
    made = User.objects.get(username="zoe")
    assert response.headers["Location"] == address(made)
    assert (made.name, made.agency, made.discipline) == (
        "Zoë Nguyễn-O'Hara",
        world.agencies["center"],
        "treatment",
    )
    assert not made.has_usable_password()
    assert permissions() == [("add account", "Director Lopez, in writing")]
    with as_owner():
        assert ChangeEntry.objects.filter(
            object_id=made.pk, action=0, actor=world.people["sam"]
        ).exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"username": "Ana"}, "small letters"),
        ({"username": "ana"}, "already exists"),
        ({"name": ""}, "Fill this in"),
        ({"email": "nowhere"}, "email"),
        ({"discipline": "wizardry"}, "Choose one"),
        ({"screening_until": "2026-02-30"}, "a day that exists"),
        ({"approved": ""}, "Fill this in"),
        ({"agency": "00000000-0000-4000-8000-000000000000"}, "Choose one"),
        ({"name": "x" * 129}, "room for 128"),
    ],
)
def test_bad_input_is_told_and_keeps_what_was_typed(sam, world, changes, words):
    response = sam.post(
        "/administration/people/add/", {**NEW, "agency": world.agencies["center"].key, **changes}
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert "There is a problem" in page
    assert words in page
    assert "Therapist" in page
    assert not User.objects.filter(username="zoe").exists()


def test_a_unit_belongs_to_the_agency(sam, world):
    sent = {**NEW, "agency": world.agencies["center"].key, "unit": world.units["elm"].key}
    response = sam.post("/administration/people/add/", sent)
    assert response.status_code == 422
    assert b"is not a unit of" in response.content


def test_a_change_counts_on_the_next_click(sam, client_as, world, permissions):
    kim = world.people["kim"]
    client = client_as("kim")
    page = f"/cases/{world.case.pk}/"
    assert b"MARK-clinical" in client.get(page).content
    assert sam.post(address(kim, "change/"), form_of(kim, discipline="defense")).status_code == 302
    assert b"MARK-clinical" not in client.get(page).content
    assert permissions() == [("change account", "")]


def test_two_people_changing_one_account(sam, world):
    kim = world.people["kim"]
    first, second = form_of(kim, title="Lead therapist"), form_of(kim, title="Clinical lead")
    assert sam.post(address(kim, "change/"), first).status_code == 302
    response = sam.post(address(kim, "change/"), second)
    assert response.status_code == 409
    assert b"Lead therapist" in response.content
    assert b"Clinical lead" in response.content
    kim.refresh_from_db()
    assert kim.title == "Lead therapist"


def test_a_forged_state_is_a_change_meanwhile(world):
    kim = world.people["kim"]
    values = {name: getattr(kim, name) for name in FIELDS}
    with pytest.raises(ChangedMeanwhile):
        change_person(world.viewer("sam"), kim.key, values=values, seen="0" * 64)


@pytest.mark.parametrize(
    "change", [{"office": ""}, {"office": "supervisor"}, {"discipline": "supervision"}]
)
def test_sam_does_not_change_his_own_standing(sam, world, change):
    me = world.people["sam"]
    response = sam.post(address(me, "change/"), form_of(me, **change))
    assert response.status_code == 422
    assert b"another administrator" in response.content
    me.refresh_from_db()
    assert (me.office, me.discipline) == ("administrator", "policy")
    assert sam.post(address(me, "change/"), form_of(me, phone="555-0100")).status_code == 302


@pytest.mark.parametrize("act", ["disable/", "password/", "factor/"])
def test_sam_does_not_disable_himself_or_renew_his_own_sign_in(sam, world, act):
    response = sam.post(address(world.people["sam"], act), {"reason": "a try"})
    assert response.status_code == 422
    assert User.objects.get(username="sam").is_active


def test_an_office_without_caseload_waits_for_the_seats_to_end(sam, world):
    ana = world.people["ana"]
    response = sam.post(address(ana, "change/"), form_of(ana, office="auditor"))
    assert response.status_code == 422
    assert b"Elm case team" in response.content


def test_disabling_ends_sessions_and_tokens_at_once_and_can_be_undone(
    sam, client_as, world, permissions
):
    kim, client = world.people["kim"], client_as("kim")
    with as_owner():
        ApiToken.objects.create(
            user=kim, name="x", digest="d", ends_at=clock.now() + timedelta(days=1)
        )
    assert client.get("/cases/").status_code == 200
    assert b"Disable the account of" in sam.get(address(kim, "disable/")).content
    assert sam.post(address(kim, "disable/"), {"reason": ""}).status_code == 422
    assert sam.post(address(kim, "disable/"), {"reason": "Left the agency"}).status_code == 302
    assert client.get("/cases/").status_code == 302
    assert ApiToken.objects.get().revoked_at is not None
    assert sam.post(address(kim, "enable/"), {"reason": "Came back"}).status_code == 302
    assert User.objects.get(pk=kim.pk).is_active
    assert permissions() == [
        ("disable account", "Left the agency"),
        ("enable account", "Came back"),
    ]
    assert client_as("kim").get("/cases/").status_code == 200


def temporary(sam, person):
    response = sam.post(address(person, "password/"), {"reason": "In person, badge"})
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    return re.search(r'class="secret">(\w{20})<', response.content.decode()).group(1)


def sign_in(password, name="kim"):
    client = Client()
    client.post("/notice/", {"next": "/"})
    return client, client.post("/accounts/login/", {"login": name, "password": password})


def test_a_temporary_password_is_shown_once_and_must_be_changed(sam, client_as, world, permissions):
    kim, before = world.people["kim"], client_as("kim")
    with as_owner():
        Authenticator.objects.filter(user=kim).delete()
    password = temporary(sam, kim)
    assert before.get("/cases/").status_code == 302
    assert password not in sam.get(address(kim)).content.decode()
    assert permissions() == [("set temporary password", "In person, badge")]
    client, response = sign_in(password)
    assert response.status_code == 302
    assert client.get("/cases/").headers["Location"] == "/accounts/password/change/"
    assert client.get(f"/api/v1/cases/{world.case.pk}/").status_code == 401
    same = {"oldpassword": password, "password1": password, "password2": password}
    assert b"of your own" in client.post("/accounts/password/change/", same).content
    own = {
        "oldpassword": password,
        "password1": "correct horse battery",
        "password2": "correct horse battery",
    }
    assert client.post("/accounts/password/change/", own).status_code == 302
    assert User.objects.get(pk=kim.pk).temporary_password_until is None
    assert client.get("/cases/").headers["Location"].startswith("/accounts/2fa/totp/activate")


def test_a_temporary_password_ends_by_itself(sam, world):
    password = temporary(sam, world.people["kim"])
    with clock.frozen_at(clock.now() + timedelta(hours=73)):
        client, response = sign_in(password)
        assert response.headers["Location"] == "/accounts/login/"
        assert b"not valid any more" in client.get("/accounts/login/").content
        assert "_auth_user_id" not in client.session


def test_a_second_factor_that_was_lost_is_reset(sam, client_as, world):
    kim, client = world.people["kim"], client_as("kim")
    with as_owner():
        Authenticator.objects.create(user=kim, type=Authenticator.Type.TOTP, data={})
        UserSession.objects.create(user=kim, ip="192.0.2.1", session_key=client.session.session_key)
    assert (
        sam.post(address(kim, "factor/"), {"reason": "Lost phone; came in person"}).status_code
        == 302
    )
    assert not Authenticator.objects.filter(user=kim).exists()
    assert client.get("/cases/").status_code == 302


def test_a_disabled_account_gets_no_password(sam, world):
    kim = world.people["kim"]
    sam.post(address(kim, "disable/"), {"reason": "Left"})
    assert sam.post(address(kim, "password/"), {"reason": "x"}).status_code == 422


def test_people_are_found_by_words_agency_discipline_and_state(sam, world):
    def found(query):
        return re.findall(
            r'people/[0-9a-f-]{36}/">([^<]+)<',
            sam.get(f"/administration/people/?{query}").content.decode(),
        )

    assert found("words=kim") == ["Kim Example"]
    assert found("words=nobody") == []
    assert b"Nobody fits" in sam.get("/administration/people/?words=nobody").content
    assert set(found(f"agency={world.agencies['center'].key}")) == {
        "Kim Example",
        "Former Example",
        "Nina Example",
    }
    assert found("discipline=polygraph") == ["Priya Example"]
    sam.post(address(world.people["kim"], "disable/"), {"reason": "Left"})
    assert found("state=disabled") == ["Kim Example"]
    assert "Kim Example" not in found("")
    assert sam.get("/administration/people/?agency=x&after=x").status_code == 200


def test_nobody_but_an_administrator_calls_the_services(world):
    kim = world.people["kim"]
    values = {name: getattr(kim, name) for name in FIELDS}
    with pytest.raises(NotVisible):
        change_person(world.viewer("rosa"), kim.key, values=values, seen="")
