"""An organization's own days for releases: shorter than the jurisdiction's, set by its head."""

import pytest

from casemgmt.core.errors import NotAllowed, RuleBroken
from tests import build
from tests.victims.confidential.release_form import add_url, release_form
from tests.victims.conftest import inside
from victims.confidential.router import ALIAS
from victims.confidential.selectors.practice import practice_of
from victims.confidential.services.practice import set_practice
from victims.services.terms import Limits

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])
SHORT = {"usual": "7", "long": "10", "most": "14", "call": "555-0100, ask for Harbor"}


@pytest.fixture
def hanna(world):
    """Return the name of the head of the organization."""
    user = build.make_user(
        "hanna", world.agencies["harbor"], "community_advocacy", office="agency_head"
    )
    world.people["hanna"] = user
    return "hanna"


def test_the_head_sets_them_and_the_wizard_follows(world, client_as, add_victim, hanna):
    client_id = add_victim("Dana Whitlow")
    assert client_as(hanna).post("/victims/practice/", SHORT).status_code == 302
    maya = client_as("maya")
    page = maya.get(add_url(world.case)).content.decode()
    assert 'name="days" value="7"' in page
    long = maya.post(add_url(world.case), release_form(world, client_id))
    assert "14 days at most" in long.content.decode()
    made = maya.post(add_url(world.case), release_form(world, client_id, days="7"))
    assert "555-0100" in maya.get(f"{made['Location']}copy/es/").content.decode()


def test_an_advocate_reads_them_and_does_not_set_them(world, client_as):
    maya = client_as("maya")
    assert "Set it from now on" not in maya.get("/victims/practice/").content.decode()
    assert maya.post("/victims/practice/", SHORT).status_code == 403
    with inside(world) as viewer:
        assert practice_of(viewer).limits.most == 90
        with pytest.raises(NotAllowed):
            set_practice(viewer, limits=Limits(1, 2, 3), call="")


@pytest.mark.parametrize("days", [(1, 2, 91), (5, 4, 9), (0, 4, 9), (5, 10, 9)])
def test_days_that_are_none_are_told(world, hanna, days):
    with inside(world, hanna) as viewer:
        with pytest.raises(RuleBroken):
            set_practice(viewer, limits=Limits(*days), call="")
        assert practice_of(viewer).set_at is None


def test_a_shorter_jurisdiction_goes_before_it(world, hanna, settings):
    with inside(world, hanna) as viewer:
        set_practice(viewer, limits=Limits(15, 30, 60), call="")
        settings.VICTIM_RELEASE_MAX_DAYS = 20
        assert practice_of(viewer).limits == Limits(15, 20, 20)
