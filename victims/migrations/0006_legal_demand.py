"""Legal demands that came to an agency: the agency that filed one reads it, and whom it told."""

import casemgmt.core.clock
import casemgmt.core.models
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


WALLS = """
SELECT app_wall('victims_legaldemand');
CREATE POLICY filed ON victims_legaldemand FOR SELECT TO app_rt USING (
  owner_agency_id = (SELECT app_agency_id())
  AND EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.id = victims_legaldemand.case_id));
CREATE POLICY told ON victims_legaldemand FOR SELECT TO app_rt USING (
  (SELECT app_discipline()) = 'community_advocacy' AND (SELECT app_agency_id()) = ANY (told_agency_ids)
  AND NOT case_id = ANY ((SELECT app_conflict_ids())::uuid[]));
CREATE POLICY file ON victims_legaldemand FOR INSERT TO app_rt WITH CHECK (
  owner_agency_id = (SELECT app_agency_id()) AND created_by_id = (SELECT app_user_id())
  AND (SELECT app_discipline()) <> 'community_advocacy'
  AND EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.id = victims_legaldemand.case_id));
REVOKE UPDATE, DELETE ON victims_legaldemand FROM app_rt;
SELECT audit_watch('victims_legaldemand');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0009_watch"),
        ("casemgmt", "0021_worksheet"),
        ("teams", "0005_counsel"),
        ("victims", "0005_keep_seals"),
    ]

    operations = [
        migrations.CreateModel(
            name="LegalDemand",
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
                ("case_number", models.CharField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("subpoena", "Subpoena"),
                            ("court_order", "Court order"),
                            ("statute", "Demand that names a statute"),
                            ("other", "Another demand"),
                        ],
                        max_length=12,
                        verbose_name="what came",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="came on")),
                (
                    "answer_by",
                    models.DateField(blank=True, null=True, verbose_name="answer due on"),
                ),
                ("issuer", models.CharField(max_length=160, verbose_name="who issued it")),
                (
                    "docket",
                    models.CharField(blank=True, max_length=60, verbose_name="docket number"),
                ),
                ("filed_by", models.CharField(max_length=128)),
                (
                    "told_agency_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
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
                "ordering": ["-received_on", "-created_at", "id"],
                "indexes": [
                    models.Index(fields=["case", "-received_on"], name="legal_demand_case")
                ],
            },
        ),
        migrations.RunSQL(WALLS),
    ]
