"""The net under bulk and raw writes: every row leaves a trace, and what nobody entered is told."""

import json
import os
from datetime import timedelta

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection

from audit.selectors.changes import list_unmatched
from audit.services import row_seal
from audit.services.own_act import Act, record_act
from audit.services.row_seal import RowSeals
from casemgmt.core import clock
from casemgmt.models import Case, Contact
from tests import build
from tests.audit.ledger import ask, seal, verify
from tests.plugins import servers
from tests.plugins.databases import names_of
from tests.plugins.roles import as_owner, as_role

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "the test writes past the application"


@pytest.fixture
def since(world):
    """What the builders wrote is not looked at."""
    return clock.now()


def unmatched(since):
    with as_role("sealer"):
        return list_unmatched(since)


def told(since):
    return [(c.op, c.table, c.columns, c.count) for c in unmatched(since)]


def test_no_table_is_without_the_net():
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT name::text FROM audit_unwatched() AS name")
        found = [name for (name,) in cursor.fetchall()]
    assert found == [], "its migration must say: SELECT audit_watch('the_table')"


def test_bulk_and_raw_writes_are_found_with_names_and_no_values(world, since):
    rows = Contact.objects.unscoped(reason=REASON)
    with as_owner():
        total = rows.count()
        rows.update(note="a secret word")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE casemgmt_case SET offense = 'a secret word'")
            cursor.execute("DELETE FROM casemgmt_contact")
    assert told(since) == [
        ("UPDATE", "casemgmt_case", ("offense",), 2),
        ("DELETE", "casemgmt_contact", (), total),
        ("UPDATE", "casemgmt_contact", ("note",), total),
    ]
    assert ask("SELECT count(*) FROM audit_rowchange r WHERE r::text LIKE '%%secret%%'") == 0


def test_bulk_create_is_found(world, since):
    with as_owner():
        Contact.objects.unscoped(reason=REASON)
        row = Contact._base_manager.first()
        copies = []
        for _n in range(5):
            row.pk, row.id = None, None
            copies.append(type(row)(**{f.attname: getattr(row, f.attname) for f in row._meta.fields
                                       if f.name != "id"}))  # fmt: skip
        Contact._base_manager.bulk_create(copies)
    assert told(since) == [("INSERT", "casemgmt_contact", (), 5)]


def test_what_the_application_writes_has_its_entry(client_as, world, since):
    client = client_as("ana")
    path = f"/cases/{world.case.pk}/"
    assert client.get(path).status_code == 200
    with as_owner():
        build.make_contact(world.case, world.people["ana"], "an entry of the change log")
    found = [c for c in unmatched(since) if c.table.startswith(("casemgmt_", "victims_"))]
    assert found == []


def test_who_wrote_past_the_application_is_named(world, since):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE casemgmt_case SET offense = 'x'")
    change = unmatched(since)[0]
    assert (change.db_user, change.app_user) == ("app_owner", None)
    assert set(change.keys) == {str(world.case.pk), str(world.other.pk)}


def test_a_change_that_changes_nothing_leaves_no_trace(world, since):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE casemgmt_case SET offense = offense")
    assert told(since) == []


def test_emptying_a_table_leaves_a_trace(world, since):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE casemgmt_contact")
    assert told(since) == [("TRUNCATE", "casemgmt_contact", (), 1)]


def test_the_net_holds_where_triggers_are_off_for_the_session():
    count = ask(
        "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'casemgmt_case'::regclass "
        "AND tgname LIKE 'note\\_%%' AND tgenabled = 'A'"
    )
    assert count == 4


def test_the_command_ends_with_1_where_something_changed_unseen(world, capsys):
    with as_owner():
        Case._base_manager.update(offense="x")
    with as_role("sealer"), pytest.raises(SystemExit) as ended:
        call_command("ledger", "changes", "--days", "1")
    assert ended.value.code == 1
    out = capsys.readouterr().out
    assert "UPDATE   casemgmt_case (offense): 2 rows by NO ACCOUNT as app_owner" in out
    with as_role("sealer"), pytest.raises(SystemExit):
        call_command("ledger", "changes", "--json")
    assert {row["table"] for row in json.loads(capsys.readouterr().out)} >= {"casemgmt_case"}
    with as_role("sealer"):
        assert list_unmatched(clock.now() + timedelta(days=1)) == []


