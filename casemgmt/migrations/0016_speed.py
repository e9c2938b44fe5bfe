"""Facts and walls with less work in each request."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/speed.sql."""

    dependencies = [("casemgmt", "0015_access_reviews")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "speed.sql")]
