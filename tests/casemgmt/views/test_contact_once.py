"""The contact form: sent twice it records once; what it may not do is refused before what was typed
is looked at."""

import re

import pytest

from audit.models import Event
from casemgmt.models import Case, Contact
from tests import build
from tests.plugins.roles import as_owner

GOOD = {
    "kind": "home",
    "outcome": "held",
    "happened_at": "2026-01-05T10:30",
    "note": "Something that was seen.",
}
HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')


@pytest.fixture
def url(world):
    return f"/cases/{world.case.pk}/contacts/add/"


def contacts() -> int:
    with as_owner():
        return Contact.objects.unscoped(reason="test").count()


def test_the_same_page_sent_twice_records_one_contact(client_as, url):
    client, before = client_as("ana"), contacts()
    hidden = dict(HIDDEN.findall(client.get(url).content.decode()))
    answers = [client.post(url, GOOD | hidden) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert contacts() == before + 1


def test_sent_again_with_other_words_nothing_is_lost(client_as, url):
    client, before = client_as("ana"), contacts()
    hidden = dict(HIDDEN.findall(client.get(url).content.decode()))
    client.post(url, GOOD | hidden)
    client.post(url, GOOD | hidden | {"note": "Something else."})
    assert contacts() == before + 2


def test_one_person_s_key_says_nothing_to_another(client_as, url):
    before = contacts()
    for name in ("ana", "cho"):
        client_as(name).post(url, GOOD | {"once": "the same"})
    assert contacts() == before + 2


def test_who_may_not_record_is_refused_whatever_is_in_the_form(world, client_as, url):
    answer = client_as("kim").post(url, {"kind": "nonsense"})
    assert answer.status_code == 403
    with as_owner():
        assert Event.objects.filter(request_id=answer["X-Request-Id"], outcome="refused").exists()


@pytest.mark.parametrize("corrects", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_a_correction_of_nothing_answers_as_missing(client_as, url, corrects):
    assert client_as("ana").post(url, GOOD | {"corrects": corrects}).status_code == 404


def test_an_officer_of_another_agency_on_the_team_records_and_moves_no_date(world, client_as, url):
    world.people["zoe"] = build.make_user("zoe", world.agencies["police"], "supervision")
    build.seat(world.teams["elm"], world.people["zoe"])
    assert client_as("zoe").post(url, GOOD | {"next_on": "2027-01-01"}).status_code == 302
    with as_owner():
        assert Case.objects.unscoped(reason="test").get(pk=world.case.pk).contact_due is None


@pytest.mark.parametrize(
    "fields",
    [{"happened_at": "0001-01-01T00:00"}, {"next_on": "9999-12-31"}, {"next_on": "0001-01-01"}],
)
def test_days_at_the_end_of_the_calendar_break_no_page(world, client_as, url, fields):
    client = client_as("ana")
    client.post(url, GOOD | fields)
    for page in ("/", "/cases/", f"/cases/{world.case.pk}/", f"/cases/{world.case.pk}/timeline/"):
        assert client.get(page).status_code == 200
