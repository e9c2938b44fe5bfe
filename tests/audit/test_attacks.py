"""The attack table as it stands in docs/ledger.md, each attack by the owner with the walls down:
with anchors and journal all are seen; and any byte of any sealed row is."""

import random

import pytest
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as vary
from hypothesis import strategies as any_of

from audit.services import journal as journal_module
from audit.services.anchor import read_anchors
from audit.services.journal import read_journal
from tests.audit.ledger import KEY, STOLEN_NAME, put_in, seal, tampering, verify, write_events
from tests.plugins.roles import as_owner

TREE = ("audit_leaf", "audit_node", "audit_head")
BATCHES = (7, 5, 8)


def leaf(index):
    return f"(SELECT event_id FROM audit_leaf WHERE index = {index})"


def rebuild(cursor, key):
    cursor.execute(f"UPDATE audit_event SET actor_name = 'Nobody' WHERE id = {leaf(1)}")
    for table in TREE:
        cursor.execute(f"DELETE FROM {table}")
    return lambda: [seal(key, limit=size) for size in BATCHES]


def run(*statements):
    return lambda cursor: [cursor.execute(statement) for statement in statements] and None


def renumbered(cursor):
    run(f"DELETE FROM audit_event WHERE id = {leaf(9)}", "DELETE FROM audit_leaf WHERE index = 9")(
        cursor
    )
    for index in range(10, 20):
        cursor.execute("UPDATE audit_leaf SET index = %s WHERE index = %s", [index - 1, index])


