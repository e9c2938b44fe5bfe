"""What is compelled, in a browser: counsel takes up a subpoena; the privacy officer answers who
asks what the agency holds. Axe and the strict CSP look at each page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Watch
from tests.journeys.people import STORY_CASE, Looker, sign_in
from tests.journeys.product import Product

NewPage = Callable[..., Page]


@pytest.fixture
def look(assert_accessible: Callable[[Page], None]) -> Looker:
    return Looker(assert_accessible)


def test_counsel_takes_up_a_subpoena_and_sets_a_hold(
    stack: Product, new_page: NewPage, look: Looker
) -> None:
    page = new_page()
    sign_in(page, stack, "cora")
    page.goto("/victims/demands/")
    expect(page.locator("#waiting")).to_contain_text(f"Case {STORY_CASE}")
    look(page)
    page.get_by_role("link", name="Take it up").first.press("Enter")
    expect(page.get_by_label("Who issued it")).to_have_value("Counsel for the defense")
    look(page)
    page.get_by_role("button", name="Take it up").press("Enter")
    expect(page.locator(".standing")).to_contain_text("It opens nothing")
    page.get_by_role("button", name="Set a hold").press("Enter")
    expect(page.locator("#hold")).to_contain_text("Nothing of this case's victims is destroyed")
    look(page)
    page.goto("/victims/measures/")
    expect(page.get_by_text("not shown").first).to_be_visible()
    look(page)


def test_a_victims_request_is_cleared_and_answered_by_the_privacy_officer(
    stack: Product, new_page: NewPage, look: Looker, watch: Watch
) -> None:
    watch.expect(422)
    page = new_page()
    sign_in(page, stack, "petra")
    page.goto("/record-requests/")
    page.get_by_label("Case number").fill(STORY_CASE)
    page.get_by_label("Who asks").fill("Jo Example")
    look(page)
    page.get_by_role("button", name="Write it down").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Jo Example asks what the agency holds"
    )
    look(page)
