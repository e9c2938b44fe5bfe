"""Migrations whose work is SQL in a file of its own, which reads and reviews better than a string
in Python."""

from pathlib import Path

from django.db import migrations


def run_sql_file(path: Path) -> migrations.RunSQL:
    """Return the operation that runs the file; irreversible, as walls are not taken down
    by a migration."""
    return migrations.RunSQL([(path.read_text(encoding="utf-8"), None)])
