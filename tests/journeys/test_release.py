"""A victim's words in a browser: released step by step, open on another screen, taken back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Looker, open_story_case, sign_in
from tests.journeys.product import Product

WORDS = "Please, no letters to the house."


@pytest.fixture
def look(assert_accessible: Callable[[Page], None]) -> Looker:
    return Looker(assert_accessible)


def tick(page: Page, *fields: str) -> None:
    for field in fields:
        page.locator(f"label[for={field}]").click()


def go_on(page: Page, step: str) -> None:
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(f"input[name=step][value={step}]")).to_be_attached()


def release(page: Page, look: Looker) -> None:
    page.get_by_role("link", name="Open in your workspace").click()
    page.get_by_role("link", name="Release a victim's words").click()
    page.get_by_label("Whose release this is").select_option(index=1)
    page.get_by_label("The item that is released").fill("letters")
    page.get_by_label("The victim's own words").fill(WORDS)
    go_on(page, "to")
    page.get_by_label("Recipient: one agency").select_option(label="Altona Department of Probation")
    page.get_by_label("One person or role").select_option(value="role:supervision")
    go_on(page, "for")
    tick(page, "id_purpose_0")
    go_on(page, "talk")
    look(page)
    tick(page, "id_risks_0", "id_other_ways_0", "id_told_free")
    go_on(page, "sign")
    look(page)
    tick(page, "id_signed_by_0", "id_copy_0")
    page.get_by_label("Language of the copy").select_option("es")
    page.get_by_role("button", name="Release it").click()
    expect(page.get_by_text("Its recipient can read it now, and nobody else.")).to_be_visible()
    look(page)


def test_words_that_are_taken_back_leave_the_screen_on_which_they_stand(
    stack: Product, new_page: Callable[..., Page], look: Looker
) -> None:
    maya, ana = new_page(), new_page()
    sign_in(maya, stack, "maya")
    sign_in(ana, stack, "ana")
    open_story_case(maya)
    release(maya, look)
    made = maya.url
    maya.get_by_role("link", name="para imprimir").click()
    expect(maya.get_by_role("heading", level=1)).to_have_text(
        "Permiso para compartir una sola cosa"
    )
    look(maya)
    ana.clock.install()
    open_story_case(ana)
    expect(ana.locator("#victim")).to_contain_text(WORDS)
    ana.clock.fast_forward(30_000)
    expect(ana.locator("#victim")).to_contain_text(WORDS)
    maya.goto(made)
    maya.get_by_role("link", name="Take it back").click()
    maya.get_by_role("button", name="Spoken: take it back now").click()
    expect(maya.locator("#note")).to_be_visible()
    ana.clock.fast_forward(30_000)
    expect(ana.locator("#victim")).not_to_contain_text(WORDS)
    expect(ana.locator("#victim")).to_contain_text("The release that named you was withdrawn.")
    look(ana)
    leaves_by_keyboard(maya)


def leaves_by_keyboard(page: Page) -> None:
    """Three times Escape: the neutral page takes this one's place in the browser's history."""
    neutral = page.locator("[data-quick-exit]").get_attribute("href") or ""
    page.route(f"{neutral}**", lambda route: route.fulfill(body="weather"))
    before = page.evaluate("history.length")
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(f"{neutral}**")
    assert page.evaluate("history.length") == before
