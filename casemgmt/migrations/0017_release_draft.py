"""A paper that someone is still filling in, behind its wall."""

import uuid
from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import casemgmt.core.clock
import casemgmt.core.models
from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Adds the table, then its wall."""

    dependencies = [("casemgmt", "0016_speed")]
    operations = [
        migrations.CreateModel(
            name="ReleaseDraft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "jurisdiction_id",
                    models.SmallIntegerField(
                        default=casemgmt.core.models.this_jurisdiction, editable=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=casemgmt.core.clock.now, editable=False),
                ),
                ("created_by_id", models.BigIntegerField(editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "steps",
                    models.JSONField(default=dict, verbose_name="what was typed, by step"),
                ),
                ("touched_at", models.DateTimeField(default=casemgmt.core.clock.now)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casemgmt.case",
                    ),
                ),
            ],
            options={
                "ordering": ["-touched_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "created_by_id"), name="release_draft_once"
                    )
                ],
            },
        ),
        run_sql_file(Path(__file__).parent / "sql" / "release_draft.sql"),
    ]
