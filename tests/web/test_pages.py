"""The shell's pages: each renders whole, says what to do, and gives nothing away."""

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from casemgmt.policy.people import Discipline, Office, Viewer

ERRORS = (400, 403, 404, 409, 413, 422)
NOW = datetime(2026, 3, 1, 14, 0, tzinfo=UTC)
# Someone without a caseload: these pages are shown without a database.
VIEWER = Viewer(
    user_id=1, name="Ana Reyes", agency_id=1, agency_name="Altona Probation",
    discipline=Discipline.POLICY, office=Office.ADMINISTRATOR, now=NOW, today=NOW.date(),
)  # fmt: skip
VERSIONS = {"theirs": {"Wording": "Report weekly."}, "yours": {"Wording": "Report each day."}}


def render(template, *, viewer=VIEWER, htmx=False, **context):
    request = RequestFactory().get("/cases/")
    request.viewer = viewer
    request.session = {}
    request.htmx = SimpleNamespace(boosted=False) if htmx else False
    return render_to_string(template, context, request)


@pytest.mark.parametrize("viewer", [VIEWER, None], ids=["signed in", "nobody"])
@pytest.mark.parametrize("status", ERRORS)
def test_an_error_page_is_whole_and_has_one_heading(status, viewer):
    html = render(f"errors/{status}.html", viewer=viewer, detail="Name a recipient.", **VERSIONS)
    assert "[MISSING" not in html
    assert html.count("<h1>") == 1
    assert "<h1></h1>" not in html


@pytest.mark.parametrize("status", ERRORS)
def test_htmx_gets_the_words_alone(status):
    html = render(f"errors/{status}.html", htmx=True, detail="Name a recipient.", **VERSIONS)
    assert "<html" not in html
    assert "data-error-summary" in html


def test_someone_else_saved_first_and_nothing_is_lost():
    html = render("errors/409.html", **VERSIONS)
    assert "Report weekly." in html
    assert "Report each day." in html


def test_a_broken_rule_is_named():
    assert "Name a recipient." in render("errors/422.html", detail="Name a recipient.")


def test_a_refusal_says_why_and_how_to_ask():
    decision = SimpleNamespace(
        because="release_ended",
        reason_text="The release has ended.",
        how_to_ask="Ask for a new one.",
    )
    html = render("errors/403.html", decision=decision)
    assert "The release has ended." in html
    assert "Ask for a new one." in html


def test_a_stale_form_has_its_own_words():
    assert "open too long" in render("errors/403.html", stale_form=True)


def test_the_page_of_last_resort_needs_neither_person_nor_database():
    html = render_to_string("errors/500.html", {"request_id": "1c1e"})
    assert "1c1e" in html
    assert "[MISSING" not in html


def test_someone_without_a_second_factor_gets_the_entrance():
    half = replace(VIEWER, mfa=False)
    html = render("errors/404.html", viewer=half)
    assert "masthead__person" not in html
    assert "idle-seconds" not in html


def test_the_advocates_house_has_another_name_and_a_way_out():
    html = render("base_advocacy.html")
    assert "Altona Probation, confidential." in html
    assert "data-quick-exit" in html
    assert "house-advocacy" in html


def test_paper_says_who_printed_it():
    assert "Printed from Team case file by Ana Reyes" in render("errors/404.html")
