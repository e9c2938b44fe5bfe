"""When somebody left the room; the term of an elected role."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0009_ledger_notices"),
    ]

    operations = [
        migrations.AddField(
            model_name="attendance",
            name="left_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="role_until",
            field=models.DateField(blank=True, null=True),
        ),
    ]
