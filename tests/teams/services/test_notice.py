"""Notices about access: once, never lost, never doubled, and no word of a case in any of them."""

from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now
from django.urls import reverse

from casemgmt.core import clock
from teams.mail.notice import WORDS
from teams.models import Notice, User
from teams.services.notice import notify, send_due_notices, withdraw_notices
from teams.services.outbox import ATTEMPTS
from teams.services.scan import scan
from tests.denials import events
from tests.plugins.roles import as_owner

State, Kind = Notice.State, Notice.Kind
ABOUT = "glass:1"


def tell(world, *names, kind="broken_glass", about=ABOUT, **options):
    notify(kind, [world.people[name].pk for name in names], about=about, **options)


def states(**wanted):
    return sorted(Notice.objects.filter(**wanted).values_list("state", flat=True))


def test_each_person_gets_one_however_often_it_is_said(world):
    tell(world, "ana", "kim", "ana")
    tell(world, "ana")
    notify("broken_glass", [None, world.people["kim"].pk], about=ABOUT)
    assert scan() == 2
    tell(world, "ana")
    assert scan() == 0
    assert sorted(m.to[0] for m in mail.outbox) == ["ana@example.org", "kim@example.org"]


def test_another_kind_and_another_thing_are_mails_of_their_own(world):
    tell(world, "ana")
    tell(world, "ana", kind="broken_glass_late")
    tell(world, "ana", about="glass:2")
    assert send_due_notices() == 3


def test_what_is_not_due_waits(world):
    tell(world, "ana", due_at=clock.now() + timedelta(days=1))
    assert send_due_notices() == 0
    Notice.objects.update(due_at=Now() - timedelta(minutes=1))
    assert send_due_notices() == 1


def test_what_is_taken_back_is_not_sent_and_can_be_said_again(world):
    tell(world, "ana", "kim")
    tell(world, "ana", kind="broken_glass_late")
    withdraw_notices(about=ABOUT, because="reviewed", kinds=["broken_glass_late"])
    assert states(kind="broken_glass_late") == [State.SKIPPED]
    withdraw_notices(about=ABOUT, because="reviewed")
    assert send_due_notices() == 0
    tell(world, "ana")
    assert send_due_notices() == 1
    withdraw_notices(about=ABOUT, because="too late")
    assert states(kind="broken_glass") == [State.SENT, State.SKIPPED]


def test_an_unknown_kind_is_a_mistake_of_the_caller(world):
    with pytest.raises(ValueError, match="nonsense"):
        tell(world, "ana", kind="nonsense")


def test_a_disabled_account_gets_none(world):
    tell(world, "ana")
    with as_owner():
        User.objects.filter(username="ana").update(is_active=False)
    assert send_due_notices() == 0
    assert list(Notice.objects.values_list("skipped_because", flat=True)) == ["account disabled"]
    assert mail.outbox == []


def test_it_goes_with_the_act_or_not_at_all(world):
    with transaction.atomic():
        tell(world, "ana")
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_each_mail_is_an_event_of_the_ledger_without_a_case(world):
    tell(world, "ana")
    send_due_notices()
    (event,) = events(kind="mail")
    assert (event.recipient, event.case_id) == (str(world.people["ana"].pk), None)
    assert event.detail["mail"] == "broken_glass"


def sensitive_words(world):
    names = {word for user in world.people.values() for word in user.name.split()} - {"Example"}
    return {
        *names, *(agency.name for agency in world.agencies.values()), world.case.number, "Marlow",
        "John", "Elm", "River", "glass:", "probation", "polygraph", "treatment", "advoc",
        "attorney", "offense", "victim", "court", "sex", "case",
    }  # fmt: skip


@pytest.mark.parametrize("kind", Kind.values)
def test_no_kind_says_a_sensitive_word_and_each_leads_to_a_page(world, kind):
    tell(world, "ana", kind=kind)
    send_due_notices()
    (message,) = mail.outbox
    said = f"{message.subject}\n{message.body}".replace("Team case file", "")
    said = "\n".join(line for line in said.splitlines() if "http" not in line).lower()
    assert [word for word in sensitive_words(world) if word.lower() in said] == []
    assert message.subject == "Something waits for you"
    assert reverse(WORDS[Kind(kind)].route) in message.body


class Broken(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages):
        raise SMTPException("no")


def test_a_server_that_is_down_is_tried_again_until_it_has_failed(world, settings):
    tell(world, "ana")
    settings.EMAIL_BACKEND = "tests.teams.services.test_notice.Broken"
    for _ in range(ATTEMPTS):
        Notice.objects.update(due_at=Now() - timedelta(minutes=1))
        assert send_due_notices() == 0
    assert states() == [State.FAILED]


def test_a_lease_that_ended_is_taken_up_by_another_worker(world):
    tell(world, "ana")
    Notice.objects.update(state=State.SENDING, attempt=1, lease_until=Now() + timedelta(minutes=1))
    assert send_due_notices() == 0
    Notice.objects.update(lease_until=Now() - timedelta(seconds=1))
    assert send_due_notices() == 1


def test_nobody_deletes_a_notice(world):
    tell(world, "ana")
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM teams_notice")
