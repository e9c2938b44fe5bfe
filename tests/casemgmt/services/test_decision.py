"""Decisions and actions at a meeting: who records them, what follows, what stays."""

import pytest

from audit.models import Event
from audit.reveal import reveal_many
from casemgmt.core.errors import ChangedMeanwhile, NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Case, CaseReview, Decision
from casemgmt.selectors.case import access_case
from casemgmt.selectors.review import (
    access_decision,
    ahead_of,
    my_open_steps,
    owners_for,
    rows_of_team,
    show_decisions,
)
from casemgmt.services.decision import DecisionWords, correct_decision, decide_case
from casemgmt.services.review import add_cases, case_by_number, take_off_agenda, write_item
from casemgmt.services.step import StepWords, add_step, finish_step, take_up_step
from teams.models import Membership
from teams.services.attendance import mark_attendance
from teams.services.meeting import close_meeting
from teams.services.minutes import add_addendum, approve_minutes, write_minutes
from tests import build
from tests.meetings import in_session, plan, review_of
from tests.plugins.roles import as_owner

LATER = build.day(60)


def words(**fields):
    base = {
        "question": "May he move?",
        "text": "He may move to his sister's flat.",
        "outcome": "consensus",
        "victim_perspective": "none_shared",
        "review_on": LATER,
    }
    return DecisionWords(**(base | fields))


def step(world, name="ana", **fields):
    base = {"text": "Visit the flat", "owner_key": str(world.people[name].key)}
    return StepWords(**(base | {"due_on": build.day(5)} | fields))


def decided(world, meeting=None, **fields):
    review = review_of(world, meeting or in_session(world))
    return decide_case(world.viewer("cho"), review.pk, words=words(**fields), steps=[step(world)])


def stored(model, key):
    with as_owner():
        return model.objects.unscoped(reason="test").get(pk=key)


def test_a_decision_sets_the_item_the_next_review_and_the_actions(world):
    decision = decided(world)
    assert stored(CaseReview, decision.review_id).status == "discussed"
    assert stored(Case, world.case.pk).next_review == LATER
    viewer = world.viewer("ana")
    row, facts = access_decision(viewer, decision.pk)
    (shown,) = show_decisions(viewer, [row], {facts.case_id: facts})
    assert shown.perspective_words == "Considered, none shared"
    assert [s.text for s in shown.steps] == ["Visit the flat"]


def test_the_victim_perspective_slot_is_never_empty(world):
    with pytest.raises(RuleBroken, match="victim's perspective"):
        decided(world, victim_perspective="")


def test_what_is_put_off_needs_a_day(world):
    with pytest.raises(RuleBroken, match="put off"):
        decided(world, outcome="deferred", review_on=None)
    decision = decided(world, outcome="deferred")
    assert stored(CaseReview, decision.review_id).status == "deferred"


@pytest.mark.parametrize("name", ["ana", "kim", "maya", "lee"])
def test_a_member_who_does_not_conduct_cannot_record_a_decision(world, name):
    review = review_of(world, in_session(world))
    with pytest.raises(NotAllowed):
        decide_case(world.viewer(name), review.pk, words=words())


def test_someone_of_another_team_finds_no_item(world):
    review = review_of(world, in_session(world))
    with pytest.raises(NotVisible):
        decide_case(world.viewer("ben"), review.pk, words=words())


def test_a_recorder_of_another_agency_decides_and_leaves_the_head_to_its_agency(world):
    with as_owner():
        Membership.objects.filter(user=world.people["kim"]).update(role="recorder")
    before = world.case.next_review
    review = review_of(world, in_session(world))
    decision = decide_case(world.viewer("kim"), review.pk, words=words())
    assert decision.review_on == LATER
    assert stored(Case, world.case.pk).next_review == before


def test_nothing_is_decided_before_the_meeting_begins(world):
    review = review_of(world, plan(world))
    with pytest.raises(RuleBroken, match="has not begun"):
        decide_case(world.viewer("cho"), review.pk, words=words())


def test_each_person_present_is_on_the_ledger_as_told(world):
    meeting = in_session(world)
    cho = world.viewer("cho")
    for name in ("ana", "kim", "cho"):
        mark_attendance(cho, meeting.pk, world.people[name].key, status="present")
    mark_attendance(cho, meeting.pk, world.people["maya"].key, status="absent")
    decided(world, meeting)
    with as_owner():
        told = Event.objects.filter(kind="spoken").values_list("recipient", "case_id")
        assert set(told) == {(str(world.people[name].pk), world.case.pk) for name in ("ana", "kim")}


def test_a_correction_is_a_newer_decision_and_the_old_one_stays(world):
    old = decided(world)
    newer = correct_decision(world.viewer("cho"), old.pk, words=words(text="He may not move."))
    assert newer.replaces_id == old.pk
    assert stored(Decision, old.pk).text == "He may move to his sister's flat."
    with pytest.raises(RuleBroken, match="Correct that one"):
        correct_decision(world.viewer("cho"), old.pk, words=words())


