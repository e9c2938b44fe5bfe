"""Keys of API requests that were done; each person reaches his own only."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import casemgmt.core.clock

WALL = """
SELECT app_wall('casemgmt_sentrequest');
CREATE POLICY mine ON casemgmt_sentrequest TO app_rt
  USING (user_id = (SELECT app_user_id())) WITH CHECK (user_id = (SELECT app_user_id()));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casemgmt", "0004_decision_replaces"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SentRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("route", models.CharField(max_length=200)),
                ("key_digest", models.CharField(max_length=64)),
                ("body_digest", models.CharField(max_length=64)),
                ("made_id", models.UUIDField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=casemgmt.core.clock.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "route", "key_digest"), name="sent_request_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
    ]
