"""Sealing loses nothing to late commits, rollbacks or rivals, and does not seal over changes."""

import random
import threading
from contextlib import contextmanager

import psycopg2
import pytest
from django.db import connection, connections

from audit import canonical, merkle
from audit.models import Head
from audit.note import FIRST, hash_of, read
from audit.services.anchor import read_anchors
from audit.services.seal import SealBroken, make_months, seal_now
from tests.audit.ledger import KEY, ask, seal, sealed_tree, tampering, verify, write_events
from tests.plugins.roles import as_role

BY_HAND = """
SELECT 'audit-event-v1' || E'\\n' || '{"actor_agency":"","actor_agency_id":null,"actor_id":null,'
  '"actor_name":"","actor_role":"","at":"'
  || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '","authority":"",'
  '"authority_ref":"","because":"","case_id":null,"case_label":"","category":"","channel":"page",'
  '"detail":"{\\"a\\": \\"Zoë\\", \\"b\\": 1}","fields":["a","b"],"id":' || id || ',"kind":"view",'
  '"outcome":"shown","owner_agency_id":null,"page_id":"","part":"","policy_version":'
  || to_json(policy_version) || ',"purpose":"","reason":"","recipient":"","request_id":'
  || to_json(request_id) || ',"route":"","session":"","subject_id":"0","subject_kind":"thing",'
  '"total":null,"xid":"' || xid || '"}'
FROM audit_event
"""


@contextmanager
def writer():
    """A connection of the serving role beside the test's own."""
    other = psycopg2.connect(**connection.get_connection_params())
    try:
        yield other
    finally:
        other.close()


def insert(other, name="x"):
    with other.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_event (kind, outcome, subject_id) VALUES ('view', 'shown', %s)",
            [name],
        )


@pytest.mark.django_db
def test_heads_are_chained_signed_and_cover_what_was_written():
    sealed_tree(3, 4)
    first, second = Head.objects.order_by("size")
    assert (first.size, second.size) == (3, 7)
    assert read(first.note).previous == FIRST
    assert read(second.note).previous == hash_of(first.note)
    assert KEY.public.signed(second.note)
    assert second.key_id == KEY.public.id == ask("SELECT id FROM audit_key")


@pytest.mark.django_db
def test_nothing_new_makes_no_head():
    sealed_tree(2)
    assert seal().sealed == 0
    assert Head.objects.count() == 1


@pytest.mark.django_db
def test_leaves_are_the_hashes_of_the_events_written_out_by_hand():
    write_events(1, detail={"b": 1, "a": "Zoë"})
    seal()
    text = ask(BY_HAND)
    assert bytes(ask("SELECT hash FROM audit_leaf")) == merkle.leaf_hash(text.encode())
    assert text.startswith(canonical.VERSION)


@pytest.mark.django_db
def test_full_batches_go_on_where_they_stopped():
    write_events(25)
    steps = [seal(limit=10) for _ in range(4)]
    assert [step.sealed for step in steps] == [10, 10, 5, 0]
    assert [step.more for step in steps] == [True, True, False, False]
    assert verify().is_clean


@pytest.mark.django_db(transaction=True)
def test_an_event_that_commits_late_is_sealed_late_and_not_lost():
    with writer() as slow, writer() as quick:
        insert(slow, "late")
        for _n in range(3):
            insert(quick)
            quick.commit()
        assert seal().sealed == 3
        insert(quick)
        quick.commit()
        assert seal().sealed == 1
        slow.commit()
        assert seal().sealed == 1
    assert verify().is_clean
    assert (
        ask(
            "SELECT subject_id FROM audit_event e JOIN audit_leaf l ON l.event_id = e.id "
            "WHERE l.index = 4"
        )
        == "late"
    )


@pytest.mark.django_db(transaction=True)
def test_a_full_batch_does_not_pass_over_a_late_commit():
    with writer() as slow, writer() as quick:
        insert(slow)
        for _n in range(6):
            insert(quick)
            quick.commit()
        assert [seal(limit=2).sealed for _ in range(4)] == [2, 2, 2, 0]
        slow.commit()
        assert seal(limit=2).sealed == 1
    assert verify().is_clean


