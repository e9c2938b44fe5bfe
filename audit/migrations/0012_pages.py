"""Page loads with their parts, failed sign-ins for administrators, row changes by month with their
digests on the ledger."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    """Runs sql/pages.sql and sql/row_seals.sql."""

    dependencies = [("audit", "0011_reviews")]
    operations = [run_sql_file(SQL / "pages.sql"), run_sql_file(SQL / "row_seals.sql")]
