"""What leaves the database: journal, anchors, mailed heads."""

from pathlib import Path

from django.db import migrations, models

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/outside.sql; the models are known to Django, their tables are the file's."""

    dependencies = [("audit", "0006_change_log_reading")]
    operations = [
        migrations.CreateModel(
            name="StoredAnchor",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("size", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("by", models.TextField()),
                ("note", models.TextField()),
                ("body", models.BinaryField()),
            ],
            options={"db_table": "audit_anchor", "managed": False},
        ),
        migrations.CreateModel(
            name="HeadMail",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("address", models.TextField()),
                ("due_at", models.DateTimeField()),
                ("attempt", models.SmallIntegerField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={"db_table": "audit_headmail", "managed": False},
        ),
        run_sql_file(Path(__file__).parent / "sql" / "outside.sql"),
    ]
