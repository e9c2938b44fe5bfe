"""Corrections that say what they correct, why a condition or a case ended, and the walls of the week's casework."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

from casemgmt.core.migrations import run_sql_file


def corrects(name: str) -> migrations.AddField:
    return migrations.AddField(
        model_name=name,
        name="corrects",
        field=models.ForeignKey(
            blank=True,
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="+",
            to=f"casemgmt.{name}",
        ),
    )


class Migration(migrations.Migration):
    """Adds `corrects` to four tables, two reasons, and runs sql/casework.sql."""

    dependencies = [("casemgmt", "0006_closer_walls")]
    operations = [
        corrects("assessment"),
        corrects("entry"),
        corrects("examresult"),
        corrects("treatmentsummary"),
        migrations.AddField(
            model_name="case",
            name="closing_reason",
            field=models.CharField(
                blank=True, default="", max_length=300, verbose_name="why it was closed"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="condition",
            name="end_reason",
            field=models.CharField(
                blank=True, default="", max_length=300, verbose_name="why it ends"
            ),
            preserve_default=False,
        ),
        run_sql_file(Path(__file__).parent / "sql" / "casework.sql"),
    ]
