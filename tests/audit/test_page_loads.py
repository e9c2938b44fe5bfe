"""One page load is one group, whoever forges its id; prints and purposes are what they were."""

import re

import pytest
from django.urls import get_resolver

from audit.models import Event
from audit.selectors.events import EventFilter, list_requests
from casemgmt.policy.purposes import Purpose
from casemgmt.web.base import purpose_of, rule_of
from tests.crawl import LEFT_OUT
from tests.plugins.roles import as_owner

pytestmark = pytest.mark.django_db
PART = {"HTTP_HX_REQUEST": "true"}


def token_of(answer):
    return re.search(r'name="page" content="([^"]+)"', answer.content.decode()).group(1)


def events(request_id):
    with as_owner():
        return list(Event.objects.filter(request_id=request_id).order_by("id"))


def page_of(answer):
    return {event.page_id for event in events(answer["X-Request-Id"])}


def test_the_parts_of_a_page_are_one_group_with_it(world, client_as):
    ana, path = client_as("ana"), f"/cases/{world.case.pk}/"
    page = ana.get(path)
    part = ana.get(f"{path}victim/", headers={"X-Page": token_of(page)}, **PART)
    assert part.status_code == 200
    assert page_of(part) == page_of(page) == {page["X-Request-Id"]}
    with as_owner():
        groups = list_requests(world.viewer("ana"), EventFilter(request=page["X-Request-Id"]))
    group = groups.requests[0]
    assert len(groups.requests) == 1
    assert len({row.request_id for row in group.rows}) == 2
    both = {*map(id_of, events(page["X-Request-Id"])), *map(id_of, events(part["X-Request-Id"]))}
    assert {row.id for row in group.rows} == both


def id_of(event):
    return event.id


def test_nobody_joins_a_page_of_somebody_else(world, client_as):
    ana, lee, path = client_as("ana"), client_as("lee"), f"/cases/{world.case.pk}/"
    theirs = token_of(ana.get(path))
    own = token_of(lee.get(path))
    forged = [theirs, theirs.split(".")[0], f"{theirs.split('.')[0]}.{own.split('.')[1]}",
              own[:-1] + ("0" if own[-1] != "0" else "1"), "", "x"]  # fmt: skip
    for token in forged:
        part = lee.get(path, headers={"X-Page": token}, **PART)
        assert page_of(part) == {part["X-Request-Id"]}, token


def test_what_is_no_part_joins_no_page(world, client_as):
    ana, path = client_as("ana"), f"/cases/{world.case.pk}/"
    token = token_of(ana.get(path))
    again = ana.get(path, headers={"X-Page": token})
    assert page_of(again) == {again["X-Request-Id"]}


def test_a_print_is_an_event_of_each_record_that_the_page_showed(world, client_as):
    ana, path = client_as("ana"), f"/cases/{world.case.pk}/"
    page = ana.get(path)
    part = ana.get(f"{path}victim/", headers={"X-Page": token_of(page)}, **PART)
    answer = ana.post("/my-use/printed/", {"page": token_of(page)})
    assert answer.status_code == 204
    shown = [e for a in (page, part) for e in events(a["X-Request-Id"]) if e.outcome == "shown"]
    printed = events(answer["X-Request-Id"])
    assert {e.kind for e in printed} == {"print"}
    same = ("subject_kind", "subject_id", "case_id", "category", "part", "fields", "authority")
    assert [[getattr(e, name) for name in same] for e in printed] == [
        [getattr(e, name) for name in same] for e in shown
    ]
    assert {e.page_id for e in printed} == {page["X-Request-Id"]}
    assert all(e.actor_name and e.session and e.purpose for e in printed)


def test_a_page_that_showed_nothing_of_a_case_is_printed_too(world, client_as):
    ana = client_as("ana")
    answer = ana.post("/my-use/printed/", {"page": token_of(ana.get("/styleguide/"))})
    assert [(e.kind, e.subject_kind) for e in events(answer["X-Request-Id"])] == [("print", "page")]


def test_a_strange_page_is_not_printed(world, client_as):
    theirs = token_of(client_as("ana").get(f"/cases/{world.case.pk}/"))
    answer = client_as("lee").post("/my-use/printed/", {"page": theirs})
    assert answer.status_code == 404
    assert [(e.kind, e.because) for e in events(answer["X-Request-Id"])] == [
        ("refusal", "strange_page")
    ]


@pytest.mark.parametrize(
    ("name", "path", "purpose"),
    [
        ("ana", "/cases/", Purpose.CASE_WORK),
        ("ana", "/meetings/{meeting}/", Purpose.MEETING),
        ("ana", "/api/v1/meetings/{meeting}/", Purpose.MEETING),
        ("petra", "/ledger/", Purpose.AUDIT),
        ("ana", "/my-use/", Purpose.OWN_ACCOUNT),
        ("sam", "/ledger/failed-sign-ins/", Purpose.ADMINISTRATION),
    ],
)
def test_each_page_says_what_it_is_opened_for(world, client_as, name, path, purpose):
    answer = client_as(name).get(path.format(meeting=world.records["meeting"].pk))
    assert answer.status_code == 200
    assert {e.purpose for e in events(answer["X-Request-Id"])} == {purpose}


def test_every_address_has_a_purpose_and_each_purpose_of_a_page_has_an_address():
    found = set()
    for pattern in views(get_resolver()):
        rule = rule_of(pattern.callback)
        if rule and not rule.public and not (pattern.name or "").startswith(LEFT_OUT):
            found.add(purpose_of(pattern.callback, rule))
    elsewhere = {Purpose.SIGN_IN, Purpose.OPERATION, Purpose.VICTIM_REQUEST}
    assert found | elsewhere == set(Purpose)


def views(resolver):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from views(entry)
        else:
            yield entry
