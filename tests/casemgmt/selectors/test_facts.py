"""What the rules get to see of a case: every row that lends standing, and each paper as its model
tells it."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casemgmt.models import Case, CaseUserGrant, PersonLineGrant, Release
from casemgmt.policy.facts import Standing
from casemgmt.selectors.facts import facts_for
from tests import build
from tests.plugins.roles import as_owner


def facts_of_case(world, name):
    viewer = world.viewer(name)
    return facts_for(viewer, [world.case])[str(world.case.pk)]


def kinds(facts) -> list[str]:
    return [standing.kind for standing in facts.standings]


def test_facts_of_a_page_take_one_query_whatever_the_number_of_cases(world):
    for number in range(5):
        build.make_case(f"25-07{number}0", team=world.teams["elm"], officer=world.people["ana"])
    viewer = world.viewer("ana")
    cases = list(Case.objects.visible_to(viewer))
    assert len(cases) > 5
    with CaptureQueriesContext(connection) as captured:
        facts = facts_for(viewer, cases)
    assert len(captured) == 1
    assert all(of.standings for of in facts.values())


def test_a_case_that_is_on_a_page_twice_has_its_facts_once(world):
    viewer = world.viewer("rosa")
    twice, once = facts_for(viewer, [world.case, world.case]), facts_for(viewer, [world.case])
    assert twice == once


def test_no_cases_take_no_query(world, django_assert_num_queries):
    viewer = world.viewer("ana")
    with django_assert_num_queries(0):
        assert facts_for(viewer, []) == {}


def test_papers_are_what_their_model_tells_in_its_order(world):
    p = world.people
    for days, fields in (
        (-40, {"kind": "authorization", "items": ["letters"], "to_user": p["ana"]}),
        (-30, {"kind": "court_order", "revoked_at": build.moment(-2), "to_discipline": "court"}),
        (-20, {"kind": "part2_justice_consent", "revocable_after": build.moment(5)}),
        (-20, {"kind": "victim_release", "missing": ["signature"], "ends_at": None}),
    ):
        build.make_release(
            world.case, source=p["kim"].agency, to=p["ana"].agency,
            categories=["treatment_summary"], starts_at=build.moment(days), **fields,
        )  # fmt: skip
    papers = facts_of_case(world, "ana").releases
    rows = Release.objects.unscoped(reason="test").filter(case=world.case)
    assert papers == tuple(row.facts() for row in rows)
    assert len(papers) >= 4


def test_each_ground_is_there_the_strongest_first(world):
    build.grant(world.people["ana"], world.case)
    facts = facts_of_case(world, "ana")
    assert kinds(facts) == ["assignment", "membership", "grant"]
    assert [standing.ref.split(":")[0] for standing in facts.standings] == kinds(facts)
    assert facts.standings[1].since is not None


@pytest.mark.parametrize("days", [(-9, -1), (1, 9)])
def test_a_grant_that_ended_or_has_not_begun_is_not(world, days):
    with as_owner():
        grant = build.grant(world.people["ana"], world.case, until=build.moment(days[1]))
        CaseUserGrant.objects.filter(pk=grant.pk).update(starts_at=build.moment(days[0]))
    assert kinds(facts_of_case(world, "ana")) == ["assignment", "membership"]


def test_lines_over_a_unit_an_agency_and_a_person_lend_a_supervisors_standing(world):
    lender = world.people["ana"]
    with as_owner():
        supervise = Permission.objects.get(codename="supervise_user")
        PersonLineGrant.objects.create(
            user=world.people["rosa"], permission=supervise, content_object=lender
        )
    facts = facts_of_case(world, "rosa")
    assert Standing("supervisory_line", f"person:{lender.pk}") in facts.standings


def test_an_examiner_is_told_by_his_exam(world):
    build.make_referral(world.case, world.people["ana"], world.people["priya"])
    assert facts_of_case(world, "priya").examiner_ids == {world.people["priya"].pk}
    assert facts_of_case(world, "ana").examiner_ids == frozenset()
