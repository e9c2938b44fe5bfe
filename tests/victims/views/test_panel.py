"""The victim's side of a case as each person sees it.

Two victims of one case cannot be told from one (T26).
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from tests import build, build_victims
from tests.pages import same_words
from tests.plugins.roles import as_owner

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])

STATEMENT, PERSPECTIVE, SYSTEM, TERM, QUESTION = (
    "MARK-statement words",
    "MARK-perspective words",
    "MARK-systemrecord note",
    "MARK-nocontact term",
    "MARK-question words",
)
SEES = {
    "ana": {STATEMENT, PERSPECTIVE, QUESTION, SYSTEM, TERM},
    "rosa": {STATEMENT, PERSPECTIVE, QUESTION, SYSTEM, TERM},
    "cho": {STATEMENT, PERSPECTIVE, QUESTION, SYSTEM, TERM},
    "kim": {PERSPECTIVE, QUESTION, TERM},
    "otto": {PERSPECTIVE, QUESTION, TERM},
    "priya": {PERSPECTIVE, QUESTION},
    "lee": {SYSTEM, TERM},
    "maya": {STATEMENT, PERSPECTIVE, QUESTION},
    "vic": {PERSPECTIVE, QUESTION, SYSTEM, TERM},
    "paul": set(),
}
NOT_THERE = ("ben", "nina", "tess", "dora", "sam", "petra", "alex", "former", "eva")
ALL = {STATEMENT, PERSPECTIVE, SYSTEM, TERM, QUESTION}


def url(world, name="victim"):
    return f"/cases/{world.case.pk}/{name}/"


@pytest.mark.parametrize("name", SEES)
def test_the_panel_shows_each_person_his_measure(world, client_as, name):
    answer = client_as(name).get(url(world))
    assert answer.status_code == 200
    body = answer.content.decode()
    assert {mark for mark in ALL if mark in body} == SEES[name]


@pytest.mark.parametrize("name", SEES)
def test_the_input_shows_each_person_his_measure(world, client_as, name):
    body = client_as(name).get(url(world, "input")).content.decode()
    assert {mark for mark in ALL if mark in body} == SEES[name] & {STATEMENT, PERSPECTIVE, QUESTION}


@pytest.mark.parametrize("name", NOT_THERE)
@pytest.mark.parametrize("page", ["victim", "input", "victim/records/add", "victim/no-contact/add"])
def test_without_standing_there_is_nothing(world, client_as, name, page):
    assert client_as(name).get(url(world, page)).status_code == 404


@pytest.mark.parametrize("page", ["victim/records/add", "victim/no-contact/add"])
def test_the_forms_open_to_those_who_write(world, client_as, page):
    for name, code in {
        "ana": 200,
        "vic": 200,
        "lee": 200,
        "kim": 403,
        "maya": 403,
        "priya": 403,
    }.items():
        assert client_as(name).get(url(world, page)).status_code == code, name


def test_htmx_gets_the_part_alone(world, client_as):
    client = client_as("ana")
    part = client.get(url(world), headers={"HX-Request": "true"}).content.decode()
    assert STATEMENT in part
    assert "<html" not in part
    assert "<html" in client.get(url(world)).content.decode()


@pytest.mark.parametrize("name", ["ana", "kim", "maya", "vic"])
def test_each_row_that_is_shown_is_on_the_ledger(world, client_as, name):
    client = client_as(name)
    with as_owner():
        before = Event.objects.count()
    client.get(url(world))
    with as_owner():
        new = Event.objects.order_by("id")[before:]
        shown = {(e.subject_kind, e.subject_id) for e in new if e.outcome == "shown"}
    kinds = {
        STATEMENT: "statement",
        PERSPECTIVE: "perspective",
        SYSTEM: "system_record",
        TERM: "no_contact",
        QUESTION: "question",
    }
    expected = {kinds[mark] for mark in SEES[name]}
    rows = {
        (row._meta.model_name, str(row.pk)) for key, row in world.records.items() if key in expected
    }
    assert shown == rows


@pytest.mark.parametrize("name", ["kim", "lee", "paul"])
def test_what_is_withheld_reads_the_same_with_rows_and_without(world, client_as, name):
    client = client_as(name)
    before = client.get(url(world))
    add_second_victim(world, to="birch")
    after = client.get(url(world))
    assert same_words(before) == same_words(after)


@pytest.mark.parametrize("name", ["kim", "lee", "vic", "paul", "maya"])
@pytest.mark.parametrize("page", ["victim", "input"])
def test_a_first_statement_to_another_tells_nothing(world, client_as, name, page):
    case = build.make_case("24-0500", team=world.teams["elm"], officer=world.people["ana"])
    client, address = client_as(name), f"/cases/{case.pk}/{page}/"
    before = client.get(address)
    assert before.status_code == 200
    release = build.make_release(
        case,
        kind="victim_release",
        source=world.agencies["harbor"],
        to=world.agencies["probation"],
        categories=["victim_statement"],
        items=["wishes"],
    )
    build_victims.make_statement(case, world.people["maya"], release, "MARK-first")
    after = client.get(address)
    assert (same_words(before) == same_words(after)) == (name != "maya")


def add_second_victim(world, *, to: str, mark: str = "MARK-second victim"):
    release = build.make_release(
        world.case,
        kind="victim_release",
        source=world.agencies["harbor"],
        to=world.agencies[to],
        categories=["victim_statement"],
        items=["other wishes"],
    )
    build_victims.make_statement(
        world.case, world.people["maya"], release, mark, item="other wishes"
    )
    return release


@pytest.mark.parametrize("page", ["victim", "input"])
def test_who_reads_one_victim_s_words_cannot_tell_that_there_is_another(world, client_as, page):
    client = client_as("ana")
    before = client.get(url(world, page))
    add_second_victim(world, to="center")
    after = client.get(url(world, page))
    assert STATEMENT in after.content.decode()
    assert same_words(before) == same_words(after)
    # The twin: her own release opens the other.
    kim = client_as("kim").get(url(world, page)).content.decode()
    assert "MARK-second victim" in kim
    assert STATEMENT not in kim
    both = client_as("maya").get(url(world, page)).content.decode()
    assert "MARK-second victim" in both
    assert STATEMENT in both


def test_a_withdrawal_closes_the_page_on_the_next_request(world, client_as):
    ana, maya = client_as("ana"), client_as("maya")
    assert STATEMENT in ana.get(url(world)).content.decode()
    address = f"/victims/releases/{world.records['victim_release'].pk}/withdraw/"
    assert maya.get(address).status_code == 200
    assert maya.post(address, {"how": "spoken"}).status_code == 302
    body = ana.get(url(world)).content.decode()
    assert STATEMENT not in body
    assert "The release that named you was withdrawn." in body
    assert "Do not use what you had" in body
    assert STATEMENT not in ana.get(url(world, "input")).content.decode()


def test_a_release_that_ended_says_so_without_content(world, client_as):
    with as_owner():
        release = world.records["victim_release"]
        release.ends_at = build.moment(-1)
        release.save(update_fields=["ends_at"])
    body = client_as("ana").get(url(world)).content.decode()
    assert STATEMENT not in body
    assert "The release that named you has ended." in body
    other = client_as("kim").get(url(world)).content.decode()
    assert "has ended" not in other


def test_a_record_and_a_term_are_added_by_the_forms(world, client_as):
    ana = client_as("ana")
    record = {
        "given_name": "Ruth",
        "family_name": "Abara",
        "source": "police",
        "note": "MARK-new record",
    }
    assert ana.post(url(world, "victim/records/add"), record).status_code == 302
    term = {"text": "MARK-new term: no contact.", "ordered_on": "2026-03-01"}
    assert ana.post(url(world, "victim/no-contact/add"), term).status_code == 302
    body = ana.get(url(world)).content.decode()
    assert "MARK-new record" in body
    assert "MARK-new term" in body


def test_a_form_with_errors_keeps_what_was_typed(world, client_as):
    ana = client_as("ana")
    answer = ana.post(
        url(world, "victim/records/add"), {"given_name": "Ruth", "note": "kept words"}
    )
    assert answer.status_code == 422
    assert "kept words" in answer.content.decode()
    answer = ana.post(
        url(world, "victim/no-contact/add"),
        {"text": "Keep off 9 Oak Lane.", "ordered_on": "2026-02-31"},
    )
    assert answer.status_code == 422
    assert "9 Oak Lane" in answer.content.decode()


def queries(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(("page", "most"), [("victim", 22), ("input", 18)])
def test_the_number_of_queries_does_not_grow_with_the_rows(world, client_as, page, most):
    client = client_as("ana")
    client.get(url(world, page))
    before = queries(client, url(world, page))
    for n in range(6):
        add_second_victim(world, to="probation", mark=f"more {n}")
        build_victims.make_perspective(world.case, world.people["maya"], f"input {n}")
        build_victims.make_system_record(world.case, world.people["ana"])
        build_victims.make_no_contact(world.case, world.people["ana"])
    assert queries(client, url(world, page)) == before <= most
