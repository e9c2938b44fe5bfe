"""A conflict of interest closes a victim's request to the privacy officer too (T14)."""

from django.db import migrations

CLOSE = """
-- Of the asking person alone; an office without a caseload has no conflicts in its scope.
CREATE FUNCTION app_own_conflicts() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(c.case_id), '{}') FROM casemgmt_conflict c
  WHERE c.user_id = app_user_id() AND (c.ended_at IS NULL OR c.ended_at > app_now()) $$;
REVOKE EXECUTE ON FUNCTION app_own_conflicts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app_own_conflicts() TO app_rt;

CREATE POLICY no_conflict ON victims_recordrequest AS RESTRICTIVE TO app_rt
  USING (case_id <> ALL ((SELECT app_own_conflicts())::uuid[]));

CREATE OR REPLACE FUNCTION record_request_rows(p_request uuid)
RETURNS TABLE (id uuid, given_name text, family_name text, relation text, is_minor boolean,
               contact text, source text, note text, created_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, s.given_name, s.family_name, s.relation, s.is_minor, s.contact, s.source, s.note,
    s.created_at
  FROM victims_recordrequest r JOIN victims_systemrecord s ON s.case_id = r.case_id
    AND s.owner_agency_id = r.agency_id AND s.sealed_at IS NULL
  WHERE r.id = p_request AND r.answered_at IS NULL AND r.agency_id = app_agency_id()
    AND app_office() = 'privacy_officer' AND NOT app_in_conflict(r.case_id, app_user_id())
  ORDER BY s.created_at, s.id $$;

CREATE OR REPLACE FUNCTION accounting_victim(p_number text, p_given text, p_family text)
RETURNS TABLE (record_id uuid, case_id uuid, others int) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT r.id, c.id, (SELECT count(*)::int - 1 FROM victims_systemrecord o WHERE o.case_id = c.id)
  FROM casemgmt_case c JOIN victims_systemrecord r ON r.case_id = c.id
  WHERE c.number = btrim(p_number) AND app_is_present() AND app_office() = 'privacy_officer'
    AND r.owner_agency_id = app_agency_id() AND NOT app_in_conflict(c.id, app_user_id())
    AND lower(r.given_name) = lower(btrim(p_given)) AND lower(r.family_name) = lower(btrim(p_family))
  ORDER BY r.created_at LIMIT 1 $$;
REVOKE EXECUTE ON FUNCTION accounting_victim(text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounting_victim(text, text, text) TO app_rt;
"""


class Migration(migrations.Migration):
    """One policy, three functions."""

    dependencies = [("victims", "0014_notice_duty"), ("casemgmt", "0013_denials")]
    operations = [migrations.RunSQL(CLOSE)]
