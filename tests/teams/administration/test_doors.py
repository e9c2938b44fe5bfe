"""Administration exists for administrators only, and says nothing of a case."""

import pytest
from django.urls import reverse

from casemgmt.core import clock
from teams.models import User
from teams.services.agreement import Terms, make_agreement
from teams.urls_administration import urlpatterns
from tests.pages import same_words

PEOPLE = (
    "ana",
    "ben",
    "rosa",
    "kim",
    "priya",
    "lee",
    "maya",
    "vic",
    "cho",
    "petra",
    "alex",
    "former",
)


@pytest.fixture
def addresses(world):
    """Return every address of administration, filled in."""
    agency, unit, team = world.agencies["probation"], world.units["elm"], world.teams["elm"]
    person, seat = world.people["ana"], world.people["ana"].memberships.get()
    parties = (str(agency.key), str(world.agencies["center"].key))
    terms = Terms("MOU 26-1", parties, ("risk",), starts_at=clock.now())
    agreement = make_agreement(world.viewer("sam"), terms=terms)
    found = {}
    for pattern in urlpatterns:
        start = str(pattern.pattern).split("/")[0]
        row = {
            "agencies": agency,
            "units": unit,
            "people": person,
            "teams": team,
            "seats": seat,
            "agreements": agreement,
        }.get(start)
        keys = {"key": row.key} if "<" in str(pattern.pattern) else {}
        found[pattern.name] = reverse(f"administration:{pattern.name}", kwargs=keys)
    found["line_detail"] = reverse("casemgmt:line_detail", kwargs={"key": person.key})
    for name in ("agency_line_give", "agency_line_take", "person_line_give"):
        found[name] = reverse(f"casemgmt:{name}", kwargs={"key": person.key})
    keys = {"key": person.key, "user_key": world.people["cho"].key}
    found["person_line_take"] = reverse("casemgmt:person_line_take", kwargs=keys)
    for name in ("line_give", "line_take"):
        found[name] = reverse(f"casemgmt:{name}", kwargs={"key": person.key, "unit": unit.key})
    return found


def test_sam_opens_every_page_and_finds_no_case_on_it(sam, addresses, world):
    for name, address in addresses.items():
        response = sam.get(address)
        assert response.status_code == 200, name
        for mark in (b"MARK", b"FOREIGN", b"Marlow", world.case.number.encode(), b"[MISSING"):
            assert mark not in response.content, (name, mark)


@pytest.mark.parametrize("name", PEOPLE)
def test_nobody_else_finds_administration(recent, addresses, name):
    client = recent(name)
    nothing = same_words(client.get("/administration/nowhere/"))
    for address in addresses.values():
        for response in (client.get(address), client.post(address, {})):
            assert response.status_code == 404
            assert same_words(response) == nothing


def test_someone_not_signed_in_is_sent_to_the_notice(client, addresses):
    assert client.get(addresses["person_list"]).headers["Location"].startswith("/notice/")


def test_an_unknown_key_is_nothing(sam):
    response = sam.get("/administration/people/00000000-0000-4000-8000-000000000000/")
    assert response.status_code == 404


def test_sam_opens_no_case_by_link_list_or_search(sam, world):
    for address in (f"/cases/{world.case.pk}/", "/cases/", "/search/?q=Marlow"):
        response = sam.get(address)
        assert response.status_code == 404
        assert b"Marlow" not in response.content


def test_standing_changes_ask_again_who_is_there(recent, addresses):
    tired = recent("sam", seconds_ago=16 * 60)
    for name in (
        "person_add",
        "person_password",
        "person_factor",
        "seat_add",
        "line_give",
        "agency_line_give",
        "person_line_take",
        "agreement_add",
        "agreement_end",
        "team_close",
    ):
        response = tired.get(addresses[name])
        assert response.status_code == 302, name
        assert response.headers["Location"].startswith("/accounts/reauthenticate"), name
    assert tired.get(addresses["person_list"]).status_code == 200


def test_nobody_signs_up_by_himself(client, db):
    client.post("/notice/", {"next": "/"})
    response = client.get("/accounts/signup/")
    assert response.status_code == 200
    assert b"password1" not in response.content
    typed = {
        "username": "intruder",
        "password1": "a long enough phrase",
        "password2": "a long enough phrase",
    }
    client.post("/accounts/signup/", typed)
    assert not User.objects.filter(username="intruder").exists()
