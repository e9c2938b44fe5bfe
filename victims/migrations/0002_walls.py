"""The walls around what the team may know of victims."""

from django.db import migrations


class Migration(migrations.Migration):
    """Puts each table under row-level security by the standing on its case."""

    dependencies = [("victims", "0001_initial"), ("casemgmt", "0003_access")]
    operations = [
        migrations.RunSQL(
            "SELECT app_wall_of_case(t::regclass) FROM unnest(ARRAY['victims_systemrecord',"
            " 'victims_nocontactterm', 'victims_statement', 'victims_perspective']) AS t"
        )
    ]
