"""A correction of a decision is a decision that says which one it replaces."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds Decision.replaces."""

    dependencies = [("casemgmt", "0003_access")]
    operations = [
        migrations.AddField(
            model_name="decision",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casemgmt.decision",
            ),
        ),
    ]
