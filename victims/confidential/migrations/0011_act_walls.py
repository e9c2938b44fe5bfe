"""The walls of acts and of an organization's practice: its own alone, and never rewritten."""

from django.db import migrations

WALLS = """
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['advocacy_act', 'advocacy_practice'] LOOP
    EXECUTE format('CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON %I
      FOR EACH ROW EXECUTE FUNCTION advocacy_refuse()', target);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_row', target);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
    EXECUTE format('CREATE POLICY owner_all ON %I TO advocacy_owner
      USING (true) WITH CHECK (true)', target);
    EXECUTE format('CREATE POLICY own_organization ON %I TO advocacy_rt
      USING (agency_id = (SELECT org_agency_id()) AND (SELECT org_user_id()) IS NOT NULL)
      WITH CHECK (agency_id = (SELECT org_agency_id()) AND (SELECT org_user_id()) IS NOT NULL)',
      target);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC, advocacy_rt', target);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO advocacy_rt', target);
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    """Runs in the advocacy database."""

    dependencies = [("advocacy", "0010_acts")]
    operations = [migrations.RunSQL(WALLS)]
