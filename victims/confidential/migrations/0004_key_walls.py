"""The walls of stored keys and files, and how two people destroy a key."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/keys.sql in the advocacy database."""

    dependencies = [("advocacy", "0003_keys")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "keys.sql")]
