"""The look in a browser: sign-in pages and the styleguide at three widths, keys, dialogs."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.product import Product

WIDTHS = (1280, 390, 320)
PERSON = "alex"  # nobody else's story: a one-time code works once


@pytest.fixture
def looks_right(assert_accessible: Callable[[Page], None]) -> Callable[[Page], None]:
    def check(page: Page) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(page)
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            assert not wide, f"{page.url} scrolls sideways at {width}"
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})

    return check


def submit(page: Page) -> None:
    page.locator("main button[type=submit]").first.click()
    page.wait_for_load_state()


def test_sign_in_and_styleguide(
    stack: Product, new_page: Callable[..., Page], looks_right: Callable[[Page], None]
) -> None:
    page = new_page()
    page.goto("/styleguide/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Before you sign in")
    looks_right(page)
    submit(page)
    looks_right(page)
    page.fill("#id_login", PERSON)
    page.fill("#id_password", "not the password of anyone")
    submit(page)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    looks_right(page)
    page.fill("#id_password", stack.people[PERSON]["password"])
    submit(page)
    looks_right(page)
    page.fill("#id_code", stack.manage("demo_signins", "--code", PERSON).strip())
    submit(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Styleguide")
    looks_right(page)
    walk_by_keys(page)
    page.goto("/styleguide/?errors=1")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    looks_right(page)
    for address in ("/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/sessions/"):
        page.goto(address)
        looks_right(page)
    warned_and_stays(page)


def walk_by_keys(page: Page) -> None:
    for key, number in (("j", "24-0117"), ("j", "24-0121"), ("k", "24-0117")):
        page.keyboard.press(key)
        expect(page.locator(":focus")).to_have_text(number)
    page.get_by_role("link", name="Close the case").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.fill("#id_note", "Hello")
    expect(page.locator("#id_note_count")).to_have_text("3,995 characters left.")


def warned_and_stays(page: Page) -> None:
    page.clock.install()
    page.goto("/styleguide/")
    page.clock.fast_forward(13 * 60 * 1000)
    page.clock.run_for(2000)
    expect(page.locator("#idle")).to_be_visible()
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.locator("#idle")).to_be_hidden()
