"""Invites people to a meeting and marks who came."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction

from casemgmt.core import clock
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.policy.people import Viewer
from teams.models import Attendance, Meeting, Minutes, User
from teams.selectors.meeting import HERE, access_meeting, require_conductor, require_planner
from teams.selectors.memberships import members_of
from teams.selectors.people import find_by_sign_in
from teams.services import reminder
from teams.services.events import record_act
from teams.services.versions import keep, refuse_if_changed

INVITED = Attendance.Status.INVITED


def invite(meeting: Meeting, people: Iterable[User]) -> None:
    """Put people on the list of a meeting."""
    rows = [Attendance(meeting=meeting, user=user) for user in people]
    Attendance.objects.bulk_create(rows, ignore_conflicts=True)


def invited_ids(meeting: Meeting) -> list[int]:
    """Return the keys of those who are invited."""
    return list(meeting.attendances.values_list("user_id", flat=True))


def members_by_key(viewer: Viewer, team_id: int, keys: Sequence[str]) -> list[User]:
    """Return the team's members among `keys`; raises RuleBroken for a key of anyone else."""
    members = {str(seat.user.key): seat.user for seat in members_of(team_id, viewer)}
    if unknown := set(keys) - set(members):
        raise RuleBroken(
            f"{len(unknown)} of the people chosen are not on this team any more. "
            "Open the page again and choose among those who are."
        )
    return [members[key] for key in dict.fromkeys(keys)]


@transaction.atomic
def change_invited(
    viewer: Viewer, meeting_id: UUID | str, *, keys: Sequence[str], version: int
) -> Meeting:
    """Invite and uninvite members, by mail. Raises ChangedMeanwhile, RuleBroken."""
    meeting = access_meeting(viewer, meeting_id, lock=True)
    require_planner(viewer, meeting)
    refuse_if_changed(meeting, version, {"Invited": f"{len(keys)} people"})
    if meeting.status != Meeting.Status.PLANNED:
        raise RuleBroken("Invitations change only while the meeting is planned.")
    wanted = {user.pk: user for user in members_by_key(viewer, meeting.team_id, keys)}
    if not wanted:
        raise RuleBroken("Invite at least one member of the team.")
    members = meeting.attendances.filter(capacity=Attendance.Capacity.MEMBER)
    had = set(members.values_list("user_id", flat=True))
    added, removed = wanted.keys() - had, had - wanted.keys()
    meeting.sequence += 1
    keep(meeting, "sequence")
    reminder.withdraw(meeting, because="invitation changed", user_ids=[*added, *removed])
    reminder.call_off(meeting, removed)
    meeting.attendances.filter(user_id__in=removed).delete()
    invite(meeting, [wanted[key] for key in added])
    reminder.announce(meeting, added)
    detail = f"{len(added)} invited, {len(removed)} no longer invited"
    record_act(viewer, meeting, "change invitations", ("attendances",), reason=detail)
    return meeting


@transaction.atomic
def mark_attendance(
    viewer: Viewer, meeting_id: UUID | str, user_key: UUID | str, *, status: str
) -> Attendance:
    """Write whether someone came. Raises RuleBroken once the minutes are approved."""
    meeting = access_meeting(viewer, meeting_id)
    require_conductor(viewer, meeting)
    if status not in Attendance.Status.values:
        raise RuleBroken("Choose present, by link, excused or absent.")
    if meeting.status == Meeting.Status.CANCELLED:
        raise RuleBroken("This meeting is cancelled.")
    if Minutes.objects.filter(meeting=meeting, approved_at__isnull=False).exists():
        raise RuleBroken("The minutes are approved. Add an addendum to correct who was there.")
    row = meeting.attendances.select_related("user").filter(user__key=user_key).first()
    if row is None:
        raise NotVisible("attendance", user_key)
    row.status = status
    row.marked_at = clock.now() if status != Attendance.Status.INVITED else None
    row.left_at = None
    row.save(update_fields=["status", "marked_at", "left_at"])
    record_act(viewer, meeting, "mark attendance", ("status",))
    return row


@transaction.atomic
def invite_guest(viewer: Viewer, meeting_id: UUID | str, sign_in: str) -> Attendance:
    """Invite somebody from outside the team, by the sign-in name: to items that name nobody, and to
    cases on which the guest has a ground of his own. Raises RuleBroken."""
    meeting = access_meeting(viewer, meeting_id, lock=True)
    require_conductor(viewer, meeting)
    if meeting.status not in (Meeting.Status.PLANNED, Meeting.Status.OPEN):
        raise RuleBroken("Guests are invited while a meeting is planned or in session.")
    person = find_by_sign_in(sign_in.strip())
    if person is None:
        raise RuleBroken("Nobody active signs in with this name. Ask the administrator for it.")
    if meeting.attendances.filter(user=person).exists():
        raise RuleBroken(f"{person.name} is on the list already.")
    capacity = Attendance.Capacity.GUEST
    row = Attendance.objects.create(meeting=meeting, user=person, capacity=capacity)
    record_act(viewer, meeting, "invite guest", ("attendances",))
    return row


@transaction.atomic
def mark_left(viewer: Viewer, meeting_id: UUID | str, user_key: UUID | str) -> Attendance:
    """Write that somebody left the room, with the time; marked present again, he is back."""
    meeting = access_meeting(viewer, meeting_id)
    require_conductor(viewer, meeting)
    row = meeting.attendances.select_related("user").filter(user__key=user_key).first()
    if row is None:
        raise NotVisible("attendance", user_key)
    if row.status not in HERE or meeting.status != Meeting.Status.OPEN:
        raise RuleBroken("Only somebody who is in the room can leave it.")
    if row.left_at is None:
        row.left_at = clock.now()
        row.save(update_fields=["left_at"])
        record_act(viewer, meeting, "mark left", ("left_at",))
    return row


def replace_absent(meeting: Meeting, absent: User, designee: User) -> None:
    """Excuse a member and invite the designee in his place, both by mail."""
    rows = meeting.attendances
    rows.update_or_create(user=absent, defaults={"status": Attendance.Status.EXCUSED})
    capacity = Attendance.Capacity.DESIGNEE
    rows.update_or_create(user=designee, defaults={"capacity": capacity, "status": INVITED})
    reminder.withdraw(meeting, because="a designee comes", user_ids=[absent.pk])
    if meeting.status == Meeting.Status.PLANNED:
        _announce_anew(meeting, [designee.pk])


def mail_restored(meeting: Meeting, absent: User, designee: User) -> None:
    """Mail that the member is expected again and the designee is not; the list is kept by whoever
    took the designation back."""
    meeting.sequence += 1  # as the database has it by now
    reminder.withdraw(meeting, because="designee taken back", user_ids=[designee.pk])
    if meeting.status == Meeting.Status.PLANNED:
        reminder.announce(meeting, [absent.pk])
        reminder.call_off(meeting, [designee.pk])


def _announce_anew(meeting: Meeting, user_ids: list[int]) -> None:
    """Mail an invitation; the sequence goes up, so that one sent before is no hindrance."""
    meeting.sequence += 1
    keep(meeting, "sequence")
    reminder.announce(meeting, user_ids)
