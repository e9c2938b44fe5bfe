"""The room: who may hear an item (T16), rounds of thumbs (T17), a moderator's term (T21)."""

import pytest

from casemgmt.core import clock
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Decision
from casemgmt.services.decision import DecisionWords, decide_case
from casemgmt.services.review import write_item
from casemgmt.services.room import start_item
from casemgmt.services.round import hold_round
from teams.models import Membership
from teams.selectors.meeting import may_conduct, moderator_of
from teams.services.attendance import invite_guest, mark_attendance, mark_left
from teams.services.membership import Terms, add_membership, end_membership
from teams.services.minutes import may_approve
from tests import build
from tests.build import day
from tests.denials import events
from tests.meetings import in_session, plan, review_of
from tests.plugins.roles import as_owner

RELAX = "Letters through the provider, instead of none"


@pytest.fixture
def school(world):
    """A guest from a school, in the room."""
    world.people["sara"] = build.make_user("sara", world.agencies["council"], "school")
    meeting = in_session(world)
    invite_guest(world.viewer("cho"), meeting.pk, "sara")
    here(world, meeting, "sara", "ana", "kim", "maya")
    return meeting


def here(world, meeting, *names):
    for name in names:
        key = world.people[name].key
        mark_attendance(world.viewer("cho"), meeting.pk, key, status="present")


def words(outcome="consensus"):
    return DecisionWords(
        question="Letters?", text="It may.", outcome=outcome, victim_perspective="none_shared",
        review_on=day(60),
    )  # fmt: skip


def decided(world, review, outcome="consensus"):
    return decide_case(world.viewer("cho"), review.pk, words=words(outcome))


def count(model):
    with as_owner():
        return model.objects.unscoped(reason="test").count()


def held(world, review, **thumbs):
    said = {"ana": "up", "kim": "up", "maya": "up"} | thumbs
    keys = {str(world.people[name].key): thumb for name, thumb in said.items()}
    return hold_round(world.viewer("cho"), review.pk, proposal=RELAX, thumbs=keys)


def test_a_school_guest_leaves_before_a_case_is_spoken_of(world, school):
    review, cho, before = review_of(world, school), world.viewer("cho"), count(Decision)
    acts = (
        lambda: start_item(cho, review.pk),
        lambda: write_item(cho, review.pk, question="", minutes="x", version=review.version),
        lambda: decided(world, review),
        lambda: held(world, review),
    )
    for act in acts:
        with pytest.raises(RuleBroken, match="without a ground to hear this case: Sara Example"):
            act()
    assert count(Decision) == before
    left = mark_left(world.viewer("cho"), school.pk, world.people["sara"].key)
    assert left.left_at is not None
    assert [e.detail["act"] for e in events(subject_kind="meeting")][-1] == "mark left"
    started = start_item(world.viewer("cho"), review.pk)
    assert started.started_at >= left.left_at
    assert start_item(world.viewer("cho"), review.pk).started_at == started.started_at


def test_a_guest_who_comes_back_has_to_leave_again(world, school):
    mark_left(world.viewer("cho"), school.pk, world.people["sara"].key)
    here(world, school, "sara")
    with pytest.raises(RuleBroken, match="Sara"):
        start_item(world.viewer("cho"), review_of(world, school).pk)


def test_a_guest_with_a_ground_of_her_own_stays(world, school):
    build.grant(world.people["sara"], world.case, reason="her school's safety plan")
    assert start_item(world.viewer("cho"), review_of(world, school).pk).started_at


def test_a_guest_who_is_not_in_the_room_hinders_nothing(world):
    world.people["sara"] = build.make_user("sara", world.agencies["council"], "school")
    meeting = in_session(world)
    invite_guest(world.viewer("cho"), meeting.pk, "sara")
    assert start_item(world.viewer("cho"), review_of(world, meeting).pk).started_at


def test_who_does_not_conduct_starts_nothing_and_invites_nobody(world, school):
    review = review_of(world, school)
    for name, error in {"ana": NotAllowed, "ben": NotVisible}.items():
        with pytest.raises(error):
            start_item(world.viewer(name), review.pk)
        with pytest.raises(error):
            mark_left(world.viewer(name), school.pk, world.people["sara"].key)
        with pytest.raises(error):
            invite_guest(world.viewer(name), school.pk, "eva")
    with pytest.raises(RuleBroken, match="Nobody active"):
        invite_guest(world.viewer("cho"), school.pk, "nobody-here")


@pytest.fixture
def review(world):
    """An item in session with three people in the room."""
    meeting = in_session(world)
    here(world, meeting, "ana", "kim", "maya")
    return review_of(world, meeting)


