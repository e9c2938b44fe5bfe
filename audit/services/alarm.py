"""The watcher over the ledger's own work: compares what it reads with the alarms that are open, and
writes once what begins and what is over. It runs in the due-scan, never in the sealer."""

from dataclasses import dataclass

from django.db import connection, transaction

from audit.alarm import Trouble, troubles
from audit.models import Alarm
from audit.selectors.health import limits_now, open_alarms, readings_now
from audit.services.journal import journal_answers

_TICK = """
    INSERT INTO audit_watch (id, at) VALUES (1, clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET at = EXCLUDED.at
"""
_WRITE = "INSERT INTO audit_alarm (kind, by, state, since) VALUES (%s, %s, %s, %s) RETURNING id"
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('audit_alarm'))"


@dataclass(frozen=True, slots=True)
class Watched:
    """The alarms that a look began, and those that it found over, by the number of the first."""

    began: tuple[int, ...] = ()
    over: tuple[int, ...] = ()


@transaction.atomic
def watch() -> Watched:
    """Look once; return what began and what is over. Several watchers write each alarm once."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
        cursor.execute(_TICK)
    found = troubles(readings_now(journal_failed=not journal_answers()), limits_now())
    held = {(row.kind, row.by): row for row in open_alarms()}
    now = {(one.kind, one.by): one for one in found}
    began = [_write(one, Alarm.State.BEGAN) for name, one in now.items() if name not in held]
    over = [row for name, row in held.items() if name not in now]
    for row in over:
        _write(Trouble(row.kind, row.by, row.since), Alarm.State.OVER)
    return Watched(tuple(began), tuple(row.pk for row in over))


def _write(one: Trouble, state: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [one.kind, one.by, str(state), one.since])
        return cursor.fetchone()[0]
