"""The watcher's own sign of life, and who is reminded of a review."""

from pathlib import Path

from django.db import migrations, models

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/alarms.sql."""

    dependencies = [("audit", "0012_pages")]
    operations = [
        migrations.CreateModel(
            name="Watch",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "audit_watch", "managed": False},
        ),
        run_sql_file(Path(__file__).parent / "sql" / "alarms.sql"),
    ]
