"""Names that other programs give for the check of conflicts: tokens, of the organization alone."""

import casemgmt.core.clock
import casemgmt.core.models
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import uuid
from django.db import migrations, models

WALLS = """
ALTER TABLE advocacy_programperson ENABLE ROW LEVEL SECURITY;
ALTER TABLE advocacy_programperson FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON advocacy_programperson TO advocacy_owner USING (true) WITH CHECK (true);
CREATE POLICY own_organization ON advocacy_programperson TO advocacy_rt
  USING (agency_id = (SELECT org_agency_id()) AND (SELECT org_user_id()) IS NOT NULL)
  WITH CHECK (agency_id = (SELECT org_agency_id()) AND (SELECT org_user_id()) IS NOT NULL);
REVOKE ALL ON advocacy_programperson FROM PUBLIC, advocacy_rt;
GRANT SELECT, INSERT, UPDATE (ended_at) ON advocacy_programperson TO advocacy_rt;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("advocacy", "0011_act_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProgramPerson",
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
                    "program",
                    models.CharField(
                        choices=[
                            ("shelter", "Shelter"),
                            ("counseling", "Counseling"),
                            ("legal", "Legal help"),
                            ("hotline", "Hotline"),
                            ("other", "Another program"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name_token", models.BinaryField(max_length=16)),
                (
                    "sound_tokens",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BinaryField(max_length=8), default=list, size=None
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-created_at", "id"],
                "indexes": [
                    models.Index(fields=["agency_id", "name_token"], name="program_name"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["sound_tokens"], name="program_sounds"
                    ),
                ],
            },
        ),
        migrations.RunSQL(WALLS, migrations.RunSQL.noop),
    ]
