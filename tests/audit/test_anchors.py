"""Heads that others vouch for: time stamps, a witness's co-signatures, mails; and what they see."""

import importlib.util
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection

from audit.cosign import witness_key_of
from audit.models import Head, HeadMail, StoredAnchor
from audit.note import BadNote
from audit.services.anchor import read_anchors
from audit.services.head_mail import send_heads
from audit.services.rotate import rotate_key
from audit.services.stamp import BadStamp, ask_for_stamp, read_roots, stamped_at
from audit.services.vouch import vouch
from tests.audit.ledger import KEY, ask, seal, sealed_tree, tampering, verify, write_events
from tests.audit.test_rotation import NEWER
from tests.audit.tsa import Authority, serving, stamping
from tests.plugins.roles import as_role

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).parents[2] / "audit" / "standalone" / "witness.py"
_spec = importlib.util.spec_from_file_location("witness_program", SOURCE)
program = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(program)


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture
def stamps(settings, tmp_path, authority):
    """A ledger whose heads are stamped, by the address of the authority."""
    settings.LEDGER_ANCHOR_FILE = str(tmp_path / "anchors")
    with stamping(authority) as url:
        settings.LEDGER_TSA_URL, settings.LEDGER_TSA_EVERY = url, 0
        yield url


class Partner:
    """The witness's program on a port, with its key's line."""

    def __init__(self, folder, monkeypatch=None):
        self.key, self.state = folder / "witness.key", folder / "witness.json"
        self.line = subprocess.run(
            [sys.executable, "-I", SOURCE, "new-key", self.key, "example-partner"],
            capture_output=True, text=True, check=True,
        ).stdout.strip()  # fmt: skip
        self.public = witness_key_of(self.line)
        self.start()

    def start(self):
        self.witness = program.Witness(self.key, self.state, [KEY.public.line()])


@pytest.fixture
def partner(settings, tmp_path):
    settings.LEDGER_ANCHOR_FILE = str(tmp_path / "anchors")
    settings.LEDGER_WITNESS_EVERY = 0
    partner = Partner(tmp_path)
    with serving(program.server_of(partner.witness, "127.0.0.1", 0)) as (host, port):
        settings.LEDGER_WITNESSES = [f"http://{host}:{port}"]
        yield partner


def ask_others():
    with as_role("sealer"):
        return vouch()


def test_a_stamp_is_kept_here_and_outside_and_verifies(stamps, authority, tmp_path):
    sealed_tree(4)
    assert ask_others() == 1
    assert ask_others() == 0  # the same head is stamped once
    kept = StoredAnchor.objects.get()
    assert (kept.kind, kept.size, kept.by) == ("stamp", 4, stamps)
    assert stamped_at(bytes(kept.body), kept.note, [authority.root])
    report = verify(*read_anchors(tmp_path / "anchors"), roots=[authority.root])
    assert (report.findings, report.warnings, report.stamps) == ([], [], 2)
    assert [w.code for w in verify().warnings] == ["STAMP-UNCHECKED"]


def test_stamps_keep_their_distance(stamps, settings):
    settings.LEDGER_TSA_EVERY = 3600
    sealed_tree(2)
    assert ask_others() == 1
    sealed_tree(2)
    assert ask_others() == 0


def test_a_stamp_of_another_head_or_authority_does_not_hold(stamps, authority):
    sealed_tree(2)
    ask_others()
    sealed_tree(2)
    with tampering() as cursor:
        cursor.execute(
            "INSERT INTO audit_anchor (kind, size, by, note, body) "
            "SELECT 'stamp', h.size, 'x', h.note, a.body "
            "FROM audit_head h, audit_anchor a WHERE h.size = 4"
        )
    assert verify(roots=[authority.root]).counts == {"STAMP-BAD": 1}
    assert verify(roots=[Authority().root]).counts == {"STAMP-BAD": 2}


def test_a_head_that_says_a_later_time_than_its_stamp_is_named(stamps, authority, settings):
    late = Authority(offset=timedelta(hours=-2))
    with stamping(late) as url:
        settings.LEDGER_TSA_URL = url
        sealed_tree(2)
        ask_others()
    assert verify(roots=[late.root]).counts == {"STAMP-EARLY": 1}


@pytest.mark.parametrize("answer", [b"", b"no DER", b"0\x03\x02\x01\x02"])
def test_an_answer_that_is_no_stamp_stops_nothing(stamps, authority, caplog, monkeypatch, answer):
    monkeypatch.setattr(authority, "answer", lambda _request: answer)
    sealed_tree(2)
    assert ask_others() == 0
    assert "is not vouched for" in caplog.text


def test_an_answer_to_another_question_is_refused(stamps, authority, monkeypatch):
    kept = ask_for_stamp("one", stamps)
    monkeypatch.setattr(authority, "answer", lambda _request: kept)
    with pytest.raises(BadStamp, match="another question"):
        ask_for_stamp("two", stamps)


def test_an_authority_that_is_not_there_is_named():
    with pytest.raises(BadStamp, match="does not answer"):
        ask_for_stamp("one", "http://127.0.0.1:9/")
    with pytest.raises(BadStamp, match="no certificate"):
        read_roots(Path("/no/such/file"))


def test_a_witness_co_signs_what_adds_to_the_last_head(partner, tmp_path):
    for size in (3, 4, 300):
        sealed_tree(size)
        assert ask_others() == 1
    report = verify(*read_anchors(tmp_path / "anchors"), witnesses=[partner.public])
    assert (report.findings, report.warnings, report.cosignatures) == ([], [], 6)
    assert [w.code for w in verify().warnings] == ["WITNESS-UNCHECKED"] * 3
    partner.start()  # its state is on the disk
    assert partner.witness.logs[KEY.name]["size"] == 307


