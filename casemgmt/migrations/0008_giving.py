"""Standing on a case is given by those who have it."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/giving.sql."""

    dependencies = [("casemgmt", "0007_casework")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "giving.sql")]
