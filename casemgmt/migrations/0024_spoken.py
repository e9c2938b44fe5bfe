"""What was told by voice or on paper, and what the privacy officer found of it."""

import casemgmt.core.clock
import casemgmt.core.models
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from pathlib import Path
from django.conf import settings
from django.db import migrations, models

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """The two tables and their walls."""

    dependencies = [
        ("audit", "0009_watch"),
        ("casemgmt", "0023_local_day"),
        ("teams", "0007_told_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SpokenDisclosure",
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
                    "way",
                    models.CharField(
                        choices=[
                            ("phone", "By phone"),
                            ("in_person", "In person"),
                            ("meeting", "At a meeting"),
                            ("hearing", "At a hearing"),
                            ("video", "By video call"),
                            ("letter", "By letter"),
                            ("paper", "On paper, by hand"),
                            ("fax", "By fax"),
                        ],
                        max_length=10,
                    ),
                ),
                ("told_at", models.DateTimeField()),
                ("to_name", models.CharField(blank=True, max_length=120)),
                ("to_organization", models.CharField(blank=True, max_length=160)),
                ("to_address", models.CharField(blank=True, max_length=240)),
                ("to_phone", models.CharField(blank=True, max_length=30)),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24), size=None
                    ),
                ),
                ("description", models.TextField(max_length=500)),
                ("purpose", models.CharField(max_length=200)),
                ("authority", models.CharField(blank=True, max_length=24)),
                ("authority_ref", models.CharField(blank=True, max_length=80)),
                ("statute", models.CharField(blank=True, max_length=24)),
                ("evidence", models.JSONField(blank=True, default=dict)),
                ("uncovered", models.JSONField(blank=True, default=dict)),
                (
                    "follow_up",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("no_authority", "No authority on record"),
                            ("emergency", "Medical emergency"),
                        ],
                        max_length=12,
                    ),
                ),
                ("notice", models.TextField(blank=True)),
                (
                    "handed",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("with_it", "Yes, with it"),
                            ("read", "The notice was read out, the copy follows"),
                            ("not_yet", "Not yet"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "correction",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what was wrong before"
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
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casemgmt.spokendisclosure",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casemgmt.release",
                    ),
                ),
                (
                    "teller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.agency",
                    ),
                ),
                (
                    "to_user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-told_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="SpokenReview",
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
                    "finding",
                    models.CharField(
                        choices=[
                            ("in_order", "In order"),
                            ("to_correct", "The entry has to be corrected"),
                            ("breach", "To be assessed as a breach"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.TextField(max_length=1000)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.agency",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "spoken",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casemgmt.spokendisclosure",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="spokendisclosure",
            index=models.Index(fields=["case", "-told_at"], name="spoken_case"),
        ),
        migrations.AddIndex(
            model_name="spokendisclosure",
            index=models.Index(
                condition=models.Q(("follow_up", ""), _negated=True),
                fields=["owner_agency", "-created_at"],
                name="spoken_follow_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="spokendisclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(("categories", []), _negated=True),
                name="spoken_names_categories",
            ),
        ),
        run_sql_file(Path(__file__).parent / "sql" / "spoken.sql"),
    ]