SWAP = "UPDATE audit_leaf SET index = {} WHERE index = {}"
ATTACKS = {
    "an event changed": run(f"UPDATE audit_event SET actor_name = 'Nobody' WHERE id = {leaf(9)}"),
    "an event deleted": run(f"DELETE FROM audit_event WHERE id = {leaf(3)}"),
    "an event deleted with its leaf": run(
        f"DELETE FROM audit_event WHERE id = {leaf(9)}", "DELETE FROM audit_leaf WHERE index = 9"
    ),
    "an event deleted and the leaves renumbered": renumbered,
    "two leaves swapped": run(SWAP.format(100, 2), SWAP.format(2, 4), SWAP.format(4, 100)),
    "an event changed with its leaf": run(
        f"UPDATE audit_event SET actor_name = 'Nobody' WHERE id = {leaf(2)}",
        "UPDATE audit_leaf SET hash = sha256('forged') WHERE index = 2",
    ),
    "an event put in two hours back": lambda cursor: (
        put_in(cursor, at="now() - interval '2 hours'") or seal
    ),
    "the tree dropped for sealing anew": run(*(f"DELETE FROM {table}" for table in TREE)),
    "everything rebuilt without the key": lambda cursor: rebuild(cursor, STOLEN_NAME),
    "the tail cut back to an older head": run(
        "DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_leaf WHERE index >= 12)",
        "DELETE FROM audit_leaf WHERE index >= 12",
        "DELETE FROM audit_head WHERE size > 12",
    ),
    "everything rebuilt with the stolen key": lambda cursor: rebuild(cursor, KEY),
    "everything deleted": run(*(f"DELETE FROM {table}" for table in ("audit_event", *TREE))),
    "an event deleted before it was sealed": run(
        "DELETE FROM audit_event WHERE id = (SELECT max(id) FROM audit_event)"
    ),
    "an event changed before it was sealed": run(
        "UPDATE audit_event SET actor_name = 'Nobody' WHERE id = (SELECT max(id) FROM audit_event)"
    ),
}
SEEN_BY_THE_JOURNAL_ALONE = {
    "an event deleted before it was sealed", "an event changed before it was sealed",
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attack", ATTACKS)
def test_each_attack_is_seen_with_anchors_and_journal(attack, settings, tmp_path):
    settings.LEDGER_ANCHOR_FILE = str(tmp_path / "anchors")
    settings.LEDGER_JOURNAL = f"file:{tmp_path / 'journal'}"
    for size in BATCHES:
        write_events(size)
        seal()
    write_events(2)  # wait for their seal
    journal_module._journals.clear()
    settings.LEDGER_JOURNAL = settings.LEDGER_ANCHOR_FILE = ""
    anchors = read_anchors(tmp_path / "anchors")
    assert verify(*anchors, journal=read_journal(tmp_path / "journal")).is_clean
    with tampering() as cursor:
        after = ATTACKS[attack](cursor)
    if after:
        after()
    if attack in SEEN_BY_THE_JOURNAL_ALONE:
        seal()
        assert verify(*anchors).is_clean
    report = verify(*anchors, journal=read_journal(tmp_path / "journal"))
    assert not report.is_clean
    assert all(found.where and found.words for found in report.findings)


COLUMNS = {
    "audit_event": ["at", "xid", "kind", "outcome", "actor_id", "actor_name", "actor_role",
                    "actor_agency_id", "actor_agency", "session", "request_id", "page_id", "route",
                    "channel", "purpose", "reason", "authority", "authority_ref", "because",
                    "policy_version", "subject_kind", "subject_id", "case_id", "case_label",
                    "owner_agency_id", "category", "part", "fields", "recipient", "total",
                    "detail"],
    "audit_leaf": ["event_id", "event_at", "hash"],
    "audit_head": ["root", "at", "complete", "previous", "key_id", "note", "peaks"],
}  # fmt: skip
BYTES = {"hash", "root", "previous", "peaks"}
CHOICES = any_of.sampled_from([(t, c) for t, columns in COLUMNS.items() for c in columns])


@pytest.fixture
def full(db):
    """Sealed events in whose every column something stands, in three heads."""
    for size in BATCHES:
        write_events(size, case_id="0" * 32, total=4, reason="a reason", detail={"a": "b"},
                     recipient="r", part="p", owner_agency_id=3, category="identity")  # fmt: skip
        seal()


@vary(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHOICES, any_of.integers(0, 19), any_of.integers(0, 10_000))
def test_any_byte_of_any_sealed_row_is_named(full, choice, row, place):
    table, column = choice
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SAVEPOINT before_the_flip")
        flip(cursor, table, column, row, place)
        report = verify()
        cursor.execute("ROLLBACK TO SAVEPOINT before_the_flip")
    assert not report.is_clean, (choice, row, place)


def flip(cursor, table, column, row, place):
    """Change one byte of a text or a hash, one bit of a number, a microsecond of a moment."""
    key = {"audit_event": "id", "audit_leaf": "index", "audit_head": "size"}[table]
    for wall in (*TREE, "audit_event"):
        cursor.execute(f"ALTER TABLE {wall} DISABLE TRIGGER USER")
    cursor.execute("ALTER TABLE audit_event DISABLE ROW LEVEL SECURITY")
    cursor.execute(f"SELECT {key}, {column} FROM {table} ORDER BY {key}")
    rows = cursor.fetchall()
    where, value = rows[row % len(rows)]
    new = flipped(column, value, place)
    cast = {"detail": "::jsonb", "xid": "::text::xid8", "case_id": "::uuid"}.get(column, "")
    cursor.execute(f"UPDATE {table} SET {column} = %s{cast} WHERE {key} = %s", [new, where])


def flipped(column, value, place):
    dice = random.Random(place)
    if column in ("at", "event_at", "complete"):
        return value.replace(microsecond=value.microsecond ^ 1)
    if column in BYTES:
        raw = bytearray(value)
        raw[place % len(raw)] ^= 1 << dice.randrange(8)
        return bytes(raw)
    if column in ("event_id", "actor_id", "actor_agency_id", "owner_agency_id", "total"):
        return (value or 0) + (1 << dice.randrange(20) if column != "event_id" else 1 << 30)
    if column == "xid":
        return str(int(value) ^ 1)
    if column == "fields":
        return [*value, "c"]
    if column == "detail":
        return '{"a": "c"}'
    if column == "case_id":
        return f"00000000-0000-0000-0000-{1 + place:012}"
    return text_flipped(value, place)


def text_flipped(value, place):
    if not value:
        return "x"
    at = place % len(value)
    return value[:at] + ("b" if value[at] != "b" else "c") + value[at + 1 :]
