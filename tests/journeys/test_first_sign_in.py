"""A person's first day: an account made by the administrator, a password of one's own,
an authenticator app."""

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Looker, sign_in
from tests.journeys.product import Product

OWN = "a long phrase of her own choosing"


def code_of(secret: str) -> str:
    """Return the present one-time code of a secret (RFC 6238), as an authenticator app would."""
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


@pytest.fixture
def look(assert_accessible: Callable[[Page], None]) -> Looker:
    return Looker(assert_accessible)


def make_account(page: Page, look: Looker) -> str:
    """Make the account as the administrator; return the temporary password."""
    page.goto("/administration/people/add/")
    page.locator("#id_name").fill("Nora Fieldstone")
    page.locator("#id_username").fill("nora")
    page.locator("#id_email").fill("nora@probation.altona.example")
    page.locator("#id_agency").select_option(label="Altona Department of Probation")
    page.locator("#id_discipline").select_option("supervision")
    page.locator("#id_approved").fill("Approved by the chief of the unit.")
    look(page)
    page.locator("main button[type=submit]").first.click()
    page.get_by_role("link", name="Set a temporary password").click()
    page.get_by_label("Who asked").fill("In person, with the badge.")
    look(page)
    page.locator("main button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("Works until")
    look(page)
    return page.locator("code.secret").inner_text().strip()


def test_a_new_person_signs_in_enrols_and_finds_no_case(
    stack: Product, new_page: Callable[..., Page], look: Looker
) -> None:
    administrator = new_page()
    sign_in(administrator, stack, "sam")
    temporary = make_account(administrator, look)
    page = new_page()
    page.goto("/")
    page.get_by_role("button", name="I understand").click()
    page.get_by_label("Username").fill("nora")
    page.locator("#id_password").fill(temporary)
    page.keyboard.press("Enter")
    choose_a_password(page, temporary, look)
    enrol(page, look)
    page.goto("/cases/")
    expect(page.locator("main")).to_contain_text("No cases yet")
    look(page)


def choose_a_password(page: Page, temporary: str, look: Looker) -> None:
    page.locator("#id_oldpassword").fill(temporary)
    page.locator("#id_password1").fill(OWN)
    page.locator("#id_password2").fill(OWN)
    look(page)
    page.locator("main button[type=submit]").first.click()


def enrol(page: Page, look: Looker) -> None:
    page.goto("/")
    expect(page.locator("svg.qr, .qr svg, svg").first).to_be_visible()
    look(page)
    secret = (page.locator(".secret").first.text_content() or "").replace(" ", "").strip()
    page.locator("#id_code").fill(code_of(secret))
    page.locator("main button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("ecovery codes")
    look(page)
