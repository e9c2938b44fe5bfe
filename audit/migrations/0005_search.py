"""Indexes for the searches of the ledger."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/search.sql."""

    dependencies = [("audit", "0004_seal")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "search.sql")]
