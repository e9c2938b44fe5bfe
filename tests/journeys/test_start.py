"""The product as it comes up: healthy, its first page clean and accessible."""

import json
from urllib.request import urlopen

import pytest

SIZES = [1280, 390, 320]


def test_the_health_page_finds_everything(stack):
    with urlopen(f"{stack.url}/healthz", timeout=5) as response:
        assert set(json.load(response).values()) == {"ok"}


def test_each_demo_person_can_be_signed_in(stack):
    names = {"ana", "ben", "rosa", "kim", "priya", "lee", "maya", "vic", "cho", "sam", "petra"}
    assert names <= set(stack.people)
    assert all(person["password"] and person["totp_secret"] for person in stack.people.values())


@pytest.mark.parametrize("width", SIZES)
def test_the_first_page_is_accessible_and_fits(stack, new_page, assert_accessible, width):
    page = new_page(width=width)
    page.goto("/")
    assert page.locator("h1").count() == 1
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_page_that_does_not_exist_answers_in_our_words(new_page, watch):
    watch.expect(404)
    page = new_page()
    page.goto("/")
    page.get_by_role("button").first.click()
    assert page.goto("/no-such-page/").status in {200, 404}
    assert page.locator("h1").count() == 1
