"""Steps of clarification under a release, and what stands ready for any victim."""

import casemgmt.core.clock
import casemgmt.core.models
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

WALLS = """
SELECT app_wall_of_case(t::regclass), app_wall_sealed(t::regclass), app_keep_seal(t::regclass),
  audit_watch(t::regclass)
  FROM unnest(ARRAY['victims_clarificationstep', 'victims_readiness', 'victims_clearance']) AS t;
REVOKE UPDATE, DELETE ON victims_clarificationstep, victims_readiness, victims_clearance FROM app_rt;
GRANT UPDATE (state, begun_at, done_at, stopped_at) ON victims_clarificationstep TO app_rt;
-- What was stopped is the organization's own from then on, whoever forgets a filter.
CREATE POLICY not_stopped ON victims_clarificationstep AS RESTRICTIVE FOR SELECT TO app_rt
  USING (stopped_at IS NULL OR owner_agency_id = (SELECT app_agency_id()));
-- The victim's side alone stops a step, and only it asks for one.
CREATE POLICY own_stop ON victims_clarificationstep AS RESTRICTIVE FOR UPDATE TO app_rt
  WITH CHECK (stopped_at IS NULL OR owner_agency_id = (SELECT app_agency_id()));
CREATE POLICY own_ask ON victims_clarificationstep AS RESTRICTIVE FOR INSERT TO app_rt
  WITH CHECK (owner_agency_id = (SELECT app_agency_id())
    AND (SELECT app_discipline()) = 'community_advocacy');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casemgmt", "0022_case_event"),
        ("teams", "0006_question_notices"),
        ("victims", "0007_questions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="nocontactterm",
            name="allowed_under",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="nocontactterm",
            name="allows",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("letter_read", "Letter read by the advocate"),
                        ("letter_given", "Letter given to the victim"),
                        ("session", "Clarification session"),
                        ("supervised_contact", "Supervised contact"),
                        ("family_session", "Family session"),
                        ("reunification", "Reunification"),
                    ],
                    max_length=20,
                ),
                blank=True,
                default=list,
                size=None,
            ),
        ),
        migrations.CreateModel(
            name="ClarificationStep",
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
                    "rung",
                    models.CharField(
                        choices=[
                            ("preparation", "Preparation in treatment"),
                            ("letter_kept", "Letter that is not sent"),
                            ("letter_read", "Letter read by the advocate"),
                            ("letter_given", "Letter given to the victim"),
                            ("session", "Clarification session"),
                            ("supervised_contact", "Supervised contact"),
                            ("family_session", "Family session"),
                            ("reunification", "Reunification"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for"),
                            ("under_way", "Under way"),
                            ("done", "Took place"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
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
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casemgmt.release",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "id"],
                "indexes": [models.Index(fields=["case"], name="clarification_case")],
            },
        ),
        migrations.CreateModel(
            name="Clearance",
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
                    "rung",
                    models.CharField(
                        choices=[
                            ("preparation", "Preparation in treatment"),
                            ("letter_kept", "Letter that is not sent"),
                            ("letter_read", "Letter read by the advocate"),
                            ("letter_given", "Letter given to the victim"),
                            ("session", "Clarification session"),
                            ("supervised_contact", "Supervised contact"),
                            ("family_session", "Family session"),
                            ("reunification", "Reunification"),
                        ],
                        max_length=20,
                    ),
                ),
                ("ends_on", models.DateField()),
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
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casemgmt.decision",
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
                "ordering": ["-created_at"],
                "indexes": [models.Index(fields=["case"], name="clearance_case")],
            },
        ),
        migrations.CreateModel(
            name="Readiness",
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
                    "rung",
                    models.CharField(
                        choices=[
                            ("preparation", "Preparation in treatment"),
                            ("letter_kept", "Letter that is not sent"),
                            ("letter_read", "Letter read by the advocate"),
                            ("letter_given", "Letter given to the victim"),
                            ("session", "Clarification session"),
                            ("supervised_contact", "Supervised contact"),
                            ("family_session", "Family session"),
                            ("reunification", "Reunification"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "word",
                    models.CharField(
                        choices=[("ready", "Ready"), ("not_yet", "Not yet")], max_length=10
                    ),
                ),
                ("said_on", models.DateField()),
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
                "ordering": ["-created_at"],
                "indexes": [models.Index(fields=["case"], name="readiness_case")],
            },
        ),
        migrations.RunSQL(WALLS, migrations.RunSQL.noop),
    ]
