"""The journal: a line of each event on commit, and what it shows that seals cannot."""

import json
import socketserver
import threading
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as vary
from hypothesis import strategies as any_of

from audit import canonical
from audit.services import journal as journal_module
from audit.services.journal import JournalFailed, NoJournal, read_journal
from audit.services.own_act import Act, record_act
from audit.services.record import Entry, record
from audit.services.sink import BadAddress, FileSink, sink_of
from tests.audit.ledger import ask, put_in, seal, tampering, verify, write_events
from tests.audit.test_anchors import program
from tests.audit.tsa import serving
from tests.plugins.roles import as_role


@pytest.fixture
def lines(settings, tmp_path):
    """A journal in a file; returns a reader of its lines."""
    settings.LEDGER_JOURNAL = f"file:{tmp_path / 'journal'}"
    settings.LEDGER_JOURNAL_STRICT = False

    def read():
        path = tmp_path / "journal"
        return [line for chunk in read_journal(path) for line in chunk] if path.exists() else []

    yield read
    journal_module._journals.clear()


def from_file(tmp_path):
    return read_journal(tmp_path / "journal")


TEXT = any_of.text(
    any_of.characters(exclude_categories=["Cs"], exclude_characters="\0\x1f"), max_size=20
)


@pytest.mark.django_db
@vary(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    TEXT, TEXT, any_of.lists(TEXT.filter(bool), max_size=3), any_of.none() | any_of.integers(0, 9)
)
def test_the_databases_digest_is_the_one_that_is_sealed(reason, subject, fields, total):
    entry = Entry(
        reason=reason, subject_id=subject, fields=tuple(fields), total=total,
        detail={reason: [subject, 1.10, None]}, case_id=None if total else "0" * 32,
    )  # fmt: skip
    record(None, [entry])
    with as_role("app_owner"), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT audit_leaf_hash(e), audit_canonical(e), {canonical.SELECT} FROM audit_event e "
            "ORDER BY e.id DESC LIMIT 1"
        )
        hashed, text, *row = cursor.fetchone()
    assert text.encode() == canonical.canonical(canonical.as_record(row))
    assert bytes(hashed) == canonical.hash_of(row)


def write_and_fail(count):
    with suppress(ValueError), transaction.atomic():
        write_events(count)
        raise ValueError


@pytest.mark.django_db(transaction=True)
def test_each_commit_sends_a_line_of_each_event_and_a_rollback_none(lines):
    with transaction.atomic():
        write_events(2)
        write_and_fail(1)
        write_events(1)
    write_and_fail(4)
    write_events(1)  # outside any transaction
    with as_role("app_owner"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, xid::text, encode(audit_leaf_hash(e), 'hex') FROM audit_event e ORDER BY id"
        )
        written = cursor.fetchall()
    assert [(line.event_id, line.xid, line.digest) for line in lines()] == written
    assert len(written) == 4


@pytest.mark.django_db(transaction=True)
def test_a_request_sends_its_lines_before_the_answer_leaves(lines, client_as):
    before = len(lines())
    client_as("ana").get("/cases/")
    assert len(lines()) > before


@pytest.mark.django_db(transaction=True)
def test_what_was_deleted_or_changed_before_sealing_is_named(lines, tmp_path):
    write_events(9)
    ids = [line.event_id for line in lines()]
    with tampering() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE id = %s", [ids[2]])
        cursor.execute("UPDATE audit_event SET actor_name = 'Nobody' WHERE id = %s", [ids[5]])
    seal()
    assert verify().is_clean
    report = verify(journal=from_file(tmp_path))
    assert [(f.code, f.where) for f in report.findings] == [
        ("JOURNAL-MISSING", f"event {ids[2]}"), ("JOURNAL-DIFFERS", f"event {ids[5]}"),
    ]  # fmt: skip
    assert report.lines == 9


