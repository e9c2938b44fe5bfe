"""Acts: the life of a release; and an organization's practice."""

import casemgmt.core.clock
import casemgmt.core.models
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("advocacy", "0009_seal"),
    ]

    operations = [
        migrations.CreateModel(
            name="Practice",
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
                ("usual_days", models.PositiveSmallIntegerField()),
                ("long_days", models.PositiveSmallIntegerField()),
                ("most_days", models.PositiveSmallIntegerField()),
                (
                    "call",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="how to reach the organization"
                    ),
                ),
                ("set_by", models.BigIntegerField()),
                ("set_by_name", models.CharField(max_length=128)),
            ],
            options={
                "ordering": ["-created_at", "id"],
                "indexes": [
                    models.Index(fields=["agency_id", "-created_at"], name="practice_newest")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("usual_days__gte", 1),
                            ("long_days__gte", models.F("usual_days")),
                            ("most_days__gte", models.F("long_days")),
                        ),
                        name="practice_days_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Act",
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
                            ("withdrawn", "Taken back"),
                            ("noted", "Withdrawal written down"),
                            ("copy", "Copy to the victim"),
                            ("born", "Day of birth"),
                            ("of_age", "Spoken with after the 18th birthday"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.BinaryField()),
                ("happened_on", models.DateField()),
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
                    "released",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advocacy.released",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "id"],
                "indexes": [models.Index(fields=["client", "kind"], name="act_client_kind")],
            },
        ),
    ]
