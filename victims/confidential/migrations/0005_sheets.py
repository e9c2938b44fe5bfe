"""Sheets: safe contact, family, safety plan, wishes, services, referrals, tasks."""

import casemgmt.core.clock
import casemgmt.core.models
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("advocacy", "0004_key_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sheet",
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
                ("agency_id", models.BigIntegerField(editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contact_rule", "Safe contact"),
                            ("family", "Family and others close"),
                            ("safety_plan", "Safety plan"),
                            ("wish", "Wishes"),
                            ("service", "Services and contacts"),
                            ("referral", "Referrals"),
                            ("task", "Tasks"),
                        ],
                        max_length=14,
                    ),
                ),
                ("answers", models.BinaryField()),
                ("happened_on", models.DateField()),
                ("due_on", models.DateField(blank=True, null=True)),
                ("is_done", models.BooleanField(default=False)),
                ("author_id", models.BigIntegerField()),
                ("author_name", models.CharField(max_length=128)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advocacy.client",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advocacy.sheet",
                    ),
                ),
            ],
            options={
                "ordering": ["-happened_on", "-created_at", "id"],
                "indexes": [
                    models.Index(
                        fields=["client", "kind", "-happened_on"], name="sheet_client_kind"
                    ),
                    models.Index(
                        condition=models.Q(("due_on__isnull", False)),
                        fields=["agency_id", "due_on"],
                        name="sheet_due",
                    ),
                ],
            },
        ),
    ]
