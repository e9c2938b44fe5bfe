"""Change of the sealing key: both sign it, the chain is followed, retired keys sign nothing."""

import pytest
from django.core.management import call_command
from django.db import connection

from audit.models import Head
from audit.note import SealKey, read
from audit.services import journal
from audit.services.keys import NoKey, sealing_key
from audit.services.rotate import rotate_key
from audit.services.seal import SealBroken
from tests.audit.ledger import KEY, ask, seal, sealed_tree, tampering, verify, write_events
from tests.plugins.roles import as_role

pytestmark = pytest.mark.django_db
NEWER = SealKey.of_seed(KEY.name, "0a" * 32)
NEWEST = SealKey.of_seed(KEY.name, "0b" * 32)


def change(old, new):
    with as_role("sealer"):
        return rotate_key(old, new)


@pytest.fixture
def changed():
    """Heads of three keys, one after the other."""
    sealed_tree(3)
    write_events(2)
    change(KEY, NEWER)
    write_events(2)
    seal(NEWER)
    change(NEWER, NEWEST)
    write_events(2)
    seal(NEWEST)


@pytest.mark.parametrize("known", [KEY, NEWER, NEWEST])
def test_any_key_of_the_chain_verifies_all_of_it(changed, known):
    report = verify(keys=[known.public])
    assert (report.findings, report.warnings) == ([], [])
    assert report.heads == 6


def test_the_head_that_changes_the_key_is_signed_by_both_and_names_both(changed):
    head = Head.objects.filter(note__contains="\nrotate ").order_by("size").first()
    assert read(head.note).rotation == (KEY.public, NEWER.public)
    assert KEY.public.signed(head.note)
    assert NEWER.public.signed(head.note)
    assert head.key_id == NEWER.public.id


def test_the_change_is_on_the_ledger_and_sealed_by_that_head(changed):
    first = ask(
        "SELECT l.index FROM audit_event e JOIN audit_leaf l ON l.event_id = e.id "
        "WHERE e.subject_kind = 'key' ORDER BY e.id LIMIT 1"
    )
    head = Head.objects.filter(note__contains="\nrotate ").order_by("size").first()
    assert first == head.size - 1
    assert (
        ask("SELECT actor_role FROM audit_event WHERE subject_kind = 'key' LIMIT 1") == "operator"
    )


@pytest.mark.parametrize("thief", [KEY, NEWER])
def test_a_retired_key_seals_nothing(changed, thief):
    write_events(1)
    with pytest.raises(SealBroken, match="rotate-key"):
        seal(thief)


@pytest.mark.parametrize("known", [KEY, NEWEST])
def test_what_a_thief_of_a_retired_key_signs_later_is_named(changed, known):
    head = Head.objects.order_by("-size").first()
    forged = KEY.sign(read(head.note))
    with tampering() as cursor:
        cursor.execute(
            "UPDATE audit_head SET note = %s, key_id = %s WHERE size = %s",
            [forged, KEY.public.id, head.size],
        )
    assert verify(keys=[known.public]).counts == {"HEAD-RETIRED-KEY": 1}


def test_a_thief_of_a_retired_key_cannot_bring_it_back(changed):
    head = Head.objects.order_by("-size").first()
    says = read(head.note)
    back = type(says)(
        says.origin, says.size, says.root, says.at, says.complete, says.previous,
        (NEWEST.public, KEY.public),
    )  # fmt: skip
    with tampering() as cursor:
        cursor.execute(
            "UPDATE audit_head SET note = %s WHERE size = %s", [KEY.sign(back), head.size]
        )
    assert verify(keys=[NEWEST.public]).counts == {"HEAD-BAD-ROTATION": 1}


def test_a_history_of_a_stolen_retired_key_does_not_lead_to_the_newest(changed):
    """The thief rebuilds it all; whoever knows the newest key is not taken in."""
    with tampering() as cursor:
        for table in ("audit_leaf", "audit_node", "audit_head"):
            cursor.execute(f"DELETE FROM {table}")
    seal(KEY)
    assert verify(keys=[NEWEST.public]).counts == {"HEAD-BAD-SIGNATURE": 1}


