"""Whose accounting of disclosures is asked for: a victim, by a case and the whole name."""

from django.db import migrations

FIND = """
-- For the privacy officer of the agency that keeps the record, who has the victim before him: the whole name on the case of that
-- number, or nothing. `others`: how many more victims the case has.
CREATE FUNCTION accounting_victim(p_number text, p_given text, p_family text)
RETURNS TABLE (record_id uuid, case_id uuid, others int) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.id, c.id, (SELECT count(*)::int - 1 FROM victims_systemrecord o WHERE o.case_id = c.id)
  FROM casemgmt_case c JOIN victims_systemrecord r ON r.case_id = c.id
  WHERE c.number = btrim(p_number) AND app_is_present() AND app_office() = 'privacy_officer'
    AND r.owner_agency_id = app_agency_id()
    AND lower(r.given_name) = lower(btrim(p_given)) AND lower(r.family_name) = lower(btrim(p_family))
  ORDER BY r.created_at LIMIT 1 $$;
"""


class Migration(migrations.Migration):
    """One function."""

    dependencies = [("victims", "0012_record_request"), ("casemgmt", "0013_denials")]
    operations = [migrations.RunSQL(FIND, "DROP FUNCTION accounting_victim(text, text, text)")]