def test_one_thumb_down_is_no_decision_and_the_second_round_opens(world, review):
    before = count(Decision)
    first = held(world, review, maya="down")
    assert (first.number, first.result) == (1, "blocked")
    for outcome in ("consensus", "escalated"):
        with pytest.raises(RuleBroken, match="second round"):
            decided(world, review, outcome)
    assert count(Decision) == before
    assert held(world, review, maya="sideways").number == 2
    assert decided(world, review).outcome == "consensus"


def test_still_blocked_it_is_escalated_and_the_court_s_order_stays(world, review):
    term = world.records["no_contact"]
    for _ in range(2):
        held(world, review, kim="down")
    with pytest.raises(RuleBroken, match="ordered stays in force"):
        decided(world, review)
    with pytest.raises(RuleBroken, match="Two rounds were held"):
        held(world, review)
    assert decided(world, review, "escalated").outcome == "escalated"
    term.refresh_from_db()
    assert (term.ends_on, term.allows) == (None, [])


def test_a_round_needs_everybody_who_is_here_and_nobody_else(world, review):
    with pytest.raises(RuleBroken, match="Still to speak: Maya Example"):
        held(world, review, maya="")
    row = held(world, review, lee="down")  # not in the room
    assert row.thumbs == {"Ana Example": "up", "Kim Example": "up", "Maya Example": "up"}
    assert decided(world, review).outcome == "consensus"


def test_a_new_question_after_a_decision_begins_with_its_first_round(world, review):
    for _ in range(2):
        held(world, review, kim="down")
    decided(world, review, "escalated")
    assert held(world, review).number == 1


def test_who_does_not_conduct_holds_no_round(world, review):
    for name in ("ana", "maya"):
        with pytest.raises(NotAllowed):
            hold_round(world.viewer(name), review.pk, proposal="x", thumbs={})
    with pytest.raises(NotVisible):
        hold_round(world.viewer("tess"), review.pk, proposal="x", thumbs={})


def test_the_pages_of_the_room(world, client_as, school):
    review = review_of(world, school)
    cho, item = client_as("cho"), f"/reviews/{review.pk}/"
    assert "may not hear it" in cho.get(item).content.decode()
    assert cho.post(f"{item}start/").status_code == 422
    left = f"/meetings/{school.pk}/attendance/{world.people['sara'].key}/left/"
    assert left in cho.get(f"/meetings/{school.pk}/").content.decode()
    assert cho.post(left).status_code == 302
    assert cho.post(f"{item}start/").status_code == 302
    assert "Begun" in cho.get(item).content.decode()
    thumbs = {f"thumb-{world.people[n].key}": "down" for n in ("ana", "kim", "maya")}
    assert cho.post(f"{item}round/", {"proposal": RELAX}).status_code == 422
    assert cho.post(f"{item}round/", {"proposal": RELAX} | thumbs).status_code == 302
    assert "The next round is open" in cho.get(item).content.decode()
    for name, code in {"ana": 403, "lee": 403, "ben": 404, "sara": 404}.items():
        other = client_as(name)
        for page in ("start", "round"):
            assert other.post(f"{item}{page}/").status_code == code, (name, page)
    assert client_as("ana").get(f"/meetings/{school.pk}/guests/").status_code == 403


def moderated(world, name="kim"):
    with as_owner():
        seat = Membership.objects.get(user=world.people[name], team=world.teams["elm"])
        seat.role, seat.role_until = "moderator", day(10)
        seat.save()


def test_a_moderator_s_term_ends_by_itself_and_the_rights_return_to_staff(world):
    moderated(world)
    team = world.teams["elm"].pk
    kim = world.viewer("kim")
    assert (may_conduct(kim, team), may_approve(kim, team)) == (True, True)
    assert moderator_of(kim, team) == "Kim Example"
    with clock.frozen_at(build.moment(12)):
        kim = world.viewer("kim")
        assert (may_conduct(kim, team), may_approve(kim, team)) == (False, False)
        assert moderator_of(kim, team) == ""
        assert may_conduct(world.viewer("cho"), team)
        meeting = plan(world)  # the coordinator goes on planning
        with pytest.raises(NotAllowed):
            start_item(world.viewer("kim"), review_of(world, meeting).pk)


def test_a_meeting_without_a_moderator_says_that_one_is_elected(world, client_as):
    meeting = plan(world)
    page = f"/meetings/{meeting.pk}/"
    told = "the team elects one"
    assert told in client_as("cho").get(page).content.decode()
    moderated(world)
    assert told not in client_as("cho").get(page).content.decode()


def test_an_election_gives_six_months(world):
    sam = world.viewer("sam")
    with as_owner():
        seat = Membership.objects.get(user=world.people["kim"], team=world.teams["elm"])
    end_membership(sam, seat.key, last_day=day(-1))
    terms = Terms("moderator", sam.today)
    new = add_membership(
        world.viewer("sam"), world.teams["elm"].key, world.people["kim"].key, terms=terms
    )
    assert 180 <= (new.role_until - sam.today).days <= 184
    assert new.until is None
