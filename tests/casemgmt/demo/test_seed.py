"""The demonstration: the same every time, in order with the rules, its story case in place."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.db import transaction

from casemgmt.demo import seed
from casemgmt.demo.cases import STORY_NUMBER
from casemgmt.demo.keys import MARKER, key
from casemgmt.demo.people import PEOPLE, SIGN_INS
from casemgmt.demo.rows import ORDER
from casemgmt.models import Case, CaseGroupGrant, CaseUserGrant, Decision, Entry
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case
from casemgmt.selectors.facts import facts_for
from teams.models import Agency, Membership
from teams.selectors.viewers import build_viewer
from tests.plugins.roles import as_owner
from victims.models import Statement

DAY = date(2026, 3, 4)


def everything() -> list[tuple]:
    """Return what was written, without the numbers that the database gives."""
    found = []
    for model in ORDER:
        plain = [f.name for f in model._meta.concrete_fields if not f.is_relation]
        fields = [name for name in plain if name not in ("id", "created_by_id")]
        rows = model._base_manager.values_list(*fields) if fields else []
        found.append((model._meta.label, sorted(map(repr, rows))))
    return found


def seeded(count: int) -> list[tuple]:
    """Return what a seed writes, and undo it."""
    with as_owner(), transaction.atomic():
        seed.seed(DAY, count, print)
        found = everything()
        transaction.set_rollback(True)
    return found


def test_the_same_day_gives_the_same_history(db):
    assert seeded(8) == seeded(8)


def test_more_cases_leave_the_first_ones_as_they_were(db):
    few, many = dict(seeded(120)), dict(seeded(130))
    assert len(many["casemgmt.Case"]) == 130
    for label, rows in few.items():
        assert set(rows) <= set(many[label]), label


def test_people_and_agencies_are_there(jurisdiction):
    assert len(PEOPLE) >= 30
    assert {p.username for p in SIGN_INS} == {
        "ana", "ben", "rosa", "kim", "priya", "lee", "maya", "vic", "cho", "sam", "petra", "alex",
        "cora",
    }  # fmt: skip
    assert Agency.objects.filter(key=MARKER).exists()
    assert seed.is_there()
    assert all(user.email.endswith(".example") for user in jurisdiction.people.values())


def test_groups_are_the_current_memberships(jurisdiction):
    today = jurisdiction.today
    current = {
        (seat.user_id, seat.team.group_id)
        for seat in Membership.objects.select_related("team")
        if seat.starts <= today and (seat.until is None or seat.until >= today)
    }
    kept = {(user.pk, group.pk) for group in Group.objects.all() for user in group.user_set.all()}
    assert kept == current
    assert Membership.objects.exclude(until=None).exists()
    assert Membership.objects.filter(starts__gt=today).exists()


def test_each_case_has_its_team_and_its_officer(jurisdiction):
    with as_owner():
        cases = list(Case.objects.unscoped(reason="test").select_related("person", "team"))
        groups = set(CaseGroupGrant.objects.values_list("content_object", "group_id"))
        officers = set(
            CaseUserGrant.objects.filter(kind="assignment").values_list("content_object", "user_id")
        )
    assert {(case.pk, case.team.group_id) for case in cases} == groups
    assert {(case.pk, case.officer_id) for case in cases} == officers
    assert all(case.person_name == case.person.full_name for case in cases)


def test_nothing_of_the_past_lies_in_the_future(jurisdiction):
    with as_owner():
        for model in ORDER:
            if hasattr(model, "created_at"):
                late = model._base_manager.filter(created_at__date__gt=jurisdiction.today)
                assert not late.exists(), model
        assert not Decision.objects.unscoped(reason="test").filter(victim_perspective="").exists()


@pytest.mark.parametrize(
    ("name", "category", "allowed"),
    [
        ("ana", Category.SUPERVISION, True),
        ("ana", Category.TREATMENT_SUMMARY, True),
        ("ana", Category.POLYGRAPH_RESULT, True),
        ("ana", Category.VICTIM_STATEMENT, True),
        ("ana", Category.TREATMENT_CLINICAL, False),
        ("kim", Category.TREATMENT_CLINICAL, True),
        ("kim", Category.VICTIM_STATEMENT, False),
        ("priya", Category.POLYGRAPH_REFERRAL, True),
        ("priya", Category.TREATMENT_SUMMARY, False),
        ("lee", Category.VICTIM_SYSTEM, True),
        ("lee", Category.TREATMENT_SUMMARY, False),
        ("maya", Category.TEAM_RECORD, True),
        ("vic", Category.VICTIM_SYSTEM, True),
    ],
)
def test_the_story_case_opens_as_the_story_says(jurisdiction, name, category, allowed):
    viewer = build_viewer(jurisdiction.people[name])
    case, facts = access_case(viewer, key("case", 0))
    assert case.number == STORY_NUMBER
    assert decide(viewer, Action.VIEW, category, facts).allowed is allowed


def test_the_story_case_holds_a_note_that_ana_must_not_know_of(jurisdiction):
    with as_owner():
        notes = Entry.objects.unscoped(reason="test").filter(
            case=key("case", 0), category=Category.PSYCHOTHERAPY_NOTES
        )
        note = notes.get()
        assert Statement.objects.unscoped(reason="test").filter(case=key("case", 0)).count() == 1
    for name, allowed in (("kim", True), ("ana", False)):
        viewer = build_viewer(jurisdiction.people[name])
        case, _ = access_case(viewer, key("case", 0))
        facts = facts_for(viewer, [case])[str(case.pk)]
        decision = decide(
            viewer, Action.VIEW, Category.PSYCHOTHERAPY_NOTES, facts, record=note.record_facts()
        )
        assert (decision.allowed, decision.hidden) == (allowed, not allowed)


@pytest.mark.parametrize("name", ["ben", "sam", "petra", "alex"])
def test_the_story_case_is_not_there_for_others(jurisdiction, name):
    viewer = build_viewer(jurisdiction.people[name])
    assert not Case.objects.visible_to(viewer).filter(pk=key("case", 0)).exists()