def write_and_roll_back(number):
    dice = random.Random(number)
    with writer() as other:
        for _n in range(60):
            for _m in range(dice.randrange(1, 4)):
                insert(other)
            other.rollback() if dice.random() < 0.3 else other.commit()


def keep_sealing(ended, faults):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE sealer")
        while not ended.is_set():
            seal_now(KEY, limit=7)
    except Exception as error:  # noqa: BLE001  # told by the test
        faults.append(error)
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_three_sealers_and_writers_that_roll_back_leave_one_leaf_an_event():
    ended, faults = threading.Event(), []
    sealers = [threading.Thread(target=keep_sealing, args=(ended, faults)) for _ in range(3)]
    writers = [threading.Thread(target=write_and_roll_back, args=(n,)) for n in range(4)]
    for thread in [*sealers, *writers]:
        thread.start()
    for thread in writers:
        thread.join()
    ended.set()
    for thread in sealers:
        thread.join()
    while seal().more:
        pass
    assert faults == []
    assert ask("SELECT count(*) FROM audit_event") == ask("SELECT count(*) FROM audit_leaf") > 0
    assert verify().is_clean


@pytest.mark.django_db
def test_a_database_loaded_from_a_dump_is_looked_at_as_a_whole():
    sealed_tree(4)
    with tampering() as cursor:  # another cluster, whose transactions are counted from the start
        cursor.execute("UPDATE audit_head SET cluster = '1', horizon = '99999999999'")
        for xid in ("3", "88888888888"):
            cursor.execute(
                "INSERT INTO audit_event (xid, kind, outcome) VALUES (%s, 'view', 'shown')", [xid]
            )
    write_events(2)
    assert [seal(limit=3).sealed, seal(limit=3).sealed] == [3, 1]
    assert ask("SELECT count(*) FROM audit_leaf") == 8
    assert verify().is_clean


BREAKS = {
    "DELETE FROM audit_leaf WHERE index = 6": "6 leaves and the last head counts 7",
    "UPDATE audit_head SET root = sha256('x') WHERE size = 7": "do not lead to its root",
    "UPDATE audit_head SET peaks = sha256('x') WHERE size = 7": "does not hold together",
    "UPDATE audit_head SET note = replace(note, 'time 2', 'time 3')": "does not bear our signature",
    "DELETE FROM audit_head": "the last head counts 0",
}


@pytest.mark.django_db
@pytest.mark.parametrize("statement", BREAKS)
def test_a_changed_tree_is_not_sealed_over(statement):
    sealed_tree(3, 4)
    with tampering() as cursor:
        cursor.execute(statement)
    write_events(1)
    with pytest.raises(SealBroken, match=BREAKS[statement]):
        seal()


@pytest.mark.django_db
def test_each_head_is_kept_outside_and_a_full_disk_does_not_stop_sealing(
    settings, tmp_path, caplog, django_capture_on_commit_callbacks
):
    settings.LEDGER_ANCHOR_FILE = str(tmp_path / "anchors")
    with django_capture_on_commit_callbacks(execute=True):
        sealed_tree(3, 4)
    assert [anchor.says.size for anchor in read_anchors(tmp_path / "anchors")] == [3, 7]
    settings.LEDGER_ANCHOR_FILE = "/dev/full"
    with django_capture_on_commit_callbacks(execute=True):
        sealed_tree(2)
    assert "could not be kept outside: No space left on device" in caplog.text


@pytest.mark.django_db
def test_a_step_costs_the_same_whatever_is_sealed_already(django_assert_num_queries):
    write_events(1)
    seal()
    for size in (1, 700):
        write_events(size)
        seal()
        write_events(1)
        with django_assert_num_queries(15):  # roles and savepoints of the test included
            seal()


@pytest.mark.django_db
def test_the_sealer_makes_the_months_ahead():
    with as_role("sealer"):
        make_months()
    assert ask("SELECT count(*) FROM pg_inherits WHERE inhparent = 'audit_event'::regclass") >= 5
