"""Cases and people by API: what is shown is what reveal() allowed, withheld says why, and the
ledger has each of it."""

import pytest

from tests import build
from tests.plugins.roles import as_owner


def read(client, world, ending=""):
    return client.get(f"/api/v1/cases/{world.case.pk}/{ending}").json()


def test_ana_reads_the_head_and_what_is_open(world, client_as):
    body = read(client_as("ana"), world)
    assert body["id"] == str(world.case.pk)
    assert body["person_name"] == "Marlow, John"
    assert body["number"] == world.case.number
    assert body["next_review"] == world.case.next_review.isoformat()
    assert body["withheld"] == {}
    assert body["standing"].startswith("You see this case as supervision")
    answers = {one["category"]: one for one in body["categories"]}
    assert answers["supervision"]["authority"] == "assignment"
    assert answers["treatment_summary"]["authority"] == "authorization"
    assert answers["treatment_clinical"]["reason"]


def test_a_field_that_is_withheld_is_not_there_and_says_why(world, client_as):
    body = read(client_as("lee"), world)
    assert "contact_due" not in body
    assert "risk_level" not in body
    assert body["withheld"]["risk_level"]["because"] == "gate_missing"
    assert body["withheld"]["risk_level"]["how_to_ask"]


@pytest.mark.parametrize("name", ["ana", "kim", "priya", "lee", "maya", "vic", "paul"])
def test_no_value_of_a_withheld_field_is_in_the_answer(world, client_as, name):
    with as_owner():
        world.case.risk_level = "MARK-risk level"
        world.case.offense = "MARK-offense"
        world.case.save(update_fields=["risk_level", "offense"])
    body = read(client_as(name), world)
    for field, mark in (("risk_level", "MARK-risk level"), ("offense", "MARK-offense")):
        assert (mark in str(body)) == (field in body)
        assert not (field in body and field in body["withheld"])


def test_what_the_victim_side_holds_is_not_even_named(world, client_as):
    named = {one["category"] for one in read(client_as("kim"), world)["categories"]}
    assert "victim_advocacy" not in named


def test_each_field_that_was_sent_stands_on_the_ledger(world, client_as, events):
    client = client_as("kim")
    events()
    body = read(client, world)
    shown = [row for row in events() if row.outcome == "shown"]
    assert {(row.kind, row.channel, row.case_id) for row in shown} == {
        ("api", "api", world.case.pk)
    }
    kept = {name for row in shown for name in row.fields}
    sent = set(body) - {"id", "withheld", "notices", "standing", "categories"}
    assert sent == kept


def test_each_row_of_a_list_stands_on_the_ledger(world, client_as, events):
    second = build.make_case(
        "24-0200", team=world.teams["elm"], officer=world.people["ana"], person="Abel Ames"
    )
    client = client_as("ana")
    events()
    client.get("/api/v1/cases/")
    assert {row.subject_id for row in events() if row.kind == "api"} == {
        str(world.case.pk),
        str(second.pk),
    }
    client.get("/api/v1/people/")
    assert {row.subject_id for row in events() if row.kind == "api"} == {
        str(world.case.pk),
        str(second.pk),
    }


def test_a_refusal_stands_on_the_ledger_and_nothing_else(world, client_as, events):
    client = client_as("ben")
    events()
    client.get(f"/api/v1/cases/{world.case.pk}/")
    assert [(row.kind, row.case_id) for row in events()] == [("refusal", world.case.pk)]
    client_kim = client_as("kim")
    events()
    client_kim.get(f"/api/v1/cases/{world.case.pk}/contacts/")
    assert [(row.kind, row.category) for row in events()] == [("refusal", "supervision")]


def test_a_list_goes_on_by_its_key_and_shows_each_case_once(world, client_as):
    for number in range(30):
        build.make_case(
            f"25-{number:04}",
            team=world.teams["elm"],
            officer=world.people["ana"],
            person=f"Person N{number % 4}",
            next_review=build.day(number % 3),
        )
    client = client_as("ana")
    for address, total in (("/api/v1/cases/", 31), ("/api/v1/people/", None)):
        first = client.get(address).json()
        assert len(first["results"]) == 25
        assert first["total"] == total
        assert first["total_capped"] is False
        second = client.get(first["next"]).json()
        assert second["next"] is None
        ids = [row["id"] for row in first["results"] + second["results"]]
        assert len(ids) == len(set(ids)) == 31
        assert "Person" not in first["next"]


def test_filters_narrow_and_a_slip_is_refused(world, client_as):
    build.make_case(
        "24-0300",
        team=world.teams["elm"],
        officer=world.people["ana"],
        person="Late Lane",
        next_review=build.day(-5),
    )
    client = client_as("ana")
    overdue = client.get("/api/v1/cases/?due=review").json()
    assert [row["person_name"] for row in overdue["results"]] == ["Lane, Late"]
    assert client.get(f"/api/v1/cases/?officer={world.people['ana'].key}").json()["total"] == 2
    for query in ("dew=review", "due=never", "officer=ana", "risk=high", "stage=open"):
        response = client.get(f"/api/v1/cases/?{query}")
        assert response.status_code == 422, query
        assert response.json()["errors"], query


def test_a_person_is_shown_by_the_cases_on_which_the_caller_stands(world, client_as):
    body = client_as("kim").get(f"/api/v1/people/{world.case.person_id}/").json()
    assert body["name"] == "Marlow, John"
    assert body["born_on"] == "1980-05-17"
    assert [case["number"] for case in body["cases"]] == [world.case.number]


def test_a_notice_travels_with_what_a_release_opened(world, client_as):
    build.make_release(
        world.case,
        kind="authorization",
        source=world.agencies["probation"],
        to=world.agencies["attorney"],
        categories=["risk"],
        purpose="prosecution",
    )
    body = read(client_as("lee"), world)
    if "risk_level" in body:
        assert any("45 CFR 164.508" in notice for notice in body["notices"])
    else:
        assert "risk_level" in body["withheld"]
