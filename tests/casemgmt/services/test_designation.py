"""Designees (T12, T13): who names one, who can be one, from when until when."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import Event
from casemgmt.core import clock
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import CaseUserGrant, Conflict, Designation
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case
from casemgmt.services.designation import designate, take_back_designation
from teams.models import Attendance, Reminder, Team, User
from teams.selectors.meeting import access_meeting
from teams.services.attendance import mark_attendance
from teams.services.meeting import Appointment, cancel_meeting, close_meeting, move_meeting
from teams.services.meeting import open_meeting as begin
from tests import build
from tests.meetings import plan
from tests.plugins.roles import as_owner


@pytest.fixture
def meeting(world):
    """Return a meeting of the first team, whose norms allow designees; dan can be one for ana,
    kit for kim."""
    with as_owner():
        Team.objects.filter(pk=world.teams["elm"].pk).update(designees_allowed=True)
    a = world.agencies
    world.people["dan"] = build.make_user("dan", a["probation"], "supervision")
    world.people["kit"] = build.make_user("kit", a["center"], "treatment")
    return plan(world)


def name(world, meeting, viewer="ana", absent="ana", designee="dan", cases=None):
    return designate(
        world.viewer(viewer), meeting.pk, absent_key=world.people[absent].key,
        designee_key=world.people[designee].key,
        case_ids=[world.case.pk] if cases is None else cases,
    )  # fmt: skip


def standing(world, who="dan", case=None):
    try:
        _, facts = access_case(world.viewer(who), (case or world.case).pk)
    except NotVisible:
        return ""
    return facts.standings[0].kind


def attendance(meeting, world):
    with as_owner():
        rows = Attendance.objects.filter(meeting=meeting).select_related("user")
        return {row.user.username: (row.capacity, row.status) for row in rows}


def test_a_member_sends_a_colleague_who_stands_until_the_meeting_closes(world, meeting):
    assert standing(world) == ""
    row = name(world, meeting)
    assert (row.case_count, standing(world)) == (1, "designee")
    found = attendance(meeting, world)
    assert (found["dan"], found["ana"][1]) == (("designee", "invited"), "excused")
    assert access_meeting(world.viewer("dan"), meeting.pk)
    begin(world.viewer("cho"), meeting.pk)
    assert standing(world) == "designee"
    close_meeting(world.viewer("cho"), meeting.pk)
    assert standing(world) == ""


def test_it_is_on_the_ledger_of_the_meeting_and_of_each_case(world, meeting):
    name(world, meeting)
    with as_owner():
        events = Event.objects.filter(kind="permission", detail__act="name designee")
        found = {(e.subject_kind, str(e.case_id or "")) for e in events}
        assert found == {("designation", ""), ("caseusergrant", str(world.case.pk))}
        assert {e.recipient for e in events} == {str(world.people["dan"].pk)}


def test_the_coordinator_names_one_for_a_member(world, meeting):
    name(world, meeting, viewer="cho", absent="kim", designee="kit")
    assert standing(world, "kit") == "designee"


def test_another_member_does_not(world, meeting):
    with pytest.raises(NotAllowed):
        name(world, meeting, viewer="kim")
    assert standing(world) == ""


@pytest.mark.parametrize("who", ["ben", "former", "sam", "eva"])
def test_who_is_not_on_the_team_finds_no_meeting(world, meeting, who):
    with pytest.raises(NotVisible) as refusal:
        name(world, meeting, viewer=who, absent=who)
    assert refusal.value.because == "no_standing"


def test_a_designee_reads_and_never_writes(world, meeting):
    name(world, meeting)
    viewer = world.viewer("dan")
    _, facts = access_case(viewer, world.case.pk)
    assert decide(viewer, Action.VIEW, Category.SUPERVISION, facts).authority == "designee"
    assert not decide(viewer, Action.ADD, Category.SUPERVISION, facts)


def change(world, who, **fields):
    with as_owner():
        User.objects.filter(pk=world.people[who].pk).update(**fields)


@pytest.mark.parametrize(
    ("fields", "because"),
    [
        ({"discipline": "treatment"}, "wrong_recipient"),
        ({"is_active": False}, "account_disabled"),
        ({"office": "administrator"}, "never"),
        ({"screening_until": build.date(2020, 1, 1)}, "screening_lapsed"),
    ],
)
def test_who_cannot_be_one(world, meeting, fields, because):
    change(world, "dan", **fields)
    with pytest.raises(RuleBroken) as refusal:
        name(world, meeting)
    assert refusal.value.because == because
    assert standing(world) == ""
    assert attendance(meeting, world)["ana"] == ("member", "invited")


def test_another_agency_is_the_wrong_recipient(world, meeting):
    with pytest.raises(RuleBroken) as refusal:
        name(world, meeting, viewer="cho", absent="otto", designee="kit")
    assert refusal.value.because == "wrong_recipient"


def test_screening_is_asked_only_where_the_discipline_needs_it(world, meeting):
    change(world, "kit", screening_until=build.date(2020, 1, 1))
    name(world, meeting, viewer="cho", absent="kim", designee="kit")
    assert standing(world, "kit") == "designee"


def test_norms_that_forbid_designees_are_kept(world, meeting):
    with as_owner():
        Team.objects.filter(pk=world.teams["elm"].pk).update(designees_allowed=False)
    with pytest.raises(RuleBroken) as refusal:
        name(world, meeting)
    assert refusal.value.because == "never"


def test_a_conflict_with_one_of_the_cases_stands_against_it(world, meeting):
    with as_owner():
        Conflict.objects.create(user=world.people["dan"], case=world.case)
    with pytest.raises(RuleBroken) as refusal:
        name(world, meeting)
    assert refusal.value.because == "conflict_of_interest"
    second = build.make_case("24-0118", team=world.teams["elm"], officer=world.people["ana"])
    name(world, meeting, cases=[second.pk])
    assert (standing(world), standing(world, case=second)) == ("", "designee")


def test_a_former_member_sends_nobody(world, meeting):
    with pytest.raises(RuleBroken) as refusal:
        name(world, meeting, viewer="cho", absent="former", designee="kit")
    assert refusal.value.because == "no_standing"


@pytest.mark.parametrize("viewer", ["ana", "cho"])
def test_cases_are_of_that_team(world, meeting, viewer):
    with pytest.raises(NotVisible):
        name(world, meeting, viewer=viewer, cases=[world.other.pk])
    with pytest.raises(NotVisible):
        name(world, meeting, viewer=viewer, cases=["no key"])
    with pytest.raises(RuleBroken):
        name(world, meeting, viewer=viewer, cases=[])


def test_nobody_names_himself(world, meeting):
    with pytest.raises(RuleBroken) as refusal:
        name(world, meeting, designee="ana")
    assert refusal.value.because == "never"


def test_one_designee_a_member_and_one_member_a_designee(world, meeting):
    name(world, meeting)
    with pytest.raises(RuleBroken, match="already"):
        name(world, meeting)
    with pytest.raises(RuleBroken, match="somebody else"):
        name(world, meeting, viewer="cho", absent="cho")


def test_who_is_in_the_room_sends_nobody(world, meeting):
    begin(world.viewer("cho"), meeting.pk)
    key = world.people["ana"].key
    mark_attendance(world.viewer("cho"), meeting.pk, key, status="present")
    with pytest.raises(RuleBroken, match="at the meeting already"):
        name(world, meeting)
    assert attendance(meeting, world)["ana"] == ("member", "present")


def test_it_ends_at_the_latest_some_hours_after_the_meeting(world, meeting):
    name(world, meeting)
    over = meeting.starts_at + timedelta(minutes=meeting.minutes_long)
    with clock.frozen_at(over + timedelta(hours=11)):
        assert standing(world) == "designee"
    with clock.frozen_at(over + timedelta(hours=12)):
        assert standing(world) == ""


def test_a_cancelled_meeting_ends_it(world, meeting):
    name(world, meeting)
    meeting.refresh_from_db()
    cancel_meeting(world.viewer("cho"), meeting.pk, reason="snow", version=meeting.version)
    assert standing(world) == ""


def test_a_meeting_that_moves_takes_it_along(world, meeting):
    name(world, meeting)
    meeting.refresh_from_db()
    later = Appointment(
        title=meeting.title, starts_at=meeting.starts_at + timedelta(days=3), zone=meeting.zone,
        minutes_long=meeting.minutes_long, place=meeting.place,
    )  # fmt: skip
    move_meeting(world.viewer("cho"), meeting.pk, appointment=later, version=meeting.version)
    with clock.frozen_at(later.starts_at):
        assert standing(world) == "designee"
    with clock.frozen_at(later.starts_at + timedelta(days=1)):
        assert standing(world) == ""


@pytest.mark.parametrize("who", ["ana", "cho", "dan"])
def test_it_can_be_taken_back(world, meeting, who):
    row = name(world, meeting)
    take_back_designation(world.viewer(who), row.pk, reason="can come after all")
    assert standing(world) == ""
    found = attendance(meeting, world)
    assert ("dan" in found, found["ana"][1]) == (False, "invited")
    with pytest.raises((RuleBroken, NotVisible)):
        take_back_designation(world.viewer("ana"), row.pk)


@pytest.mark.parametrize(("who", "refusal"), [("kim", NotAllowed), ("ben", NotVisible)])
def test_others_do_not_take_it_back(world, meeting, who, refusal):
    row = name(world, meeting)
    with pytest.raises(refusal):
        take_back_designation(world.viewer(who), row.pk)
    assert standing(world) == "designee"


def test_the_designee_is_invited_by_mail_and_the_member_is_not_reminded(world, meeting):
    name(world, meeting)
    mails = Reminder.objects.filter(meeting=meeting)
    pending = {r.recipient.username for r in mails.filter(state="pending")}
    assert "dan" in pending
    assert "ana" not in pending


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


GIVE = "SELECT designee_give(gen_random_uuid(), 1, %s, %s, %s, %s::uuid[], %s, %s, false)"


@pytest.mark.parametrize(
    ("viewer", "absent", "designee", "cases"),
    [
        ("kim", "ana", "dan", "own"),  # another member
        ("ana", "kim", "kit", "own"),
        ("ben", "ben", "dan", "own"),  # not of the team
        ("ana", "ana", "kit", "own"),  # other agency and discipline
        ("ana", "ana", "dan", "other"),  # another team's case
        ("cho", "kim", "cho", "own"),  # oneself
    ],
)
def test_the_database_asks_too(world, meeting, viewer, absent, designee, cases):
    who = world.viewer(viewer)
    case = world.case if cases == "own" else world.other
    with pytest.raises(DatabaseError, match="a designee stands|a member sends"):
        run(
            GIVE, meeting.pk, world.people[absent].pk, world.people[designee].pk, [str(case.pk)],
            build.moment(1), who.today,
        )  # fmt: skip


def test_no_statement_of_the_application_writes_a_designation(world, meeting):
    row = name(world, meeting)
    world.viewer("ana")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Designation(meeting=meeting, absent=row.absent, designee=row.designee).save()
    for sql in (
        "UPDATE casemgmt_designation SET ended_at = now()",
        "DELETE FROM casemgmt_designation",
    ):
        with pytest.raises(DatabaseError, match="permission denied"):
            run(sql)
    with as_owner():
        assert CaseUserGrant.objects.filter(kind="designee", valid_until__gt=clock.now()).exists()
