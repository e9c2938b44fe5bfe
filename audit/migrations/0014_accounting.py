"""Accountings of disclosures: requests, steps, suspensions, and what was given."""

import django.contrib.postgres.fields
import uuid
from pathlib import Path
from django.db import migrations, models

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/accounting.sql; the tables are its own."""

    dependencies = [
        ("audit", "0013_alarms"),
        ("casemgmt", "0025_duties"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountingCopy",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("run_id", models.UUIDField()),
                ("request_id", models.UUIDField()),
                ("agency_id", models.BigIntegerField()),
                (
                    "form",
                    models.TextField(
                        choices=[
                            ("pdf", "PDF"),
                            ("csv", "CSV"),
                            ("rows", "List with what is left out"),
                        ]
                    ),
                ),
                ("content", models.BinaryField()),
                ("digest", models.TextField()),
                ("lines", models.IntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "audit_accountingcopy",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="AccountingRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("agency_id", models.BigIntegerField()),
                ("agency_name", models.TextField()),
                (
                    "about",
                    models.TextField(
                        choices=[("person", "Person under supervision"), ("victim", "Victim")]
                    ),
                ),
                ("subject_id", models.TextField()),
                (
                    "case_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                ("label", models.TextField()),
                ("others", models.IntegerField(default=0)),
                ("law", models.TextField()),
                ("asked_by", models.TextField()),
                ("asked_on", models.DateField()),
                ("send_to", models.TextField()),
                ("since", models.DateField()),
                ("fee", models.TextField()),
                ("by_id", models.BigIntegerField()),
                ("by_name", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "audit_accountingrequest",
                "ordering": ["asked_on", "id"],
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="AccountingRun",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("request_id", models.UUIDField()),
                ("agency_id", models.BigIntegerField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("waiting", "Waits"),
                            ("building", "Being made"),
                            ("ready", "Ready"),
                            ("failed", "Failed"),
                        ]
                    ),
                ),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=1)),
                ("lease_until", models.DateTimeField(null=True)),
                ("by_id", models.BigIntegerField()),
                ("by_name", models.TextField()),
                ("at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "audit_accountingrun",
                "ordering": ["-at"],
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="AccountingStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("request_id", models.UUIDField()),
                ("agency_id", models.BigIntegerField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("extended", "Extended by 30 days"),
                            ("made", "Made"),
                            ("given", "Given"),
                            ("withdrawn", "Withdrawn"),
                        ]
                    ),
                ),
                ("words", models.TextField()),
                ("on_day", models.DateField()),
                ("digest", models.TextField()),
                ("by_id", models.BigIntegerField()),
                ("by_name", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "audit_accountingstep",
                "ordering": ["at"],
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="SuspensionEnd",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("suspension_id", models.UUIDField(unique=True)),
                ("agency_id", models.BigIntegerField()),
                ("on_day", models.DateField()),
                ("words", models.TextField()),
                ("by_id", models.BigIntegerField()),
                ("by_name", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "audit_suspensionend",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="SuspensionRow",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("agency_id", models.BigIntegerField()),
                ("case_id", models.UUIDField()),
                ("case_label", models.TextField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("law_enforcement", "Law enforcement"),
                            ("prosecution", "Prosecution"),
                            ("oversight", "Health oversight agency"),
                        ]
                    ),
                ),
                ("recipient_agency_id", models.BigIntegerField(null=True)),
                ("recipient", models.TextField()),
                ("starts", models.DateField()),
                ("ends", models.DateField()),
                ("statement", models.TextField()),
                ("said_by", models.TextField()),
                ("by_id", models.BigIntegerField()),
                ("by_name", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "audit_suspension",
                "ordering": ["-ends", "id"],
                "managed": False,
            },
        ),
        run_sql_file(Path(__file__).parent / "sql" / "accounting.sql"),
    ]
