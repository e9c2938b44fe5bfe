"""The pages of accountings: taking a request, the list with what it leaves out, its files, a
suspension; each with the twin who is refused."""

import pytest
from django.urls import reverse

from audit.models import AccountingRequest
from casemgmt.core import clock
from casemgmt.services.spoken import Grounds, Telling, record_telling
from tests import build
from tests.crawl import MISSING


def take(world, client, **fields):
    held = {
        "number": world.case.number, "law": "own", "asked_by": "the person, in writing",
        "asked_on": f"{clock.today():%Y-%m-%d}",
    }  # fmt: skip
    return client.post(reverse("casemgmt:accounting_add"), held | fields)


def tell(world):
    record_telling(
        world.viewer("ana"), world.case.pk,
        Telling(told_at=build.moment(-1), way="phone", categories=("supervision",),
                description="hours of work", purpose="job search", to_name="=Pat Sample"),
        Grounds("none"),
    )  # fmt: skip


def test_from_the_request_to_the_files(world, recent):
    tell(world)
    petra = recent("petra")
    wrong = take(world, petra, number="24-9999")
    assert (wrong.status_code, "has no case with this number" in wrong.text) == (422, True)
    page = take(world, petra)["Location"]
    assert "John Marlow (24-0117)" in petra.get(page).text
    assert petra.post(page).status_code == 302
    shown = petra.get(page)
    assert "=Pat Sample" in shown.text
    files = {
        copy.form: petra.get(
            reverse("casemgmt:accounting_file", args=[copy.request_id, copy.pk])
        ).content
        for copy in shown.context["files"]
    }
    assert b"'=Pat Sample" in files["csv"]
    assert files["pdf"].startswith(b"%PDF")
    assert b"/StructTreeRoot" in files["pdf"]
    assert b"/TH" in files["pdf"]
    given = petra.post(page + "give/", {"words": "By letter to the person."})
    assert given.status_code == 302
    assert "By letter to the person." in petra.get(page).text
    assert "Answered or ended" in petra.get(reverse("casemgmt:accounting_list")).text


def test_an_extension_asks_for_its_reason(world, recent):
    petra = recent("petra")
    page = take(world, petra)["Location"]
    assert petra.post(page + "extend/", {"words": ""}).status_code == 422
    assert petra.post(page + "extend/", {"words": "Two archives."}).status_code == 302
    again = petra.post(page + "extend/", {"words": "Three archives."})
    assert (again.status_code, "extended once already" in again.text) == (422, True)
    assert "Three archives." in again.text


def test_a_suspension_is_recorded_and_ended(world, recent):
    petra = recent("petra")
    held = {
        "number": world.case.number, "kind": "law_enforcement", "said_by": "Det. Roe",
        "agency": str(world.agencies["police"].key), "starts": f"{clock.today():%Y-%m-%d}",
        "ends": f"{build.day(40):%Y-%m-%d}",
    }  # fmt: skip
    add = reverse("casemgmt:suspension_add")
    spoken = petra.post(add, held)
    assert (spoken.status_code, "30 days at most" in spoken.text) == (422, True)
    assert petra.post(add, held | {"statement": "Statement 12"}).status_code == 302
    listed = petra.get(reverse("casemgmt:accounting_list"))
    (one,) = listed.context["suspended"]
    address = reverse("casemgmt:suspension_detail", args=[one.row.pk])
    assert "End it before its day" not in recent("alex").get(address).text
    assert recent("alex").post(address, {"words": "x"}).status_code == 403
    assert petra.post(address, {"words": "It is over."}).status_code == 302
    assert "It is over." in petra.get(address).text


def test_a_suspension_asks_again_who_is_there(world, client_as):
    answer = client_as("petra").get(reverse("casemgmt:suspension_add"))
    assert (answer.status_code, "/accounts/" in answer["Location"]) == (302, True)


@pytest.mark.parametrize("name", ["ana", "rosa", "maya", "dora", "sam", "lee"])
def test_others_have_no_such_page(world, recent, name):
    page = take(world, recent("petra"))["Location"]
    client = recent(name)
    for address in (
        reverse("casemgmt:accounting_list"), reverse("casemgmt:accounting_add"), page,
        page + "extend/", reverse("casemgmt:suspension_add"), reverse("victims:accounting_add"),
    ):  # fmt: skip
        assert client.get(address).status_code in (403, 404)
    assert client.post(page).status_code in (403, 404)


def test_an_auditor_reads_and_writes_nothing(world, recent):
    page = take(world, recent("petra"))["Location"]
    alex = recent("alex")
    assert alex.get(page).status_code == 200
    assert "Make the list" not in alex.get(page).text
    assert alex.post(page).status_code == 403
    assert alex.post(page + "withdraw/", {"words": "x"}).status_code == 403
    assert take(world, alex).status_code == 403
    assert AccountingRequest.objects.count() == 1


def test_another_agency_s_officer_finds_what_is_missing(world, recent):
    page = take(world, recent("petra"))["Location"]
    far = build.make_agency("Far County Probation", "supervision")
    world.people["pia"] = build.make_user("pia", far, "policy", office="privacy_officer")
    pia = recent("pia")
    missing = reverse("casemgmt:accounting_detail", args=[MISSING])
    assert [pia.get(one).status_code for one in (page, missing)] == [404, 404]
    assert take(world, pia).status_code == 422
