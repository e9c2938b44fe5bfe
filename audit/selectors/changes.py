"""Rows of the case file that changed and that no entry stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Rows of one table that one hand changed in one way; names of columns, never values."""

    table: str
    op: str
    db_user: str
    app_user: int | None
    columns: tuple[str, ...]
    count: int
    first: datetime
    last: datetime
    keys: tuple[str, ...]


def list_unmatched(since: datetime, left_out: Sequence[str] = ()) -> list[Unmatched]:
    """Return what changed since then without an entry; for the sealer's role alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_unmatched(%s, %s)", [since, list(left_out)])
        return [
            Unmatched(table, op, role, account, tuple(columns), count, first, last, tuple(keys))
            for table, op, role, account, columns, count, first, last, keys in cursor.fetchall()
        ]
