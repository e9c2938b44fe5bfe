"""Duties of one's own: mandated reports and warnings, behind walls of their own."""

import casemgmt.core.clock
import casemgmt.core.models
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


WALLS = """
SELECT app_wall(t::regclass) FROM unnest(ARRAY['casemgmt_mandatedreport', 'casemgmt_reportstep',
  'casemgmt_threatwarning', 'casemgmt_warningentry']) AS t;

CREATE POLICY known ON casemgmt_mandatedreport FOR SELECT TO app_rt USING (
  (SELECT app_has_caseload()) AND (reporter_id = (SELECT app_user_id()) OR (shown_to_line AND (
    reporter_id = ANY ((SELECT app_line_ids())::bigint[])
    OR unit_id = ANY ((SELECT app_unit_ids())::bigint[])
    OR agency_id = ANY ((SELECT app_agency_ids())::bigint[])))));
CREATE POLICY begin ON casemgmt_mandatedreport FOR INSERT TO app_rt WITH CHECK (
  reporter_id = (SELECT app_user_id()) AND agency_id = (SELECT app_agency_id())
  AND EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.id = casemgmt_mandatedreport.case_id));
CREATE POLICY known ON casemgmt_reportstep FOR SELECT TO app_rt USING (
  EXISTS (SELECT 1 FROM casemgmt_mandatedreport r WHERE r.id = casemgmt_reportstep.report_id));
CREATE POLICY own ON casemgmt_reportstep FOR INSERT TO app_rt WITH CHECK (
  created_by_id = (SELECT app_user_id()) AND EXISTS (
    SELECT 1 FROM casemgmt_mandatedreport r
    WHERE r.id = casemgmt_reportstep.report_id AND r.reporter_id = (SELECT app_user_id())));

CREATE POLICY known ON casemgmt_threatwarning FOR SELECT TO app_rt USING (
  (SELECT app_has_caseload()) AND (assessor_id = (SELECT app_user_id())
    OR (agency_id = (SELECT app_agency_id()) AND (
      assessor_id = ANY ((SELECT app_line_ids())::bigint[])
      OR unit_id = ANY ((SELECT app_unit_ids())::bigint[])
      OR agency_id = ANY ((SELECT app_agency_ids())::bigint[])))));
CREATE POLICY warn ON casemgmt_threatwarning FOR INSERT TO app_rt WITH CHECK (
  assessor_id = (SELECT app_user_id()) AND agency_id = (SELECT app_agency_id())
  AND EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.id = casemgmt_threatwarning.case_id));
CREATE POLICY known ON casemgmt_warningentry FOR SELECT TO app_rt USING (
  EXISTS (SELECT 1 FROM casemgmt_threatwarning w WHERE w.id = casemgmt_warningentry.warning_id));
CREATE POLICY own ON casemgmt_warningentry FOR INSERT TO app_rt WITH CHECK (
  created_by_id = (SELECT app_user_id()) AND EXISTS (
    SELECT 1 FROM casemgmt_threatwarning w
    WHERE w.id = casemgmt_warningentry.warning_id AND w.assessor_id = (SELECT app_user_id())));

REVOKE UPDATE, DELETE ON casemgmt_mandatedreport, casemgmt_reportstep, casemgmt_threatwarning,
  casemgmt_warningentry FROM app_rt;

-- When a warning was made, and nothing else of it, to whoever stands on the case: only where the
-- assessor said so. Whether a site asks this at all is its setting.
CREATE FUNCTION warnings_made(p_case uuid) RETURNS SETOF timestamptz LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.told_at FROM casemgmt_threatwarning w
  WHERE w.case_id = p_case AND w.team_may_know AND w.learned_from <> 'sud_treatment'
    AND w.decision = 'warn' AND w.told_at IS NOT NULL AND app_stands_on(p_case)
  ORDER BY w.told_at $$;
REVOKE EXECUTE ON FUNCTION warnings_made(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION warnings_made(uuid) TO app_rt;

SELECT audit_watch(t::regclass) FROM unnest(ARRAY['casemgmt_mandatedreport', 'casemgmt_reportstep',
  'casemgmt_threatwarning', 'casemgmt_warningentry']) AS t;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0009_watch"),
        ("casemgmt", "0024_spoken"),
        ("teams", "0005_counsel"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MandatedReport",
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
                ("state", models.CharField(blank=True, max_length=12)),
                ("learned_at", models.DateTimeField()),
                (
                    "child",
                    models.TextField(max_length=1000, verbose_name="the child, as far as known"),
                ),
                (
                    "concern",
                    models.TextField(max_length=2000, verbose_name="what happened or is feared"),
                ),
                (
                    "suspected",
                    models.TextField(blank=True, max_length=500, verbose_name="who is suspected"),
                ),
                (
                    "actions",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="what was done so far"
                    ),
                ),
                ("from_part2", models.BooleanField(default=False)),
                ("shown_to_line", models.BooleanField(default=False)),
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
                (
                    "reporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["-learned_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ReportStep",
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
                ("to_whom", models.CharField(blank=True, max_length=160)),
                (
                    "reference",
                    models.CharField(blank=True, max_length=60, verbose_name="reference number"),
                ),
                ("words", models.TextField(blank=True, max_length=1000)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casemgmt.mandatedreport",
                    ),
                ),
            ],
            options={
                "ordering": ["happened_at", "created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ThreatWarning",
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
                ("assessor_name", models.CharField(max_length=128)),
                ("learned_at", models.DateTimeField()),
                ("threat", models.TextField(max_length=2000)),
                (
                    "learned_from",
                    models.CharField(
                        choices=[
                            ("person", "The person said it"),
                            ("other", "Somebody else said it"),
                            ("seen", "I saw or read it"),
                            ("sud_treatment", "Learned in substance use treatment (42 CFR Part 2)"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("warn", "Warn who is in danger"),
                            ("police", "Tell the police only"),
                            ("protect", "Protect in another way"),
                            ("none", "No warning, and why"),
                        ],
                        max_length=8,
                    ),
                ),
                ("recipient", models.CharField(blank=True, max_length=200)),
                ("exact_words", models.TextField(blank=True, max_length=2000)),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "Telephone"),
                            ("person", "In person"),
                            ("written", "In writing"),
                            ("police", "Through the police"),
                        ],
                        max_length=8,
                    ),
                ),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "gate",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "non_identifying",
                                "A warning that names nobody as a patient, and no substance",
                            ),
                            (
                                "emergency",
                                "A medical emergency: to medical personnel (42 CFR 2.51)",
                            ),
                            ("order", "A court's order (42 CFR 2.61 to 2.67)"),
                        ],
                        max_length=16,
                    ),
                ),
                ("affiliation", models.CharField(blank=True, max_length=160)),
                ("duty", models.CharField(max_length=12)),
                ("duty_source", models.CharField(blank=True, max_length=200)),
                ("team_may_know", models.BooleanField(default=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.agency",
                    ),
                ),
                (
                    "assessor",
                    models.ForeignKey(
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
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["-learned_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="WarningEntry",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("consulted", "Consulted with"),
                            ("police", "Police told"),
                            ("follow_up", "Follow-up"),
                            ("reached", "Tried to reach again"),
                            ("correction", "Correction"),
                        ],
                        max_length=10,
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                ("words", models.TextField(max_length=1000)),
                (
                    "warning",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casemgmt.threatwarning",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "warning entries",
                "ordering": ["happened_at", "created_at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="mandatedreport",
            index=models.Index(fields=["reporter", "-learned_at"], name="mandated_reporter"),
        ),
        migrations.AddIndex(
            model_name="threatwarning",
            index=models.Index(fields=["assessor", "-learned_at"], name="warning_assessor"),
        ),
        migrations.RunSQL(WALLS),
    ]
