"""The walls of demands: of the organization alone, history never rewritten, a hold that keys obey."""

from django.db import migrations

WALLS = """
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['advocacy_demand', 'advocacy_orderitem', 'advocacy_demandstep',
                                'advocacy_hold', 'advocacy_package'] LOOP
    IF target <> 'advocacy_hold' THEN
      EXECUTE format('CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON %I
        FOR EACH ROW EXECUTE FUNCTION advocacy_refuse()', target);
      EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_row', target);
    END IF;
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
    EXECUTE format('CREATE POLICY owner_all ON %I TO advocacy_owner USING (true) WITH CHECK (true)',
      target);
    EXECUTE format('CREATE POLICY own_organization ON %I TO advocacy_rt
      USING (agency_id = (SELECT org_agency_id()) AND (SELECT org_user_id()) IS NOT NULL)
      WITH CHECK (agency_id = (SELECT org_agency_id()) AND (SELECT org_user_id()) IS NOT NULL)',
      target);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC, advocacy_rt', target);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO advocacy_rt', target);
  END LOOP;
END $$;
GRANT UPDATE (lifted_by_name, lifted_at) ON advocacy_hold TO advocacy_rt;

-- The key of a victim on a case that counsel holds cannot be destroyed, by whatever way it is tried.
CREATE FUNCTION advocacy_keep_held() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM advocacy_client c JOIN advocacy_hold h
               ON h.agency_id = c.agency_id AND h.case_ref = c.case_ref AND h.lifted_at IS NULL
             WHERE c.key_id = OLD.id) THEN
    RAISE insufficient_privilege USING MESSAGE = 'counsel holds the records of this case';
  END IF;
  RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION advocacy_keep_held() FROM PUBLIC;
CREATE TRIGGER keep_held BEFORE UPDATE ON advocacy_victimkey FOR EACH ROW
  WHEN (NEW.wrapped = '') EXECUTE FUNCTION advocacy_keep_held();
ALTER TABLE advocacy_victimkey ENABLE ALWAYS TRIGGER keep_held;
"""


class Migration(migrations.Migration):
    """Runs in the advocacy database."""

    dependencies = [("advocacy", "0007_demands")]
    operations = [migrations.RunSQL(WALLS)]
