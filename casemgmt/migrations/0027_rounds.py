"""Rounds of thumbs at an item, and when its segment began."""

import casemgmt.core.clock
import casemgmt.core.models
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0009_watch"),
        ("casemgmt", "0026_accounting"),
        ("teams", "0010_room_and_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="casereview",
            name="started_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Round",
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
                    "regimes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        editable=False,
                        size=None,
                    ),
                ),
                ("sealed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("number", models.PositiveSmallIntegerField()),
                ("proposal", models.CharField(max_length=300)),
                ("thumbs", models.JSONField()),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("consensus", "Nobody is against it"),
                            ("blocked", "Somebody is against it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("held_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casemgmt.case",
                    ),
                ),
                (
                    "owner_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.agency",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casemgmt.casereview",
                    ),
                ),
            ],
            options={
                "ordering": ["held_at"],
                "indexes": [models.Index(fields=["review"], name="round_review")],
            },
        ),
        migrations.RunSQL(
            "SELECT app_wall_of_case('casemgmt_round'::regclass);"
            "SELECT app_wall_sealed('casemgmt_round'::regclass);"
            "SELECT app_keep_seal('casemgmt_round'::regclass);"
            "SELECT audit_watch('casemgmt_round');"
            "REVOKE UPDATE, DELETE ON casemgmt_round FROM app_rt;",
            migrations.RunSQL.noop,
        ),
    ]
