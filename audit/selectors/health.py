"""Reads how the ledger's own work goes: what waits for a seal, the last head, who vouched for it.

Times and counts only: nothing here tells what an event holds, so that a watcher needs no office.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from audit.alarm import JOURNAL, Limits, Readings, Trouble, Vouching, silence, troubles
from audit.models import Alarm, Head, HeadMail, JournalWait, StoredAnchor, Watch

FORGOTTEN = timedelta(hours=1)  # a process that has not tried for so long has ended


def readings_now(*, journal_failed: bool = False) -> Readings:
    """Return the readings of this moment."""
    head = Head.objects.order_by("-size").first()
    with connection.cursor() as cursor:
        # The database's own clock: times that it wrote are compared with no other.
        cursor.execute("SELECT many, oldest, clock_timestamp() FROM audit_unsealed()")
        many, oldest, moment = cursor.fetchone()
    mail = HeadMail.objects.filter(sent_at__isnull=True).order_by("created_at").first()
    return Readings(
        at=moment, unsealed=many, oldest=oldest, head_at=head.at if head else None,
        head_size=head.size if head else 0, vouching=tuple(_vouching()),
        mail_due=mail.created_at if mail else None,
        journal_failed=journal_failed or _lines_wait(moment),
        watched_at=Watch.objects.values_list("at", flat=True).first(),
    )  # fmt: skip


def limits_now() -> Limits:
    """Return the limits that this site has set."""
    return Limits(
        seal=timedelta(minutes=settings.LEDGER_ALARM_SEAL_MINUTES),
        vouch=timedelta(minutes=settings.LEDGER_ALARM_VOUCH_MINUTES),
        mail=timedelta(minutes=settings.LEDGER_ALARM_MAIL_MINUTES),
        watch=timedelta(minutes=settings.LEDGER_ALARM_WATCH_MINUTES),
    )


def open_alarms() -> list[Alarm]:
    """Return the alarms that began and are not over, the first one first."""
    newest = Alarm.objects.order_by("kind", "by", "-id").distinct("kind", "by")
    held = [row for row in newest if row.state == Alarm.State.BEGAN]
    return sorted(held, key=lambda row: row.pk)


def list_alarms(most: int = 10) -> list[Alarm]:
    """Return the last turns of alarms, the newest first."""
    return list(Alarm.objects.order_by("-id")[:most])


def troubles_now() -> list[Trouble]:
    """Return what has stopped: what is read at this moment, and the watcher itself where it is
    silent; what only the watcher can see, the journal, by its alarm."""
    readings, limits = readings_now(), limits_now()
    found = troubles(readings, limits)
    known = {(one.kind, one.by) for one in found}
    told = [row for row in open_alarms() if (row.kind, row.by) not in known]
    told = [row for row in told if row.kind == JOURNAL]
    found += [Trouble(row.kind, row.by, row.since) for row in told]
    return found + silence(readings, limits)


def _lines_wait(moment: datetime) -> bool:
    """Return whether a process says that its lines wait; of one that is gone it says so no more."""
    return JournalWait.objects.filter(at__gt=moment - FORGOTTEN).exists()


def _vouching() -> list[Vouching]:
    found = []
    if settings.LEDGER_TSA_URL:
        every = timedelta(seconds=settings.LEDGER_TSA_EVERY)
        found.append(_of(StoredAnchor.Kind.STAMP, settings.LEDGER_TSA_URL, every))
    every = timedelta(seconds=settings.LEDGER_WITNESS_EVERY)
    return found + [_of(StoredAnchor.Kind.WITNESS, url, every) for url in settings.LEDGER_WITNESSES]


def _of(kind: str, by: str, every: timedelta) -> Vouching:
    """Return since when one is due: the first head after what it vouched for, and its pause."""
    last = StoredAnchor.objects.filter(kind=kind, by=by).order_by("-size").first()
    later = Head.objects.filter(size__gt=last.size if last else 0).order_by("size").first()
    due = later.at if later else None
    if later and last:
        due = max(later.at, last.at + every)
    return Vouching(str(kind), by, last.at if last else None, due)
