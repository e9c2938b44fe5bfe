"""Filters, words and lists tell nothing that the rows withhold."""

import pytest

from casemgmt.models import Case
from tests import build
from tests.plugins.roles import as_owner


def set_head(case, **fields):
    with as_owner():
        Case.objects.unscoped(reason="test").filter(pk=case.pk).update(**fields)


def finds(client, query: str) -> bool:
    return "Marlow" in client.get(f"/cases/?{query}").content.decode()


@pytest.mark.parametrize("stage", ["", "&stage=pretrial"])
def test_before_trial_the_filter_does_not_tell_police_the_risk_level_that_the_row_withholds(
    world, client_as, stage
):
    set_head(world.case, stage="pretrial", risk_band=4, risk_level="IVa (Static-99R, Jan 1, 2026)")
    client = client_as("paul")
    assert "IVa (" not in client.get(f"/cases/{world.case.pk}/").content.decode()
    assert finds(client, f"risk=4{stage}") == finds(client, f"risk=1{stage}")


def test_after_it_the_filter_works_for_those_who_see_the_level(world, client_as):
    set_head(world.case, risk_band=4, risk_level="IVa")
    client = client_as("paul")
    assert finds(client, "risk=4")
    assert not finds(client, "risk=1")


@pytest.mark.parametrize("name", ["maya", "vic", "paul"])
def test_who_receives_the_level_does_not_receive_the_date_of_the_next_assessment(
    world, client_as, name
):
    set_head(world.case, assessment_due=build.day(-3), risk_level="IVa")
    client = client_as(name)
    for url in ("/cases/", f"/cases/{world.case.pk}/"):
        assert "Overdue by 3 days" not in client.get(url).content.decode()
    assert "assessment_due" not in client.get(f"/api/v1/cases/{world.case.pk}/").json()
    set_head(world.case, assessment_due=build.day(30))
    assert finds(client, "due=assessment")  # no filter for them: everything is listed


def test_an_officer_receives_it(world, client_as):
    set_head(world.case, assessment_due=build.day(-3))
    assert "Overdue by 3 days" in client_as("ana").get("/cases/").content.decode()


@pytest.mark.parametrize("name", ["kim", "vic", "lee"])
def test_nobody_learns_that_a_release_names_someone_else(world, client_as, name):
    client = client_as(name)
    assert "another recipient" not in client.get(f"/cases/{world.case.pk}/").content.decode()
    assert "wrong_recipient" not in client.get(f"/api/v1/cases/{world.case.pk}/").content.decode()


@pytest.mark.parametrize(
    "url", ["/search/?q=ab%00c", "/cases/?words=a%00b", "/cases/?after=%00", "/my-use/?after=%00"]
)
def test_an_address_that_no_text_can_hold_is_a_bad_request(world, client_as, url):
    assert client_as("ana").get(url).status_code == 400
