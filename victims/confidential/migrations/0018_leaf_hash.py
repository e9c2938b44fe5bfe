"""The database hashes the leaves of the organization's ledger, as it does in the case file's."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs in the advocacy database."""

    dependencies = [("advocacy", "0017_no_row_marks")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "leaf_hash.sql")]
