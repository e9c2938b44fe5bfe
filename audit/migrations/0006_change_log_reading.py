"""The application writes the change log and reads nothing of it but keys."""

from django.db import migrations


class Migration(migrations.Migration):
    """Narrows SELECT to what an INSERT needs back."""

    dependencies = [("audit", "0005_search")]
    operations = [
        migrations.RunSQL(
            "REVOKE SELECT ON audit_changeentry FROM app_rt;"
            " GRANT SELECT (id, content_type_id, object_id, object_pk) ON audit_changeentry TO app_rt;",
            migrations.RunSQL.noop,
        )
    ]
