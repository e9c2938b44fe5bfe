"""The second wall of papers: what the database itself refuses to write, to change and to show."""

import pytest
from django.db import DatabaseError, connection, transaction

from casemgmt.models import Paper, Release, Signature
from casemgmt.services.release import record_release
from tests import build
from tests.casework import authorization


def insert(world, who, *, kind, source, to, by=None, **fields):
    viewer = world.viewer(who)
    row = Release(
        case=fields.pop("case", world.case), kind=kind, from_agency=world.agencies[source],
        to_agency=world.agencies[to], categories=fields.pop("categories", ["treatment_summary"]),
        purpose="x", signed_by="x", signed_on=build.day(0), starts_at=build.moment(0),
        ends_at=build.moment(5), created_by_id=by or viewer.user_id, **fields,
    )  # fmt: skip
    with transaction.atomic():
        row.save(force_insert=True)
    return row


VICTIM = {"kind": "victim_release", "categories": ["victim_statement"]}
ACCEPTED = [
    ("kim", {"kind": "authorization", "source": "center", "to": "harbor"}),
    ("ana", {"kind": "authorization", "source": "center", "to": "probation"}),
    ("ana", {"kind": "court_order", "source": "center", "to": "defense"}),
    ("maya", {**VICTIM, "source": "harbor", "to": "probation"}),
    ("vic", {"kind": "victim_release", "source": "probation", "to": "attorney",
             "categories": ["victim_system"]}),
]  # fmt: skip
REFUSED = [
    ("ana", {"kind": "authorization", "source": "center", "to": "harbor"}),
    ("maya", {"kind": "authorization", "source": "center", "to": "harbor"}),
    ("kim", {"kind": "authorization", "source": "birch", "to": "harbor"}),
    ("kim", {"kind": "court_order", "source": "center", "to": "probation"}),
    ("ana", {**VICTIM, "source": "harbor", "to": "probation"}),
    ("vic", {**VICTIM, "source": "harbor", "to": "attorney"}),
    ("ben", {"kind": "authorization", "source": "center", "to": "probation"}),
    ("kim", {"kind": "authorization", "source": "center", "to": "harbor", "by": 1}),
    ("kim", {"kind": "authorization", "source": "center", "to": "harbor",
             "revoked_at": build.moment(-1)}),
]  # fmt: skip


@pytest.mark.parametrize(("who", "fields"), ACCEPTED)
def test_the_database_takes_papers_of_the_two_sides(world, who, fields):
    assert insert(world, who, **fields).pk


@pytest.mark.parametrize(("who", "fields"), REFUSED)
def test_the_database_refuses_papers_of_others(world, who, fields):
    with pytest.raises(DatabaseError, match="row-level security"):
        insert(world, who, **fields)


@pytest.mark.parametrize("column", ["ends_at", "to_agency_id", "categories", "missing", "items"])
def test_a_paper_is_never_rewritten(world, column):
    world.viewer("kim")
    sql = f"UPDATE casemgmt_release SET {column} = {column}"
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        run(sql)


def test_what_was_taken_back_stays_taken_back(world):
    world.viewer("kim")
    key = str(world.records["authorization"].pk)
    assert run("UPDATE casemgmt_release SET revoked_at = now() WHERE id = %s", key) == 1
    with pytest.raises(DatabaseError, match="stays taken back"), transaction.atomic():
        run("UPDATE casemgmt_release SET revoked_at = NULL WHERE id = %s", key)


@pytest.mark.parametrize("who", ["lee", "otto", "maya", "ben", "sam"])
def test_who_is_no_party_takes_nothing_back(world, who):
    world.viewer(who)
    key = str(world.records["authorization"].pk)
    assert run("UPDATE casemgmt_release SET revoked_at = now() WHERE id = %s", key) == 0


@pytest.mark.parametrize(("who", "seen"), [("kim", 1), ("maya", 1), ("ana", 0), ("ben", 0)])
def test_signatures_and_files_show_to_the_two_sides(world, who, seen):
    kim = world.viewer("kim")
    row = record_release(kim, world.case.pk, terms=authorization(world))
    Paper(
        release=row, name="a.pdf", content_type="application/pdf", size=1, sha256="0",
        content=b"x", created_by_id=kim.user_id,
    ).save(force_insert=True)  # fmt: skip
    world.viewer(who)
    for model in (Signature, Paper):
        assert model.objects.unscoped(reason="test").count() == seen


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_nobody_signs_beside_another_s_paper(world, who):
    row = record_release(world.viewer("kim"), world.case.pk, terms=authorization(world))
    viewer = world.viewer(who)
    one = Signature(
        release_id=row.pk, name="x", capacity="self", signed_on=build.day(0),
        created_by_id=viewer.user_id,
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        one.save(force_insert=True)


@pytest.mark.parametrize("table", ["signature", "paper"])
@pytest.mark.parametrize("act", ["UPDATE casemgmt_{} SET version = 2", "DELETE FROM casemgmt_{}"])
def test_signatures_and_files_are_written_once(world, table, act):
    world.viewer("kim")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        run(act.format(table))


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return cursor.rowcount
