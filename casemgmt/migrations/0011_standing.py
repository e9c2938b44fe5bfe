"""Standing whole: lines over agencies and people, providers, examiners, designees, broken glasses."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/standing.sql."""

    dependencies = [("casemgmt", "0010_access_engine")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "standing.sql")]
