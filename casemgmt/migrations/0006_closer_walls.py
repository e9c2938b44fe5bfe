"""Closer walls: offices without a caseload, standing given only by those who have it, records that nobody rewrites."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/closer_walls.sql."""

    dependencies = [
        ("casemgmt", "0005_sent_request"),
        ("audit", "0003_ledger"),
        ("teams", "0001_initial"),
    ]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "closer_walls.sql")]