def test_the_serving_role_neither_reads_nor_writes_the_traces():
    for statement in ("SELECT * FROM audit_rowchange", "SELECT * FROM audit_unmatched(now(), '{}')",
                      "INSERT INTO audit_rowchange (tbl, op, db_user) VALUES ('x', 'x', 'x')",
                      "DELETE FROM audit_rowchange"):  # fmt: skip
        with (
            pytest.raises(Exception, match="denied"),
            as_role("app_rt"),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def sealed_rows(world):
    """Change rows, seal their digest, and see that all is clean."""
    with as_owner():
        build.make_contact(world.case, world.people["ana"], "a first")
    with as_role("sealer"):
        assert RowSeals().step(now=True) > 0
    seal()
    report = verify()
    assert report.is_clean
    assert report.rows > 0


ON_ROWS = {
    "ROWS-ALTERED": "UPDATE audit_rowchange SET db_user = 'nobody' WHERE id = {one}",
    "ROWS-COUNT": "DELETE FROM audit_rowchange WHERE id = {one}",
}


@pytest.mark.parametrize("code", ON_ROWS)
def test_a_trace_that_is_changed_or_taken_out_is_named(world, code):
    sealed_rows(world)
    one = ask("SELECT max(id) FROM audit_rowchange")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_rowchange DISABLE TRIGGER USER")
        for (month,) in months(cursor):
            cursor.execute(f"ALTER TABLE {month} DISABLE ROW LEVEL SECURITY")
        cursor.execute(ON_ROWS[code].format(one=one))
        assert cursor.rowcount == 1
    try:
        report = verify()
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_rowchange ENABLE ALWAYS TRIGGER append_only_row")
            cursor.execute("ALTER TABLE audit_rowchange ENABLE ALWAYS TRIGGER append_only_table")
            for (month,) in months(cursor):
                cursor.execute(f"ALTER TABLE {month} ENABLE ROW LEVEL SECURITY")
    assert set(report.counts) == {code}
    assert report.findings[0].where.startswith("row changes 1 to ")


def months(cursor):
    cursor.execute(
        "SELECT inhrelid::regclass::text FROM pg_inherits "
        "WHERE inhparent = 'audit_rowchange'::regclass"
    )
    return cursor.fetchall()


def test_a_trace_put_in_later_is_named(world):
    sealed_rows(world)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_rowchange (id, tbl, op, db_user) OVERRIDING SYSTEM VALUE "
            "VALUES (1, 'x', 'x', 'x')"
        )
    assert set(verify().counts) == {"ROWS-COUNT"}


def test_a_digest_that_is_missing_between_two_is_named(world):
    sealed_rows(world)
    last = ask("SELECT max(id) FROM audit_rowchange")
    detail = {"above": last + 5, "upto": last + 6, "digest": ""}
    with as_role("sealer"):
        record_act(Act(row_seal.COMMAND, thing="rows", thing_id="row changes", total=0,
                       detail=detail))  # fmt: skip
    assert "ROWS-GAP" in verify().counts


def test_a_change_that_commits_late_is_waited_for(world):
    """What is written but not committed has its number already: no digest passes it."""
    sealed_rows(world)
    other = psycopg2.connect(
        servers.at_database(
            os.environ["TEST_DATABASE_URL"],
            names_of(f"{servers.run_name()}_{servers.WORKER}")["default"],
        )
    )
    try:
        with other.cursor() as cursor:
            cursor.execute("SET ROLE app_owner")
            cursor.execute("UPDATE casemgmt_case SET offense = 'late'")
        with as_owner():
            build.make_contact(world.case, world.people["ana"], "committed before it")
        rows = RowSeals()
        with as_role("sealer"):
            assert [rows.step(now=True) for _ in range(3)] == [0, 0, 0]
        other.commit()
        with as_role("sealer"):
            assert rows.step(now=True) > 2
    finally:
        other.close()
    seal()
    assert verify().is_clean


def test_the_traces_lie_by_month_behind_the_same_walls():
    assert ask(
        "SELECT count(*) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
        "WHERE i.inhparent = 'audit_rowchange'::regclass AND c.relforcerowsecurity "
        "AND NOT has_table_privilege('app_rt', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE') "
        "AND (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgenabled = 'A') = 2"
    ) == ask("SELECT count(*) FROM pg_inherits WHERE inhparent = 'audit_event'::regclass")
