"""The ledger's table and its walls."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/ledger.sql."""

    dependencies = [("audit", "0002_initial")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "ledger.sql")]
