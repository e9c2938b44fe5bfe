"""The check of conflicts between an organization's programs (T15), and an advocate who is too close
to a case (T14)."""

import pytest

from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.models import Conflict
from casemgmt.selectors.agenda import show_item
from casemgmt.services.conflict import declare_conflict
from tests.build import make_agency, make_user
from tests.denials import events, notices
from tests.meetings import in_session, review_of
from tests.plugins.roles import as_owner
from tests.victims.conftest import inside
from victims.confidential.models import AdvocacyEvent, ProgramPerson
from victims.confidential.router import ALIAS
from victims.confidential.selectors.client import list_clients
from victims.confidential.services.conflict import (
    check_conflict,
    keep_name,
    step_back,
    take_name_out,
)

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])
PARTNER = "Orla Fennimore"


@pytest.fixture
def sheltered(world):
    """The person's partner lives in the organization's shelter."""
    with inside(world, "tess") as viewer:
        keep_name(viewer, program="shelter", name=PARTNER)


def checked(world, *names, by="maya", case=None):
    with inside(world, by) as viewer:
        return check_conflict(viewer, (case or world.case).pk, names=names)


def marks():
    with as_owner(ALIAS):
        rows = AdvocacyEvent.objects.unscoped(reason="test")
        return [(row.actor_name, row.because) for row in rows.filter(subject_kind="conflict check")]


@pytest.mark.parametrize("name", [PARTNER, "orla  FENNIMORE", "Orla Fenimore"])
def test_yes_for_the_name_and_for_what_sounds_like_it(world, sheltered, name):
    assert checked(world, name) is True


@pytest.mark.parametrize("name", ["Orla", "Nadia Quist", "Fennimore Quist", ""])
def test_no_for_any_other(world, sheltered, name):
    assert checked(world, name) is False


def test_a_victim_of_another_case_counts_and_one_of_this_case_does_not(world, add_victim):
    add_victim("Dana Whitlow")
    add_victim("Iris Poole", by="tess", case=world.other)
    assert checked(world, "Dana Whitlow") is False
    assert checked(world, "Iris Poole") is True


def test_the_person_of_the_case_is_checked_by_itself(world):
    with inside(world, "tess") as viewer:
        keep_name(viewer, program="legal", name=world.case.person_name)
    assert checked(world) is True


def test_taken_out_it_answers_no_and_taking_out_what_is_not_there_tells_nothing(world, sheltered):
    with inside(world, "tess") as viewer:
        assert take_name_out(viewer, program="shelter", name=PARTNER) is None
        assert take_name_out(viewer, program="shelter", name="Nadia Quist") is None
    assert checked(world, PARTNER) is False


def test_the_name_is_nowhere_to_be_read(world, sheltered):
    with as_owner(ALIAS):
        row = ProgramPerson.objects.unscoped(reason="test").get()
    held = " ".join(map(str, row.__dict__.values()))
    assert "ennimore" not in held
    assert PARTNER.encode() not in bytes(row.name_token)


def test_each_check_is_on_the_organization_s_ledger_and_nothing_of_it_on_the_main_one(
    world, sheltered
):
    before = len(events(kind="conflict"))
    checked(world, PARTNER)
    checked(world, "Nadia Quist")
    assert sorted(marks()) == [("Maya Example", "no"), ("Maya Example", "yes")]
    assert len(events(kind="conflict")) == before
    assert not events(subject_kind="conflict check")


def test_it_is_no_search_of_the_list(world, sheltered, settings):
    settings.CONFLICT_CHECKS_A_DAY = 2
    with pytest.raises(RuleBroken, match="at most"):
        checked(world, "a b", "c d", "e f", "g h")
    checked(world, "a b")
    checked(world, "c d")
    with pytest.raises(RuleBroken, match="all checks of today"):
        checked(world, PARTNER)
    assert checked(world, PARTNER, by="tess", case=world.other) is True


def test_without_standing_on_the_case_there_is_no_check(world, sheltered):
    with pytest.raises(NotVisible):
        checked(world, PARTNER, case=world.other)


