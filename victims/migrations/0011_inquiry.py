"""Questions of the victims' side for information: answered once, behind the wall of the case."""

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
        ("casemgmt", "0022_case_event"),
        ("teams", "0008_inquiry_notices"),
        ("victims", "0010_same_surname"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Inquiry",
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
                ("topic", models.CharField(max_length=40)),
                ("topic_words", models.CharField(max_length=160)),
                ("who", models.CharField(max_length=12)),
                ("who_words", models.CharField(max_length=60)),
                ("asked_on", models.DateField()),
                ("due_on", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("told", "Here is the answer"),
                            ("unknown", "It is not known here"),
                            ("refused", "It may not be told"),
                        ],
                        max_length=8,
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=2000)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by_name", models.CharField(blank=True, max_length=128)),
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
            ],
            options={
                "ordering": ["-created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=("case", "topic"),
                        name="inquiry_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("outcome", "")),
                            models.Q(
                                ("answered_at__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="inquiry_answered_says_how",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "SELECT app_wall_of_case('victims_inquiry'::regclass);"
            "SELECT app_wall_sealed('victims_inquiry'::regclass);"
            "SELECT app_keep_seal('victims_inquiry'::regclass);"
            "SELECT audit_watch('victims_inquiry');"
            "REVOKE UPDATE, DELETE ON victims_inquiry FROM app_rt;"
            "GRANT UPDATE (outcome, answer, answered_at, answered_by_name, version)"
            " ON victims_inquiry TO app_rt;"
            "CREATE POLICY answered_once ON victims_inquiry AS RESTRICTIVE FOR UPDATE TO app_rt"
            " USING (answered_at IS NULL) WITH CHECK (true);"
        ),
    ]
