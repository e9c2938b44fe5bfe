"""Signed heads by mail, at most once a period: the text is the note and nothing else.

Rows of an outbox of its own, since the addresses are of offices outside, not of people here. A row
is locked while its mail goes out; one that fails waits longer each time and is never given up.
"""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from audit.models import Head, HeadMail, Kind, Outcome
from audit.services.record import Entry, record
from casemgmt.core import clock

SUBJECT = "Head of the ledger: keep this mail"
BACK_OFF = (1, 5, 15, 60)  # minutes
AT_ONCE = 20

logger = logging.getLogger(__name__)


def send_heads() -> int:
    """Put the newest head into the outbox when a period is over, and send what is due."""
    _queue()
    sent = 0
    for _ in range(AT_ONCE):
        done = _send_one()
        if done is None:
            break
        sent += done
    return sent


@transaction.atomic
def _queue() -> None:
    addresses = settings.LEDGER_MAIL_TO
    head = Head.objects.order_by("-size").first() if addresses else None
    if head is None:
        return
    since = clock.now() - timedelta(seconds=settings.LEDGER_MAIL_EVERY)
    served = HeadMail.objects.filter(created_at__gt=since, address__in=addresses)
    newest = set(served.values_list("address", flat=True))
    same = HeadMail.objects.filter(size=head.size).values_list("address", flat=True)
    for address in sorted(set(addresses) - newest - set(same)):
        _insert(head.size, address)


def _insert(size: int, address: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_headmail (size, address) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [size, address],
        )


@transaction.atomic
def _send_one() -> bool | None:
    """Send one mail that is due; None where none is."""
    due = HeadMail.objects.filter(sent_at__isnull=True, due_at__lte=Now()).order_by("due_at")
    row = due.select_for_update(skip_locked=True).first()
    if row is None:
        return None
    mine = HeadMail.objects.filter(pk=row.pk)
    head = Head.objects.filter(size=row.size).first()
    try:
        if head is None:
            raise ValueError("its head is gone")
        EmailMessage(subject=SUBJECT, body=head.note, to=[row.address]).send()
    except (SMTPException, OSError, ValueError) as fault:
        logger.error("The head of %s was not mailed: %s", row.size, type(fault).__name__)
        wait = BACK_OFF[min(row.attempt, len(BACK_OFF) - 1)]
        mine.update(due_at=Now() + timedelta(minutes=wait), attempt=F("attempt") + 1)
        return False
    mine.update(sent_at=Now(), attempt=F("attempt") + 1)
    entry = Entry(
        kind=Kind.MAIL, outcome=Outcome.DONE, subject_kind="head", subject_id=str(row.size),
        recipient=row.address,
    )  # fmt: skip
    record(None, [entry])
    return True
