"""Demands for the organization's records, what was done about them, holds and packages."""

import casemgmt.core.clock
import casemgmt.core.models
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("advocacy", "0006_sheet_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Demand",
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
                            ("subpoena", "Subpoena"),
                            ("court_order", "Court order"),
                            ("statute", "Demand that names a statute"),
                            ("other", "Another demand"),
                        ],
                        max_length=12,
                    ),
                ),
                ("received_on", models.DateField()),
                ("answer_by", models.DateField(blank=True, null=True)),
                ("case_ref", models.BinaryField(max_length=32)),
                ("source_ref", models.BinaryField(max_length=32)),
                ("words", models.BinaryField()),
                ("items_named", models.PositiveSmallIntegerField(default=0)),
                ("author_id", models.BigIntegerField()),
                ("author_name", models.CharField(max_length=128)),
            ],
            options={
                "ordering": ["-received_on", "-created_at", "id"],
                "indexes": [
                    models.Index(fields=["agency_id", "-received_on"], name="demand_agency")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_ref", b""), _negated=True),
                        fields=("agency_id", "source_ref"),
                        name="demand_taken_up_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DemandStep",
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
                            ("told", "Effort to tell the victim"),
                            ("not_told", "No effort to tell, and why"),
                            ("measure", "Measure for privacy and safety"),
                            ("objected", "Objected or moved to quash"),
                            ("complied", "Complied with the order"),
                            ("withdrawn", "The demand was withdrawn or quashed"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("happened_on", models.DateField()),
                ("words", models.BinaryField()),
                ("author_id", models.BigIntegerField()),
                ("author_name", models.CharField(max_length=128)),
                (
                    "client",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advocacy.client",
                    ),
                ),
                (
                    "demand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advocacy.demand",
                    ),
                ),
            ],
            options={
                "ordering": ["happened_on", "created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Hold",
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
                ("case_ref", models.BinaryField(max_length=32)),
                ("set_by", models.BigIntegerField()),
                ("set_by_name", models.CharField(max_length=128)),
                ("set_at", models.DateTimeField()),
                ("lifted_by_name", models.CharField(blank=True, max_length=128)),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "demand",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advocacy.demand",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Package",
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
                ("contents", models.BinaryField()),
                (
                    "digest",
                    models.CharField(max_length=64, verbose_name="SHA-256 of the sealed file"),
                ),
                ("made_at", models.DateTimeField()),
                ("author_id", models.BigIntegerField()),
                ("author_name", models.CharField(max_length=128)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advocacy.client",
                    ),
                ),
                (
                    "demand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advocacy.demand",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="OrderItem",
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
                ("place", models.PositiveSmallIntegerField()),
                (
                    "what",
                    models.CharField(
                        choices=[("document", "File"), ("note", "Note"), ("sheet", "Sheet")],
                        max_length=8,
                    ),
                ),
                ("item_id", models.UUIDField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advocacy.client",
                    ),
                ),
                (
                    "demand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advocacy.demand",
                    ),
                ),
            ],
            options={
                "ordering": ["demand", "place"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("demand", "place"), name="order_item_once_a_place"
                    ),
                    models.UniqueConstraint(fields=("demand", "item_id"), name="order_item_once"),
                ],
            },
        ),
    ]
