"""The harm-prevention worksheet of decisions that can do harm."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import casemgmt.core.clock
import casemgmt.core.models

TOUCHES = [
    ("contact", "Contact with a victim, a child or the family"),
    ("residence", "Where the person lives"),
    ("notification", "Who is told"),
    ("reunification", "Living together again"),
    ("discharge", "The end of treatment or of supervision"),
]
PRECEDENCE = [
    ("none", "Nobody is in danger; the interests are weighed"),
    ("victim", "A victim could be in danger: that goes first"),
    ("community", "The community could be in danger: that goes first"),
]


def protected(to: str, **options: object) -> models.ForeignKey:
    """Return a foreign key as a record of a case has it."""
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to, **options
    )


def of(interest: str) -> list[tuple[str, models.Field]]:
    """Return the columns of one interest."""
    return [
        (f"{interest}_benefit", models.TextField(max_length=1000)),
        (f"{interest}_cost", models.TextField(max_length=1000)),
        (f"{interest}_evidence", models.TextField(blank=True, max_length=1000)),
        (f"{interest}_speaker", models.CharField(max_length=120)),
    ]


class Migration(migrations.Migration):
    """The column of decisions, the table and its walls."""

    dependencies = [("casemgmt", "0019_team_walls")]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="touches",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(choices=TOUCHES, max_length=14),
                blank=True,
                default=list,
                size=None,
            ),
        ),
        migrations.CreateModel(
            name="Worksheet",
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
                *of("person"),
                *of("victim"),
                *of("community"),
                ("precedence", models.CharField(choices=PRECEDENCE, max_length=10)),
                (
                    "safety_action",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="what is done first"
                    ),
                ),
                (
                    "balance",
                    models.TextField(max_length=2000, verbose_name="how they were weighed"),
                ),
                ("author", protected(settings.AUTH_USER_MODEL, null=True)),
                ("case", protected("casemgmt.case")),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casemgmt.decision",
                    ),
                ),
                ("owner_agency", protected("teams.agency")),
            ],
            options={"ordering": ["created_at"]},
        ),
        migrations.RunSQL(
            "SELECT app_wall_of_case('casemgmt_worksheet'::regclass);"
            "SELECT app_wall_sealed('casemgmt_worksheet'::regclass);"
            "SELECT app_keep_seal('casemgmt_worksheet'::regclass);"
            "REVOKE UPDATE, DELETE ON casemgmt_worksheet FROM app_rt;"
        ),
    ]
