"""Sends what waits in an outbox: claimed under a lease, tried again at growing distances, none
lost, few copied. Any number of workers may run it."""

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from teams.models.outbox import OutboxRow

log = logging.getLogger(__name__)

State = OutboxRow.State
LEASE = timedelta(seconds=120)  # longer than the SMTP timeout of 30 s
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(minutes=60),
)
ATTEMPTS = 8
SCAN_SECONDS = (
    40  # a scan stops claiming before the worker's time limit ends it in the middle of a mail
)
UNSENT = (State.PENDING, State.SENDING)


@dataclass(frozen=True)
class Outbox:
    """One table of mails: why one is left, what it says, and how it stands on the ledger."""

    rows: Any  # the model
    related: tuple[str, ...]
    why_not: Callable[[Any], str]
    message_for: Callable[[Any], EmailMessage]
    keep_on_ledger: Callable[[Any], None]

    def send_due(self, limit: int) -> int:
        """Send what is due, one by one; return how many."""
        started = time.monotonic()
        self._give_up_abandoned()
        sent = 0
        for _ in range(limit):
            claimed = self._claim()
            if claimed is None or time.monotonic() - started > SCAN_SECONDS:
                break
            sent += self._deliver(*claimed)
        return sent

    @transaction.atomic
    def _claim(self) -> tuple[uuid.UUID, int] | None:
        """Take one due mail under a lease, by the database's clock; a dead worker's lease ends."""
        waiting = Q(state=State.PENDING) | Q(state=State.SENDING, lease_until__lt=Now())
        due = self.rows.objects.filter(waiting, due_at__lte=Now(), attempt__lt=ATTEMPTS)
        found = due.select_for_update(skip_locked=True).order_by("due_at").first()
        if found is None:
            return None
        self.rows.objects.filter(pk=found.pk).update(
            state=State.SENDING, lease_until=Now() + LEASE, attempt=F("attempt") + 1
        )
        return found.pk, found.attempt + 1

    def _deliver(self, key: uuid.UUID, attempt: int) -> bool:
        """Send one claimed mail and mark it; its row stays locked, so a change waits its turn."""
        try:
            with transaction.atomic():
                return self._send(key, attempt)
        except (SMTPException, OSError, ValueError) as fault:
            kind = self.rows._meta.verbose_name
            log.warning("%s %s, attempt %s: %s", kind, key, attempt, type(fault).__name__)
            self._put_off(key, attempt)
            return False

    def _send(self, key: uuid.UUID, attempt: int) -> bool:
        mine = self.rows.objects.filter(pk=key, state=State.SENDING, attempt=attempt)
        row = mine.select_for_update(of=("self",)).select_related(*self.related).first()
        if row is None:
            return False
        because = self.why_not(row)
        if because:
            mine.update(state=State.SKIPPED, skipped_because=because, lease_until=None)
            return False
        self.message_for(row).send()
        mine.update(state=State.SENT, sent_at=Now(), lease_until=None)
        self.keep_on_ledger(row)
        return True

    def _put_off(self, key: uuid.UUID, attempt: int) -> None:
        """Try again later, at growing distances; after the last attempt it has failed."""
        mine = self.rows.objects.filter(pk=key, state=State.SENDING, attempt=attempt)
        if attempt >= ATTEMPTS:
            mine.update(state=State.FAILED, lease_until=None)
            return
        wait = BACK_OFF[min(attempt, len(BACK_OFF)) - 1]
        mine.update(state=State.PENDING, due_at=Now() + wait, lease_until=None)

    def _give_up_abandoned(self) -> None:
        """A worker that died on the last attempt leaves a row that nobody claims again."""
        self.rows.objects.filter(
            state=State.SENDING, attempt__gte=ATTEMPTS, lease_until__lt=Now()
        ).update(state=State.FAILED, lease_until=None)