def test_another_organization_s_names_do_not_count(world, sheltered):
    shore = make_agency("Shore Advocacy", "victim_service")
    world.people["iris"] = make_user("iris", shore, "community_advocacy")
    with inside(world, "iris") as viewer:
        keep_name(viewer, program="shelter", name="Nadia Quist")
    assert checked(world, "Nadia Quist") is False


def test_the_team_s_side_learns_yes_and_no_name_and_only_when_she_steps_back(world, sheltered):
    checked(world, PARTNER)
    with as_owner():
        assert not Conflict.objects.exists()
    with inside(world) as viewer:
        step_back(viewer, world.case.pk)
    with as_owner():
        row = Conflict.objects.get()
    assert "answers yes" in row.reason
    assert "lead decides" in row.reason
    assert not {"Orla", "Fennimore", "shelter"} & set(row.reason.split())
    assert notices("conflict_handover") == {"tess"}


def test_in_the_browser(world, client_as, sheltered):
    maya, page = client_as("maya"), f"/victims/cases/{world.case.pk}/conflict-check/"
    assert maya.get(page).status_code == 200
    no = maya.post(page, {"first": "Nadia Quist"}).content.decode()
    assert "Step back" not in no
    yes = maya.post(page, {"first": "Nadia Quist", "second": PARTNER}).content.decode()
    assert "Step back from this case" in yes
    for word in ("Fennimore", "Shelter", "shelter"):
        assert word not in yes
    assert maya.post(f"{page}step-back/").status_code == 302
    assert maya.get(f"/cases/{world.case.pk}/").status_code == 404
    names = "/victims/programs/"
    sent = {"program": "legal", "name": "Nadia Quist", "act": "keep"}
    assert maya.post(names, sent).status_code == 302
    assert maya.post(names, sent | {"program": "x"}).status_code == 422
    for name in ("ana", "kim", "vic", "petra", "sam"):
        client = client_as(name)
        for address in (page, f"{page}step-back/", names):
            assert client.post(address, sent).status_code == 404, (name, address)


def test_a_cousin_s_case_stops_at_once_and_goes_to_a_colleague(world, client_as, add_victim):
    """T14: access stops, past views are flagged, the contact is taken over inside the organization,
    the item is skipped for her, and the minutes say only “recused”."""
    mine = add_victim("Dana Whitlow")
    review = review_of(world, in_session(world))
    maya, tess = client_as("maya"), client_as("tess")
    assert maya.get(f"/cases/{world.case.pk}/").status_code == 200
    row = declare_conflict(world.viewer("maya"), world.case.pk, reason="a cousin")
    own = (f"/victims/people/{mine}/", f"/victims/cases/{world.case.pk}/")
    for address in (f"/cases/{world.case.pk}/", f"/reviews/{review.pk}/", *own):
        assert maya.get(address).status_code == 404, address
    flag = events(kind="conflict", subject_id=str(row.pk))[-1]
    assert (flag.detail["act"], flag.total > 0) == ("flag past views", True)
    assert notices("conflict_handover") == {"tess"}
    assert tess.post(f"/victims/people/{mine}/take-over/").status_code == 302
    with inside(world, "tess") as viewer:
        assert [one.id for one in list_clients(viewer).mine] == [mine]
    with inside(world) as viewer:
        assert list_clients(viewer).mine == list_clients(viewer).others == []
    page = show_item(world.viewer("cho"), review.pk)
    assert page.review.recused == ["Maya Example"]
    with pytest.raises(NotVisible):
        show_item(world.viewer("maya"), review.pk)
    minutes = client_as("cho").get(f"/meetings/{review.meeting_id}/minutes/").content.decode()
    assert "cousin" not in minutes


def test_an_advocate_without_a_conflict_keeps_all_of_it(world, client_as, add_victim):
    """The denied twin of T14's other half."""
    mine = add_victim("Dana Whitlow")
    declare_conflict(world.viewer("ana"), world.case.pk)
    maya = client_as("maya")
    assert maya.get(f"/cases/{world.case.pk}/").status_code == 200
    assert maya.get(f"/victims/people/{mine}/").status_code == 200
