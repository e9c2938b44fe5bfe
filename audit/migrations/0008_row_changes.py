"""The net under bulk and raw writes."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/row_changes.sql."""

    dependencies = [("audit", "0007_outside"), ("contenttypes", "0002_remove_content_type_name")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "row_changes.sql")]
