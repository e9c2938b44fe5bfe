"""Tables and columns of the access engine."""

import casemgmt.core.clock
import casemgmt.core.models
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("casemgmt", "0009_faster_lists"),
        ("teams", "0003_agreements_and_lines"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessReview",
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
                ("quarter_starts", models.DateField()),
                ("due_on", models.DateField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-quarter_starts", "id"],
            },
        ),
        migrations.CreateModel(
            name="AgencyUserGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BrokenGlass",
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
                    "because",
                    models.CharField(
                        choices=[
                            ("absconding", "Absconding"),
                            ("arrest", "Arrest or new charge"),
                            ("danger", "Danger to someone"),
                            ("medical", "Medical emergency"),
                            ("cover", "Nobody assigned can be reached"),
                            ("other", "Something else"),
                        ],
                        default="other",
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("opened_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("review_due", models.DateField()),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("justified", "Justified"),
                            ("not_needed", "Not needed, in good faith"),
                            ("misuse", "Misuse"),
                        ],
                        max_length=12,
                    ),
                ),
                ("review_note", models.CharField(blank=True, max_length=1000)),
                ("escalated_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "broken glasses",
                "ordering": ["-opened_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Designation",
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
                ("case_count", models.PositiveSmallIntegerField(default=0)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Paper",
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
                ("name", models.CharField(max_length=120)),
                ("content_type", models.CharField(max_length=60)),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
            ],
            options={
                "ordering": ["created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="PersonLineGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReviewedSeat",
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
                ("kind", models.CharField(max_length=12)),
                ("row_id", models.BigIntegerField()),
                ("label", models.CharField(max_length=200)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("keep", "Still needed"), ("end", "No longer needed")],
                        max_length=5,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["label", "id"],
            },
        ),
        migrations.CreateModel(
            name="Signature",
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
                ("name", models.CharField(max_length=128)),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("self", "The person whose information it is"),
                            ("minor", "The minor whose information it is"),
                            ("guardian", "Parent or guardian"),
                            ("representative", "Court-appointed representative"),
                            ("court", "Court"),
                        ],
                        max_length=16,
                    ),
                ),
                ("signed_on", models.DateField()),
            ],
            options={
                "ordering": ["signed_on", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="caseusergrant",
            name="grant_has_an_end",
        ),
        migrations.AlterUniqueTogether(
            name="caseusergrant",
            unique_together=set(),
        ),
        migrations.AddField(
            model_name="assessment",
            name="regimes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12),
                blank=True,
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="sealed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="sealed_under",
            field=models.CharField(blank=True, max_length=160, verbose_name="order that seals it"),
        ),
        migrations.AddField(
            model_name="casereview",
            name="regimes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12),
                blank=True,
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="casereview",
            name="sealed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="caseusergrant",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="teams.meeting",
            ),
        ),
        migrations.AddField(
            model_name="caseusergrant",
            name="starts_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="condition",
            name="regimes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12),
                blank=True,
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="condition",
            name="sealed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="conflict",
            name="declared_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="conflict",
            name="ended_because",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="conflict",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="conflict",
            name="reason",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="contact",
            name="regimes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12),
                blank=True,
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="sealed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="regimes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12),
                blank=True,
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="sealed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="entry",
            name="items",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=200), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="regimes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12),
                blank=True,
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="release",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casemgmt.release",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="sealed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="examreferral",
            name="regimes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12),
                blank=True,
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="examreferral",
            name="sealed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="examresult",
            name="regimes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12),
                blank=True,
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="examresult",
            name="sealed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="release",
            name="about",
            field=models.CharField(
                blank=True, max_length=160, verbose_name="whose information it is"
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="elements",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="missing",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="redisclosure_barred",
            field=models.BooleanField(default=True, verbose_name="may not be passed on"),
        ),
        migrations.AddField(
            model_name="release",
            name="revocable_after",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="release",
            name="revoked_by",
            field=models.CharField(blank=True, max_length=120, verbose_name="who took it back"),
        ),
        migrations.AddField(
            model_name="release",
            name="ways",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="regimes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12),
                blank=True,
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="sealed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="treatmentsummary",
            name="regimes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12),
                blank=True,
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="treatmentsummary",
            name="sealed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="wording",
            name="regimes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12),
                blank=True,
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="wording",
            name="sealed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="caseusergrant",
            name="kind",
            field=models.CharField(
                choices=[
                    ("assignment", "Officer of the case"),
                    ("provider", "Treatment provider of the case"),
                    ("examiner", "Examiner of an exam"),
                    ("grant", "Dated grant"),
                    ("designee", "Designee for one meeting"),
                    ("break_glass", "Broken glass"),
                ],
                default="assignment",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="category",
            field=models.CharField(
                choices=[
                    ("criminal_history", "Criminal history"),
                    ("treatment_clinical", "Clinical treatment record"),
                    ("psychotherapy_notes", "Psychotherapy notes"),
                    ("sud_treatment", "Substance use treatment"),
                    ("polygraph_raw", "Polygraph charts and recordings"),
                    ("sexual_history", "Sexual history packet"),
                    ("child_and_school", "Child protection and school"),
                    ("tribal", "Tribal records"),
                    ("peer_group", "Peer groups"),
                    ("supervision", "Supervision"),
                    ("victim_system", "Victim information held by the system"),
                    ("team_record", "Team record"),
                    ("treatment_summary", "Treatment summary"),
                    ("polygraph_referral", "Polygraph referral"),
                    ("polygraph_result", "Polygraph result"),
                    ("risk", "Risk and needs"),
                    ("aggregate", "Numbers without persons"),
                    ("staff_wellbeing", "Own wellbeing entries"),
                ],
                max_length=24,
            ),
        ),
        migrations.AlterField(
            model_name="release",
            name="ends_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="caseusergrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["assignment", "provider", "examiner"]),
                    ("valid_until__isnull", False),
                    _connector="OR",
                ),
                name="grant_has_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseusergrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "designee"), ("meeting__isnull", True), _connector="OR"
                ),
                name="grant_for_a_meeting_is_a_designees",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseusergrant",
            constraint=models.UniqueConstraint(
                fields=("user", "permission", "content_object", "kind", "meeting"),
                name="user_grant_once_a_kind",
                nulls_distinct=False,
            ),
        ),
        migrations.AddField(
            model_name="accessreview",
            name="agency",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="teams.agency",
            ),
        ),
        migrations.AddField(
            model_name="accessreview",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="teams.team",
            ),
        ),
        migrations.AddField(
            model_name="agencyusergrant",
            name="content_object",
            field=models.ForeignKey(
                db_column="agency_id",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="line_grants",
                to="teams.agency",
            ),
        ),
        migrations.AddField(
            model_name="agencyusergrant",
            name="permission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
            ),
        ),
        migrations.AddField(
            model_name="agencyusergrant",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="brokenglass",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="teams.agency"
            ),
        ),
        migrations.AddField(
            model_name="brokenglass",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casemgmt.case"
            ),
        ),
        migrations.AddField(
            model_name="brokenglass",
            name="reviewed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="brokenglass",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="designation",
            name="absent",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="designation",
            name="designee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="designation",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="teams.meeting"
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="papers",
                to="casemgmt.release",
            ),
        ),
        migrations.AddField(
            model_name="personlinegrant",
            name="content_object",
            field=models.ForeignKey(
                db_column="person_id",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="line_grants",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="personlinegrant",
            name="permission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
            ),
        ),
        migrations.AddField(
            model_name="personlinegrant",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reviewedseat",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reviewedseat",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seats",
                to="casemgmt.accessreview",
            ),
        ),
        migrations.AddField(
            model_name="reviewedseat",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signatures",
                to="casemgmt.release",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agency__isnull", False), ("team__isnull", True)),
                    models.Q(("agency__isnull", True), ("team__isnull", False)),
                    _connector="OR",
                ),
                name="access_review_of_a_team_or_an_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessreview",
            constraint=models.UniqueConstraint(
                fields=("quarter_starts", "team", "agency"),
                name="access_review_once_a_quarter",
                nulls_distinct=False,
            ),
        ),
        migrations.AlterUniqueTogether(
            name="agencyusergrant",
            unique_together={("user", "permission", "content_object")},
        ),
        migrations.AddIndex(
            model_name="brokenglass",
            index=models.Index(fields=["agency", "-opened_at"], name="broken_glass_agency"),
        ),
        migrations.AlterUniqueTogether(
            name="personlinegrant",
            unique_together={("user", "permission", "content_object")},
        ),
        migrations.AddConstraint(
            model_name="reviewedseat",
            constraint=models.UniqueConstraint(
                fields=("review", "kind", "row_id"), name="reviewed_seat_once_a_review"
            ),
        ),
    ]
