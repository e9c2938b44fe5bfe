"""The walls of sheets: of the organization alone, and never rewritten."""

from django.db import migrations

WALLS = """
CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON advocacy_sheet
  FOR EACH ROW EXECUTE FUNCTION advocacy_refuse();
ALTER TABLE advocacy_sheet ENABLE ALWAYS TRIGGER append_only_row;
ALTER TABLE advocacy_sheet ENABLE ROW LEVEL SECURITY;
ALTER TABLE advocacy_sheet FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON advocacy_sheet TO advocacy_owner USING (true) WITH CHECK (true);
CREATE POLICY own_organization ON advocacy_sheet TO advocacy_rt
  USING (agency_id = (SELECT org_agency_id()) AND (SELECT org_user_id()) IS NOT NULL)
  WITH CHECK (agency_id = (SELECT org_agency_id()) AND (SELECT org_user_id()) IS NOT NULL);
REVOKE ALL ON advocacy_sheet FROM PUBLIC, advocacy_rt;
GRANT SELECT, INSERT ON advocacy_sheet TO advocacy_rt;
"""


class Migration(migrations.Migration):
    """Runs in the advocacy database."""

    dependencies = [("advocacy", "0005_sheets")]
    operations = [migrations.RunSQL(WALLS)]
