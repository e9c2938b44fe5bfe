"""The organization's own ledger: sealed in its own database, checked by the same programs."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections, transaction

from audit.models import Head
from audit.note import SealKey, read
from audit.services.seal import seal_now
from audit.services.verify import verify_ledger
from tests.build import day, make_agency, make_user
from tests.crawl import sign_in_again
from tests.plugins.roles import as_owner, as_role
from tests.victims.conftest import inside
from victims.confidential.models import AdvocacyEvent
from victims.confidential.router import ALIAS
from victims.confidential.sealing import ledger_name_of, ledger_of
from victims.confidential.selectors.client import open_client
from victims.confidential.services.note import NoteWords, add_note

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])
VERIFIER = Path(__file__).parents[3] / "audit" / "standalone" / "verify_bundle.py"
SIZES = "SELECT (SELECT count(*) FROM audit_leaf), (SELECT count(*) FROM audit_head)"
SEED = hashlib.sha256(b"the organization's sealer").hexdigest()


@pytest.fixture
def sealer(settings, tmp_path):
    """Give the organization's sealer its key and a file for its heads; return how to run it."""
    key, anchors = tmp_path / "key", tmp_path / "anchors.jsonl"
    key.write_text(SEED)
    settings.ADVOCACY_SEAL_KEY_FILES = {ALIAS: str(key)}
    settings.ADVOCACY_ANCHOR_FILES = {ALIAS: str(anchors)}

    def run(*words):
        with as_role("advocacy_sealer", ALIAS):
            call_command("advocacy_ledger", *words)

    run.anchors, run.key = anchors, SealKey.of_seed(ledger_name_of(ALIAS), SEED)
    return run


@pytest.fixture
def written(world, add_victim):
    """Return a victim whose record was opened and written to."""
    client_id = add_victim("Dana Whitlow")
    with inside(world) as viewer:
        add_note(viewer, client_id, words=NoteWords("call", day(-1), "words"))
        open_client(viewer, client_id)
    return client_id


def count_events():
    with as_owner(ALIAS):
        return AdvocacyEvent.objects.unscoped(reason="test").count()


def refuse(statement, words=""):
    with (
        pytest.raises(DatabaseError, match=words or None),
        transaction.atomic(using=ALIAS),
        connections[ALIAS].cursor() as cursor,
    ):
        cursor.execute(statement)


def findings(sealer):
    with as_role("advocacy_sealer", ALIAS), ledger_of(ALIAS):
        return verify_ledger([sealer.key.public]).counts


def test_each_event_is_sealed_under_the_organization_s_own_name_and_key(written, sealer, capsys):
    count = count_events()
    sealer("seal", "--once")
    assert f"Sealed {count} events; the tree has {count}." in capsys.readouterr().out
    with as_role("advocacy_sealer", ALIAS), ledger_of(ALIAS):
        head = read(Head.objects.get().note)
    assert (head.origin, head.size) == ("advocacy-ledger-1-shared", count)
    sealer("verify", "--public-key", sealer.key.public.line())
    assert "CLEAN" in capsys.readouterr().out.upper()


def test_the_case_file_s_ledger_knows_nothing_of_it(written, sealer):
    with as_role("sealer"), connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM audit_leaf), (SELECT count(*) FROM audit_head)"
        )
        before = cursor.fetchone()
        sealer("seal", "--once")
        cursor.execute(
            "SELECT (SELECT count(*) FROM audit_leaf), (SELECT count(*) FROM audit_head)"
        )
        assert cursor.fetchone() == before


@pytest.mark.parametrize(
    ("attack", "finding"),
    [
        ("UPDATE advocacy_event SET actor_name = 'nobody' WHERE kind = 'view'", "EVENT-ALTERED"),
        ("DELETE FROM advocacy_event WHERE kind = 'view'", "EVENT-MISSING"),
        ("DELETE FROM audit_leaf WHERE index = 1", "LEAF-GAP"),
        ("UPDATE audit_head SET note = replace(note, 'time', 'tide')", "HEAD-BAD-SIGNATURE"),
    ],
)
def test_what_was_changed_behind_the_walls_is_named(written, sealer, attack, finding):
    sealer("seal", "--once")
    assert findings(sealer) == {}
    with as_owner(ALIAS), connections[ALIAS].cursor() as cursor:
        for table in ("advocacy_event", "audit_leaf", "audit_head"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(attack)
    assert finding in findings(sealer)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM advocacy_client",
        "SELECT count(*) FROM advocacy_note",
        "UPDATE audit_leaf SET index = index",
        "DELETE FROM advocacy_event",
        "INSERT INTO advocacy_event (actor_id, agency_id, kind, outcome) VALUES (1, 1, 'v', 's')",
    ],
)
def test_the_sealer_reads_events_and_writes_the_tree_and_no_more(written, statement):
    with as_role("advocacy_sealer", ALIAS):
        refuse(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO audit_leaf VALUES (0, 1, now(), decode(repeat('00', 32), 'hex'))",
        "SELECT * FROM audit_leaf",
        "SELECT note FROM audit_head",
        "SELECT * FROM audit_event",
        "SELECT audit_own_act('ledger','x','x',gen_random_uuid(),'ledger','',1,'','','{}')",
    ],
)
def test_the_pages_role_has_no_hand_in_the_seal(world, statement):
    with inside(world):
        refuse(statement)


