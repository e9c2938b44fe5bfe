"""Mandated reports of advocates, and victims' requests for their own record, behind the wall."""

import casemgmt.core.clock
import casemgmt.core.models
import django.db.models.deletion
import uuid
from django.db import migrations, models


WALLS = """
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['advocacy_childreport', 'advocacy_childreportstep',
                                'advocacy_ownrequest'] LOOP
    IF target <> 'advocacy_ownrequest' THEN
      EXECUTE format('CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON %I
        FOR EACH ROW EXECUTE FUNCTION advocacy_refuse()', target);
      EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_row', target);
    END IF;
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
    EXECUTE format('CREATE POLICY owner_all ON %I TO advocacy_owner USING (true) WITH CHECK (true)',
      target);
    EXECUTE format('CREATE POLICY own_organization ON %I TO advocacy_rt
      USING (agency_id = (SELECT org_agency_id()) AND (SELECT org_user_id()) IS NOT NULL)
      WITH CHECK (agency_id = (SELECT org_agency_id()) AND (SELECT org_user_id()) IS NOT NULL)',
      target);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC, advocacy_rt', target);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO advocacy_rt', target);
  END LOOP;
END $$;
GRANT UPDATE (answered_at, answered_by_name, digest) ON advocacy_ownrequest TO advocacy_rt;
-- A report is begun by its reporter, in her own name.
CREATE POLICY in_her_name ON advocacy_childreport AS RESTRICTIVE FOR INSERT TO advocacy_rt
  WITH CHECK (reporter_id = (SELECT org_user_id()));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("advocacy", "0014_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChildReport",
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
                ("reporter_id", models.BigIntegerField()),
                ("state", models.CharField(blank=True, max_length=12)),
                ("learned_at", models.DateTimeField()),
                ("words", models.BinaryField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advocacy.client",
                    ),
                ),
            ],
            options={
                "ordering": ["-learned_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ChildReportStep",
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
                            ("oral", "Oral report made"),
                            ("written", "Written report sent"),
                            ("told", "The victim was told"),
                            ("not_told", "The victim was not told, and why"),
                            ("follow_up", "Asked for more, answered"),
                        ],
                        max_length=10,
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                ("words", models.BinaryField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advocacy.childreport",
                    ),
                ),
            ],
            options={
                "ordering": ["happened_at", "created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="OwnRequest",
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
                ("asked_on", models.DateField()),
                ("due_on", models.DateField()),
                ("author_name", models.CharField(max_length=128)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by_name", models.CharField(blank=True, max_length=128)),
                (
                    "digest",
                    models.CharField(blank=True, max_length=64, verbose_name="SHA-256 of the copy"),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advocacy.client",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_on", "-created_at", "id"],
            },
        ),
        migrations.RunSQL(WALLS),
    ]
