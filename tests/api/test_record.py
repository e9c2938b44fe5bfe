"""Records of a category by API: the same answers as the case page gives, whatever the table."""

import uuid

import pytest

from casemgmt.policy.categories import Category
from tests import build


def listed(client, case, category, after=""):
    address = f"/api/v1/cases/{case.pk}/records/?category={category}&after={after}"
    return client.get(address)


@pytest.mark.parametrize(
    ("name", "category", "marks"),
    [
        ("ana", "supervision", {"MARK-condition", "MARK-protective", "MARK-contact"}),
        ("kim", "supervision", {"MARK-condition", "MARK-protective"}),
        ("ana", "victim_statement", {"MARK-statement"}),
        ("kim", "treatment_clinical", {"MARK-clinical"}),
        ("priya", "polygraph_result", {"MARK-result"}),
        ("vic", "victim_system", {"MARK-systemrecord", "MARK-nocontact"}),
    ],
)
def test_whoever_may_gets_the_records_of_a_category(world, client_as, name, category, marks):
    answer = listed(client_as(name), world.case, category)
    text = str(answer.json())
    assert answer.status_code == 200
    assert {mark for mark in marks if mark in text} == marks
    assert all(row["authority"] for row in answer.json()["results"])


@pytest.mark.parametrize(
    ("name", "category", "status"),
    [
        ("lee", "victim_statement", 403),  # the release names another agency
        ("ana", "treatment_clinical", 403),
        ("ben", "supervision", 404),
        ("petra", "supervision", 404),
    ],
)
def test_whoever_may_not_gets_none_of_them(world, client_as, name, category, status):
    answer = listed(client_as(name), world.case, category)
    assert answer.status_code == status
    assert "MARK" not in answer.content.decode()


@pytest.mark.parametrize("category", ["psychotherapy_notes", "sexual_history", "tribal"])
def test_what_is_hidden_is_as_empty_as_what_is_not_there(world, client_as, category):
    answer = listed(client_as("ana"), world.case, category)
    assert answer.json() == {"results": [], "next": None, "total": None, "total_capped": False}


@pytest.mark.parametrize("category", ["", "everything", "victim_advocacy", "identity"])
def test_an_unknown_category_is_told(world, client_as, category):
    assert listed(client_as("ana"), world.case, category).status_code == 422


def test_what_one_may_not_see_takes_no_place_on_a_page(world, client_as):
    for number in range(60):
        build.make_contact(world.case, world.people["ana"], f"note {number}")
    newest = listed(client_as("kim"), world.case, "supervision").json()
    assert len(newest["results"]) == 2
    assert newest["next"] is None


def test_pages_follow_each_other_without_a_gap(world, client_as):
    made = {
        str(build.make_contact(world.case, world.people["ana"], f"note {number}").pk)
        for number in range(70)
    }
    client, found = client_as("ana"), []
    address = f"/api/v1/cases/{world.case.pk}/records/?category=supervision"
    while address:
        page = client.get(address).json()
        found += [row["id"] for row in page["results"]]
        address = page["next"]
    assert len(found) == len(set(found))
    assert made <= set(found)


def test_each_record_that_is_shown_stands_on_the_ledger(world, client_as, events):
    client = client_as("ana")
    events()
    shown = listed(client, world.case, "risk").json()["results"]
    written = {event.subject_id for event in events() if event.category == Category.RISK}
    assert {row["id"] for row in shown} <= written
    assert shown


def test_a_missing_case_reads_like_a_hidden_one(world, client_as):
    ben = client_as("ben")
    missing = ben.get(f"/api/v1/cases/{uuid.uuid4()}/records/?category=risk")
    assert missing.content == listed(ben, world.case, "risk").content
