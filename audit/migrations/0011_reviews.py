"""What readers of the ledger keep: searches, answers, weekly reviews; and alarms."""

import uuid
from pathlib import Path

from django.db import migrations, models

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/reviews.sql; the tables are its own."""

    dependencies = [
        ("audit", "0010_screens"),
    ]

    operations = [
        migrations.CreateModel(
            name="Alarm",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("by", models.TextField()),
                ("state", models.TextField(choices=[("began", "began"), ("over", "over")])),
                ("since", models.DateTimeField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "audit_alarm",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="FindingMark",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("agency_id", models.BigIntegerField()),
                ("key", models.TextField()),
                ("version", models.IntegerField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("looked", "Looked at: nothing to ask"),
                            ("explained", "Explained"),
                            ("followed", "Followed up"),
                        ]
                    ),
                ),
                ("words", models.TextField()),
                ("about_id", models.BigIntegerField()),
                ("by_id", models.BigIntegerField()),
                ("by_name", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "audit_findingmark",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("user_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=80)),
                ("terms", models.JSONField(default=dict)),
                ("version", models.IntegerField(default=1)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "audit_savedsearch",
                "ordering": ["name"],
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="WeeklyReview",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("agency_id", models.BigIntegerField()),
                ("week", models.DateField()),
                ("by_id", models.BigIntegerField()),
                ("by_name", models.TextField()),
                ("note", models.TextField()),
                ("summary", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "audit_weeklyreview",
                "managed": False,
            },
        ),
        run_sql_file(Path(__file__).parent / "sql" / "reviews.sql"),
    ]
