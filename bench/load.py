"""Fills an empty database with a jurisdiction of a given number of cases."""

from pathlib import Path

import psycopg2

SCRIPT = Path(__file__).with_name("load.sql")


def load(owner: str, cases: int) -> None:
    """Write the jurisdiction where there is none, as the owner; raises what the database raises."""
    connection = psycopg2.connect(owner)
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('bench_case') IS NOT NULL")
        if cursor.fetchone()[0]:
            return
        cursor.execute(SCRIPT.read_text(encoding="utf-8"), {"cases": cases})
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.close()
