"""The reason of a refusal asks for the jurisdiction's day."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/local_day.sql."""

    dependencies = [("casemgmt", "0022_case_event"), ("audit", "0012_pages")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "local_day.sql")]
