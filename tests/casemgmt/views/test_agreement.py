"""An agreement that ended closes what it covered of the other agency's records, and of nobody
else's."""

import pytest

from teams.models import Agreement
from tests import build
from tests.plugins.roles import as_owner


@pytest.fixture
def agreement(world):
    with as_owner():
        row = Agreement.objects.create(
            name="Sharing", covers=["risk"], starts_at=build.moment(-100), ends_at=build.moment(100)
        )
        row.parties.set([world.agencies["probation"], world.agencies["center"]])
    return row


def end(agreement):
    with as_owner():
        Agreement.objects.filter(pk=agreement.pk).update(ends_at=build.moment(-1))


def page(world, client_as, name):
    return client_as(name).get(f"/cases/{world.case.pk}/").content.decode()


def test_what_it_covered_is_open_while_it_lasts_and_withheld_afterwards(
    world, client_as, agreement
):
    assert "MARK-risk" in page(world, client_as, "kim")
    end(agreement)
    text = page(world, client_as, "kim")
    assert "MARK-risk" not in text
    assert "The agreement between the agencies has ended." in text


def test_ones_own_agencys_records_stay(world, client_as, agreement):
    build.make_assessment(world.case, world.people["kim"], note="MARK-own score")
    end(agreement)
    text = page(world, client_as, "kim")
    assert "MARK-own score" in text
    assert "MARK-risk" not in text
    listed = client_as("kim").get(f"/api/v1/cases/{world.case.pk}/records/?category=risk")
    assert "MARK-own score" in str(listed.json())
    assert "MARK-risk" not in str(listed.json())


def test_a_third_agency_is_not_bound_by_it(world, client_as, agreement):
    end(agreement)
    assert "MARK-risk" in page(world, client_as, "otto")
    assert "MARK-risk" in page(world, client_as, "ana")
