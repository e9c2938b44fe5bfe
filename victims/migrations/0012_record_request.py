"""Requests for one's own record: for the privacy officer of the agency, and for nobody else."""

import casemgmt.core.clock
import casemgmt.core.models
import django.db.models.deletion
import uuid
from django.db import migrations, models


WALLS = """
SELECT app_wall('victims_recordrequest');
CREATE POLICY office ON victims_recordrequest TO app_rt
  USING (agency_id = (SELECT app_agency_id()) AND (SELECT app_office()) = 'privacy_officer')
  WITH CHECK (agency_id = (SELECT app_agency_id()) AND (SELECT app_office()) = 'privacy_officer');
REVOKE DELETE ON victims_recordrequest FROM app_rt;
SELECT audit_watch('victims_recordrequest');

-- What the agency itself holds of victims on the case of a request that is open, for who answers it.
CREATE FUNCTION record_request_rows(p_request uuid)
RETURNS TABLE (id uuid, given_name text, family_name text, relation text, is_minor boolean,
               contact text, source text, note text, created_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, s.given_name, s.family_name, s.relation, s.is_minor, s.contact, s.source, s.note,
    s.created_at
  FROM victims_recordrequest r JOIN victims_systemrecord s ON s.case_id = r.case_id
    AND s.owner_agency_id = r.agency_id AND s.sealed_at IS NULL
  WHERE r.id = p_request AND r.answered_at IS NULL AND r.agency_id = app_agency_id()
    AND app_office() = 'privacy_officer'
  ORDER BY s.created_at, s.id $$;
REVOKE EXECUTE ON FUNCTION record_request_rows(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION record_request_rows(uuid) TO app_rt;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0009_watch"),
        ("casemgmt", "0025_duties"),
        ("teams", "0009_ledger_notices"),
        ("victims", "0011_inquiry"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecordRequest",
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
                ("asked_by", models.CharField(max_length=160, verbose_name="who asks")),
                ("asked_on", models.DateField()),
                ("due_on", models.DateField()),
                ("cleared", models.JSONField(default=list)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by", models.CharField(blank=True, max_length=128)),
                (
                    "digest",
                    models.CharField(blank=True, max_length=64, verbose_name="SHA-256 of the copy"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.agency",
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
            ],
            options={
                "ordering": ["answered_at", "due_on", "id"],
                "indexes": [
                    models.Index(fields=["agency", "due_on"], name="record_request_agency")
                ],
            },
        ),
        migrations.RunSQL(WALLS),
    ]
