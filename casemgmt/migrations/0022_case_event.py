"""Events of a case: append-only, behind the wall of the case."""

import casemgmt.core.clock
import casemgmt.core.models
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casemgmt", "0021_worksheet"),
        ("teams", "0004_notices"),
        ("audit", "0009_watch"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseEvent",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("release", "Release from custody"),
                            ("release_review", "Review of a release"),
                            ("transfer", "Transfer"),
                            ("move", "Move to another home"),
                            ("hearing", "Hearing"),
                            ("petition", "Petition to change or to end supervision"),
                            ("registry", "Petition on registration"),
                            ("violation", "Violation or arrest"),
                            ("abscond", "Whereabouts unknown or escape"),
                            ("death", "Death"),
                            ("end", "End of supervision"),
                        ],
                        max_length=16,
                    ),
                ),
                ("happens_at", models.DateTimeField(verbose_name="when")),
                (
                    "place",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="court, facility or area"
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=2000)),
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
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casemgmt.caseevent",
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
            ],
            options={
                "ordering": ["-happens_at", "id"],
                "indexes": [models.Index(fields=["case", "-happens_at"], name="case_event_time")],
            },
        ),
        migrations.RunSQL(
            "SELECT app_wall_of_case('casemgmt_caseevent'::regclass);"
            "SELECT app_wall_sealed('casemgmt_caseevent'::regclass);"
            "SELECT app_keep_seal('casemgmt_caseevent'::regclass);"
            "SELECT audit_watch('casemgmt_caseevent');"
            "REVOKE UPDATE, DELETE ON casemgmt_caseevent FROM app_rt;"
        ),
    ]