def test_an_owner_must_be_able_to_read_the_action(world):
    case = stored(Case, world.case.pk)
    names = {user.username for user in owners_for(world.viewer("cho"), case)}
    assert {"ana", "kim", "maya", "priya", "vic", "cho"} <= names
    assert not names & {"lee", "paul", "ben", "former"}
    with pytest.raises(RuleBroken, match="owner"):
        add_step(world.viewer("cho"), decided(world).pk, words=step(world, "lee"))


def test_an_action_in_the_past_is_refused(world):
    with pytest.raises(RuleBroken, match="today or later"):
        add_step(world.viewer("cho"), decided(world).pk, words=step(world, due_on=build.day(-1)))


def test_the_owner_marks_it_done_and_takes_it_up_again(world):
    one = add_step(world.viewer("cho"), decided(world).pk, words=step(world, "kim"))
    kim = world.viewer("kim")
    assert str(one.pk) in {row.id for row in my_open_steps(kim)}
    assert finish_step(kim, one.pk, note="Done by phone").done_on == kim.today
    with pytest.raises(RuleBroken, match="marked done"):
        finish_step(kim, one.pk, note="")
    assert take_up_step(kim, one.pk).done_on is None
    with pytest.raises(NotAllowed):
        finish_step(world.viewer("maya"), one.pk, note="")
    with pytest.raises(NotVisible):
        finish_step(world.viewer("ben"), one.pk, note="")


def test_two_people_writing_to_one_item_lose_nothing(world):
    review = review_of(world, in_session(world))
    cho = world.viewer("cho")
    write_item(cho, review.pk, question="Q", minutes="First text", version=1)
    with pytest.raises(ChangedMeanwhile) as caught:
        write_item(cho, review.pk, question="Q", minutes="Second text", version=1)
    assert caught.value.theirs["minutes"] == "First text"
    assert caught.value.yours["minutes"] == "Second text"


def test_approved_minutes_are_locked_and_addenda_follow(world):  # T19
    meeting = in_session(world)
    review, cho = review_of(world, meeting), world.viewer("cho")
    write_minutes(cho, meeting.pk, general="All agreed.", notes={}, version=0)
    with pytest.raises(RuleBroken, match="still a draft"):
        add_addendum(world.viewer("kim"), meeting.pk, text="One more thing")
    with pytest.raises(RuleBroken, match="Close the meeting"):
        approve_minutes(cho, meeting.pk)
    close_meeting(cho, meeting.pk)
    with pytest.raises(NotAllowed):
        approve_minutes(world.viewer("ana"), meeting.pk)
    cho = world.viewer("cho")
    approve_minutes(cho, meeting.pk)
    for act in (
        lambda: write_minutes(cho, meeting.pk, general="No.", notes={}, version=1),
        lambda: write_item(cho, review.pk, question="", minutes="Later", version=1),
        lambda: decide_case(cho, review.pk, words=words()),
        lambda: mark_attendance(cho, meeting.pk, world.people["ana"].key, status="absent"),
    ):
        with pytest.raises(RuleBroken, match="approved"):
            act()
    assert add_addendum(world.viewer("kim"), meeting.pk, text="One more thing").pk


def test_two_people_writing_the_general_part_lose_nothing(world):
    meeting = in_session(world)
    cho = world.viewer("cho")
    write_minutes(cho, meeting.pk, general="First", notes={}, version=0)
    with pytest.raises(ChangedMeanwhile):
        write_minutes(cho, meeting.pk, general="Second", notes={}, version=0)


def test_a_case_comes_on_and_off_the_agenda(world):
    meeting = plan(world, cases=[])
    cho = world.viewer("cho")
    key = case_by_number(cho, world.case.number).pk
    add_cases(cho, meeting.pk, case_ids=[key])
    add_cases(cho, meeting.pk, case_ids=[key])
    review = review_of(world, meeting)
    take_off_agenda(cho, review.pk)
    with as_owner():
        rows = CaseReview.objects.unscoped(reason="test").filter(meeting=meeting)
        assert not rows.exists()


def test_a_foreign_case_is_answered_like_a_missing_one(world):
    cho = world.viewer("cho")
    with pytest.raises(NotVisible):
        plan(world, cases=[world.other])
    with pytest.raises(RuleBroken) as foreign:
        case_by_number(cho, world.other.number)
    with pytest.raises(RuleBroken) as missing:
        case_by_number(cho, "99-9999")
    assert str(foreign.value) == str(missing.value)


def test_the_next_meeting_of_a_case_is_told_to_its_readers_only(world):
    meeting = plan(world, hours=5)
    for name, told in (("ana", True), ("kim", True), ("maya", True), ("lee", False)):
        viewer = world.viewer(name)
        case, facts = access_case(viewer, world.case.pk)
        rows = rows_of_team(viewer, case)
        ahead = ahead_of(rows, reveal_many(viewer, rows, {facts.case_id: facts}))
        assert (ahead is not None and ahead.meeting_id == str(meeting.pk)) is told
