"""Pages of the access review: one click keeps, a reason ends, the offices read the report."""

import csv
import io

import pytest

from audit.models import Event
from casemgmt.models import AccessReview, ReviewedSeat
from casemgmt.services.access_review import open_reviews
from tests import build
from tests.plugins.roles import as_owner

TEAM, AGENCY = "Elm case team", "Altona Probation"


@pytest.fixture
def opened(world):
    """Return the world with the quarter's reviews open and one grant under review."""
    build.grant(world.people["ben"], world.case, reason="covers a leave")
    open_reviews()
    return world


def url(place):
    with as_owner():
        rows = AccessReview.objects.unscoped(reason="test").select_related("team", "agency")
        review = next(row for row in rows if str(row.team or row.agency) == place)
    return f"/access-reviews/{review.pk}/"


def seat(place, name):
    key = url(place).split("/")[2]
    with as_owner():
        rows = ReviewedSeat.objects.unscoped(reason="test").filter(review_id=key)
        return rows.get(user__username=name)


def test_the_coordinator_keeps_one_with_a_click_and_others_all_at_once(opened, client_as):
    client = client_as("cho")
    assert b"Waits for you" in client.get("/access-reviews/").content
    page = client.get(url(TEAM)).content
    assert b"Kim Example" in page
    assert b"Somebody else confirms yours" in page
    assert client.post(url(TEAM), {"keep": str(seat(TEAM, "kim").pk)}).status_code == 302
    ticked = [str(seat(TEAM, name).pk) for name in ("ana", "lee", "maya")]
    assert client.post(url(TEAM), {"seats": ticked}).status_code == 302
    assert {seat(TEAM, n).answer for n in ("kim", "ana", "lee", "maya")} == {"keep"}
    nothing = client.post(url(TEAM), {})
    assert nothing.status_code == 422
    assert b"Tick at least one line" in nothing.content
    own = client.post(url(TEAM), {"keep": str(seat(TEAM, "cho").pk)})
    assert own.status_code == 422
    assert b"Nobody confirms" in own.content


def test_ending_asks_why_and_counts_at_once(opened, client_as):
    client = client_as("cho")
    end = f"{url(TEAM)}seats/{seat(TEAM, 'kim').pk}/end/"
    assert b"Kim Example" in client.get(end).content
    assert client.post(end, {"reason": ""}).status_code == 422
    assert client_as("kim").get(f"/cases/{opened.case.pk}/").status_code == 200
    assert client.post(end, {"reason": "left the center"}).status_code == 302
    assert client_as("kim").get(f"/cases/{opened.case.pk}/").status_code == 404
    assert client.post(end, {"reason": "again"}).status_code == 422


def test_who_ends_the_own_seat_lands_where_there_is_something(opened, client_as):
    client = client_as("cho")
    end = f"{url(TEAM)}seats/{seat(TEAM, 'cho').pk}/end/"
    assert client.post(end, {"reason": "goes on leave"}, follow=True).status_code == 200


@pytest.mark.parametrize("name", ["ana", "rosa", "kim", "maya", "ben", "former", "eva"])
def test_others_find_nothing(opened, client_as, name):
    client = client_as(name)
    end = f"{url(TEAM)}seats/{seat(TEAM, 'kim').pk}/end/"
    report = ("/access-reviews/report/", "/access-reviews/report/export/")
    for address in ("/access-reviews/", url(TEAM), url(AGENCY), end, *report):
        assert client.get(address).status_code == 404
        assert client.post(address, {"reason": "x"}).status_code in (404, 405)
    assert seat(TEAM, "kim").answer == ""


def test_the_coordinator_finds_neither_the_agency_s_nor_another_team_s(opened, client_as):
    client = client_as("cho")
    for place in (AGENCY, "River case team"):
        assert client.get(url(place)).status_code == 404
        assert client.post(url(place), {"seats": []}).status_code == 404
    assert client.get("/access-reviews/report/").status_code == 404


@pytest.mark.parametrize("name", ["sam", "alex"])
def test_administrators_and_auditors_read_and_do_not_answer(opened, client_as, name):
    client = client_as(name)
    page = client.get(url(TEAM)).content
    assert b"Kim Example" in page
    assert b"Keep the ticked" not in page
    assert client.post(url(TEAM), {"keep": str(seat(TEAM, "kim").pk)}).status_code == 403
    end = f"{url(AGENCY)}seats/{seat(AGENCY, 'ben').pk}/end/"
    assert client.get(end).status_code == 403
    assert client.post(end, {"reason": "x"}).status_code == 403
    assert seat(AGENCY, "ben").answer == ""


def test_the_privacy_officer_sees_the_case_behind_a_grant_and_sam_does_not(opened, client_as):
    number = opened.case.number.encode()
    page = client_as("petra").get(url(AGENCY)).content
    assert number in page
    assert b"covers a leave" in page
    page = client_as("sam").get(url(AGENCY)).content
    assert number not in page
    assert b"covers a leave" not in page


def test_the_report_and_its_file_are_for_the_offices_and_on_the_ledger(opened, client_as):
    client_as("cho").post(url(TEAM), {"keep": str(seat(TEAM, "kim").pk)})
    client = client_as("petra")
    assert b"Cho Example" in client.get("/access-reviews/report/").content
    export = "/access-reviews/report/export/"
    assert client.get(export).status_code == 200
    assert client.post(export, {"reason": ""}).status_code == 422
    answer = client.post(export, {"reason": "quarterly audit"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    kept = [row for row in rows if row["state"] == "Kept"]
    assert [(row["person"], row["answered by"]) for row in kept] == [("Kim Example", "Cho Example")]
    assert opened.case.number not in answer.content.decode()
    with as_owner():
        event = Event.objects.filter(kind="export").latest("id")
    assert (event.subject_kind, event.reason) == ("accessreview", "quarterly audit")


def test_a_wrong_or_foreign_seat_is_nothing(opened, client_as):
    client = client_as("cho")
    for key in (seat(AGENCY, "ben").pk, "00000000-0000-4000-8000-000000000000"):
        assert client.get(f"{url(TEAM)}seats/{key}/end/").status_code == 404
        assert client.post(url(TEAM), {"keep": str(key)}).status_code == 404


def test_nothing_open_is_said(world, client_as):
    assert b"No access review is open" in client_as("cho").get("/access-reviews/").content
    assert (
        b"No access review has been opened"
        in client_as("petra").get("/access-reviews/report/").content
    )


def test_the_first_page_says_that_a_review_waits(opened, client_as):
    assert b"1 access review waits" in client_as("cho").get("/").content
    assert b"3 access reviews wait" in client_as("petra").get("/").content  # cho's own seat too
    for name in ("ana", "kim", "sam", "alex"):
        assert b"for your answers" not in client_as(name).get("/").content
    keys = [str(seat(TEAM, name).pk) for name in ("ana", "kim", "lee", "maya", "otto", "paul")]
    keys += [str(seat(TEAM, name).pk) for name in ("priya", "vic")]
    client_as("cho").post(url(TEAM), {"seats": keys})
    assert b"access review waits" not in client_as("cho").get("/").content
    client_as("petra").post(url(TEAM), {"keep": str(seat(TEAM, "cho").pk)})
    assert b"2 access reviews wait" in client_as("petra").get("/").content
