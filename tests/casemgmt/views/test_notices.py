"""The redisclosure notice goes wherever goes what it binds: pages, parts, programs, paper."""

from pathlib import Path

import pytest
from django.test import Client

from casemgmt.policy.decision import NOTICES
from casemgmt.services.release import record_release
from tests import build
from tests.casework import authorization

AUTHORIZATION, RELEASE = NOTICES["authorization"], NOTICES["release"]
JUSTICE = NOTICES["part2_justice_consent"]
CSS = (Path(__file__).parents[3] / "static" / "css" / "print.css").read_text()


def shown(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def addresses(world):
    case = f"/cases/{world.case.pk}/"
    return {
        "case": case,
        "section": f"{case}sections/treatment-summary/",
        "timeline": f"{case}timeline/",
        "api": f"/api/v1/cases/{world.case.pk}/records/?category=treatment_summary",
    }


PLACES = ["case", "section", "timeline", "api"]


@pytest.mark.parametrize("place", PLACES)
def test_what_an_authorization_opens_carries_its_notice(world, client_as, place):
    page = shown(client_as("ana"), addresses(world)[place])
    assert "MARK-summary text" in page
    assert AUTHORIZATION in page


@pytest.mark.parametrize("place", PLACES)
def test_what_is_open_by_standing_carries_none(world, client_as, place):
    page = shown(client_as("kim"), addresses(world)[place])
    assert "MARK-summary text" in page
    assert AUTHORIZATION not in page


def test_the_paper_that_opens_a_section_is_linked_there(world, client_as):
    page = shown(client_as("ana"), addresses(world)["section"])
    link = f"/cases/{world.case.pk}/releases/{world.records['authorization'].pk}/"
    assert link in page
    assert AUTHORIZATION in shown(client_as("ana"), link)


def test_what_a_justice_consent_opens_carries_both_sentences_of_part_2(world, client_as):
    build.make_entry(world.case, world.people["kim"], "sud_treatment", "MARK-sud text")
    terms = authorization(
        world, kind="part2_justice_consent", categories=("sud_treatment",), purpose="monitoring",
        to_agency_ids=(world.agencies["probation"].pk,),
    )  # fmt: skip
    record_release(world.viewer("kim"), world.case.pk, terms=terms)
    case = addresses(world)["case"]
    page = shown(client_as("ana"), f"{case}sections/sud-treatment/")
    assert "MARK-sud text" in page
    assert JUSTICE in page
    assert "42 CFR part 2 prohibits unauthorized use or disclosure" in page
    assert client_as("lee").get(f"{case}sections/sud-treatment/").status_code == 404


def test_a_released_statement_carries_its_notice(world, client_as):
    page = shown(client_as("ana"), f"/cases/{world.case.pk}/victim/")
    assert "MARK-statement words" in page
    assert RELEASE.replace("'", "&#x27;") in page


def test_what_is_new_carries_its_notice(world, client_as):
    page = shown(client_as("ana"), "/")
    assert "Treatment summary" in page
    assert AUTHORIZATION in page


def test_paper_shows_notices_and_nothing_hides_them():
    assert ".notice { border" in CSS
    hidden = [line for line in CSS.splitlines() if "display: none" in line]
    assert not any(".notice" in line for line in hidden)
