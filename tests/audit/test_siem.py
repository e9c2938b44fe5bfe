"""The stream for a SIEM: order and content unaltered, resumable, framed, itself on the ledger."""

import hashlib
import json
import re
import socket
import threading

import pytest
from django.core.management import call_command

from audit.services.siem import Sealed, as_syslog, escaped, leaf_before, sealed_after
from audit.services.sink import DatagramSink, StreamSink
from casemgmt.core import clock
from tests.audit.ledger import ask, seal, sealed_tree, write_events
from tests.audit.test_anchors import program
from tests.audit.tsa import serving
from tests.plugins.roles import as_role

pytestmark = pytest.mark.django_db
NASTY = 'quote " backslash \\ bracket ] line\nfeed Zoë \u2028'
HEADER = re.compile(
    rb"<(\d+)>1 (\S+) (\S+) casemgmt - (\w+) "
    rb"(\[event@32473(?: \w+=\"(?:[^\"\\\]]|\\[\"\\\]])*\")*\]) \xef\xbb\xbf(\{.*\})"
)


@pytest.fixture
def stream(capsys):
    """Run the command as the sealer; return (status, output)."""

    def call(*words):
        status = 0
        with as_role("sealer"):
            try:
                call_command("ledger", "siem", *words)
            except SystemExit as ended:
                status = ended.code
        return status, capsys.readouterr().out

    return call


def lines_of(out):
    return out.rstrip("\n").split("\n") if out else []


def leaves(out):
    return [json.loads(line)["leaf"] for line in lines_of(out)]


def test_events_come_in_the_order_of_the_seals_with_what_was_sealed(stream):
    write_events(3, reason=NASTY, detail={"b": [1.10, NASTY], "a": None})
    seal()
    sealed_tree(4)
    status, out = stream()
    assert status == 0
    rows = [json.loads(line) for line in lines_of(out)]
    assert [row["leaf"] for row in rows] == list(range(7))
    for row, line in zip(rows, lines_of(out), strict=True):
        text = line.partition('"event":')[2][:-1]  # byte for byte what is sealed
        assert hashlib.sha256(b"\0audit-event-v1\n" + text.encode()).hexdigest() == row["hash"]
    assert rows[0]["event"]["reason"] == NASTY


def test_a_receiver_goes_on_behind_the_last_leaf_it_has(stream, tmp_path):
    sealed_tree(3, 4)
    assert leaves(stream("--after", "4")[1]) == [5, 6]
    state = str(tmp_path / "state")
    assert leaves(stream("--state", state)[1]) == list(range(7))
    assert leaves(stream("--state", state)[1]) == []
    sealed_tree(1)
    assert 7 in leaves(stream("--state", state)[1])


def test_a_day_to_begin_from(stream):
    sealed_tree(3)
    assert leaves(stream("--since", "2020-01-01")[1]) == [0, 1, 2]
    with as_role("sealer"):
        assert leaf_before(clock.today().replace(year=2090)) == 2


def test_each_export_is_on_the_ledger_before_and_after(stream):
    sealed_tree(3)
    stream("--format", "rfc5424")
    assert (
        ask("SELECT count(*) FROM audit_event WHERE kind = 'export' AND channel = 'command'") == 2
    )
    assert ask("SELECT max(total) FROM audit_event WHERE kind = 'export'") == 3
    told = ask("SELECT detail FROM audit_event WHERE total = 3")
    assert json.loads(told) == {"format": "rfc5424", "from": 0, "to": 2}


def test_what_is_not_sealed_yet_waits(stream):
    sealed_tree(2)
    write_events(2)
    assert leaves(stream()[1]) == [0, 1]


def test_long_ledgers_come_in_chunks(monkeypatch):
    monkeypatch.setattr("audit.services.siem.CHUNK", 3)
    sealed_tree(8)
    with as_role("sealer"):
        assert [len(chunk) for chunk in sealed_after(-1)] == [3, 3, 2]
        assert [len(chunk) for chunk in sealed_after(-1, most=4)] == [3, 1]