def test_an_event_cannot_be_given_another_time(written):
    with as_owner(ALIAS):
        refuse(
            "INSERT INTO advocacy_event (at, actor_id, agency_id, kind, outcome)"
            " VALUES (now() - interval '1 day', 1, 1, 'view', 'shown')",
            "time and transaction",
        )


def test_a_bundle_of_one_record_is_checked_by_a_stranger(
    world, written, add_victim, sealer, tmp_path, monkeypatch
):
    """It holds this organization's events alone, although another shares the database."""
    shore = make_agency("Shore Advocacy", "victim_service")
    world.people["iris"] = make_user("iris", shore, "community_advocacy")
    add_victim("Noor Castell", by="iris")
    monkeypatch.setattr("audit.cli.bundle.sleep", lambda _: sealer_seals(sealer))
    agency = world.agencies["harbor"].pk
    path = tmp_path / "bundle.zip"
    words = ["--for", "asked for by counsel", "--since", str(day(-2)), "-o", str(path)]
    sealer("--organization", str(agency), "export-bundle", "--case", str(written), *words)
    asked = [sys.executable, "-I", str(VERIFIER), str(path), "--key", sealer.key.public.line()]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, env={})
    assert done.stdout.startswith("YES."), done.stdout
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        content = json.loads(archive.read("bundle.json"))
    owners = {event["record"]["owner_agency_id"] for event in content["events"]}
    assert owners == {agency}
    assert content["asked"]["count"] >= 3
    content["events"][0]["record"]["actor_name"] = "nobody"
    path.write_text(json.dumps(content))
    done = subprocess.run(asked, capture_output=True, text=True, check=False, env={})
    assert done.stdout.startswith("NO.")


def sealer_seals(sealer):
    """Seal as the process does, which knows no organization."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT set_config('app.agency_id', '', false)")
    with ledger_of(ALIAS):
        seal_now(sealer.key)


def test_a_bundle_is_of_one_organization(sealer):
    with pytest.raises(CommandError, match="Say whose"):
        sealer("export-bundle", "--event", "1", "--for", "x", "-o", "/dev/null")


def test_the_organization_dumps_its_own_database_with_a_role_that_only_reads(written):
    with as_role("advocacy_backup", ALIAS), connections[ALIAS].cursor() as cursor:
        cursor.execute("SET LOCAL row_security = off")  # as pg_dump does: refuses half sight
        cursor.execute("SELECT count(*) FROM advocacy_client")
        assert cursor.fetchone()[0] > 0
        with pytest.raises(DatabaseError), transaction.atomic(using=ALIAS):
            cursor.execute("DELETE FROM advocacy_client")


def test_the_page_finds_by_victim_by_worker_and_by_day(client_as, written, add_victim, sealer):
    add_victim("Carl Moss", by="tess")
    maya, page = client_as("maya"), "/victims/ledger/"
    whole = maya.get(page).content.decode()
    assert "Nothing is sealed yet" in whole
    assert "Tess Example" in whole
    of_one = maya.get(f"{page}?client={written}").content.decode()
    assert "Tess Example" not in of_one
    assert f"/victims/people/{written}/" in of_one
    assert "Maya Example" not in maya.get(f"{page}?worker=Tess").content.decode().split("tbody")[1]
    assert "No event fits" in maya.get(f"{page}?until={day(-3)}").content.decode()
    wrong = maya.get(f"{page}?since={day(0)}&until={day(-1)}").content.decode()
    assert "This day is before the first one" in wrong
    sealer("seal", "--once")
    assert "Last sealed" in maya.get(page).content.decode()
    assert client_as("ana").get(page).status_code == 404


def test_the_file_needs_a_reason_and_stands_on_the_ledger(world, client_as, written):
    maya, page = client_as("maya"), f"/victims/ledger/file/?client={written}"
    assert "reauthenticate" in maya.post(page, {"reason": "x"}).headers["Location"]
    sign_in_again(maya, world.people["maya"])
    assert maya.get(page).status_code == 200
    assert maya.post(page, {"reason": ""}).status_code == 422
    answer = maya.post(page, {"reason": "asked for by the victim"})
    rows = answer.content.decode().splitlines()
    assert answer["Content-Type"].startswith("text/csv")
    assert rows[0].startswith("event,at,worker")
    assert len(rows) > 3
    assert all(str(written) in row for row in rows[1:])
    with as_owner(ALIAS):
        taken = AdvocacyEvent.objects.unscoped(reason="test").filter(subject_kind="ledger file")
        assert [(one.client_id, one.reason) for one in taken] == [
            (written, "asked for by the victim")
        ]
    assert client_as("ana").post(page, {"reason": "x"}).status_code == 404
