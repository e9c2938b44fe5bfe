"""Browser tests: the running product, pages that fail on any complaint of the browser, axe."""

import os
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.product import Product, running
from tests.plugins.servers import WORKER, run_name
from tools import browser as chromium

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NO_BROWSER = "no Chromium here (`make test` gets one; or set CHROMIUM to its path)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the journeys on one worker, so that the product starts once."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.xdist_group("journeys"))
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Use the Chromium that is here; without one leave the test out, or fail where demanded."""
    found = chromium.find()
    if found is None:
        (pytest.fail if chromium.required() else pytest.skip)(NO_BROWSER)
    return {**browser_type_launch_args, "executable_path": found}


@pytest.fixture(scope="session")
def stack(browser: Browser) -> Iterator[Product]:
    """Give the running product; it starts only where a browser can look at it."""
    with running(f"{run_name()}-{WORKER}") as product:
        yield product


class Watch:
    """What the browser complained about, and what the test expects of it."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.expected: set[int] = set()

    def expect(self, *statuses: int) -> None:
        """Let answers with these statuses pass: the test asks for what must be refused."""
        self.expected |= set(statuses)

    def follow(self, page: Page) -> None:
        """Collect console errors, exceptions, content policy reports and refused requests."""
        page.on("console", lambda message: self.note_console(message.type, message.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("response", lambda response: self.note_status(response.status, response.url))

    def note_console(self, kind: str, text: str) -> None:
        """Note an error; the console's own line about an expected status is none."""
        if kind == "error" and not any(f"status of {status}" in text for status in self.expected):
            self.faults.append(text)

    def note_status(self, status: int, url: str) -> None:
        """Note a refusal that nobody expected."""
        if status >= 400 and status not in self.expected:
            self.faults.append(f"{status} {url}")


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fail the test on anything that its pages' browser complained about."""
    watched = Watch()
    yield watched
    assert watched.faults == []


@pytest.fixture
def new_page(browser: Browser, stack: Product, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Give a maker of watched pages, each in a context of its own: one per person of the story."""
    contexts = []

    def make(*, width: int = 1280, height: int = 1000) -> Page:
        size = {"width": width, "height": height}
        context = browser.new_context(base_url=stack.url, viewport=size, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Give a check that axe finds nothing on the page as it is now."""

    def check(page: Page) -> None:
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}})
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return check
