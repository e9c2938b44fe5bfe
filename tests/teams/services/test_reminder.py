"""Mail about meetings: neither lost nor told too much; skipped where it is not due any more."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.db.models.functions import Now
from icalendar import Calendar

from audit.models import Event
from casemgmt.core import clock
from teams.models import Attendance, Meeting, Membership, Reminder, User
from teams.services import reminder as outbox
from teams.services.meeting import cancel_meeting, move_meeting
from teams.services.outbox import ATTEMPTS
from tests import build
from tests.meetings import MEMBERS, appointment, plan, reminders_of
from tests.plugins.roles import as_owner

State, Kind = Reminder.State, Reminder.Kind


def make_due(meeting, **fields):
    Reminder.objects.filter(meeting=meeting, **fields).update(due_at=Now() - timedelta(minutes=1))


def test_invitations_go_out_at_once_and_reminders_later(world):
    meeting = plan(world)
    assert outbox.send_due() == len(MEMBERS)
    assert {m.to[0] for m in mail.outbox} == {f"{name}@example.org" for name in MEMBERS}
    assert outbox.send_due() == 0
    make_due(meeting, kind=Kind.LEAD_DAY)
    assert outbox.send_due() == len(MEMBERS)


def test_each_mail_is_an_event_of_the_ledger_without_a_case(world):
    meeting = plan(world)
    outbox.send_due()
    with as_owner():
        events = list(Event.objects.filter(kind="mail"))
    assert {e.recipient for e in events} == {str(world.people[n].pk) for n in MEMBERS}
    assert {(e.subject_id, e.case_id) for e in events} == {(str(meeting.pk), None)}


def sensitive_words(world):
    names = {word for user in world.people.values() for word in user.name.split()} - {"Example"}
    agencies = {agency.name for agency in world.agencies.values()}
    agencies |= {"probation", "polygraph", "treatment", "advocacy", "attorney", "offense"}
    return {
        *names, *agencies, world.case.number, "Marlow", "John", "Elm", "River", "Room 4",
        "Case review", "case review", "zoom.example", "agenda", "victim", "court",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["invitation", "cancelled"])
def test_a_mail_holds_none_of_the_sensitive_words(world, kind):
    meeting = plan(world, segments=[("policy", "Zoning of parks")])
    if kind == "cancelled":
        cancel_meeting(world.viewer("cho"), meeting.pk, reason="Snow at Elm", version=1)
    outbox.send_due()
    for message in mail.outbox:
        raw = message.message().as_string().replace("\n ", "")
        own = message.to[0]  # the address that it goes to
        found = [w for w in sensitive_words(world) if w.lower() in raw.replace(own, "").lower()]
        assert found == []
        assert message.subject == "You have a team appointment"


def test_the_calendar_entry_says_when_and_nothing_else(world):
    meeting = plan(world)
    outbox.send_due()
    message = mail.outbox[0]
    content, kind = message.alternatives[0]
    assert kind == "text/calendar; method=REQUEST"
    entry = Calendar.from_ical(content).walk("VEVENT")[0]
    assert entry["uid"] == str(meeting.pk)
    assert (entry["sequence"], entry["summary"]) == (0, "Team appointment")
    assert entry.decoded("dtstart") == meeting.starts_at
    assert not {"LOCATION", "DESCRIPTION", "URL"} & set(entry)
    assert "VTIMEZONE" in content
    assert "REQUEST" in message.message().as_string()


def test_a_cancellation_cancels_the_entry(world):
    meeting = plan(world)
    cancel_meeting(world.viewer("cho"), meeting.pk, reason="Snow", version=1)
    outbox.send_due()
    content, kind = mail.outbox[0].alternatives[0]
    assert kind == "text/calendar; method=CANCEL"
    entry = Calendar.from_ical(content).walk("VEVENT")[0]
    assert (entry["status"], entry["sequence"]) == ("CANCELLED", 1)
    assert "is cancelled" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ("seat ended", "not a member any more"),
        ("account disabled", "account disabled"),
        ("uninvited", "not invited any more"),
        ("excused", "excused"),
        ("closed", "meeting closed"),
        ("late", "late"),
    ],
)
def test_who_has_no_right_to_it_any_more_gets_no_mail(world, change, because):
    meeting = plan(world, members=("kim",))
    kim = world.people["kim"]
    with as_owner():
        if change == "seat ended":
            Membership.objects.filter(user=kim).update(until=build.day(-1))
        if change == "account disabled":
            User.objects.filter(pk=kim.pk).update(is_active=False)
        if change == "uninvited":
            Attendance.objects.filter(user=kim).delete()
        if change == "excused":
            Attendance.objects.filter(user=kim).update(status="excused")
        if change == "closed":
            Meeting.objects.update(status="closed")
        if change == "late":
            Meeting.objects.update(starts_at=clock.now() - timedelta(hours=2, minutes=1))
    assert outbox.send_due() == 0
    assert mail.outbox == []
    (row,) = reminders_of(meeting, kind=Kind.INVITATION)
    assert (row.state, row.skipped_because) == (State.SKIPPED, because)


def test_a_moved_meeting_mails_only_the_new_time(world):
    meeting = plan(world)
    moved = move_meeting(world.viewer("cho"), meeting.pk, appointment=appointment(96), version=1)
    assert outbox.send_due() == len(MEMBERS)
    entry = Calendar.from_ical(mail.outbox[0].alternatives[0][0]).walk("VEVENT")[0]
    assert entry.decoded("dtstart") == moved.starts_at
    assert entry["sequence"] == 1


class Broken(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages):
        raise SMTPException("no")


def test_a_server_that_is_down_is_tried_again_at_growing_distances_then_told(world, settings):
    meeting = plan(world, members=("ana",))
    settings.EMAIL_BACKEND = "tests.teams.services.test_reminder.Broken"
    waits = []
    for _ in range(ATTEMPTS):
        make_due(meeting, kind=Kind.INVITATION)
        assert outbox.send_due() == 0
        (row,) = reminders_of(meeting, kind=Kind.INVITATION)
        waits.append(round((row.due_at - clock.now()).total_seconds() / 60))
    assert waits[:7] == [1, 5, 15, 60, 60, 60, 60]
    assert (row.state, row.attempt) == (State.FAILED, 8)


def test_a_lease_that_ended_on_the_last_attempt_is_told_too(world):
    meeting = plan(world, members=("ana",))
    Reminder.objects.filter(meeting=meeting, kind=Kind.INVITATION).update(
        state=State.SENDING, attempt=8, lease_until=Now() - timedelta(seconds=1)
    )
    outbox.send_due()
    assert reminders_of(meeting, kind=Kind.INVITATION)[0].state == State.FAILED


def test_a_person_without_an_address_is_told_to_the_coordinator_in_the_end(world):
    meeting = plan(world, members=("ana",))
    with as_owner():
        User.objects.filter(username="ana").update(email="")
    outbox.send_due()
    (row,) = reminders_of(meeting, kind=Kind.INVITATION)
    assert (row.state, row.attempt) == (State.PENDING, 1)


WORKER = """
import os, signal, sys
import django
django.setup()
from django.conf import settings
settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
settings.EMAIL_FILE_PATH = sys.argv[1]
from teams.services import reminder
if sys.argv[2] == "kill":
    reminder.record = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # accepted, not yet marked
