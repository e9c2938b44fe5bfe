"""manage.py ledger: what it prints and the status it ends with."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from audit.note import BadNote, PublicKey, public_key_of, read
from audit.services.anchor import NoAnchors, read_anchors, write_anchor
from audit.services.keys import NoKey, sealing_key, trusted_keys
from tests.audit.ledger import KEY, tampering, write_events
from tests.plugins.roles import as_role
from tests.plugins.servers import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(settings, tmp_path, capsys, django_capture_on_commit_callbacks):
    """Run the command as the sealer; return (status, output, errors)."""
    (tmp_path / "key").write_text("07" * 32)
    settings.LEDGER_SEAL_KEY_FILE = str(tmp_path / "key")
    settings.LEDGER_ANCHOR_FILE = str(tmp_path / "anchors")

    def call(*words):
        status = 0
        with as_role("sealer"), django_capture_on_commit_callbacks(execute=True):
            try:
                call_command("ledger", *words)
            except SystemExit as ended:
                status = ended.code
        out, err = capsys.readouterr()
        return status, out, err

    return call


def test_seal_then_verify_with_anchors(run, tmp_path):
    write_events(5)
    assert run("seal", "--once") == (0, "Sealed 5 events; the tree has 5.\n", "")
    assert run("verify", "--anchors", str(tmp_path / "anchors")) == (
        0,
        "Clean: 5 events, 1 heads, 1 anchors.\n",
        "",
    )


def test_verify_names_what_was_changed(run):
    write_events(5)
    run("seal", "--once")
    with tampering() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE id = (SELECT max(id) FROM audit_event)")
    status, out, _err = run("verify")
    assert status == 1
    assert out.startswith("EVENT-MISSING")
    assert "TAMPERED: 1 findings" in out
    status, out, _err = run("verify", "--json")
    assert status == 1
    assert json.loads(out)["counts"] == {"EVENT-MISSING": 1}


def test_sealing_stops_over_a_changed_tree(run):
    write_events(2)
    run("seal", "--once")
    with tampering() as cursor:
        cursor.execute("DELETE FROM audit_leaf WHERE index = 1")
    status, _out, err = run("seal", "--once")
    assert status == 1
    assert "Nothing is sealed" in err


def test_the_public_key_verifies_without_the_private_one(run, settings, tmp_path):
    write_events(2)
    run("seal", "--once")
    line = run("public-key")[1].strip()
    assert public_key_of(line) == KEY.public
    settings.LEDGER_SEAL_KEY_FILE = ""
    assert run("verify", "--public-key", line)[0] == 0
    (tmp_path / "keys").write_text(f"{line}\n\n")
    assert run("verify", "--public-key", str(tmp_path / "keys"))[0] == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--anchors", "/no/such/file"), "cannot be read"),
        (("--public-key", "no key"), "no public key of a ledger"),
    ],
)
def test_verify_that_cannot_says_so(run, words, message):
    status, _out, err = run("verify", *words)
    assert status == 2
    assert message in err


def test_verify_as_the_serving_role_says_so(run, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("ledger", "verify")
    assert ended.value.code == 2
    assert "does not read every event" in capsys.readouterr().err


def test_verify_without_a_usable_database_says_so(run, monkeypatch):
    monkeypatch.setattr("audit.cli.verify.verify_ledger", broken)
    monkeypatch.setattr("audit.cli.seal.seal_now", broken)
    assert run("verify") == (2, "", "Cannot verify: no database here\n")
    assert run("seal", "--once") == (2, "", "Cannot seal: no database here\n")


def broken(*_args, **_options):
    raise OperationalError("no database here\nDETAIL: none")


@pytest.mark.parametrize(
    ("content", "message"),
    [("", "no anchor"), ("not JSON", "Line 1"), ('{"note": "x"}', "Line 1"), ("[]", "Line 1")],
)
def test_broken_anchor_files_are_refused(tmp_path, content, message):
    (tmp_path / "anchors").write_text(content)
    with pytest.raises(NoAnchors, match=message):
        read_anchors(tmp_path / "anchors")


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "is not set"), ("", "holds no sealing key"), ("zz", "holds no sealing key")],
)
def test_an_unusable_key_is_named(settings, tmp_path, content, message):
    settings.LEDGER_SEAL_KEY_FILE = ""
    if content is not None:
        (tmp_path / "key").write_text(content)
        settings.LEDGER_SEAL_KEY_FILE = str(tmp_path / "key")
    with pytest.raises(NoKey, match=message):
        sealing_key()


def test_a_missing_key_file_is_named(settings):
    settings.LEDGER_SEAL_KEY_FILE = "/no/such/key"
    with pytest.raises(NoKey, match="No such file"):
        trusted_keys([])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "one line",
        "a\n\n\u2014 b !!!\n",
        "a\nb\nc\nd\ne\nf\n\n\u2014 n AAAA\n",
        "a\n1\nAA==\n\n",
    ],
)
def test_what_is_no_note_is_refused(text):
    with pytest.raises(BadNote):
        read(text)


@pytest.mark.parametrize(
    "line", ["", "a+b+c", "name+00000000+AQ==", KEY.public.line().replace("+", "+0", 1)]
)
def test_what_is_no_public_key_is_refused(line):
    with pytest.raises(BadNote):
        public_key_of(line)


def test_a_key_of_the_same_name_does_not_pass_for_ours():
    assert not PublicKey(KEY.name, bytes(32)).signed("a\n\n\u2014 casemgmt-ledger-1 AAAA\n")


def test_write_anchor_refuses_what_is_no_head(tmp_path):
    with pytest.raises(BadNote):
        write_anchor("x", tmp_path / "anchors")


@pytest.mark.django_db(transaction=True)
def test_the_sealing_process_seals_until_it_is_told_to_end(tmp_path):
    settings = connection.settings_dict
    address = f"postgres://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": f"{address}?options=-c%20role%3Dsealer",
        "LEDGER_ANCHOR_FILE": str(tmp_path / "anchors"),
    }
    write_events(3)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "ledger", "seal", "--every", "0.2"], cwd=ROOT, env=environment
    )
    try:
        for _attempt in range(150):
            if (tmp_path / "anchors").exists():
                break
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) == 0
    finally:
        process.kill()
    assert [anchor.says.size for anchor in read_anchors(tmp_path / "anchors")] == [3]
