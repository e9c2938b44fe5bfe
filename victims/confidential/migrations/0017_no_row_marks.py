"""What the ledger's programs ask of row changes: here no trace of them is kept, so there is none."""

from django.db import migrations

NONE = """
CREATE FUNCTION audit_row_marks() RETURNS TABLE (last bigint, holders text[]) LANGUAGE sql AS
  $$ SELECT 0::bigint, '{}'::text[] $$;
CREATE FUNCTION audit_row_digest(above bigint, upto bigint) RETURNS TABLE (many bigint, digest text)
LANGUAGE sql AS $$ SELECT 0::bigint, ''::text $$;
"""


class Migration(migrations.Migration):
    """Runs in the advocacy database."""

    dependencies = [("advocacy", "0016_destroy_event_refs")]
    operations = [migrations.RunSQL(NONE)]
