"""Makes the pictures of README from a running product with demonstration data: `make shots`."""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.journeys.people import open_story_case, sign_in
from tests.journeys.product import Product, running
from tools import browser as chromium
from tools.stack import ROOT

FOLDER = ROOT / "docs" / "pictures"
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


def take(page: Page, name: str) -> None:
    """Save what the window shows now."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.png")


def of_person(browser: Browser, product: Product, name: str) -> Page:
    """Return a page on which this person is signed in."""
    page = browser.new_context(
        base_url=product.url, viewport=DESK, reduced_motion="reduce"
    ).new_page()
    sign_in(page, product, name)
    return page


def officer(browser: Browser, product: Product) -> None:
    """The list of cases and a case file, at a desk and on a phone."""
    page = of_person(browser, product, "ana")
    page.goto("/cases/")
    take(page, "cases")
    open_story_case(page)
    take(page, "case-officer")
    page.set_viewport_size(PHONE)
    page.goto("/cases/")
    take(page, "cases-phone")


def others(browser: Browser, product: Product) -> None:
    """One picture each: provider, advocate, coordinator, supervisor, privacy officer."""
    page = of_person(browser, product, "kim")
    open_story_case(page)
    take(page, "case-treatment")
    page = of_person(browser, product, "maya")
    page.goto("/victims/")
    take(page, "workspace")
    page = of_person(browser, product, "cho")
    open_story_case(page)
    page.locator("#meeting a").first.click()
    take(page, "review")
    page = of_person(browser, product, "rosa")
    page.goto("/dashboard/")
    take(page, "dashboard")
    page = of_person(browser, product, "petra")
    page.goto("/ledger/")
    take(page, "ledger")


def main() -> int:
    """Start the product, take the pictures, end it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    found = chromium.find()
    if found is None:
        print(
            "No Chromium here: `make test` gets one, or set CHROMIUM to its path.", file=sys.stderr
        )
        return 1
    with running("shots") as product, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found)
        officer(browser, product)
        others(browser, product)
        browser.close()
    for path in sorted(Path(FOLDER).glob("*.png")):
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
