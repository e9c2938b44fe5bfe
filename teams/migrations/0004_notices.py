"""The outbox of notices about access."""

import casemgmt.core.clock
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0003_agreements_and_lines"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("skipped", "Not needed any more"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempt", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("skipped_because", models.CharField(blank=True, max_length=60)),
                ("created_at", models.DateTimeField(default=casemgmt.core.clock.now)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("broken_glass", "Emergency access to a case of yours"),
                            ("broken_glass_review", "Emergency access to review"),
                            ("broken_glass_late", "A review that is late"),
                            ("release_ending", "A paper that ends soon"),
                            ("release_revoked", "A paper that was taken back"),
                            ("access_review_due", "An access review to answer"),
                            ("access_ended", "Access that ended"),
                            ("conflict_set", "A conflict of interest on record"),
                            ("conflict_handover", "Work to hand to a colleague"),
                            ("sealed", "A seal that was set"),
                            ("unsealed", "A seal that was lifted"),
                            ("approval_lapsed", "An approval that lapsed"),
                        ],
                        max_length=24,
                    ),
                ),
                ("about", models.CharField(max_length=80)),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["due_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["pending", "sending"])),
                        fields=["due_at"],
                        name="notice_due",
                    ),
                    models.Index(fields=["about"], name="notice_about"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "recipient", "about"), name="notice_once"
                    )
                ],
            },
        ),
        # A notice is sent, left or taken back; it does not vanish.
        migrations.RunSQL("REVOKE DELETE ON teams_notice FROM app_rt"),
    ]
