"""The second wall of the gates."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/gates.sql."""

    dependencies = [("casemgmt", "0011_standing"), ("teams", "0004_notices")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "gates.sql")]
