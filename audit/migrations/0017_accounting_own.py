"""Steps, makings, files and ends of accountings belong to what their own agency was asked."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/accounting_own.sql."""

    dependencies = [("audit", "0016_unreviewed")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "accounting_own.sql")]
