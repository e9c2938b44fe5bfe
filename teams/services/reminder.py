"""The outbox of meeting mail: written with the meeting, sent by a scan; none lost, few copied."""

import logging
import time
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from audit.models import Kind, Outcome
from audit.services.record import Entry, record
from casemgmt.core import clock
from teams.mail.message import message_for
from teams.models import Attendance, Meeting, Membership, Reminder

log = logging.getLogger(__name__)

LEADS = {
    Reminder.Kind.LEAD_DAY: timedelta(hours=24),
    Reminder.Kind.LEAD_HOUR: timedelta(hours=1),
}
LEASE = timedelta(seconds=120)  # longer than the SMTP timeout of 30 s
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(minutes=60),
)
ATTEMPTS = 8
TOO_LATE = timedelta(hours=2)  # after the meeting began
SCAN_SECONDS = (
    40  # a scan stops claiming before the worker's time limit ends it in the middle of a mail
)
UNSENT = (Reminder.State.PENDING, Reminder.State.SENDING)


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
    started = time.monotonic()
    _give_up_abandoned()
    sent = 0
    for _ in range(limit):
        claimed = _claim()
        if claimed is None or time.monotonic() - started > SCAN_SECONDS:
            break
        sent += _deliver(*claimed)
    return sent


def _row(meeting: Meeting, user_id: int, kind: str, due: datetime) -> Reminder:
    return Reminder(
        meeting=meeting, recipient_id=user_id, kind=kind, due_at=due, sequence=meeting.sequence
    )


@transaction.atomic
def _claim() -> tuple[uuid.UUID, int] | None:
    """Take one due mail under a lease, by the database's clock; a dead worker's lease ends."""
    waiting = Q(state=Reminder.State.PENDING)
    waiting |= Q(state=Reminder.State.SENDING, lease_until__lt=Now())
    due = Reminder.objects.filter(waiting, due_at__lte=Now(), attempt__lt=ATTEMPTS)
    found = due.select_for_update(skip_locked=True).order_by("due_at").first()
    if found is None:
        return None
    Reminder.objects.filter(pk=found.pk).update(
        state=Reminder.State.SENDING, lease_until=Now() + LEASE, attempt=F("attempt") + 1
    )
    return found.pk, found.attempt + 1


def _deliver(reminder_id: uuid.UUID, attempt: int) -> bool:
    """Send one claimed mail and mark it; its row stays locked, so a move waits its turn."""
    try:
        with transaction.atomic():
            return _send(reminder_id, attempt)
    except (SMTPException, OSError, ValueError) as fault:
        log.warning("reminder %s, attempt %s: %s", reminder_id, attempt, type(fault).__name__)
        _put_off(reminder_id, attempt)
        return False


def _send(reminder_id: uuid.UUID, attempt: int) -> bool:
    mine = Reminder.objects.filter(pk=reminder_id, state=Reminder.State.SENDING, attempt=attempt)
    reminder = (
        mine.select_for_update(of=("self",)).select_related("meeting__team", "recipient").first()
    )
    if reminder is None:
        return False
    because = _why_not(reminder)
    if because:
        mine.update(state=Reminder.State.SKIPPED, skipped_because=because, lease_until=None)
        return False
    message_for(reminder).send()
    mine.update(state=Reminder.State.SENT, sent_at=Now(), lease_until=None)
    record(None, [_event(reminder)])
    return True


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


def _put_off(reminder_id: uuid.UUID, attempt: int) -> None:
    """Try again later, at growing distances; after the last attempt the coordinator is told."""
    mine = Reminder.objects.filter(pk=reminder_id, state=Reminder.State.SENDING, attempt=attempt)
    if attempt >= ATTEMPTS:
        mine.update(state=Reminder.State.FAILED, lease_until=None)
        return
    wait = BACK_OFF[min(attempt, len(BACK_OFF)) - 1]
    mine.update(state=Reminder.State.PENDING, due_at=Now() + wait, lease_until=None)


def _give_up_abandoned() -> None:
    """A worker that died on the last attempt leaves a row that nobody claims again."""
    Reminder.objects.filter(
        state=Reminder.State.SENDING, attempt__gte=ATTEMPTS, lease_until__lt=Now()
    ).update(state=Reminder.State.FAILED, lease_until=None)


def _event(reminder: Reminder) -> Entry:
    return Entry(
        kind=Kind.MAIL, outcome=Outcome.DONE, subject_kind="meeting",
        subject_id=str(reminder.meeting_id), fields=("starts_at",),
        recipient=str(reminder.recipient_id),
        detail={"reminder": str(reminder.pk), "mail": reminder.kind, "attempt": reminder.attempt},
    )  # fmt: skip