@pytest.mark.django_db(transaction=True)
def test_a_whole_journal_raises_no_alarm_and_events_without_a_line_are_told(lines, tmp_path):
    for _step in range(3):
        write_events(2)
    seal()
    assert verify(journal=from_file(tmp_path)).findings == []
    with tampering() as cursor:
        put_in(cursor)
    write_events(1)
    report = verify(journal=from_file(tmp_path))
    assert report.is_clean
    assert [found.code for found in report.warnings] == ["JOURNAL-GAPS"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("strict", [False, True])
def test_a_journal_that_takes_no_line_alarms_or_stops_what_is_shown(
    settings, client_as, caplog, strict
):
    client = client_as("ana")
    settings.LEDGER_JOURNAL, settings.LEDGER_JOURNAL_STRICT = "file:/dev/full", strict
    response = client.get("/cases/")
    assert response.status_code == (500 if strict else 200)
    assert (b"Marlow" in response.content) is not strict
    assert "THE JOURNAL OF THE LEDGER TAKES NO LINE" in caplog.text
    assert ask("SELECT count(*) FROM audit_event") > 0
    journal_module._journals.clear()


@pytest.mark.django_db(transaction=True)
def test_a_strict_site_says_so_to_the_caller(settings):
    settings.LEDGER_JOURNAL, settings.LEDGER_JOURNAL_STRICT = "tcp://127.0.0.1:9", True
    with pytest.raises(JournalFailed):
        write_events(1)
    journal_module._journals.clear()


@pytest.mark.django_db(transaction=True)
def test_lines_that_could_not_be_sent_are_sent_when_the_other_end_is_back(
    settings, tmp_path, monkeypatch
):
    monkeypatch.setattr(journal_module, "PAUSE", 0)
    kept = tmp_path / "journal"
    with serving(program.keeper_of(kept, "127.0.0.1", 0)) as (host, port):
        settings.LEDGER_JOURNAL = f"tcp://{host}:{port}"
        write_events(2)
        wait_for(kept, 2)
    write_events(3)
    socketserver.TCPServer.allow_reuse_address = True
    with serving(program.keeper_of(kept, host, port)):
        write_events(1)
        wait_for(kept, 6)
    assert verify(journal=read_journal(kept)).is_clean
    journal_module._journals.clear()


def wait_for(path, count):
    pause = threading.Event()
    for _attempt in range(100):
        if path.exists() and path.read_bytes().count(b"\n") >= count:
            return
        pause.wait(0.05)
    raise AssertionError(path.read_text() if path.exists() else "nothing came")


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "cannot be read"), ("", "no line"), ("v1 1 2\n", "Line 1"), ("v2 1 2 3\n", "Line 1"),
     ("v1 1 2 aa\nv1 x 2 aa\n", "Line 2")],
)  # fmt: skip
def test_a_journal_that_cannot_be_read_says_so(tmp_path, content, message):
    if content is not None:
        (tmp_path / "journal").write_text(content)
    with pytest.raises(NoJournal, match=message):
        list(from_file(tmp_path))


def test_a_last_line_that_was_cut_off_is_left_out(tmp_path):
    (tmp_path / "journal").write_text("v1 1 2 aa\nv1 2 3 b")
    assert [len(chunk) for chunk in from_file(tmp_path)] == [1]


@pytest.mark.parametrize("address", ["", "x", "tcp://host", "tcp://host:no", "http://host:1"])
def test_what_is_no_address_is_refused(address):
    if address == "x":
        assert isinstance(sink_of(address), FileSink)
    else:
        with pytest.raises(BadAddress, match="tcp://host:port"):
            sink_of(address)


@pytest.mark.django_db(transaction=True)
def test_the_command_takes_the_journal(lines, tmp_path, capsys, settings):
    (tmp_path / "key").write_text("07" * 32)
    settings.LEDGER_SEAL_KEY_FILE = str(tmp_path / "key")
    write_events(2)
    with tampering() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE id = (SELECT max(id) FROM audit_event)")
    with as_role("sealer"), pytest.raises(SystemExit) as ended:
        call_command("ledger", "verify", "--journal", str(tmp_path / "journal"), "--json")
    assert ended.value.code == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["counts"], told["journal_lines"]) == ({"JOURNAL-MISSING": 1}, 2)
    with pytest.raises(SystemExit) as ended:
        call_command("ledger", "verify", "--journal", "/no/such/file")
    assert ended.value.code == 2


@pytest.mark.django_db
def test_the_serving_role_reads_digests_and_no_event_by_the_journals_door():
    with connection.cursor() as cursor:
        write_events(1)
        cursor.execute("SELECT * FROM audit_journal(pg_current_xact_id())")
        assert [column.name for column in cursor.description] == ["id", "hash"]


@pytest.mark.django_db(transaction=True)
def test_acts_of_the_sealer_have_their_lines_too(lines, settings):
    settings.LEDGER_JOURNAL_STRICT = True
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE sealer")
        made = record_act(Act("manage.py ledger siem"))
        cursor.execute("SET ROLE app_rt")
    assert [line.event_id for line in lines()] == [made]
