"""Each role at the ledger's walls: what none of them may do, whatever the code asks for."""

import os

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction

from tests.audit.ledger import sealed_tree
from tests.plugins import servers
from tests.plugins.databases import names_of
from tests.plugins.roles import as_role

pytestmark = pytest.mark.django_db

INSERT = "INSERT INTO audit_event ({}, kind, outcome) VALUES ({}, 'view', 'shown')"
OWN_ID = "choose an event's id in spite of it all"
EVENT = {
    "change an event": "UPDATE audit_event SET actor_name = ''",
    "delete an event": "DELETE FROM audit_event",
    "empty the ledger": "TRUNCATE audit_event",
    "choose an event's id": INSERT.format("id", "1"),
    OWN_ID: INSERT.format("id", "1").replace("VALUES", "OVERRIDING SYSTEM VALUE VALUES"),
    "choose an event's time": INSERT.format("at", "now() - interval '1 day'"),
    "choose an event's transaction": INSERT.format("xid", "'3'"),
    "turn triggers off for the session": "SET LOCAL session_replication_role = replica",
    "disable a trigger": "ALTER TABLE audit_event DISABLE TRIGGER append_only_row",
    "take row security away": "ALTER TABLE audit_event DISABLE ROW LEVEL SECURITY",
    "detach a month": "ALTER TABLE audit_event DETACH PARTITION audit_event_rest",
    "change a month by its name": "UPDATE audit_event_rest SET actor_name = ''",
    "drop the ledger": "DROP TABLE audit_event",
    "replace the guard": "DROP FUNCTION audit_refuse() CASCADE",
}
SEAL = {
    f"{verb} {table}": statement.format(table)
    for table in ("audit_leaf", "audit_node", "audit_head", "audit_key", "audit_anchor")
    for verb, statement in {
        "change": "UPDATE {} SET hash = hash",
        "delete": "DELETE FROM {}",
        "empty": "TRUNCATE {}",
    }.items()
}
LEAF = "INSERT INTO audit_leaf VALUES (99, 99, now(), sha256('x'))"
OWN_ACT = "SELECT audit_own_act('{}', '', '', gen_random_uuid(), '{}', '', 0, '', '', '{{}}')"
OWNERS_POWER = {  # an owner can take his own walls down, so no process that serves is the owner
    OWN_ID, "disable a trigger", "take row security away", "detach a month", "drop the ledger",
    "replace the guard",
}  # fmt: skip


def refused(role, statement):
    with (
        pytest.raises(
            DatabaseError,
            match="denied|append-only|must be owner|refused|cannot insert|does not exist",
        ),
        transaction.atomic(),
        as_role(role),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    return True


@pytest.mark.parametrize("act", EVENT)
def test_the_serving_role_cannot(act):
    sealed_tree(2)
    assert refused("app_rt", EVENT[act])


@pytest.mark.parametrize("act", EVENT)
def test_the_sealer_cannot(act):
    sealed_tree(2)
    assert refused("sealer", EVENT[act])


@pytest.mark.parametrize("act", EVENT)
def test_the_backup_cannot(act):
    sealed_tree(2)
    assert refused("backup_ro", EVENT[act])


@pytest.mark.parametrize("act", ["change an event", "delete an event", "empty the ledger"])
def test_a_superuser_meets_the_triggers_even_as_a_replica(act):
    name = names_of(f"{servers.run_name()}_{servers.WORKER}")["default"]
    address = servers.at_database(os.environ["TEST_DATABASE_URL"], name)
    connection = psycopg2.connect(address)
    try:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO audit_event (kind, outcome) VALUES ('view', 'shown')")
            cursor.execute("SET LOCAL session_replication_role = replica")
            with pytest.raises(psycopg2.Error, match="append-only"):
                cursor.execute(EVENT[act])
    finally:
        connection.rollback()
        connection.close()


@pytest.mark.parametrize("role", ["app_rt", "backup_ro"])
@pytest.mark.parametrize(
    "act", [OWN_ACT.format("export", "ledger"),
            "SELECT audit_watch_all()", "SELECT * FROM audit_unwatched()"],
)  # fmt: skip
def test_only_the_sealer_puts_acts_of_its_own_on_the_ledger(role, act):
    assert refused(role, act)


@pytest.mark.parametrize(("kind", "thing"), [("view", "ledger"), ("export", "case")])
def test_the_sealer_puts_no_act_of_anybody_else_there(kind, thing):
    assert refused(
        "sealer",
        OWN_ACT.format(kind, thing),
    )


@pytest.mark.parametrize(
    "act",
    [
        act
        for act in EVENT
        if act
        not in OWNERS_POWER | {"change an event", "delete an event", "change a month by its name"}
    ],
)
def test_the_owner_cannot(act):
    sealed_tree(2)
    assert refused("app_owner", EVENT[act])


@pytest.mark.parametrize(
    "act", ["change an event", "delete an event", "change a month by its name"]
)
def test_the_owner_finds_no_event_to_change(act):
    sealed_tree(2)
    with as_role("app_owner"), connection.cursor() as cursor:
        cursor.execute(EVENT[act])
        assert cursor.rowcount == 0


@pytest.mark.parametrize("act", ["change an event", "delete an event"])
def test_the_owner_meets_the_trigger_where_row_security_is_gone(act):
    sealed_tree(2)
    with as_role("app_owner"), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE ROW LEVEL SECURITY")
    assert refused("app_owner", EVENT[act])


@pytest.mark.parametrize("role", ["app_rt", "sealer", "backup_ro", "app_owner"])
@pytest.mark.parametrize("act", SEAL)
def test_nobody_changes_the_tree(role, act):
    sealed_tree(300)
    with as_role("sealer"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_anchor (kind, size, by, note) VALUES ('stamp', 1, '', '')"
        )
    assert refused(role, SEAL[act])


def test_the_serving_role_neither_seals_nor_makes_months():
    assert refused("app_rt", LEAF)
    assert refused("app_rt", "SELECT audit_month(current_date)")


def test_the_sealer_writes_no_event():
    assert refused("sealer", "INSERT INTO audit_event (kind, outcome) VALUES ('view', 'shown')")


@pytest.mark.parametrize(
    "table",
    [
        "audit_event",
        "audit_leaf",
        "audit_node",
        "audit_head",
        "audit_key",
        "audit_changeentry",
        "audit_anchor",
        "audit_rowchange",
    ],
)
def test_the_guards_stand_even_where_triggers_are_off(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled FROM pg_trigger "
            "WHERE tgrelid = %s::regclass AND tgname LIKE 'append_only%%'",
            [table],
        )
        assert dict(cursor.fetchall()) == {"append_only_row": "A", "append_only_table": "A"}


def test_each_month_wears_the_same_walls():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relforcerowsecurity AND c.relrowsecurity, "
            "(SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgenabled = 'A'), "
            "has_table_privilege('app_rt', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE') "
            "FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
            "WHERE i.inhparent = 'audit_event'::regclass"
        )
        months = cursor.fetchall()
    assert len(months) >= 8
    assert {month[1:] for month in months} == {(True, 2, False)}
