"""Whose accounting of disclosures is asked for."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/accounting.sql."""

    dependencies = [("casemgmt", "0025_duties")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "accounting.sql")]
