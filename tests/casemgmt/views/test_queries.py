"""Query counts of the pages that everyone opens all day: they do not grow with the number of cases
or records."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import build

LIST_LIMIT, CASE_LIMIT = 9, 22


def queries_of(client, url: str) -> list[str]:
    """Return the statements of one request; the first one warms what a process keeps."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]


@pytest.mark.parametrize("name", ["ana", "rosa", "kim", "priya", "maya"])
def test_case_list_takes_at_most_9_queries_whatever_the_number_of_cases(world, client_as, name):
    client = client_as(name)
    few = queries_of(client, "/cases/")
    for number in range(30):
        case = build.make_case(
            f"25-{number:04}", team=world.teams["elm"], officer=world.people["ana"]
        )
        build.make_referral(case, world.people["ana"], world.people["priya"])
    many = queries_of(client, "/cases/")
    assert len(many) == len(few)
    assert len(many) <= LIST_LIMIT


@pytest.mark.parametrize("name", ["ana", "rosa", "kim", "priya", "lee", "maya"])
def test_case_page_takes_at_most_22_queries_whatever_the_number_of_records(world, client_as, name):
    client = client_as(name)
    url = f"/cases/{world.case.pk}/"
    few = queries_of(client, url)
    for _ in range(10):
        build.make_contact(world.case, world.people["ana"])
        build.make_condition(world.case, world.people["ana"])
        build.make_summary(world.case, world.people["kim"])
        build.make_entry(world.case, world.people["kim"], "treatment_clinical")
    many = queries_of(client, url)
    assert len(many) == len(few)
    assert len(many) <= CASE_LIMIT
