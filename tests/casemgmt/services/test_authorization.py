"""Authorizations: recorded from the paper, open until their day, taken back at once."""

import pytest

from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Release
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case
from casemgmt.selectors.release import list_releases
from casemgmt.services.release import record_authorization, revoke_release
from tests import build
from tests.casework import authorization, last_event, stored


def sign(world, name="kim", **fields):
    return record_authorization(
        world.viewer(name), world.case.pk, words=authorization(world, **fields)
    )


def opens(world, name, category=Category.TREATMENT_SUMMARY):
    viewer = world.viewer(name)
    _, facts = access_case(viewer, world.case.pk)
    return decide(viewer, Action.VIEW, category, facts).allowed


def listed(world, name):
    viewer = world.viewer(name)
    case, facts = access_case(viewer, world.case.pk)
    return {row.id for row in list_releases(viewer, case, facts)}


def test_an_authorization_opens_what_it_names_to_whom_it_names(world):
    assert not opens(world, "maya")
    row = sign(world)
    assert opens(world, "maya")
    assert not opens(world, "lee")
    assert not opens(world, "maya", Category.TREATMENT_CLINICAL)
    event = last_event(subject_kind="release")
    assert (event.detail["act"], event.recipient) == ("record authorization", "Harbor Advocacy")
    assert row.from_agency_id == world.agencies["center"].pk


@pytest.mark.parametrize("name", ["ana", "maya", "lee", "priya"])
def test_only_a_provider_records_one(world, name):
    with pytest.raises(NotAllowed):
        sign(world, name)


def test_someone_of_another_team_finds_no_case(world):
    with pytest.raises(NotVisible):
        sign(world, "nina")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"to_agency": "nobody"}, "one agency"),
        ({"categories": ()}, "signed form names"),
        ({"categories": ("psychotherapy_notes",)}, "signed form names"),
        ({"signed_on": build.day(1)}, "future"),
        ({"signed_on": build.day(-800)}, "more than a year"),
        ({"starts_on": build.day(-5)}, "before it is signed"),
        ({"ends_on": build.day(-3)}, "first day or later"),
        ({"ends_on": build.day(5000)}, "At most 730 days"),
    ],
)
def test_what_the_paper_cannot_say_is_refused(world, fields, words):
    with pytest.raises(RuleBroken, match=words):
        sign(world, **fields)


@pytest.mark.parametrize("how", ["spoken", "written"])
def test_it_is_taken_back_at_once(world, how):
    row = sign(world)
    revoke_release(world.viewer("kim"), world.case.pk, row.pk, how=how)
    assert not opens(world, "maya")
    assert stored(Release, row.pk).revoked_how == how
    with pytest.raises(RuleBroken, match="over already"):
        revoke_release(world.viewer("kim"), world.case.pk, row.pk, how=how)


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("maya", NotAllowed), ("ana", NotVisible), ("otto", NotVisible), ("ben", NotVisible)],
)
def test_only_the_sharing_center_takes_it_back(world, name, refusal):
    row = sign(world)
    with pytest.raises(refusal):
        revoke_release(world.viewer(name), world.case.pk, row.pk, how="spoken")


def test_a_victim_s_release_is_not_taken_back_here(world):
    row = world.records["victim_release"]
    with pytest.raises(NotVisible):
        revoke_release(world.viewer("maya"), world.case.pk, row.pk, how="spoken")


def test_each_sees_the_releases_between_the_own_agency_and_others(world):
    row = sign(world)
    mine = {str(row.pk), str(world.records["authorization"].pk)}
    assert listed(world, "kim") == mine
    assert str(row.pk) in listed(world, "maya")
    assert str(row.pk) not in listed(world, "ana") | listed(world, "otto") | listed(world, "lee")


def test_one_that_names_another_person_is_not_listed(world):
    row = build.make_release(
        world.case, kind="court_order", source=world.agencies["center"],
        to=world.agencies["probation"],
        categories=["treatment_clinical"], to_user=world.people["rosa"],
    )  # fmt: skip
    assert str(row.pk) in listed(world, "rosa")
    assert str(row.pk) not in listed(world, "ana")
