"""Builders of the ledger's tests: events, sealed trees, and the hand that tampers."""

from contextlib import contextmanager

from django.db import connection

from audit.note import SealKey
from audit.services.outside import Outside
from audit.services.record import Entry, record
from audit.services.seal import seal_now
from audit.services.verify import verify_ledger
from tests.plugins.roles import as_owner, as_role

KEY = SealKey.of_seed("casemgmt-ledger-1", "07" * 32)
STOLEN_NAME = SealKey.of_seed("casemgmt-ledger-1", "08" * 32)


def write_events(count, **fields):
    record(
        None,
        [
            Entry(subject_kind="thing", subject_id=str(n), fields=("a", "b"), **fields)
            for n in range(count)
        ],
    )


def seal(key=KEY, **options):
    with as_role("sealer"):
        return seal_now(key, **options)


def verify(*anchors, keys=None, **outside):
    with as_role("sealer"):
        return verify_ledger(keys or [KEY.public], Outside(anchors=anchors, **outside))


def sealed_tree(*sizes):
    """Write and seal batches of events; one head each."""
    for size in sizes:
        write_events(size)
        seal()


@contextmanager
def tampering():
    """Yield a cursor for which every wall of the database has been taken down."""
    with as_owner(), connection.cursor() as cursor:
        for table in ("audit_event", "audit_leaf", "audit_node", "audit_head"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE audit_event DISABLE ROW LEVEL SECURITY")
        yield cursor


def put_in(cursor, at="now()", xid="pg_current_xact_id()"):
    """Put an event into the ledger under another time or transaction."""
    cursor.execute(
        f"INSERT INTO audit_event (at, xid, kind, outcome) VALUES ({at}, {xid}, 'view', 'shown')"
    )


def ask(sql, *values, role="app_owner"):
    with as_role(role), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]
