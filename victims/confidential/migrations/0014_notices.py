"""What is to be told to victims, and each try: of the organization alone, never rewritten."""

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
  FOREACH target IN ARRAY ARRAY['advocacy_noticetask', 'advocacy_noticestep'] LOOP
    EXECUTE format('CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON %I
      FOR EACH ROW EXECUTE FUNCTION advocacy_refuse()', target);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_row', target);
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
"""


class Migration(migrations.Migration):
    dependencies = [
        ("advocacy", "0013_information"),
    ]

    operations = [
        migrations.AlterField(
            model_name="sheet",
            name="kind",
            field=models.CharField(
                choices=[
                    ("contact_rule", "Safe contact"),
                    ("family", "Family and others close"),
                    ("safety_plan", "Safety plan"),
                    ("wish", "Wishes"),
                    ("service", "Services and contacts"),
                    ("referral", "Referrals"),
                    ("notice", "Notices"),
                    ("task", "Tasks"),
                ],
                max_length=14,
            ),
        ),
        migrations.CreateModel(
            name="NoticeTask",
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
                ("event_ref", models.BinaryField(max_length=32)),
                (
                    "kind",
                    models.CharField(
                        choices=[("tell", "Tell"), ("consider", "Consider outreach")], max_length=8
                    ),
                ),
                ("content", models.BinaryField()),
                ("known_on", models.DateField()),
                ("due_on", models.DateField()),
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
                "ordering": ["due_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="NoticeStep",
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
                    "outcome",
                    models.CharField(
                        choices=[
                            ("told", "The victim was told"),
                            ("failed", "Not reached"),
                            ("stopped", "The victim wants no more notices"),
                            ("left", "Left alone, for the reason given"),
                            ("overtaken", "A correction took its place"),
                        ],
                        max_length=10,
                    ),
                ),
                ("content", models.BinaryField()),
                ("happened_at", models.DateTimeField()),
                ("author_id", models.BigIntegerField()),
                ("author_name", models.CharField(max_length=128)),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advocacy.noticetask",
                    ),
                ),
            ],
            options={
                "ordering": ["happened_at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="noticetask",
            index=models.Index(fields=["agency_id", "due_on"], name="notice_task_due"),
        ),
        migrations.AddConstraint(
            model_name="noticetask",
            constraint=models.UniqueConstraint(
                fields=("client", "event_ref", "kind"), name="notice_task_once"
            ),
        ),
        migrations.AddIndex(
            model_name="noticestep",
            index=models.Index(fields=["task", "happened_at"], name="notice_step_task"),
        ),
        migrations.RunSQL(WALLS),
    ]