print(reminder.send_due())
"""


def run_worker(folder: Path, way: str) -> int:
    command = [sys.executable, "-c", WORKER, str(folder), way]
    return subprocess.run(command, env=os.environ, check=False, timeout=60).returncode


def ids_sent(folder: Path) -> list[str]:
    found = []
    for path in folder.iterdir():
        for part in path.read_bytes().split(b"-" * 79):
            message = message_from_bytes(part.strip(), policy=policy.default)
            if message["Message-ID"]:
                found.append(message["Message-ID"])
    return found


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_sending_and_marking_loses_none_and_copies_at_most_one(
    world, tmp_path
):
    with transaction.atomic():
        meeting = plan(world)
    assert run_worker(tmp_path, "kill") == -signal.SIGKILL
    assert run_worker(tmp_path, "work") == 0
    assert len(ids_sent(tmp_path)) == len(MEMBERS)  # the killed one's lease has not ended
    Reminder.objects.filter(state=State.SENDING).update(lease_until=Now() - timedelta(seconds=1))
    assert run_worker(tmp_path, "work") == 0
    ids = ids_sent(tmp_path)
    assert len(ids) == len(MEMBERS) + 1
    assert len(set(ids)) == len(MEMBERS)
    assert {r.state for r in reminders_of(meeting, kind=Kind.INVITATION)} == {State.SENT}
