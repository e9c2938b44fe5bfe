"""Taking a victim's release back where nobody of the organization stands on the case any more."""

from django.db import migrations

# Runs as the owner: the organization that holds a release ends it even where no seat of its people
# opens the case. It answers with who has to stop using what was shared, and with nothing else; for
# a release that is another organization's, over, or none it answers with nothing at all.
FUNCTION = """
CREATE FUNCTION app_withdraw_victim_release(p_release uuid, p_how text, p_now timestamptz)
RETURNS TABLE (case_id uuid, ends_at timestamptz, told bigint[]) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  r record;
BEGIN
  IF app_user_id() IS NULL OR app_discipline() <> 'community_advocacy'
    OR p_how NOT IN ('spoken', 'written') THEN RETURN; END IF;
  SELECT * INTO r FROM casemgmt_release x WHERE x.id = p_release AND x.kind = 'victim_release'
    AND x.from_agency_id = app_agency_id() AND x.revoked_at IS NULL
    AND NOT x.case_id = ANY (app_conflict_ids()) FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  UPDATE casemgmt_release x SET revoked_at = p_now, revoked_how = p_how, version = x.version + 1
    WHERE x.id = r.id;
  RETURN QUERY SELECT r.case_id, r.ends_at, ARRAY(
    SELECT DISTINCT u.id FROM teams_user u JOIN casemgmt_case c ON c.id = r.case_id
    WHERE u.is_active AND u.agency_id = r.to_agency_id AND u.id <> app_user_id()
      AND (r.to_user_id IS NULL OR u.id = r.to_user_id)
      AND r.to_discipline IN ('', u.discipline)
      AND (u.id = r.to_user_id OR u.id = c.officer_id OR EXISTS (
        SELECT 1 FROM teams_membership m WHERE m.team_id = c.team_id AND m.user_id = u.id
          AND m.starts <= p_now::date AND (m.until IS NULL OR m.until >= p_now::date))));
END $$;
REVOKE EXECUTE ON FUNCTION app_withdraw_victim_release(uuid, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app_withdraw_victim_release(uuid, text, timestamptz) TO app_rt;
"""


class Migration(migrations.Migration):
    """Adds app_withdraw_victim_release."""

    dependencies = [
        ("victims", "0008_clarification"),
        ("casemgmt", "0012_gates"),
    ]
    operations = [
        migrations.RunSQL(
            FUNCTION, "DROP FUNCTION app_withdraw_victim_release(uuid, text, timestamptz)"
        )
    ]
