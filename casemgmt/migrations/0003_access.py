"""Scope, walls, list, count and search."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/access.sql."""

    dependencies = [
        ("casemgmt", "0002_initial"),
        ("audit", "0003_ledger"),
        ("teams", "0001_initial"),
    ]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "access.sql")]
