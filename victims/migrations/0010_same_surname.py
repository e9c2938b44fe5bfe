"""What the report of unusual use asks about names, answered inside the database."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/same_surname.sql."""

    dependencies = [("victims", "0009_withdrawal"), ("audit", "0011_reviews")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "same_surname.sql")]