def test_syslog_has_header_structured_data_and_the_whole_event(stream):
    write_events(1, reason=NASTY)
    write_events(1, outcome="refused")
    seal()
    first, second = lines_of(stream("--format", "rfc5424")[1])
    found = HEADER.fullmatch(first.encode())
    assert found
    priority, moment, host, kind, data, message = found.groups()
    assert (priority, host, kind) == (b"110", b"casemgmt-ledger-1", b"view")
    assert re.fullmatch(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", moment)
    assert json.loads(message)["reason"] == NASTY
    assert b'leaf="0"' in data
    assert HEADER.fullmatch(second.encode()).group(1) == b"109"  # a refusal is of note


def test_values_of_structured_data_are_escaped():
    assert escaped('a"b\\c]d') == 'a\\"b\\\\c\\]d'
    assert "\n" not in escaped(NASTY)
    names = "id kind outcome actor_id actor_name actor_agency category case_label subject_kind"
    names += " subject_id authority because request_id"
    record = dict.fromkeys(names.split(), "") | {"at": "x", "kind": "view", "actor_name": NASTY}
    message = as_syslog(Sealed(1, "00", record))
    assert HEADER.fullmatch(message)
    assert b"\n" not in message


def received(count, sent):
    """Collect datagrams."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(5)
        sent(receiver.getsockname()[1])
        return [receiver.recv(65_535) for _ in range(count)]


def test_udp_sends_a_datagram_a_message(stream):
    sealed_tree(3)
    messages = received(
        3, lambda port: stream("--format", "rfc5424", "--to", f"udp://127.0.0.1:{port}")
    )
    assert all(HEADER.fullmatch(message) for message in messages)


def test_a_message_that_fits_no_datagram_is_refused():
    with pytest.raises(OSError, match="use tcp"):
        DatagramSink("127.0.0.1", 9).send([b"x" * 70_000])


def test_tcp_counts_the_bytes_of_each_message(stream):
    sealed_tree(2)
    whole = []

    def accept(server):
        channel, _address = server.accept()
        with channel:
            while part := channel.recv(65_536):
                whole.append(part)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=accept, args=(server,))
        thread.start()
        port = server.getsockname()[1]
        assert stream("--format", "rfc5424", "--to", f"tcp://127.0.0.1:{port}")[0] == 0
        thread.join(5)
    rest, messages = b"".join(whole), []
    while rest:
        size, _, rest = rest.partition(b" ")
        messages.append(rest[: int(size)])
        rest = rest[int(size) :]
    assert [bool(HEADER.fullmatch(message)) for message in messages] == [True, True]


def test_tls_is_checked_against_the_authority_that_is_named(stream, tmp_path):
    sealed_tree(1)
    (tmp_path / "ca.pem").write_text("no certificate")
    status, _out = stream("--to", f"tls://127.0.0.1:9?ca={tmp_path / 'ca.pem'}")
    assert status == 2
    assert isinstance(StreamSink("127.0.0.1", 9), StreamSink)


def test_a_receiver_that_is_away_is_told_and_nothing_is_skipped(stream, tmp_path):
    sealed_tree(3)
    state = str(tmp_path / "state")
    assert stream("--to", "tcp://127.0.0.1:9", "--state", state)[0] == 2
    with serving(program.keeper_of(tmp_path / "kept", "127.0.0.1", 0)) as (host, port):
        assert stream("--to", f"tcp://{host}:{port}", "--state", state)[0] == 0
    assert leaves(stream("--after", "-1")[1])[:3] == [0, 1, 2]


def test_a_stream_goes_on_until_it_is_told_to_end(stream, tmp_path, monkeypatch):
    sealed_tree(2)
    rounds = []

    class Ended(threading.Event):
        def wait(self, _seconds=None):
            rounds.append(1)
            if len(rounds) == 1:
                with as_role("app_rt"):
                    write_events(3)
                seal()
            else:
                self.set()

    monkeypatch.setattr("audit.cli.siem.threading.Event", Ended)
    monkeypatch.setattr("audit.cli.siem.signal.signal", lambda *_words: None)
    target = tmp_path / "out"
    assert stream("--follow", "--to", f"file:{target}")[0] == 0
    found = leaves(target.read_text())
    assert found == list(range(len(found)))
    assert len(found) >= 5
    assert ask("SELECT max(total) FROM audit_event WHERE kind = 'export'") == len(found)
