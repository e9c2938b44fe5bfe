"""List, count, search and the wall of a case with less work in each request."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/faster_lists.sql."""

    dependencies = [("casemgmt", "0008_giving")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "faster_lists.sql")]
