"""The walls of the advocacy database and its append-only ledger."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file

FILE = Path(__file__).with_name("sql") / "walls.sql"


class Migration(migrations.Migration):
    """Runs in the advocacy database only: the router keeps it out of every other."""

    dependencies = [("advocacy", "0001_initial")]
    operations = [run_sql_file(FILE)]
