"""Spreads the net under every table that there is; later migrations do so for their own tables."""

from django.db import migrations


class Migration(migrations.Migration):
    """Runs after the tables of every app."""

    dependencies = [
        ("audit", "0008_row_changes"),
        ("casemgmt", "0021_worksheet"),
        ("teams", "0004_notices"),
        ("victims", "0005_keep_seals"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("auditlog", "0017_add_actor_email"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("guardian", "0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]
    operations = [migrations.RunSQL("SELECT audit_watch_all()", migrations.RunSQL.noop)]
