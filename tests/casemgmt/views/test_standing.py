"""Pages of standing that people give by hand: each with its denied twin."""

import pytest

from casemgmt.models import CaseUserGrant, Designation
from casemgmt.services.grant import assign_provider
from teams.models import Team
from tests import build
from tests.meetings import plan
from tests.plugins.roles import as_owner


def base(world):
    return f"/cases/{world.case.pk}/standing/"


def give(world, client, **typed):
    held = {
        "person": str(world.people["otto"].key), "other": "", "until": build.day(20).isoformat(),
        "reason": "covers a leave",
    }  # fmt: skip
    return client.post(f"{base(world)}grants/add/", held | typed)


def grants(world, kind="grant"):
    with as_owner():
        rows = CaseUserGrant.objects.filter(content_object=world.case, kind=kind)
        return {row.user.username: row for row in rows.select_related("user")}


def test_the_officer_sees_who_stands_and_lets_somebody_cover(world, client_as):
    client = client_as("ana")
    page = client.get(base(world))
    assert b"Officer of the case" not in page.content  # the words of the page, not of the table
    for name in ("Ana Example", "Rosa Example", "Priya Example", "Kim Example"):
        assert name.encode() in page.content
    assert b"Nobody covers this case" in page.content
    assert give(world, client).status_code == 302
    page = client.get(base(world))
    assert b"Dated grant: covers a leave" in page.content
    row = grants(world)["otto"]
    changed = client.post(
        f"{base(world)}grants/{row.pk}/change/",
        {"until": build.day(40).isoformat(), "reason": "longer"},
    )
    assert changed.status_code == 302
    ended = client.post(f"{base(world)}grants/{row.pk}/end/", {"reason": "is back"})
    assert ended.status_code == 302
    assert client.get(f"{base(world)}grants/{row.pk}/end/").status_code == 404


def test_somebody_else_is_found_by_the_exact_sign_in_name_only(world, client_as):
    client = client_as("ana")
    assert give(world, client, person="", other="be").status_code == 422
    assert give(world, client, other="ben").status_code == 422  # one of the two
    assert give(world, client, person="", other="ben").status_code == 302
    assert set(grants(world)) == {"ben"}
    assert client_as("ben").get(f"/cases/{world.case.pk}/").status_code == 200


@pytest.mark.parametrize("name", ["cho", "kim", "maya", "lee"])
def test_other_members_are_told_who_does_this(world, client_as, name):
    client = client_as(name)
    assert client.get(base(world)).status_code == 403
    assert give(world, client).status_code == 403
    assert grants(world) == {}
    case = client.get(f"/cases/{world.case.pk}/")
    assert base(world).encode() not in case.content


@pytest.mark.parametrize("name", ["ben", "nina", "sam", "petra", "alex", "former", "eva"])
def test_who_does_not_stand_on_the_case_finds_nothing(world, client_as, name):
    client = client_as(name)
    for url in (base(world), f"{base(world)}grants/add/", f"{base(world)}providers/add/"):
        assert client.get(url).status_code == 404
    assert give(world, client).status_code == 404
    assert grants(world) == {}


def test_what_stands_against_a_grant_is_said_at_its_field(world, client_as):
    answer = give(world, client_as("ana"), until=build.day(-1).isoformat())
    assert answer.status_code == 422
    assert b"today or later" in answer.content
    answer = give(world, client_as("ana"), person="", other="sam")
    assert answer.status_code == 422
    assert b"stands on no case" in answer.content


def test_a_provider_is_assigned_and_ended_on_pages(world, client_as):
    client = client_as("rosa")
    url = f"{base(world)}providers/add/"
    assert b"Nina Example" in client.get(url).content
    assert client.post(url, {"person": str(world.people["ben"].key)}).status_code == 422
    assert client.post(url, {"person": str(world.people["nina"].key)}).status_code == 302
    row = grants(world, "provider")["nina"]
    ended = client.post(f"{base(world)}providers/{row.pk}/end/", {"reason": "moved"})
    assert ended.status_code == 302
    assert client_as("nina").get(f"/cases/{world.case.pk}/").status_code == 404


