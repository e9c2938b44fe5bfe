"""A seal on a victim's row is set and lifted by an act of its own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("victims", "0004_sealing"), ("casemgmt", "0013_denials")]
    operations = [
        migrations.RunSQL(
            "SELECT app_keep_seal(t::regclass) FROM unnest(ARRAY['victims_systemrecord',"
            " 'victims_nocontactterm', 'victims_statement', 'victims_perspective']) AS t"
        )
    ]
