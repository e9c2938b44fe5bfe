"""Alarms of the ledger's own work: each by making the trouble, told once, and once when over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as site
from django.core import mail
from django.db import connection

from audit.alarm import Limits, Readings, Trouble, silence, troubles
from audit.models import Alarm, Head, JournalWait
from audit.services import journal
from audit.services.alarm import watch
from teams.models import Notice
from teams.services.ledger_watch import remind_of_reviews, tell_alarms
from teams.services.scan import scan
from tests import build
from tests.audit.ledger import put_in, seal, tampering, write_events
from tests.audit.use import at, last_week, use
from tests.plugins.roles import as_owner

pytestmark = pytest.mark.django_db
LATE = "now() - interval '3 hours'"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LIMITS = Limits(*(timedelta(minutes=10) for _ in range(4)))


def old_event():
    with tampering() as cursor:
        put_in(cursor, at=LATE)


def old_head():
    write_events(3)
    seal()
    with tampering() as cursor:
        cursor.execute(f"UPDATE audit_head SET at = {LATE}")  # noqa: S608


def vouched(kind, by):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_anchor (kind, size, by, note) VALUES (%s, %s, %s, 'note')",
            [kind, Head.objects.order_by("-size")[0].size, by],
        )


class Seal:
    def make(self, settings):
        old_event()

    def mend(self, settings):
        seal()


class SealAgain(Seal):
    def make(self, settings):
        write_events(1)
        seal()
        old_event()


class Stamp:
    def make(self, settings):
        settings.LEDGER_TSA_URL, settings.LEDGER_TSA_EVERY = "https://stamp.example", 60
        old_head()

    def mend(self, settings):
        vouched("stamp", "https://stamp.example")


class Witness:
    def make(self, settings):
        settings.LEDGER_WITNESSES = ["https://well.example", "https://silent.example"]
        old_head()
        vouched("witness", "https://well.example")

    def mend(self, settings):
        vouched("witness", "https://silent.example")


class Mail:
    def make(self, settings):
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO audit_headmail (size, address, created_at, due_at)"
                f" VALUES (1, 'office@example.org', {LATE}, now() + interval '1 day')"
            )

    def mend(self, settings):
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("UPDATE audit_headmail SET sent_at = now()")


class Journal:
    def make(self, settings):
        settings.LEDGER_JOURNAL = "tcp://127.0.0.1:9"

    def mend(self, settings):
        settings.LEDGER_JOURNAL = ""


TROUBLES = [
    ("no_head", Seal), ("unsealed", SealAgain), ("stamp", Stamp), ("witness", Witness),
    ("mail", Mail), ("journal", Journal),
]  # fmt: skip


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__name", flat=True))


@pytest.mark.parametrize(("kind", "trouble"), TROUBLES)
def test_each_trouble_is_told_once_and_once_when_it_is_over(
    world, settings, client_as, client, kind, trouble
):
    readers = sorted(world.people[name].name for name in ("petra", "alex"))
    assert tell_alarms() == 0
    trouble().make(settings)
    assert [tell_alarms() for _ in range(3)] == [1, 0, 0]
    assert Alarm.objects.get().kind == kind
    assert told("ledger_alarm") == readers
    settings.LEDGER_JOURNAL, held = "", settings.LEDGER_JOURNAL
    page = client_as("petra").get("/ledger/").content.decode()
    assert "Something has stopped" in page
    answer = client.get("/healthz/ledger")
    assert (answer.status_code, answer.json()) == (503, {"ledger": "stopped"})
    settings.LEDGER_JOURNAL = held
    trouble().mend(settings)
    assert [tell_alarms() for _ in range(3)] == [0, 0, 0]
    assert told("ledger_alarm_over") == readers
    assert told("ledger_alarm") == readers
    states = list(Alarm.objects.order_by("id").values_list("state", flat=True))
    assert states == ["began", "over"]
    if kind not in ("stamp", "witness"):
        assert client.get("/healthz/ledger").json() == {"ledger": "ok"}


def test_a_trouble_that_comes_back_is_told_again(world):
    for _ in range(2):
        old_event()
        tell_alarms()
        seal()
        tell_alarms()
    assert len(told("ledger_alarm")) == 4
    assert len(told("ledger_alarm_over")) == 4


def test_the_mail_says_that_and_no_more(world):
    old_event()
    scan()
    assert scan() >= 2
    bodies = [message.body for message in mail.outbox if "has stopped" in message.body]
    assert len(bodies) == 2
    assert all("24-0117" not in body and "event" not in body for body in bodies)


def test_the_watcher_lives_outside_of_what_it_watches():
    assert site.DUE_SCANS[0] == "teams.services.ledger_watch.tell_alarms"


def test_a_silent_watcher_is_seen_by_who_opens_a_page(world, client_as, client):
    old_head()
    assert client.get("/healthz/ledger").status_code == 503
    watch()
    assert client.get("/healthz/ledger").status_code == 200
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE audit_watch SET at = {LATE}")  # noqa: S608
    assert client.get("/healthz/ledger").status_code == 503
    assert "Nobody watches" in client_as("alex").get("/ledger/").content.decode()


def test_a_ledger_without_anything_new_is_no_trouble(world, settings):
    settings.LEDGER_WITNESSES = ["https://well.example"]
    old_head()
    vouched("witness", "https://well.example")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            f"ALTER TABLE audit_anchor DISABLE TRIGGER USER; UPDATE audit_anchor SET at = {LATE}"
        )  # noqa: E501, S608
    assert watch().began == ()


WELL = Readings(at=NOW, head_at=NOW, watched_at=NOW)
EDGES = [
    ({}, []),
    ({"oldest": NOW - timedelta(minutes=10)}, []),
    ({"oldest": NOW - timedelta(minutes=11)}, ["unsealed"]),
    ({"oldest": NOW - timedelta(minutes=11), "head_at": None}, ["no_head"]),
    ({"mail_due": NOW - timedelta(minutes=11)}, ["mail"]),
    ({"journal_failed": True}, ["journal"]),
]


@pytest.mark.parametrize(("readings", "kinds"), EDGES)
def test_the_rules_at_their_edge(readings, kinds):
    found = troubles(replace(WELL, **readings), LIMITS)
    assert [one.kind for one in found] == kinds
    assert all(one.words for one in found)


def test_silence_begins_after_its_limit():
    assert silence(WELL, LIMITS) == []
    late = NOW - timedelta(minutes=11)
    assert silence(replace(WELL, watched_at=late), LIMITS) == [Trouble("watch", "", late)]
    assert silence(Readings(at=NOW), LIMITS) == []
    assert silence(Readings(at=NOW, oldest=late), LIMITS) == [Trouble("watch", "", late)]
    assert silence(Readings(at=NOW, head_at=late), LIMITS) == [Trouble("watch", "", late)]


def test_what_an_office_does_not_have_to_know_is_told_to_nobody(world):
    old_event()
    tell_alarms()
    names = {world.people[name].name for name in ("ana", "rosa", "sam", "maya")}
    assert not names & set(told("ledger_alarm"))


def test_reviews_are_reminded_when_due_and_when_late(world, settings):
    assert remind_of_reviews() == 0
    use(world, "ana", at(last_week(), 10))
    world.people["lena"] = build.make_user(
        "lena", world.agencies["council"], "policy", office="privacy_officer"
    )
    settings.LEDGER_REVIEW_DAYS = 30
    assert [remind_of_reviews() for _ in range(2)] == [1, 1]
    readers = sorted(world.people[name].name for name in ("petra", "alex"))
    assert (told("ledger_review_due"), told("ledger_review_late")) == (readers, [])
    settings.LEDGER_REVIEW_DAYS = -7
    remind_of_reviews()
    assert told("ledger_review_late") == readers


def test_a_signed_week_is_not_reminded(world):
    use(world, "ana", at(last_week(), 10))
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_weeklyreview (agency_id, week, by_id, by_name, note, summary)"
            " VALUES (%s, %s, 1, 'P', 'x', '{}')",
            [world.agencies["probation"].pk, last_week()],
        )
    assert remind_of_reviews() == 0


@pytest.fixture
def dead_journal(settings, monkeypatch):
    """The journal answers the watcher, and takes no line of this process."""
    settings.LEDGER_JOURNAL = "tcp://127.0.0.1:9"
    monkeypatch.setattr("audit.services.alarm.journal_answers", lambda: True)
    journal._journals.clear()
    yield
    journal._journals.clear()


def commit():
    """Do what a commit would: send a line of each event of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text")
        journal._Lines(cursor.fetchone()[0])()


def test_lines_that_wait_in_a_process_are_told_until_they_are_sent(
    world, dead_journal, monkeypatch
):
    commit()
    assert tell_alarms() == 1
    assert Alarm.objects.get().kind == "journal"
    monkeypatch.setattr(journal.Journal, "send", lambda self, lines: None)
    commit()
    assert JournalWait.objects.count() == 0
    tell_alarms()
    assert [row.state for row in Alarm.objects.order_by("id")] == ["began", "over"]
