"""What an explanation may look at beyond one's own standing."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/explanations.sql."""

    dependencies = [("casemgmt", "0013_denials")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "explanations.sql")]
