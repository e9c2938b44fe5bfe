"""What the ledger's screens ask of it."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/screens.sql."""

    dependencies = [("audit", "0009_watch")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "screens.sql")]