def test_one_whose_approval_has_lapsed_is_not_offered(world, client_as):
    with as_owner():
        type(world.people["nina"]).objects.filter(username="nina").update(
            approval_until=build.day(-1)
        )
    page = client_as("ana").get(f"{base(world)}providers/add/")
    assert b"Nina Example" not in page.content
    assert b"Kim Example" in page.content


@pytest.fixture
def meeting(world):
    """Return a meeting of a team that allows designees; dan can be one for ana."""
    with as_owner():
        Team.objects.filter(pk=world.teams["elm"].pk).update(designees_allowed=True)
    world.people["dan"] = build.make_user("dan", world.agencies["probation"], "supervision")
    return plan(world)


def send(world, client, meeting, absent="ana", designee="dan"):
    typed = {
        "absent": str(world.people[absent].key), "designee": str(world.people[designee].key),
        "cases": [str(world.case.pk)],
    }  # fmt: skip
    return client.post(f"/meetings/{meeting.pk}/designees/", typed)


def test_a_member_sends_a_designee_and_takes_it_back(world, meeting, client_as):
    client = client_as("ana")
    assert b"Send a designee" in client.get(f"/meetings/{meeting.pk}/").content
    page = client.get(f"/meetings/{meeting.pk}/designees/")
    assert b"Dan Example" in page.content
    assert b"Ben Example" in page.content  # of the agency and discipline, without a seat
    assert b"Kim Example" not in page.content
    assert send(world, client, meeting).status_code == 302
    dan = client_as("dan")
    assert dan.get(f"/cases/{world.case.pk}/").status_code == 200
    assert b"designee for one meeting" in dan.get(f"/cases/{world.case.pk}/").content
    assert dan.get(f"/meetings/{meeting.pk}/").status_code == 200
    assert b"sits in for Ana Example" in client.get(f"/meetings/{meeting.pk}/").content
    with as_owner():
        row = Designation.objects.unscoped(reason="test").get()
    assert client.get(f"/designations/{row.pk}/take-back/").status_code == 200
    assert client.post(f"/designations/{row.pk}/take-back/", {}).status_code == 302
    assert client_as("dan").get(f"/cases/{world.case.pk}/").status_code == 404


def test_the_coordinator_does_it_for_each_member(world, meeting, client_as):
    client = client_as("cho")
    key = world.people["ana"].key
    page = client.get(f"/meetings/{meeting.pk}/designees/?absent={key}")
    assert b"Dan Example" in page.content
    assert send(world, client, meeting).status_code == 302


def test_another_member_does_not_do_it_for_ana(world, meeting, client_as):
    client = client_as("kim")
    assert b"Ana Example" not in client.get(f"/meetings/{meeting.pk}/designees/").content
    assert send(world, client, meeting).status_code == 422
    with as_owner():
        assert not Designation.objects.unscoped(reason="test").exists()


@pytest.mark.parametrize("name", ["ben", "sam", "former", "eva", "rosa"])
def test_who_has_no_seat_finds_no_such_page(world, meeting, client_as, name):
    client = client_as(name)
    assert client.get(f"/meetings/{meeting.pk}/designees/").status_code == 404
    assert send(world, client, meeting).status_code == 404


def test_norms_that_forbid_it_are_said(world, meeting, client_as):
    with as_owner():
        Team.objects.filter(pk=world.teams["elm"].pk).update(designees_allowed=False)
    client = client_as("ana")
    assert b"Members come in person" in client.get(f"/meetings/{meeting.pk}/designees/").content
    assert b"Send a designee" not in client.get(f"/meetings/{meeting.pk}/").content
    assert send(world, client, meeting).status_code == 422


def test_the_page_of_a_case_leads_to_the_list(world, client_as):
    assign_provider(world.viewer("ana"), world.case.pk, person_key=world.people["nina"].key)
    assert base(world).encode() in client_as("ana").get(f"/cases/{world.case.pk}/").content
