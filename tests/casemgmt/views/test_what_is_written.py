"""The ledger holds what the page showed: every number, no row that was left out,
the record's own owner, the true reason."""

import pytest
from django.test import Client

from audit.models import Event
from casemgmt.core import clock
from casemgmt.models import Case, Conflict
from casemgmt.selectors.sections import ON_OVERVIEW
from tests import build
from tests.plugins.roles import as_owner


def events_of(answer, **wanted) -> list[Event]:
    with as_owner():
        return list(
            Event.objects.filter(request_id=answer["X-Request-Id"], **wanted).order_by("id")
        )


@pytest.mark.parametrize(
    "page",
    [
        "contacts/add/",
        "timeline/",
        "sections/supervision/",
        "conditions/{}/",
        "conditions/{}/amend/",
    ],
)
def test_a_case_number_in_a_heading_is_on_the_ledger(world, client_as, page):
    answer = client_as("ana").get(
        f"/cases/{world.case.pk}/{page.format(world.records['condition'].pk)}"
    )
    assert "24-0117" in answer.content.decode()
    (event,) = events_of(answer, subject_kind="case", category="identity")
    assert (event.fields, event.authority) == (["number"], "assignment")


def test_a_row_that_the_overview_leaves_out_is_not_on_the_ledger(world, client_as):
    for number in range(10):
        build.make_contact(world.case, world.people["ana"], f"Note {number}.")
    answer = client_as("ana").get(f"/cases/{world.case.pk}/")
    body = answer.content.decode()
    written = [event.subject_id for event in events_of(answer, subject_kind="contact")]
    assert [key for key in written if f"contact-{key}" not in body] == []
    assert len(written) == ON_OVERVIEW
    assert "See all: supervision" in body


def test_what_a_provider_s_record_showed_is_its_agency_s_to_read(world, client_as):
    answer = client_as("ana").get(f"/cases/{world.case.pk}/")
    (event,) = events_of(answer, subject_kind="treatmentsummary")
    assert event.owner_agency_id == world.agencies["center"].pk


def test_the_part_on_the_ledger_is_the_one_by_which_it_was_shown(world, client_as):
    officer = events_of(client_as("ana").get(f"/cases/{world.case.pk}/"), subject_kind="case")
    assert {event.part for event in officer} == {""}
    advocate = events_of(client_as("maya").get(f"/cases/{world.case.pk}/"), subject_kind="case")
    assert {event.category: event.part for event in advocate} == {"identity": "", "risk": "level"}


def test_a_narrowed_list_that_finds_nothing_is_on_the_ledger_without_the_words(world, client_as):
    answer = client_as("ana").get("/cases/?words=nobody+of+that+name")
    (event,) = events_of(answer, kind="count")
    assert (event.total, event.detail) == (0, {"by": ["words"]})


def test_a_refusal_names_its_reason_to_the_ledger_and_says_the_same_to_everyone(world, client_as):
    pages = {
        "former": client_as("former").get(f"/cases/{world.case.pk}/"),
        "ben": client_as("ben").get(f"/cases/{world.case.pk}/"),
    }
    reasons = {name: events_of(page)[0].because for name, page in pages.items()}
    assert reasons == {"former": "membership_ended", "ben": "no_standing"}
    assert {page.status_code for page in pages.values()} == {404}


def test_a_sealed_case_and_a_conflict_are_named_as_such(world, client_as):
    with as_owner():
        Conflict.objects.create(user=world.people["kim"], case=world.case)
    assert (
        events_of(client_as("kim").get(f"/cases/{world.case.pk}/"))[0].because
        == "conflict_of_interest"
    )
    with as_owner():
        Case.objects.unscoped(reason="test").filter(pk=world.case.pk).update(sealed_at=clock.now())
    answer = client_as("ana").get(f"/cases/{world.case.pk}/")
    assert (answer.status_code, events_of(answer)[0].because) == (404, "sealed")


def test_a_forged_form_is_on_the_ledger(world, client_as):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies = client_as("ana").cookies
    answer = client.post(f"/cases/{world.case.pk}/contacts/add/", {"kind": "home"})
    assert answer.status_code == 403
    assert events_of(answer)[0].because == "stale_form"
