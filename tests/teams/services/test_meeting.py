"""Planning, moving, cancelling, inviting: what follows from each, and who may."""

from datetime import timedelta

import pytest

from casemgmt.core.errors import ChangedMeanwhile, NotAllowed, NotVisible, RuleBroken
from teams.models import Attendance, Meeting, Reminder
from teams.selectors.meeting import access_meeting, next_meetings, past_meetings
from teams.services.attendance import change_invited, mark_attendance
from teams.services.meeting import cancel_meeting, close_meeting, move_meeting, open_meeting
from tests.meetings import MEMBERS, appointment, plan, reminders_of
from tests.plugins.roles import as_owner

State, Kind = Reminder.State, Reminder.Kind


def keys(world, *names):
    return [str(world.people[name].key) for name in names]


def test_planning_writes_an_invitation_and_two_reminders_for_each_person(world):
    meeting = plan(world)
    kinds = [row.kind for row in reminders_of(meeting, recipient=world.people["ana"])]
    assert kinds == [Kind.INVITATION, Kind.LEAD_DAY, Kind.LEAD_HOUR]
    assert len(reminders_of(meeting)) == 3 * len(MEMBERS)


def test_the_day_before_is_24_real_hours_before_when_the_clocks_change(world):
    meeting = plan(world)
    (row,) = reminders_of(meeting, recipient=world.people["ana"], kind=Kind.LEAD_DAY)
    assert meeting.starts_at - row.due_at == timedelta(hours=24)


def test_a_meeting_soon_gets_no_reminder_whose_time_has_passed(world):
    meeting = plan(world, hours=2)
    kinds = {row.kind for row in reminders_of(meeting)}
    assert kinds == {Kind.INVITATION, Kind.LEAD_HOUR}


def test_a_time_that_has_passed_is_refused(world):
    with pytest.raises(RuleBroken, match="has passed"):
        plan(world, hours=-1)


def test_a_member_who_does_not_coordinate_cannot_change_a_meeting(world):
    meeting = plan(world)
    with pytest.raises(NotAllowed):
        move_meeting(world.viewer("ana"), meeting.pk, appointment=appointment(90), version=1)


@pytest.mark.parametrize("name", ["ben", "former", "sam", "petra", "eva"])
def test_who_does_not_sit_on_the_team_knows_of_no_meeting(world, name):
    meeting = plan(world)
    with pytest.raises(NotVisible):
        access_meeting(world.viewer(name), meeting.pk)
    assert meeting not in next_meetings(world.viewer(name))


def test_a_member_whose_seat_ended_loses_the_meetings_he_was_invited_to(world):
    meeting = plan(world)
    with as_owner():
        Attendance.objects.create(meeting=meeting, user=world.people["former"])
    with pytest.raises(NotVisible):
        access_meeting(world.viewer("former"), meeting.pk)


def test_a_guest_knows_the_meeting(world):
    meeting = plan(world)
    with as_owner():
        Attendance.objects.create(meeting=meeting, user=world.people["eva"], capacity="guest")
    assert access_meeting(world.viewer("eva"), meeting.pk) == meeting


def test_moving_takes_back_the_old_mails_and_writes_new_ones(world):
    meeting = plan(world)
    moved = move_meeting(
        world.viewer("cho"), meeting.pk, appointment=appointment(96), version=meeting.version
    )
    assert (moved.sequence, moved.version) == (1, 2)
    assert {row.state for row in reminders_of(meeting, sequence=0)} == {State.SKIPPED}
    assert {row.kind for row in reminders_of(meeting, sequence=1)} == {
        Kind.INVITATION,
        Kind.LEAD_DAY,
        Kind.LEAD_HOUR,
    }


def test_a_new_room_alone_mails_nobody(world):
    meeting = plan(world)
    same = appointment(72, place="Room 9")
    moved = move_meeting(
        world.viewer("cho"),
        meeting.pk,
        appointment=type(same)(**{**same.__dict__, "starts_at": meeting.starts_at}),
        version=meeting.version,
    )
    assert (moved.place, moved.sequence) == ("Room 9", 0)
    assert {row.state for row in reminders_of(meeting)} == {State.PENDING}


