"""The second wall of broken glasses, designees, conflicts and seals."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/denials.sql."""

    dependencies = [("casemgmt", "0012_gates")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "denials.sql")]
