"""The attack table: what each attack leaves behind is named, and clean ledgers raise no alarm."""

import random

import pytest
from django.db import transaction

from audit.selectors.changes import list_unmatched
from audit.services.anchor import read_anchors
from audit.services.keys import SealKey
from audit.services.outside import Outside
from audit.services.verify import CannotVerify, verify_ledger
from casemgmt.core import clock
from tests.audit.ledger import (
    KEY,
    STOLEN_NAME,
    ask,
    put_in,
    seal,
    sealed_tree,
    tampering,
    verify,
    write_events,
)
from tests.plugins.roles import as_role

pytestmark = pytest.mark.django_db
BATCHES = (7, 5, 8)


@pytest.fixture
def anchors(settings, tmp_path, django_capture_on_commit_callbacks):
    """A ledger of three heads, and the anchors that were kept outside."""
    settings.LEDGER_ANCHOR_FILE = str(tmp_path / "anchors.jsonl")
    with django_capture_on_commit_callbacks(execute=True):
        sealed_tree(*BATCHES)
    return read_anchors(tmp_path / "anchors.jsonl")


def codes(report):
    return set(report.counts)


def test_a_clean_ledger_is_clean(anchors):
    report = verify(*anchors)
    assert (report.findings, report.warnings) == ([], [])
    assert (report.events, report.heads, report.anchors) == (20, 3, 3)


def test_an_empty_ledger_is_clean():
    assert verify().is_clean


def test_a_changed_event_is_named(anchors):
    event = ask("SELECT event_id FROM audit_leaf WHERE index = 9")
    with tampering() as cursor:
        cursor.execute("UPDATE audit_event SET actor_name = 'Nobody' WHERE id = %s", [event])
    report = verify()
    assert report.counts == {"EVENT-ALTERED": 1}
    assert report.findings[0].where == f"event {event} (leaf 9)"


def test_a_deleted_event_is_named(anchors):
    event = ask("SELECT event_id FROM audit_leaf WHERE index = 3")
    with tampering() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE id = %s", [event])
    report = verify()
    assert report.counts == {"EVENT-MISSING": 1}
    assert report.findings[0].where == f"event {event} (leaf 3)"


def test_a_deleted_event_with_its_leaf(anchors):
    with tampering() as cursor:
        cursor.execute(
            "DELETE FROM audit_event WHERE id = (SELECT event_id FROM audit_leaf WHERE index = 9)"
        )
        cursor.execute("DELETE FROM audit_leaf WHERE index = 9")
    assert codes(verify()) >= {"LEAF-GAP", "ROOT-MISMATCH", "TREE-SHORTER"}
    assert codes(verify(*anchors)) >= {"ANCHOR-MISMATCH", "ANCHOR-ROLLBACK"}


def test_a_deleted_event_with_its_leaf_and_the_rest_renumbered(anchors):
    with tampering() as cursor:
        cursor.execute(
            "DELETE FROM audit_event WHERE id = (SELECT event_id FROM audit_leaf WHERE index = 9)"
        )
        cursor.execute("DELETE FROM audit_leaf WHERE index = 9")
        for index in range(10, 20):
            cursor.execute("UPDATE audit_leaf SET index = %s WHERE index = %s", [index - 1, index])
    found = codes(verify(*anchors))
    assert found >= {"ROOT-MISMATCH", "TREE-SHORTER", "ANCHOR-MISMATCH", "ANCHOR-ROLLBACK"}
    assert "LEAF-GAP" not in found


def test_two_leaves_swapped(anchors):
    with tampering() as cursor:
        for one, other in ((2, 100), (4, 2), (100, 4)):
            cursor.execute("UPDATE audit_leaf SET index = %s WHERE index = %s", [other, one])
    assert verify().counts == {"ROOT-MISMATCH": 3}
    assert codes(verify(*anchors)) == {"ROOT-MISMATCH", "ANCHOR-MISMATCH"}


def test_an_event_changed_with_its_leaf(anchors):
    with tampering() as cursor:
        cursor.execute(
            "UPDATE audit_event SET actor_name = 'Nobody' "
            "WHERE id = (SELECT event_id FROM audit_leaf WHERE index = 2)"
        )
        cursor.execute("UPDATE audit_leaf SET hash = sha256('forged') WHERE index = 2")
    assert codes(verify()) == {"ROOT-MISMATCH", "EVENT-ALTERED"}
    assert verify(*anchors).counts["ANCHOR-MISMATCH"] == 3