def test_a_change_that_one_key_alone_signed_is_no_change(changed):
    head = Head.objects.filter(note__contains="\nrotate ").order_by("size").last()
    text, blank, signatures = head.note.partition("\n\n")
    alone = text + blank + signatures.splitlines()[0] + "\n"
    with tampering() as cursor:
        cursor.execute("UPDATE audit_head SET note = %s WHERE size = %s", [alone, head.size])
    found = verify(keys=[KEY.public, NEWER.public]).counts
    assert found["HEAD-BAD-ROTATION"] == 1


def test_a_lost_key_is_followed_by_one_that_signs_alone_and_it_shows():
    sealed_tree(3)
    write_events(2)
    change(None, NEWER)
    report = verify(keys=[KEY.public, NEWER.public])
    assert report.is_clean
    assert [found.code for found in report.warnings] == ["KEY-CHANGED"]
    assert verify(keys=[KEY.public]).counts == {"HEAD-BAD-SIGNATURE": 1}


def test_a_retired_key_does_not_come_back_as_one_that_replaces_a_lost_one(changed):
    write_events(1)
    with pytest.raises(SealBroken, match="has signed before"):
        change(None, KEY)


def test_a_key_is_not_followed_by_itself():
    with pytest.raises(NoKey, match="is the old one"):
        change(KEY, KEY)


@pytest.fixture
def run(settings, tmp_path, capsys):
    """Run the command as the sealer; return (status, output, errors)."""
    (tmp_path / "key").write_text("07" * 32)
    settings.LEDGER_SEAL_KEY_FILE = str(tmp_path / "key")

    def call(*words):
        status = 0
        with as_role("sealer"):
            try:
                call_command("ledger", *words)
            except SystemExit as ended:
                status = ended.code
        return status, *capsys.readouterr()

    return call


def test_the_command_makes_a_key_and_leaves_nothing_of_the_old_one(run, tmp_path):
    sealed_tree(3)
    status, out, _err = run("rotate-key")
    assert status == 0
    assert "changes the key" in out
    assert (tmp_path / "key").read_text() != "07" * 32
    assert oct((tmp_path / "key").stat().st_mode)[-3:] == "600"
    assert [path.name for path in tmp_path.iterdir()] == ["key"]
    write_events(1)
    assert run("seal", "--once")[0] == 0
    assert run("verify", "--public-key", KEY.public.line())[0] == 0
    assert run("verify", "--public-key", out.splitlines()[-1])[0] == 0


def test_the_command_takes_a_key_that_is_made_already(run, tmp_path):
    sealed_tree(3)
    (tmp_path / "other").write_text("0a" * 32)
    status, out, _err = run("rotate-key", "--new-key-file", str(tmp_path / "other"))
    assert status == 0
    assert out.splitlines()[-1] == NEWER.public.line()
    write_events(1)
    assert run("seal", "--once")[0] == 1  # until the file is put in its place
    (tmp_path / "key").write_text("0a" * 32)
    assert run("seal", "--once")[0] == 0


def test_the_command_says_that_a_key_was_lost(run, tmp_path):
    sealed_tree(3)
    (tmp_path / "key").write_text("0a" * 32)
    assert run("rotate-key", "--lost")[0] == 0
    keys = ("--public-key", KEY.public.line(), "--public-key", NEWER.public.line())
    status, out, _err = run("verify", *keys)
    assert status == 0
    assert "KEY-CHANGED" in out


def test_a_change_that_fails_leaves_the_old_key(run, tmp_path):
    sealed_tree(3)
    with tampering() as cursor:
        cursor.execute("DELETE FROM audit_leaf WHERE index = 2")
    status, _out, err = run("rotate-key")
    assert status == 1
    assert "The key is not changed" in err
    assert (tmp_path / "key").read_text() == "07" * 32
    (tmp_path / "key.new").write_text("x")
    assert "there already" in run("rotate-key")[2]


@pytest.mark.django_db(transaction=True)
def test_a_journal_that_takes_no_line_does_not_leave_the_old_key(run, settings, tmp_path):
    sealed_tree(3)
    settings.LEDGER_JOURNAL, settings.LEDGER_JOURNAL_STRICT = "file:/dev/full", True
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE sealer")
        call_command("ledger", "rotate-key")
        cursor.execute("SET ROLE app_rt")
    settings.LEDGER_JOURNAL = ""
    journal._journals.clear()
    assert sealing_key().public.id == Head.objects.order_by("-size").first().key_id
