"""The sealed tree over the ledger, with its walls."""

from pathlib import Path

from django.db import migrations, models

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/seal.sql; the models are known to Django, their tables are the file's."""

    dependencies = [("audit", "0003_ledger")]
    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField(unique=True)),
                ("root", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("complete", models.DateTimeField()),
                ("previous", models.BinaryField()),
                ("key_id", models.TextField()),
                ("note", models.TextField()),
                ("peaks", models.BinaryField()),
                ("horizon", models.TextField()),
                ("cluster", models.TextField()),
            ],
            options={"db_table": "audit_head", "managed": False},
        ),
        migrations.CreateModel(
            name="Key",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("line", models.TextField()),
                ("since", models.DateTimeField()),
            ],
            options={"db_table": "audit_key", "managed": False},
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("event_id", models.BigIntegerField(unique=True)),
                ("event_at", models.DateTimeField()),
                ("hash", models.BinaryField()),
            ],
            options={"db_table": "audit_leaf", "managed": False},
        ),
        migrations.CreateModel(
            name="Node",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "level",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("level", models.SmallIntegerField()),
                ("number", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={"db_table": "audit_node", "managed": False},
        ),
        run_sql_file(Path(__file__).parent / "sql" / "seal.sql"),
    ]