def rebuild(*sizes):
    """What a thief of the key does: another history, signed well."""
    with tampering() as cursor:
        cursor.execute("UPDATE audit_event SET actor_name = 'Nobody'")
        for table in ("audit_leaf", "audit_node", "audit_head", "audit_anchor"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM {table}")
    for size in sizes:
        seal(limit=size)


def test_a_witness_does_not_co_sign_another_history(partner, caplog):
    sealed_tree(3, 4)
    ask_others()
    write_events(5)
    rebuild(3, 4, 5)
    assert ask_others() == 0
    assert "422" in caplog.text
    assert partner.witness.logs[KEY.name]["size"] == 7


def test_a_witness_does_not_co_sign_a_shorter_tree(partner, caplog):
    sealed_tree(3, 4)
    ask_others()
    with tampering() as cursor:
        for table in ("audit_leaf", "audit_head", "audit_anchor"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM audit_leaf WHERE index > 2")
        cursor.execute("DELETE FROM audit_head WHERE size > 3")
        cursor.execute("DELETE FROM audit_anchor")
    assert ask_others() == 0
    assert "has seen 7 leaves, and this head has 3" in caplog.text


def test_a_witness_follows_a_change_of_key_and_no_thief(partner, caplog):
    sealed_tree(3)
    ask_others()
    write_events(2)
    with as_role("sealer"):
        rotate_key(KEY, NEWER)
    write_events(2)
    seal(NEWER)
    assert ask_others() == 1
    assert partner.witness.logs[KEY.name]["key"] == NEWER.public.line()
    write_events(1)
    rebuild(9)  # with the old key
    with pytest.raises(program.Refused, match="did not sign"):
        partner.witness.add(f"old 8\n\n{Head.objects.get(size=9).note}")


def test_a_witness_takes_up_where_our_own_memory_is_older(partner):
    sealed_tree(3)
    ask_others()
    with tampering() as cursor:
        cursor.execute("ALTER TABLE audit_anchor DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM audit_anchor")
    sealed_tree(4)
    assert ask_others() == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("old x\n\nnote", 400),
        ("old 0\n!!\n\na\n1\nAA==\n", 400),
        ("old 5\n\na\n1\nAA==\n", 400),
        ("old 0\n\nstranger\n1\nAA==\n\n\u2014 a AAAA\n", 404),
        (f"old 0\n\n{KEY.name}\n1\nAA==\n\n\u2014 {KEY.name} !!\n", 400),
        (f"old 0\n\n{KEY.name}\n1\nAA==\n\n", 403),
    ],
)
def test_a_witness_refuses_what_is_no_head(partner, body, status):
    with pytest.raises(program.Refused) as refusal:
        partner.witness.add(body)
    assert refusal.value.status == status


def test_a_co_signature_that_was_changed_is_named(partner):
    sealed_tree(3)
    ask_others()
    with tampering() as cursor:
        cursor.execute("ALTER TABLE audit_anchor DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_anchor SET note = replace(note, 'example-partner', 'other')")
    assert verify(witnesses=[partner.public]).counts == {"WITNESS-BAD": 1}


@pytest.mark.parametrize("line", ["", "a+b+c", KEY.public.line()])
def test_what_is_no_witnesss_key_is_refused(line):
    with pytest.raises(BadNote):
        witness_key_of(line)


def test_stored_anchors_show_a_rebuilt_tree_to_who_forgets_them(partner):
    sealed_tree(3)
    ask_others()
    with tampering() as cursor:
        cursor.execute("UPDATE audit_event SET actor_name = 'Nobody'")
        for table in ("audit_leaf", "audit_node", "audit_head"):
            cursor.execute(f"DELETE FROM {table}")
    seal()
    assert verify(witnesses=[partner.public]).counts == {"ANCHOR-MISMATCH": 1}


def test_heads_go_out_by_mail_once_a_period_and_say_nothing_but_the_note(settings):
    settings.LEDGER_MAIL_TO = ["privacy@harbor.example", "clerk@court.example"]
    assert send_heads() == 0
    sealed_tree(3)
    assert send_heads() == 2
    head = Head.objects.get()
    assert {sent.body for sent in mail.outbox} == {head.note}
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(settings.LEDGER_MAIL_TO)
    sealed_tree(2)
    assert send_heads() == 0
    settings.LEDGER_MAIL_EVERY = 0
    assert send_heads() == 2
    assert (
        ask("SELECT count(*) FROM audit_event WHERE kind = 'mail' AND subject_kind = 'head'") == 4
    )


def test_a_mail_that_fails_waits_and_goes_later(settings, monkeypatch):
    settings.LEDGER_MAIL_TO = ["clerk@court.example"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 9
    sealed_tree(3)
    assert send_heads() == 0
    waiting = HeadMail.objects.get()
    assert (waiting.attempt, waiting.sent_at) == (1, None)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    HeadMail.objects.update(due_at=waiting.created_at)
    assert send_heads() == 1


def test_the_serving_role_neither_stamps_nor_unsends():
    for statement in (
        "INSERT INTO audit_anchor (kind, size, by, note) VALUES ('stamp', 1, 'x', 'x')",
        "DELETE FROM audit_headmail",
        "UPDATE audit_headmail SET address = 'x'",
    ):
        with (
            pytest.raises(Exception, match="denied"),
            as_role("app_rt"),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_lines_of_the_anchor_file_tell_their_kind(partner, tmp_path):
    sealed_tree(3)
    ask_others()
    lines = [json.loads(line) for line in (tmp_path / "anchors").read_text().splitlines()]
    assert [line.get("kind", "head") for line in lines] == ["witness"]
