"""The description of the API is valid, complete and readable."""

import re

import pytest
from django.urls import get_resolver
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from casemgmt.api.urls import urlpatterns
from tests.api.sheet import SHEET

NOT_DESCRIBED = {"schema", "docs"}


@pytest.fixture(scope="module")
def schema():
    GENERATOR_STATS.reset()
    found = SchemaGenerator().get_schema(request=None, public=True)
    assert not GENERATOR_STATS, "drf-spectacular warns"
    return found


def test_it_is_valid(schema):
    validate_schema(schema)


def test_every_route_of_the_api_is_in_it(schema):
    routes = {
        "/api/v1/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(p.pattern))
        for p in urlpatterns
        if p.name not in NOT_DESCRIBED
    }
    assert set(schema["paths"]) == routes


def test_no_route_of_the_api_stands_elsewhere():
    names = [p for p in get_resolver().url_patterns if str(p.pattern).startswith("api/")]
    assert [str(p.pattern) for p in names] == ["api/v1/"]


def test_each_operation_says_what_it_answers(schema):
    for path, item in schema["paths"].items():
        for method, one in item.items():
            where = f"{method} {path}"
            assert one["summary"], where
            assert one["description"], where
            assert {"401", "404", "429"} <= set(one["responses"]), where
            assert one["security"] == [{"token": []}, {"session": []}], where
            if method == "post":
                assert {"403", "422"} <= set(one["responses"]), where


def test_each_reading_operation_is_on_the_sheet_of_doors(schema):
    described = {
        one["operationId"]
        for item in schema["paths"].values()
        for m, one in item.items()
        if m == "get"
    }
    assert described - {one.name for one in SHEET} == {"ledger_read"}


def test_an_answer_has_no_field_that_is_not_described(schema, world, client_as):
    fields = schema["components"]["schemas"]["CaseDetail"]["properties"]
    body = client_as("ana").get(f"/api/v1/cases/{world.case.pk}/").json()
    assert set(body) <= set(fields)


def test_the_page_explains_every_operation(world, client_as, schema):
    response = client_as("ana").get("/api/v1/docs/")
    assert response.status_code == 200
    page = response.content.decode()
    assert "[MISSING" not in page
    for path, item in schema["paths"].items():
        for one in item.values():
            assert f'id="{one["operationId"]}"' in page
            assert path in page
    assert "Authorization: Token $TOKEN" in page
    assert "<script src=" in page
    assert "cdn" not in page
