"""Plans, moves, cancels, opens and closes meetings; the mails are written in the same act."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from casemgmt.core import clock
from casemgmt.core.errors import RuleBroken
from casemgmt.core.walltime import wall_of
from casemgmt.policy.people import Viewer
from teams.models import Meeting, Minutes, Team, User
from teams.selectors.meeting import access_meeting, require_conductor, require_planner
from teams.services import agenda, attendance, reminder
from teams.services.events import record_act
from teams.services.versions import keep, refuse_if_changed, words_of


@dataclass(frozen=True)
class Appointment:
    """When, how long and where a meeting takes place."""

    title: str
    starts_at: datetime
    zone: str
    minutes_long: int
    place: str = ""
    link: str = ""


@transaction.atomic
def plan_meeting(
    viewer: Viewer,
    team: Team,
    *,
    appointment: Appointment,
    invited: Sequence[User],
    segments: Sequence[tuple[str, str]] = (),
) -> Meeting:
    """Plan a meeting, invite its people and write their mails; raises RuleBroken."""
    meeting = Meeting(team=team, planned_by_id=viewer.user_id, **_fields(appointment))
    require_planner(viewer, meeting)
    _check(appointment)
    if not invited:
        raise RuleBroken("Invite at least one member of the team.")
    meeting.full_clean(exclude=["team", "planned_by"])
    meeting.save(force_insert=True)
    attendance.invite(meeting, invited)
    reminder.announce(meeting, [user.pk for user in invited])
    for kind, title in segments:
        agenda.append(meeting, kind=kind, title=title)
    record_act(viewer, meeting, "plan meeting", ("starts_at", "place", "link"))
    return meeting


@transaction.atomic
def move_meeting(
    viewer: Viewer, meeting_id: UUID | str, *, appointment: Appointment, version: int
) -> Meeting:
    """Change when or where; a new time is mailed. Raises ChangedMeanwhile, RuleBroken."""
    meeting = _planned(viewer, meeting_id)
    refuse_if_changed(meeting, version, words_of(appointment))
    _check(appointment)
    before = (meeting.starts_at, meeting.minutes_long)
    for name, value in _fields(appointment).items():
        setattr(meeting, name, value)
    if before != (meeting.starts_at, meeting.minutes_long):
        meeting.sequence += 1
    meeting.full_clean(exclude=["team", "planned_by"])
    keep(meeting, *_fields(appointment), "sequence")
    if before != (meeting.starts_at, meeting.minutes_long):
        reminder.withdraw(meeting, because="moved")
        reminder.announce(meeting, attendance.invited_ids(meeting))
    record_act(viewer, meeting, "move meeting", ("starts_at", "place", "link"))
    return meeting


@transaction.atomic
def cancel_meeting(viewer: Viewer, meeting_id: UUID | str, *, reason: str, version: int) -> Meeting:
    """Cancel a planned meeting and mail it. Raises ChangedMeanwhile, RuleBroken."""
    meeting = _planned(viewer, meeting_id)
    refuse_if_changed(meeting, version, {"reason": reason})
    meeting.status = Meeting.Status.CANCELLED
    meeting.cancelled_because = reason
    meeting.sequence += 1
    keep(meeting, "status", "cancelled_because", "sequence")
    reminder.withdraw(meeting, because="cancelled")
    reminder.call_off(meeting, attendance.invited_ids(meeting))
    record_act(viewer, meeting, "cancel meeting", ("status",), reason=reason)
    return meeting


@transaction.atomic
def open_meeting(viewer: Viewer, meeting_id: UUID | str) -> Meeting:
    """Begin a planned meeting; twice is the same. Raises RuleBroken for one that is over."""
    meeting = _conducted(viewer, meeting_id)
    if meeting.status == Meeting.Status.OPEN:
        return meeting
    if meeting.status != Meeting.Status.PLANNED:
        raise RuleBroken("This meeting is closed or cancelled. Reopen it, or plan another one.")
    meeting.status = Meeting.Status.OPEN
    meeting.opened_at = clock.now()
    keep(meeting, "status", "opened_at")
    record_act(viewer, meeting, "open meeting", ("status",))
    return meeting


@transaction.atomic
def close_meeting(viewer: Viewer, meeting_id: UUID | str) -> Meeting:
    """End a meeting in session, so that its minutes can be approved. Raises RuleBroken."""
    meeting = _conducted(viewer, meeting_id)
    if meeting.status == Meeting.Status.CLOSED:
        return meeting
    if meeting.status != Meeting.Status.OPEN:
        raise RuleBroken("This meeting is not in session. Open it first.")
    meeting.status = Meeting.Status.CLOSED
    meeting.closed_at = clock.now()
    keep(meeting, "status", "closed_at")
    record_act(viewer, meeting, "close meeting", ("status",))
    return meeting


@transaction.atomic
def reopen_meeting(viewer: Viewer, meeting_id: UUID | str) -> Meeting:
    """Take back a closing, as long as the minutes are not approved. Raises RuleBroken."""
    meeting = _conducted(viewer, meeting_id)
    if meeting.status != Meeting.Status.CLOSED:
        raise RuleBroken("Only a closed meeting can be reopened.")
    if Minutes.objects.filter(meeting=meeting, approved_at__isnull=False).exists():
        raise RuleBroken(
            "The minutes are approved. Add an addendum instead of reopening the meeting."
        )
    meeting.status = Meeting.Status.OPEN
    meeting.closed_at = None
    keep(meeting, "status", "closed_at")
    record_act(viewer, meeting, "reopen meeting", ("status",))
    return meeting


def _planned(viewer: Viewer, meeting_id: UUID | str) -> Meeting:
    meeting = access_meeting(viewer, meeting_id, lock=True)
    require_planner(viewer, meeting)
    if meeting.status != Meeting.Status.PLANNED:
        raise RuleBroken("Only a meeting that is still planned can be changed or cancelled.")
    return meeting


def _conducted(viewer: Viewer, meeting_id: UUID | str) -> Meeting:
    meeting = access_meeting(viewer, meeting_id, lock=True)
    require_conductor(viewer, meeting)
    return meeting


def _check(appointment: Appointment) -> None:
    if appointment.starts_at <= clock.now():
        raise RuleBroken("This time has passed. Choose a time to come.")
    if not appointment.place and not appointment.link:
        raise RuleBroken("Give a place or a link to join, or both.")


def _fields(appointment: Appointment) -> dict[str, object]:
    wall = wall_of(appointment.starts_at, appointment.zone)
    return {**asdict(appointment), "local_start": wall.replace(tzinfo=UTC)}
