"""A temporary password that an administrator sets ends by itself and must be changed at the first sign-in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("teams", "0001_initial")]

    operations = [
        migrations.AddField(
            "user",
            "temporary_password_until",
            models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