def test_an_event_put_in_two_hours_back(anchors):
    with tampering() as cursor:
        put_in(cursor, at="now() - interval '2 hours'")
    seal()
    assert verify(*anchors).counts == {"BACKDATED": 1}


def test_an_event_put_in_under_an_old_transaction_is_not_sealed_and_named(anchors):
    with tampering() as cursor:
        put_in(cursor, at="now() - interval '2 hours'", xid="'3'")
    assert seal().sealed == 0
    assert verify(*anchors).counts == {"UNSEALED-OLD": 1}
    assert seal(sweep=True).sealed == 1
    assert verify(*anchors).counts == {"BACKDATED": 1}


def test_leaves_and_heads_dropped_for_sealing_anew(anchors):
    with tampering() as cursor:
        cursor.execute("UPDATE audit_event SET at = at - interval '1 hour'")
        for table in ("audit_leaf", "audit_node", "audit_head"):
            cursor.execute(f"DELETE FROM {table}")
    assert codes(verify()) == {"UNSEALED-OLD"}
    assert codes(verify(*anchors)) == {"UNSEALED-OLD", "ANCHOR-ROLLBACK"}


def forge(key):
    with tampering() as cursor:
        cursor.execute(
            "UPDATE audit_event SET actor_name = 'Nobody' "
            "WHERE id = (SELECT min(id) FROM audit_event)"
        )
        for table in ("audit_leaf", "audit_node", "audit_head"):
            cursor.execute(f"DELETE FROM {table}")
    for limit in BATCHES:
        seal(key, limit=limit)


def test_everything_rebuilt_without_the_key(anchors):
    forge(STOLEN_NAME)
    assert verify().counts == {"HEAD-BAD-SIGNATURE": 3}
    assert codes(verify(*anchors)) == {"HEAD-BAD-SIGNATURE", "ANCHOR-MISMATCH"}


def test_everything_rebuilt_with_the_stolen_key_is_seen_by_anchors_alone(anchors):
    forge(KEY)
    assert verify().is_clean
    assert verify(*anchors).counts == {"ANCHOR-MISMATCH": 3}


def test_the_tail_cut_back_to_an_older_head_is_seen_by_anchors_alone(anchors):
    with tampering() as cursor:
        cursor.execute(
            "DELETE FROM audit_event "
            "WHERE id IN (SELECT event_id FROM audit_leaf WHERE index >= 12)"
        )
        cursor.execute("DELETE FROM audit_leaf WHERE index >= 12")
        cursor.execute("DELETE FROM audit_head WHERE size > 12")
    assert verify().is_clean
    assert verify(*anchors).counts == {"ANCHOR-ROLLBACK": 1}


def test_everything_deleted_is_seen_by_anchors_alone(anchors):
    with tampering() as cursor:
        for table in ("audit_event", "audit_leaf", "audit_node", "audit_head"):
            cursor.execute(f"DELETE FROM {table}")
    assert verify().is_clean
    assert verify(*anchors).counts == {"ANCHOR-ROLLBACK": 3}


def test_an_anchor_of_another_key_counts_for_nothing(anchors):
    stranger = SealKey.of_seed(KEY.name, "09" * 32)
    report = verify(*anchors, keys=[stranger.public])
    assert report.counts == {"HEAD-BAD-SIGNATURE": 3, "ANCHOR-BAD-SIGNATURE": 3}


CHANGES = {
    "root": "sha256('x')", "at": "at + interval '1 microsecond'",
    "complete": "complete - interval '1 microsecond'",
    "previous": "sha256('x')", "peaks": "sha256('x') || sha256('y')", "size": "size + 100",
}  # fmt: skip


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_column_of_a_head_is_named(anchors, column):
    with tampering() as cursor:
        cursor.execute(f"UPDATE audit_head SET {column} = {CHANGES[column]} WHERE size = 12")
    assert codes(verify()) & {"HEAD-ALTERED", "ROOT-MISMATCH"}


def test_a_changed_note_is_named(anchors):
    with tampering() as cursor:
        cursor.execute(
            "UPDATE audit_head SET note = replace(note, E'\\n12\\n', E'\\n13\\n') WHERE size = 12"
        )
    assert verify().counts == {"HEAD-BAD-SIGNATURE": 1, "HEAD-CHAIN": 1}


def test_a_head_taken_out_breaks_the_chain(anchors):
    with tampering() as cursor:
        cursor.execute("DELETE FROM audit_head WHERE size = 12")
    assert verify().counts == {"HEAD-CHAIN": 1}


