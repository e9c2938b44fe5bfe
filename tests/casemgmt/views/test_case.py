"""The case pages, as each of the cast."""

import pytest

from audit.models import Event
from tests.pages import same_words
from tests.plugins.roles import as_owner

SEES = {
    "ana": {
        "condition",
        "protective",
        "contact",
        "risk",
        "summary",
        "referral",
        "result",
        "criminal",
    },
    "rosa": {
        "condition",
        "protective",
        "contact",
        "risk",
        "summary",
        "referral",
        "result",
        "criminal",
    },
    "cho": {
        "condition",
        "protective",
        "contact",
        "risk",
        "summary",
        "referral",
        "result",
        "criminal",
    },
    "kim": {
        "condition",
        "protective",
        "risk",
        "summary",
        "referral",
        "result",
        "clinical",
        "psychotherapy",
        "sexualhistory",
    },
    "otto": {"condition", "protective", "risk", "summary", "referral", "result"},
    "priya": {"condition", "referral", "result"},
    "lee": {"criminal"},
    "maya": {"protective"},
    "vic": {"protective"},
    "paul": {"protective", "criminal"},
}
MARKS = {mark for marks in SEES.values() for mark in marks}
SHUT_OUT = ("ben", "nina", "tess", "dora", "sam", "petra", "alex", "former", "eva")


@pytest.mark.parametrize("name", SEES)
def test_each_seat_reads_its_own_measure(world, client_as, name):
    body = client_as(name).get(f"/cases/{world.case.pk}/").content.decode()
    shown = {mark for mark in MARKS if f"MARK-{mark}" in body}
    if name in ("maya", "vic", "paul"):
        shown.discard("risk")
    assert shown == SEES[name]


@pytest.mark.parametrize("name", SHUT_OUT)
def test_a_case_of_others_answers_as_one_that_does_not_exist(world, client_as, name):
    client = client_as(name)
    real = client.get(f"/cases/{world.case.pk}/")
    none = client.get("/cases/00000000-0000-4000-8000-000000000000/")
    assert (real.status_code, none.status_code) == (404, 404)
    assert same_words(real) == same_words(none)


def test_every_record_shown_is_on_the_ledger_with_its_authority(world, client_as):
    client_as("ana").get(f"/cases/{world.case.pk}/")
    with as_owner():
        events = {
            (e.subject_kind, e.subject_id): e
            for e in Event.objects.filter(case_id=world.case.pk, outcome="shown")
        }
    for name in ("condition", "contact", "assessment", "summary", "referral", "result", "rapsheet"):
        row = world.records[name]
        assert (row._meta.model_name, str(row.pk)) in events
    summary = events["treatmentsummary", str(world.records["summary"].pk)]
    assert (summary.authority, summary.authority_ref) == (
        "authorization",
        str(world.records["authorization"].pk),
    )
    assert events["contact", str(world.records["contact"].pk)].authority == "assignment"


def test_a_refusal_is_on_the_ledger_with_the_case_it_was_about(world, client_as):
    client_as("ben").get(f"/cases/{world.case.pk}/")
    with as_owner():
        event = Event.objects.filter(outcome="refused").latest("id")
    assert (event.actor_id, str(event.case_id), event.case_label) == (
        world.people["ben"].pk,
        str(world.case.pk),
        "24-0117",
    )


def test_list_shows_own_cases_only_each_row_on_the_ledger(world, client_as):
    body = client_as("ana").get("/cases/").content.decode()
    assert "Marlow" in body
    assert "Zephyr" not in body
    with as_owner():
        assert Event.objects.filter(kind="list", case_id=world.case.pk).exists()
        assert not Event.objects.filter(kind="list", case_id=world.other.pk).exists()


def test_search_finds_own_and_not_others(world, client_as):
    client = client_as("ana")
    assert "Marlow" in client.get("/search/?q=marlow").content.decode()
    assert client.get("/search/?q=zephyr").content.count(b"Nothing found") == 1
    assert client.get("/search/?q=24-0117").content.count(b"Marlow, John") == 1


@pytest.mark.parametrize(
    "slug", ["psychotherapy-notes", "sexual-history", "tribal", "no-such-thing"]
)
def test_a_hidden_section_answers_as_one_that_does_not_exist(world, client_as, slug):
    answer = client_as("ana").get(f"/cases/{world.case.pk}/sections/{slug}/")
    none = client_as("ana").get(f"/cases/{world.case.pk}/sections/no-such-section/")
    assert answer.status_code == 404
    assert same_words(answer) == same_words(none)
