"""Who is reminded of a weekly review, by the index on the person."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/unreviewed.sql."""

    dependencies = [("audit", "0015_journal_wait")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "unreviewed.sql")]
