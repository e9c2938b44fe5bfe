"""Who writes an access review, and how what is not confirmed ends."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/access_reviews.sql."""

    dependencies = [("casemgmt", "0014_explanations")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "access_reviews.sql")]
