"""What victims are told, in a browser: an advocate asks and tells, the table answers without
learning of anyone, the agency keeps who registered, and paper names wide areas alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Watch
from tests.journeys.people import Looker, open_story_case, sign_in
from tests.journeys.product import Product

NewPage = Callable[..., Page]


@pytest.fixture
def look(assert_accessible: Callable[[Page], None]) -> Looker:
    return Looker(assert_accessible)


def victims_side(page: Page) -> str:
    """Go to the victim's side of the story case and return its address."""
    open_story_case(page)
    address = page.url.split("?")[0].split("#")[0] + "victim/"
    page.goto(address)
    return address


def test_an_advocate_asks_the_table_and_tells_a_victim_of_a_hearing(
    stack: Product, new_page: NewPage, look: Looker
) -> None:
    page = new_page()
    sign_in(page, stack, "maya")
    page.goto("/victims/")
    look(page)
    page.locator("#notices a").first.press("Enter")
    expect(page.locator("#words")).to_contain_text("There is news that you asked for")
    look(page)
    page.get_by_label("The victim was told").press("Space")
    page.get_by_role("button", name="Note it").press("Enter")
    expect(page.locator("#notices")).to_contain_text("Closed")
    look(page)
    page.get_by_role("link", name="Back to the record").press("Enter")
    page.get_by_role("link", name="What this victim asked to know").press("Enter")
    page.get_by_role("link", name="Write down what was asked").press("Enter")
    page.get_by_label("Hearings that are set").press("Space")
    page.get_by_label("How treatment goes").press("Space")
    page.get_by_label("Restitution that was ordered and paid").press("Space")
    look(page)
    page.get_by_role("button", name="Keep it and see the answers").press("Enter")
    expect(page.locator("main")).to_contain_text("What can be told instead")
    look(page)
    page.get_by_role("button", name=re.compile("Ask the table.*Restitution")).press("Enter")
    expect(page.locator("main")).to_contain_text("put to the agency's victim specialist")
    look(page)


def test_the_table_answers_and_keeps_who_registered_to_itself(
    stack: Product, new_page: NewPage, look: Looker, watch: Watch
) -> None:
    watch.expect(404)
    page = new_page()
    sign_in(page, stack, "vic")
    address = victims_side(page)
    look(page)
    page.goto(f"{address}notices/")
    page.locator("select").select_option(index=1)
    page.get_by_label("The agency's victim specialist").press("Space")
    look(page)
    page.get_by_role("button", name="Register").press("Enter")
    expect(page.get_by_role("button", name="Wants no more notices")).to_be_visible()
    look(page)
    kim = new_page()
    sign_in(kim, stack, "kim")
    kim.goto(f"{address}notices/")
    expect(kim.get_by_role("heading", level=1)).to_have_text("Nothing here for you")


def test_a_permit_names_wide_areas_alone(stack: Product, new_page: NewPage, look: Looker) -> None:
    page = new_page()
    sign_in(page, stack, "ana")
    address = victims_side(page)
    page.goto(f"{address}no-contact/add/")
    look(page)
    page.locator("#id_text").fill("No contact with the victim by any way.")
    page.locator("#id_ordered_on").fill("2026-03-02")
    page.get_by_label("Carrow").press("Space")
    page.locator("form.form button[type=submit]").press("Enter")
    expect(page.locator("main")).to_contain_text("Carrow")
    page.goto(address.replace("victim/", "permit/"))
    look(page)
    page.locator("#id_destination").fill("Farhaven")
    page.locator("#id_starts_on").fill("2026-12-01")
    page.locator("#id_ends_on").fill("2026-12-03")
    page.locator("#id_purpose").fill("a funeral")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Make the permit").press("Enter")
    assert taken.value.suggested_filename == "travel-permit.pdf"
    page.goto(address.replace("victim/", "events/add/"))
    look(page)