def test_leaves_beyond_the_last_head_are_named(anchors):
    with tampering() as cursor:
        cursor.execute("DELETE FROM audit_head WHERE size = 20")
    assert verify().counts == {"LEAF-UNSIGNED": 1}


def test_a_changed_subtree_is_named():
    sealed_tree(600)
    with tampering() as cursor:
        cursor.execute("UPDATE audit_node SET hash = sha256('x') WHERE level = 8 AND number = 1")
    assert verify().counts == {"NODE-ALTERED": 1}


def test_a_leafs_changed_moment_is_named(anchors):
    with tampering() as cursor:
        cursor.execute(
            "UPDATE audit_leaf SET event_at = event_at + interval '1 second' WHERE index = 4"
        )
    assert codes(verify()) == {"LEAF-ALTERED"}


COLUMNS = [
    "id",
    "at",
    "xid",
    "kind",
    "outcome",
    "actor_id",
    "actor_name",
    "actor_role",
    "actor_agency_id",
    "actor_agency",
    "session",
    "request_id",
    "page_id",
    "route",
    "channel",
    "purpose",
    "reason",
    "authority",
    "authority_ref",
    "because",
    "policy_version",
    "subject_kind",
    "subject_id",
    "case_id",
    "case_label",
    "owner_agency_id",
    "category",
    "part",
    "fields",
    "recipient",
    "total",
    "detail",
]
BIT = {
    "id": None, "at": "at + interval '1 microsecond'", "xid": "'7'", "actor_id": "7",
    "actor_agency_id": "7", "owner_agency_id": "7", "total": "7", "case_id": "gen_random_uuid()",
    "fields": "fields || 'c'::text", "detail": "'{\"a\": 1.0}'",
}  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_any_changed_column_of_an_event_is_named(anchors, column):
    change = BIT.get(column, f"{column} || 'x'")
    event = ask("SELECT event_id FROM audit_leaf WHERE index = 5")
    with tampering() as cursor:
        if change:
            cursor.execute(f"UPDATE audit_event SET {column} = {change} WHERE id = %s", [event])
        else:  # an identity column: the same row under another id
            cursor.execute("ALTER TABLE audit_event ALTER id DROP IDENTITY")
            cursor.execute("UPDATE audit_event SET id = id + 1000000 WHERE id = %s", [event])
    report = verify()
    assert codes(report) & {"EVENT-ALTERED", "EVENT-MISSING"}
    assert f"event {event} (leaf 5)" in {found.where for found in report.findings}


def test_the_columns_above_are_all_that_there_are():
    with tampering() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute "
            "WHERE attrelid = 'audit_event'::regclass AND attnum > 0 AND NOT attisdropped"
        )
        assert {name for (name,) in cursor.fetchall()} == set(COLUMNS)


def test_a_thousand_clean_seals_raise_no_alarm():
    dice = random.Random(5)
    sealed = 0
    while sealed < 1000:
        try:
            with transaction.atomic():
                write_events(dice.randrange(4), detail={"n": 1.10, "t": "Zoë\u2028\"'\\"})
                if dice.random() < 0.2:
                    raise RuntimeError
        except RuntimeError:
            pass
        sealed += seal(limit=dice.choice((2, 5000))).sealed > 0
        if sealed % 250 == 0:
            assert verify().is_clean
    while seal().more:
        pass
    report = verify()
    assert report.is_clean
    assert report.heads >= 1000
    assert report.events == ask("SELECT count(*) FROM audit_event")


def test_a_sealer_that_stands_still_is_told_and_is_no_tampering(anchors):
    with tampering() as cursor:
        put_in(cursor, at="now() - interval '4 minutes'")
        cursor.execute(
            "UPDATE audit_head SET complete = complete - interval '2 hours', "
            "at = at - interval '2 hours'"
        )
        cursor.execute(
            "UPDATE audit_event SET at = now() - interval '20 minutes' "
            "WHERE id = (SELECT max(id) FROM audit_event)"
        )
    report = verify()
    assert [found.code for found in report.warnings] == ["SEALING-STOPPED"]
    assert "UNSEALED-OLD" not in report.counts


def test_a_role_that_reads_half_the_ledger_cannot_verify(anchors):
    with pytest.raises(CannotVerify, match="app_rt does not read every event"):
        verify_ledger([KEY.public])


def test_the_backup_role_verifies_and_looks_for_changes(anchors):
    with as_role("backup_ro"):
        assert verify_ledger([KEY.public], Outside(anchors=anchors)).is_clean
        assert list_unmatched(clock.now()) == []
