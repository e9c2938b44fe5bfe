"""The second wall of meetings, their agendas, attendances and minutes."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/team_walls.sql."""

    dependencies = [("casemgmt", "0017_release_draft"), ("teams", "0004_notices")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "team_walls.sql")]
