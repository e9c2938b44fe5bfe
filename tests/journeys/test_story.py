"""The week of a unit, in a browser, as each of its people; every page is looked at by axe and under
the strict CSP."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from casemgmt.core import clock
from tests.journeys.conftest import Watch
from tests.journeys.people import STORY_CASE, Looker, open_story_case, sign_in
from tests.journeys.product import Product

NewPage = Callable[..., Page]
PERSPECTIVE = "Sudden changes of routine frighten people who were harmed."


@pytest.fixture
def look(assert_accessible: Callable[[Page], None]) -> Looker:
    return Looker(assert_accessible)


@pytest.fixture
def person(stack: Product, new_page: NewPage) -> Callable[[str], Page]:
    def signed_in(name: str) -> Page:
        page = new_page()
        sign_in(page, stack, name)
        return page

    return signed_in


def test_1_the_officer_reads_her_measure_records_a_contact_and_amends_a_condition(
    person: Callable[[str], Page], look: Looker, watch: Watch
) -> None:
    watch.expect(422)
    page = person("ana")
    look(page)
    page.goto("/cases/")
    look(page)
    open_story_case(page)
    expect(page.locator("#victim")).to_contain_text("Victim's statement")
    for section in ("supervision", "risk", "treatment_summary", "polygraph_result"):
        expect(page.locator(f"#{section}")).to_be_visible()
    expect(page.locator("#treatment_clinical")).to_contain_text("ithheld")
    expect(page.locator("body")).not_to_contain_text("Psychotherapy")
    look(page)
    page.get_by_role("link", name="Timeline").click()
    look(page)
    page.go_back()
    page.get_by_role("link", name="Record a contact").first.click()
    page.get_by_text("Home visit").click()
    page.get_by_role("button", name="Record the contact").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    look(page)
    page.get_by_label("Note").fill("At home. Spoke about the new shifts.")
    page.get_by_role("button", name="Record the contact").click()
    expect(page.get_by_text("The contact is recorded.")).to_be_visible()
    expect(page.locator("#supervision")).to_contain_text("Spoke about the new shifts.")
    amend_a_condition(page, look)


def amend_a_condition(page: Page, look: Looker) -> None:
    page.locator("#supervision").get_by_role("link", name="Amend").first.press("Enter")
    old = page.get_by_label("Wording").input_value()
    page.get_by_label("Wording").fill(f"{old} Ask before any change.")
    page.get_by_label("Why").fill("Order of this week.")
    look(page)
    page.get_by_role("button", name="Save the new wording").click()
    expect(page.locator("#present")).to_contain_text("Ask before any change.")
    expect(page.locator("#former")).to_contain_text("Order of this week.")
    look(page)


@pytest.mark.parametrize(
    ("name", "sees", "not_there"),
    [
        (
            "kim",
            ("treatment_clinical", "psychotherapy_notes", "sexual_history"),
            ("criminal_history",),
        ),
        (
            "priya",
            ("polygraph_referral", "polygraph_result"),
            ("psychotherapy_notes", "criminal_history"),
        ),
        ("lee", ("criminal_history",), ("psychotherapy_notes", "sexual_history")),
        ("vic", ("supervision",), ("psychotherapy_notes", "criminal_history")),
    ],
)
def test_2_each_discipline_sees_another_page(
    person: Callable[[str], Page],
    look: Looker,
    name: str,
    sees: tuple[str, ...],
    not_there: tuple[str, ...],
) -> None:
    page = person(name)
    open_story_case(page)
    for section in sees:
        expect(page.locator(f"section#{section}")).to_be_visible()
    for section in not_there:
        expect(page.locator(f"section#{section}")).to_have_count(0)
    look(page)


def test_2_an_officer_of_another_unit_gets_the_answer_of_a_case_that_does_not_exist(
    person: Callable[[str], Page], look: Looker, watch: Watch
) -> None:
    ana = person("ana")
    open_story_case(ana)
    address = ana.url
    page = person("ben")
    watch.expect(404)
    page.goto(address)
    hidden = page.locator("main").inner_text()
    page.goto("/cases/00000000-0000-4000-8000-000000000000/")
    assert page.locator("main").inner_text() == hidden
    look(page)
    page.goto(f"/search/?q={STORY_CASE}")
    expect(page.locator("main")).to_contain_text("Nothing found")
    look(page)


def test_3_the_advocate_keeps_her_world_and_gives_input(
    person: Callable[[str], Page], look: Looker, watch: Watch
) -> None:
    watch.expect(422)
    page = person("maya")
    page.goto("/victims/")
    expect(page.locator(".house-band")).to_contain_text("confidential")
    look(page)
    page.locator("tbody a").first.click()
    look(page)
    page.get_by_role("link", name="Add a note").click()
    page.locator("input[name=kind] + label").first.click()
    page.locator("#id_text").fill("A confidential note of the journey.")
    look(page)
    page.locator("main button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("The note is kept.")
    page.get_by_role("link", name="Open the notes").click()
    expect(page.locator("main")).to_contain_text("A confidential note of the journey.")
    look(page)
    give_a_perspective(page, look)


def give_a_perspective(page: Page, look: Looker) -> None:
    open_story_case(page)
    case = page.url.rstrip("/").rsplit("/", 1)[1]
    page.goto(f"/victims/cases/{case}/perspective/add/")
    page.get_by_label("For the team").fill("She lives at 12 Chestnut Street.")
    page.locator("main button[type=submit]").first.click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    expect(page.get_by_label("For the team")).to_have_value("She lives at 12 Chestnut Street.")
    look(page)
    page.get_by_label("For the team").fill(PERSPECTIVE)
    page.locator("main button[type=submit]").first.click()
    open_story_case(page)
    expect(page.locator("#victim")).to_contain_text(PERSPECTIVE)
    page.goto(f"/victims/cases/{case}/release/add/")
    look(page)


def test_4_the_coordinator_plans_a_meeting_and_the_team_decides(
    person: Callable[[str], Page], look: Looker, stack: Product, watch: Watch
) -> None:
    watch.expect(422)
    page = person("cho")
    page.goto("/meetings/")
    look(page)
    before = len(stack.mails())
    page.goto("/meetings/plan/")
    page.locator("#id_day").fill((clock.today() + timedelta(days=9)).isoformat())
    page.locator("#id_time").fill("10:30")
    page.locator("#id_place").fill("Room 4")
    look(page)
    page.locator("main button[type=submit]").last.click()
    expect(page.locator("#cases")).to_be_visible()
    look(page)
    the_invitation_names_nobody(stack, before)
    hold_the_meeting(page, look)


def the_invitation_names_nobody(stack: Product, before: int) -> None:
    mails = stack.wait_for_mail(before + 3)[before:]
    for mail in mails:
        text = mail.as_string().replace(str(mail["To"]), "")  # the address is the recipient's own
        assert "text/calendar" in text
        for word in (
            "Abernot",
            STORY_CASE,
            "Elm Street",
            "Room 4",
            "offens",
            "probation",
            "Case review",
        ):
            assert word.lower() not in text.lower().replace("casefile", "")


def hold_the_meeting(page: Page, look: Looker) -> None:
    page.get_by_role("button", name="Open the meeting").click()
    page.get_by_role("button", name=re.compile(r"^Present\s*:\s*Ana Reyes")).click()
    expect(page.locator("#attendance")).to_contain_text("1 of")
    page.locator("#cases a").first.click()
    first = page.locator("main section.panel").first
    expect(first).to_contain_text("dvocate")
    look(page)
    page.get_by_role("link", name="Record a decision").click()
    fill_decision(page)
    page.get_by_role("button", name="Record the decision").click()
    expect(page.locator("[data-error-summary]")).to_contain_text("Victim perspective")
    look(page)
    page.locator("label", has_text="Considered, none shared").click()
    page.get_by_role("button", name="Record the decision").click()
    expect(page.locator("#decisions")).to_contain_text("Hours stay as they are.")
    look(page)
    close_and_read_the_minutes(page, look)


def fill_decision(page: Page) -> None:
    page.locator("#id_question").fill("Can the hours change?")
    page.locator("#id_text").fill("Hours stay as they are.")
    page.locator("label", has_text="Consensus").first.click()
    page.locator("#id_review_on").fill((clock.today() + timedelta(days=60)).isoformat())
    fields = page.locator("fieldset.step-fields").first
    fields.get_by_label("Action").fill("Tell the employer.")
    fields.locator("select").select_option(index=1)
    fields.locator("input[type=date]").fill((clock.today() + timedelta(days=20)).isoformat())


def close_and_read_the_minutes(page: Page, look: Looker) -> None:
    page.locator(".standing a").first.click()
    page.get_by_role("button", name="Close the meeting").click()
    page.get_by_role("link", name="Read the minutes").click()
    expect(page.locator("main")).to_contain_text("Hours stay as they are.")
    look(page)


def test_5_the_supervisor_opens_the_dashboard_and_the_cases_behind_a_number(
    person: Callable[[str], Page], look: Looker
) -> None:
    page = person("rosa")
    page.goto("/dashboard/")
    expect(page.locator("table").first).to_be_visible()
    look(page)
    link = page.locator("main a[href*='/cases/?']").first
    number = int(link.inner_text().split()[0].replace(",", ""))
    link.click()
    look(page)
    shown = page.locator(".pager, p.pager").first.inner_text()
    assert f"{number} in all" in shown


def test_6_the_privacy_officer_finds_who_saw_what(
    person: Callable[[str], Page], look: Looker, stack: Product
) -> None:
    page = person("petra")
    ana_reads_and_ben_is_refused(page, stack)
    page.goto("/ledger/")
    look(page)
    page.get_by_label("Case number").fill(STORY_CASE)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=f"Case {STORY_CASE}: who saw it").click()
    expect(page.get_by_role("heading", name=f"Who saw case {STORY_CASE}")).to_be_visible()
    look(page)
    page.goto("/ledger/search/")
    page.get_by_label("Case number").fill(STORY_CASE)
    page.get_by_label("Outcome").select_option("refused")
    page.get_by_role("button", name="Search").last.click()
    page.wait_for_load_state()
    for words in ("Ben", "refused"):
        expect(page.locator("main")).to_contain_text(words)
    look(page)
    page.goto("/my-use/")
    look(page)


def ana_reads_and_ben_is_refused(page: Page, stack: Product) -> None:
    """By their tokens: what other tests leave on the ledger is not this test's to count on."""
    as_person = {
        name: {"Authorization": f"Token {stack.people[name]['api_token']}"}
        for name in ("ana", "ben")
    }
    found = page.request.get(f"/api/v1/cases/?words={STORY_CASE}", headers=as_person["ana"]).json()
    address = f"/api/v1/cases/{found['results'][0]['id']}/"
    assert page.request.get(address, headers=as_person["ana"]).status == 200
    assert page.request.get(address, headers=as_person["ben"]).status == 404


def test_7_the_administrator_keeps_accounts_and_opens_no_case(
    person: Callable[[str], Page], look: Looker, watch: Watch, stack: Product
) -> None:
    page = person("sam")
    for address in (
        "/administration/",
        "/administration/people/",
        "/administration/teams/",
        "/administration/agencies/",
    ):
        page.goto(address)
        look(page)
    page.goto("/administration/agencies/add/")
    page.get_by_label("Name").fill("Juniper House")
    page.get_by_label("Kind").select_option("community")
    page.locator("main button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("Juniper House")
    watch.expect(404)
    page.goto("/cases/")
    look(page)
    page.goto("/accounts/signup/")
    expect(page.locator("main")).not_to_contain_text("Create an account")
