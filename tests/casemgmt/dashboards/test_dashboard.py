"""The dashboard: its numbers are those of the lists that they open; counting is on the ledger."""

import csv
import re
from dataclasses import replace
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from casemgmt.core import clock
from casemgmt.dashboards.decisions import count_decisions, list_decisions
from casemgmt.dashboards.periods import CHOICES, period_of
from casemgmt.dashboards.tables import TABLES, as_lines, count_all
from casemgmt.models import Case, Decision
from teams.selectors.viewers import build_viewer
from tests import build
from tests.plugins.roles import as_owner

LIMIT = 15


def events(kind: str) -> list[Event]:
    with as_owner():
        return list(Event.objects.filter(kind=kind, subject_kind="dashboard"))


def numbers_for(people, name: str, days: str = "90"):
    viewer = build_viewer(people[name])
    return count_all(viewer, period_of(viewer, days))


def total_of(client, url: str) -> int:
    """Return how many cases a list says that there are."""
    body = client.get(url).content.decode()
    found = re.search(r"(\d+) in all", body)
    return int(found[1]) if found else 0


def test_each_number_of_cases_equals_the_list_that_it_opens(jurisdiction, sign_in_as):
    client, numbers = sign_in_as("rosa"), numbers_for(jurisdiction.people, "rosa")
    assert total_of(client, "/cases/") == numbers.caseload.total > 0
    opened = 0
    for row in [*TABLES["caseload"](numbers), *TABLES["overdue"](numbers)]:
        for part in row["parts"]:
            if part.get("url"):
                assert total_of(client, part["url"]) == part["value"], (row["label"], part)
                opened += 1
        if row["url"]:
            assert total_of(client, row["url"]) == sum(p["value"] for p in row["parts"]), row[
                "label"
            ]
            opened += 1
    assert opened > 8


@pytest.mark.parametrize("days", [str(days) for days in CHOICES])
def test_numbers_of_meetings_and_decisions_equal_their_lists(jurisdiction, sign_in_as, days):
    client, numbers = sign_in_as("rosa"), numbers_for(jurisdiction.people, "rosa", days)
    for row in TABLES["meetings"](numbers):
        for part in filter(lambda part: part["url"], row["parts"]):
            shown = client.get(part["url"]).context["rows"]
            assert len(shown) == part["value"], part
    for row in filter(lambda row: row["url"], TABLES["decisions"](numbers)):
        assert pages_of(client, row["url"]) == row["value"], row["label"]


def test_under_an_ended_agreement_decisions_are_not_counted(jurisdiction):
    viewer = build_viewer(jurisdiction.people["rosa"])
    period = period_of(viewer, "365")
    counted = count_decisions(viewer, period)
    owners = set(Decision.objects.visible_to(viewer).values_list("owner_agency_id", flat=True))
    lapsed = frozenset((owner, "team_record") for owner in owners)
    ended = replace(viewer, scope=replace(viewer.scope, lapsed=lapsed))
    assert counted.total > 0
    assert count_decisions(ended, period).total == 0
    assert list_decisions(ended, period, "").rows == []


def pages_of(client, url: str) -> int:
    """Return how many rows there are on all pages."""
    total = 0
    while url:
        context = client.get(url).context
        total, url = total + len(context["rows"]), context["next_url"]
    return total


def test_a_page_load_is_one_event_that_names_what_was_counted(jurisdiction, sign_in_as):
    before = len(events("count"))
    assert sign_in_as("rosa").get("/dashboard/?days=30").status_code == 200
    found = events("count")
    assert len(found) == before + 1
    assert found[-1].fields == ["caseload", "overdue", "meetings", "decisions"]
    assert found[-1].detail == {"days": 30}
    assert found[-1].actor_name == "Rosa Whitlock"


@pytest.mark.parametrize("name", list(TABLES))
def test_a_table_comes_as_a_file_and_is_on_the_ledger(jurisdiction, sign_in_as, name):
    before = len(events("export"))
    answer = sign_in_as("rosa").get(f"/dashboard/{name}.csv?days=365")
    assert answer["Content-Type"].startswith("text/csv")
    assert "attachment" in answer["Content-Disposition"]
    lines = list(csv.reader(answer.content.decode().splitlines()))
    numbers = numbers_for(jurisdiction.people, "rosa", "365")
    expected = as_lines(TABLES[name](numbers))
    assert lines == [[str(cell) for cell in line] for line in expected]
    assert [event.fields for event in events("export")[before:]] == [[name]]


def test_a_name_is_never_read_as_a_formula(world, client_as):
    with as_owner():
        ana = world.people["ana"]
        ana.name = "=1+1"
        ana.save(update_fields=["name"])
    assert "'=1+1," in client_as("rosa").get("/dashboard/caseload.csv").content.decode()


@pytest.mark.parametrize("path", ["", "meetings/", "decisions/", "caseload.csv"])
@pytest.mark.parametrize(
    "name", ["ana", "ben", "kim", "lee", "maya", "cho", "sam", "petra", "alex"]
)
def test_only_a_supervisory_line_opens_it(world, client_as, name, path):
    assert client_as(name).get(f"/dashboard/{path}").status_code == 404


def test_other_units_count_nowhere(world, client_as):
    body = client_as("rosa").get("/dashboard/").content.decode()
    assert world.people["ana"].name in body
    assert world.people["ben"].name not in body
    assert numbers_for(world.people, "rosa").caseload.total == 1


def test_closed_and_sealed_cases_do_not_count(world):
    with as_owner():
        Case.objects.unscoped(reason="test").filter(pk=world.case.pk).update(stage="closed")
    assert numbers_for(world.people, "rosa").caseload.total == 0
    with as_owner():
        Case.objects.unscoped(reason="test").filter(pk=world.case.pk).update(
            stage="supervised", sealed_at=clock.now()
        )
    assert numbers_for(world.people, "rosa").caseload.total == 0


@pytest.mark.parametrize(
    "address", ["?days=abc", "?days=-1", "?days=99999999999", "?days=31", "?days="]
)
def test_a_period_that_is_none_gets_the_usual_one(world, client_as, address):
    answer = client_as("rosa").get(f"/dashboard/{address}")
    assert answer.status_code == 200
    assert answer.context["numbers"].period.days == 90


def test_a_table_that_does_not_exist_answers_as_missing(world, client_as):
    assert client_as("rosa").get("/dashboard/salaries.csv").status_code == 404


def test_the_page_takes_few_queries_whatever_the_number_of_cases(world, client_as):
    client = client_as("rosa")
    few = _queries(client)
    for number in range(12):
        build.make_case(f"25-{number:04}", team=world.teams["elm"], officer=world.people["ana"])
    many = _queries(client)
    assert few == many <= LIMIT


def _queries(client) -> int:
    client.get("/dashboard/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/dashboard/").status_code == 200
    return len([q for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def test_the_page_links_each_officer(jurisdiction, sign_in_as):
    body = unescape(sign_in_as("rosa").get("/dashboard/").content.decode())
    assert f"/cases/?officer={jurisdiction.people['ana'].key}" in body
