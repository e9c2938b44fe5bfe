"""The people of the journeys: signing in as one of them, and looking at pages as he would."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.product import Product

STORY_CASE = "24-0117"


def sign_in(page: Page, stack: Product, name: str) -> None:
    """Sign in past the notice of monitoring, with password and one-time code."""
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Before you sign in")
    page.get_by_role("button", name="I understand").click()
    page.get_by_label("Username").fill(name)
    page.locator("#id_password").fill(stack.people[name]["password"])
    page.keyboard.press("Enter")
    give_code(page, stack, name)
    expect(page.get_by_role("link", name="My work")).to_be_visible()


def give_code(page: Page, stack: Product, name: str) -> None:
    """Type the one-time code; where another test has just used it up, take the next one."""
    inside = page.get_by_role("link", name="My work").first
    refused = page.locator("[data-error-summary]")
    for _ in range(2):
        page.locator("#id_code").fill(stack.manage("demo_signins", "--code", name).strip())
        page.keyboard.press("Enter")
        expect(inside.or_(refused).first).to_be_attached()
        if inside.count():
            return
        page.wait_for_timeout((30 - time.time() % 30) * 1000 + 500)


def open_story_case(page: Page) -> None:
    """Search the case of the story by its number, and open it."""
    page.goto(f"/search/?q={STORY_CASE}")
    page.locator("tbody a").first.click()
    expect(page.locator("#containment")).to_be_visible()


class Looker:
    """Checks a page at each width: axe finds nothing, nothing scrolls sideways."""

    def __init__(self, check: Callable[[Page], None]) -> None:
        self.check = check

    def __call__(self, page: Page) -> None:
        """Look at the page at desk, phone and 320 pixels."""
        page.wait_for_load_state("networkidle")
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 1000})
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            assert not wide, f"{page.url} scrolls sideways at {width}"
            if width != 320:
                self.check(page)
        page.set_viewport_size({"width": 1280, "height": 1000})
