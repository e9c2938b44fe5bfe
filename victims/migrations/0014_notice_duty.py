"""Registrations for notices, protected addresses, coarse areas of no-contact terms."""

import casemgmt.core.clock
import casemgmt.core.models
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


# Of these two tables the wall itself knows who never learns that there is a row (B-VR-2).
WALLS = """
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['victims_noticeduty', 'victims_noticesent'] LOOP
    PERFORM app_wall_of_case(target::regclass);
    PERFORM app_wall_sealed(target::regclass);
    PERFORM app_keep_seal(target::regclass);
    PERFORM audit_watch(target::regclass);
    EXECUTE format('REVOKE UPDATE, DELETE ON %I FROM app_rt', target);
    EXECUTE format('CREATE POLICY never_known ON %I AS RESTRICTIVE TO app_rt
      USING ((SELECT app_discipline()) NOT IN (''treatment'', ''polygraph'', ''defense''))', target);
  END LOOP;
END $$;
GRANT UPDATE (stopped_at, version) ON victims_noticeduty TO app_rt;
CREATE POLICY stopped_for_good ON victims_noticeduty AS RESTRICTIVE FOR UPDATE TO app_rt
  USING (stopped_at IS NULL) WITH CHECK (true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casemgmt", "0024_spoken"),
        ("teams", "0008_inquiry_notices"),
        ("victims", "0013_accounting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="nocontactterm",
            name="areas",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=80), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="systemrecord",
            name="address_program",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="NoticeDuty",
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
                    "sender",
                    models.CharField(
                        choices=[
                            ("victim_unit", "The agency's victim specialist"),
                            ("prosecution", "The prosecutor's victim services"),
                            ("state_office", "The state's office of victim services"),
                            ("correction", "The victim unit of the department of correction"),
                        ],
                        max_length=14,
                    ),
                ),
                ("registered_on", models.DateField()),
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
                    "system_record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="victims.systemrecord",
                    ),
                ),
            ],
            options={
                "ordering": ["registered_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="NoticeSent",
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
                    "outcome",
                    models.CharField(
                        choices=[("told", "Told"), ("failed", "Not reached")], max_length=8
                    ),
                ),
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
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="victims.noticeduty",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
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
                "ordering": ["created_at", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="noticeduty",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stopped_at__isnull", True)),
                fields=("system_record", "sender"),
                name="notice_duty_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticeduty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stopped_at__isnull", True),
                    ("stopped_at__date__gte", models.F("registered_on")),
                    _connector="OR",
                ),
                name="notice_duty_stops_after",
            ),
        ),
        migrations.AddIndex(
            model_name="noticesent",
            index=models.Index(fields=["duty", "event"], name="notice_sent_duty"),
        ),
        migrations.RunSQL(WALLS),
    ]
