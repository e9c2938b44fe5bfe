"""An organization's measures: from its own record alone, small numbers not shown (B-VAWA-10)."""

import pytest

from tests.build import day, make_agency, make_user
from tests.victims.conftest import inside
from victims.confidential.models import AdvocacyEvent
from victims.confidential.router import ALIAS
from victims.confidential.selectors.measure import list_measures
from victims.confidential.services.sheet import SheetWords, keep_sheet

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])


def test_nobody_is_told_of_until_there_are_enough(world, add_victim):
    with inside(world) as maya:
        none = [one.cells for one in list_measures(maya)]
    clients = [add_victim(f"Dana Whitlow{number}") for number in range(3)]
    with inside(world) as maya:
        for client_id in clients:
            words = SheetWords("service", day(-1), {"kind": "court", "what": "x"})
            keep_sheet(maya, client_id, words=words)
        assert [one.cells for one in list_measures(maya)] == none
        event = AdvocacyEvent.objects.visible_to(maya).filter(subject_kind="measures")
        assert event.count() == 2


def test_enough_are_counted_and_another_organization_counts_its_own(world, add_victim, settings):
    settings.SMALL_CELL = 2
    for number in range(3):
        add_victim(f"Dana Whitlow{number}")
    with inside(world) as maya:
        served = list_measures(maya)[0].cells
        assert served.shown == {"Opened in the year": 3, "Open now": 3}
    shore = make_agency("Shore Advocacy", "victim_service")
    world.people["iris"] = make_user("iris", shore, "community_advocacy")
    with inside(world, "iris") as iris:
        assert set(list_measures(iris)[0].cells.shown.values()) == {None}


def test_the_page_is_the_organizations_own(world, client_as, add_victim):
    add_victim("Dana Whitlow")
    page = client_as("maya").get("/victims/measures/")
    assert page.status_code == 200
    assert b"Whitlow" not in page.content
    for name in ("rosa", "petra", "vic"):
        assert client_as(name).get("/victims/measures/").status_code in (403, 404)
