"""Processes whose lines wait for the journal."""

from pathlib import Path

from django.db import migrations, models

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/journal_wait.sql."""

    dependencies = [("audit", "0014_accounting")]
    operations = [
        migrations.CreateModel(
            name="JournalWait",
            fields=[
                ("process", models.TextField(primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "audit_journalwait", "managed": False},
        ),
        run_sql_file(Path(__file__).parent / "sql" / "journal_wait.sql"),
    ]
