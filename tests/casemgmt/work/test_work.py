"""My work: only what this person can act on, each thing on the ledger."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from casemgmt.demo.keys import key
from casemgmt.models import Case
from tests import build
from tests.plugins.roles import as_owner

LIMIT = 25


def set_due(case: Case, **days: object) -> None:
    with as_owner():
        Case.objects.unscoped(reason="test").filter(pk=case.pk).update(**days)


def test_an_officer_sees_what_is_due_on_own_cases(world, client_as):
    set_due(
        world.case,
        contact_due=build.day(-3),
        assessment_due=build.day(0),
        polygraph_due=build.day(1),
    )
    due = {kind.key: kind for kind in client_as("ana").get("/").context["work"].due}
    assert due["contact"].rows[0].number == world.case.number
    assert due["assessment"].total == 1
    assert "polygraph" not in due


@pytest.mark.parametrize("name", ["kim", "rosa", "cho", "lee", "maya", "ben"])
def test_what_is_due_is_the_assigned_officer_s_alone(world, client_as, name):
    set_due(world.case, contact_due=build.day(-3))
    assert client_as(name).get("/").context["work"].due == []


def test_the_examiner_sees_exams_without_a_result(world, client_as):
    referral = build.make_referral(world.case, world.people["ana"], world.people["priya"])
    with as_owner():
        referral.scheduled_on = build.day(5)
        referral.save(update_fields=["scheduled_on"])
    ids = {row.id for row in client_as("priya").get("/").context["work"].exams}
    assert str(referral.pk) in ids
    with as_owner():
        build.make_result(world.case, referral)
    ids = {row.id for row in client_as("priya").get("/").context["work"].exams}
    assert str(referral.pk) not in ids


def test_a_release_that_ends_soon_is_told_to_who_can_renew_it(world, client_as):
    with as_owner():
        release = world.records["authorization"]
        release.ends_at = build.moment(3)
        release.save(update_fields=["ends_at"])
    for name, count in (("ana", 1), ("lee", 0), ("ben", 0)):
        assert len(client_as(name).get("/").context["work"].endings) == count, name


def test_what_is_withheld_is_not_in_the_news(world, client_as):
    rows = {
        name: client_as(name).get("/").context["work"].changes for name in ("ana", "lee", "priya")
    }
    kinds = {name: {row.kind for row in found} for name, found in rows.items()}
    assert "treatmentsummary" in kinds["ana"]
    assert "treatmentsummary" not in kinds["lee"] | kinds["priya"]


@pytest.mark.parametrize("name", ["sam", "petra", "alex"])
def test_offices_without_a_caseload_get_their_own_links(world, client_as, name):
    answer = client_as(name).get("/")
    assert answer.status_code == 200
    assert "work" not in answer.context
    assert world.case.number not in answer.content.decode()


def test_signed_out_leads_to_the_sign_in(client, db):
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("name", ["ana", "kim", "priya", "lee", "maya", "vic", "cho", "rosa"])
def test_the_page_takes_few_queries_whatever_there_is_to_do(world, client_as, name):
    client = client_as(name)
    few = _queries(client)
    for number in range(12):
        case = build.make_case(
            f"25-{number:04}", team=world.teams["elm"], officer=world.people["ana"]
        )
        set_due(case, contact_due=build.day(-number))
        build.make_summary(case, world.people["kim"])
        build.make_referral(case, world.people["ana"], world.people["priya"])
    many = _queries(client)
    assert many <= max(few, LIMIT)
    assert many <= LIMIT


def _queries(client) -> int:
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/").status_code == 200
    return len([q for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def test_what_is_shown_is_on_the_ledger(world, client_as):
    set_due(world.case, contact_due=build.day(-3))
    client_as("ana").get("/")
    with as_owner():
        shown = Event.objects.filter(route="GET /", actor_id=world.people["ana"].pk)
        kinds = set(shown.values_list("subject_kind", flat=True))
        fields = shown.get(subject_kind="case", category="supervision").fields
    assert "case" in kinds
    assert "contact_due" in fields


def test_advocates_see_which_cases_wait_for_input(jurisdiction, sign_in_as):
    client = sign_in_as("maya")
    assert "/my-work/input/" in client.get("/").content.decode()
    waiting = {row.id for row in client.get("/my-work/input/").context["rows"]}
    assert waiting
    assert str(key("case", 0)) not in waiting  # it has a perspective of yesterday
    part = client.get("/my-work/input/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part


@pytest.mark.parametrize("name", ["ana", "kim", "vic", "cho", "sam"])
def test_only_advocates_open_the_list_of_input(world, client_as, name):
    assert client_as(name).get("/my-work/input/").status_code == 404
