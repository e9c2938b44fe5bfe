"""Fills an empty database with a jurisdiction of a given number of cases."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from psycopg2.extensions import cursor as Cursor  # noqa: N812  # a class by another name

HERE = Path(__file__).parent
BIG = ["person", "case", "casegroupgrant", "caseusergrant", "examreferral", "release"]
FOREIGN_KEYS = """SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
    format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname,
           pg_get_constraintdef(oid))
  FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY (%s::regclass[]) ORDER BY conname"""
INDEXES = """SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
  FROM pg_index i WHERE indrelid = ANY (%s::regclass[]) AND NOT EXISTS (
    SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid) ORDER BY indexrelid"""


def load(owner: str, cases: int) -> bool:
    """Write the jurisdiction as the owner, and return whether there was none; raises what the
    database raises."""
    connection = psycopg2.connect(owner)
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('bench_case') IS NOT NULL")
        if cursor.fetchone()[0]:
            return False
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        _run(cursor, "load.sql", cases)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with _bare(cursor, [f"casemgmt_{name}" for name in BIG]):
            _run(cursor, "cases.sql", cases)
        _run(cursor, "check.sql", cases)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.close()
    return True


@contextmanager
def _bare(cursor: Cursor, tables: list[str]) -> Iterator[None]:
    """Take triggers, foreign keys and indexes of these tables away, and put them back: checked and
    built in one pass, not row by row."""
    cursor.execute(FOREIGN_KEYS, [tables])
    parts = cursor.fetchall()
    cursor.execute(INDEXES, [tables])
    parts += cursor.fetchall()
    for drop, _ in parts:
        cursor.execute(drop)
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute(f"ANALYZE {table}")
    for _, make in parts[::-1]:
        cursor.execute(make)


def _run(cursor: Cursor, script: str, cases: int) -> None:
    cursor.execute((HERE / script).read_text(encoding="utf-8"), {"cases": cases})
