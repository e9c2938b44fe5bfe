"""The outbox of meeting mail: written with the meeting, sent by a scan; none lost, few copied."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from audit.models import Kind, Outcome
from audit.services.record import Entry, record
from casemgmt.core import clock
from teams.mail.message import message_for
from teams.models import Attendance, Meeting, Membership, Reminder
from teams.services.outbox import UNSENT, Outbox

LEADS = {
    Reminder.Kind.LEAD_DAY: timedelta(hours=24),
    Reminder.Kind.LEAD_HOUR: timedelta(hours=1),
}
TOO_LATE = timedelta(hours=2)  # after the meeting began


def announce(meeting: Meeting, user_ids: Iterable[int]) -> None:
    """Write the invitation and the reminders still ahead; counted in real hours."""
    now = clock.now()
    dues = {Reminder.Kind.INVITATION: now}
    dues |= {kind: meeting.starts_at - lead for kind, lead in LEADS.items()}
    rows = [
        _row(meeting, user_id, kind, due)
        for user_id in user_ids
        for kind, due in dues.items()
        if due >= now
    ]
    Reminder.objects.bulk_create(rows)


def call_off(meeting: Meeting, user_ids: Iterable[int]) -> None:
    """Write the mail that takes an appointment back."""
    kind = Reminder.Kind.CANCELLED
    Reminder.objects.bulk_create(
        [_row(meeting, user_id, kind, clock.now()) for user_id in user_ids]
    )


def withdraw(meeting: Meeting, *, because: str, user_ids: Iterable[int] | None = None) -> None:
    """Take back what is not sent; waits for a mail on its way, so that the newer comes after."""
    rows = meeting.reminders.filter(state__in=UNSENT)
    if user_ids is None:
        rows = rows.exclude(kind=Reminder.Kind.CANCELLED)
    else:
        rows = rows.filter(recipient_id__in=user_ids)
    rows.update(state=Reminder.State.SKIPPED, skipped_because=because)


def send_due(limit: int = 100) -> int:
    """Send what is due, one by one; return how many. Any number of workers may run it."""
    return _outbox().send_due(limit)


def _row(meeting: Meeting, user_id: int, kind: str, due: datetime) -> Reminder:
    return Reminder(
        meeting=meeting, recipient_id=user_id, kind=kind, due_at=due, sequence=meeting.sequence
    )


def _outbox() -> Outbox:
    return Outbox(
        rows=Reminder, related=("meeting__team", "recipient"), why_not=_why_not,
        message_for=message_for, keep_on_ledger=lambda reminder: record(None, [_event(reminder)]),
    )  # fmt: skip


def _why_not(reminder: Reminder) -> str:
    """Return why this mail is not to be sent any more, or nothing; asked just before it goes."""
    meeting = reminder.meeting
    if not reminder.recipient.is_active:
        return "account disabled"
    if clock.now() > meeting.starts_at + TOO_LATE:
        return "late"
    if reminder.kind == Reminder.Kind.CANCELLED:
        return ""
    if meeting.status not in (Meeting.Status.PLANNED, Meeting.Status.OPEN):
        return f"meeting {meeting.status}"
    return _why_not_invited(reminder)


def _why_not_invited(reminder: Reminder) -> str:
    row = Attendance.objects.filter(
        meeting_id=reminder.meeting_id, user_id=reminder.recipient_id
    ).first()
    if row is None:
        return "not invited any more"
    if row.status == Attendance.Status.EXCUSED:
        return "excused"
    if row.capacity == Attendance.Capacity.MEMBER and not _is_member(reminder):
        return "not a member any more"
    return ""


def _is_member(reminder: Reminder) -> bool:
    today = clock.today()
    seats = Membership.objects.filter(
        user_id=reminder.recipient_id, team_id=reminder.meeting.team_id, starts__lte=today
    )
    return seats.filter(Q(until__isnull=True) | Q(until__gte=today)).exists()


def _event(reminder: Reminder) -> Entry:
    return Entry(
        kind=Kind.MAIL, outcome=Outcome.DONE, subject_kind="meeting",
        subject_id=str(reminder.meeting_id), fields=("starts_at",),
        recipient=str(reminder.recipient_id),
        detail={"reminder": str(reminder.pk), "mail": reminder.kind, "attempt": reminder.attempt},
    )  # fmt: skip