def test_the_second_of_two_coordinators_learns_what_the_first_saved(world):
    meeting = plan(world)
    move_meeting(
        world.viewer("cho"), meeting.pk, appointment=appointment(96, place="First"), version=1
    )
    with pytest.raises(ChangedMeanwhile) as caught:
        move_meeting(
            world.viewer("cho"), meeting.pk, appointment=appointment(99, place="Second"), version=1
        )
    assert caught.value.theirs["Place"] == "First"
    assert caught.value.yours["Place"] == "Second"


def test_cancelling_takes_back_all_mails_and_tells_everyone(world):
    meeting = plan(world)
    cancel_meeting(world.viewer("cho"), meeting.pk, reason="Snow", version=meeting.version)
    assert {row.state for row in reminders_of(meeting, sequence=0)} == {State.SKIPPED}
    told = reminders_of(meeting, kind=Kind.CANCELLED, state=State.PENDING)
    assert {row.recipient.username for row in told} == set(MEMBERS)


def test_a_cancelled_meeting_cannot_be_moved(world):
    meeting = plan(world)
    cancel_meeting(world.viewer("cho"), meeting.pk, reason="Snow", version=meeting.version)
    with pytest.raises(RuleBroken):
        move_meeting(world.viewer("cho"), meeting.pk, appointment=appointment(96), version=2)


def test_who_is_uninvited_and_invited_again_hears_of_both(world):
    meeting = plan(world)
    cho = world.viewer("cho")
    change_invited(cho, meeting.pk, keys=keys(world, "ana", "cho"), version=1)
    changed = change_invited(cho, meeting.pk, keys=keys(world, "ana", "cho", "kim"), version=2)
    rows = reminders_of(meeting, recipient=world.people["kim"])
    assert [(r.kind, r.sequence) for r in rows if r.state == State.PENDING] == [
        (Kind.INVITATION, 2),
        (Kind.LEAD_DAY, 2),
        (Kind.LEAD_HOUR, 2),
    ]
    assert {r.state for r in rows if r.kind == Kind.CANCELLED} == {State.SKIPPED}
    assert changed.attendances.count() == 3


def test_someone_of_another_team_cannot_be_invited(world):
    meeting = plan(world)
    with pytest.raises(RuleBroken, match="not on this team"):
        change_invited(world.viewer("cho"), meeting.pk, keys=keys(world, "ana", "ben"), version=1)


def test_attendance_is_marked_by_who_conducts_and_by_nobody_else(world):
    meeting = plan(world)
    ana = world.people["ana"]
    row = mark_attendance(world.viewer("cho"), meeting.pk, ana.key, status="present")
    assert row.status == "present"
    with pytest.raises(NotAllowed):
        mark_attendance(world.viewer("ana"), meeting.pk, ana.key, status="absent")
    with pytest.raises(RuleBroken):
        mark_attendance(world.viewer("cho"), meeting.pk, ana.key, status="late")


def test_closing_comes_after_opening(world):
    meeting = plan(world)
    with pytest.raises(RuleBroken, match="Open it first"):
        close_meeting(world.viewer("cho"), meeting.pk)
    open_meeting(world.viewer("cho"), meeting.pk)
    assert close_meeting(world.viewer("cho"), meeting.pk).status == Meeting.Status.CLOSED


def test_past_meetings_come_in_pages_without_gaps_or_doubles(world):
    for _ in range(5):
        plan(world, hours=48)
    with as_owner():
        Meeting.objects.update(status=Meeting.Status.CLOSED)
    made = Meeting.objects.filter(team=world.teams["elm"])
    seen, key = [], ""
    while True:
        page = past_meetings(world.viewer("ana"), after=key, limit=2)
        seen += [row.pk for row in page.rows]
        key = page.next_key
        if not key:
            break
    assert sorted(seen) == sorted(row.pk for row in made)
    assert len(past_meetings(world.viewer("ana"), after="nonsense").rows) == len(made)
