-- Whose list of disclosures a privacy officer is asked for: a person by the number of a case with which the own agency has to do,
-- now or as the ledger says. The name is the agency's own client's; another agency's number answers as a missing one.

CREATE FUNCTION accounting_has_to_do(p_case uuid, p_today date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT app_is_present() AND app_office() = 'privacy_officer' AND (app_is_ours(p_case, p_today)
    OR EXISTS (SELECT 1 FROM audit_event e WHERE e.case_id = p_case AND e.owner_agency_id = app_agency_id()
               AND e.outcome = 'shown' AND e.category NOT IN ('', 'identity', 'ledger'))) $$;

CREATE FUNCTION accounting_person(p_number text, p_today date) RETURNS TABLE (person_id uuid, name text, number text, case_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, btrim(p.given_name || ' ' || p.family_name), o.number, o.id
  FROM casemgmt_case c JOIN casemgmt_person p ON p.id = c.person_id JOIN casemgmt_case o ON o.person_id = p.id
  WHERE c.number = btrim(p_number) AND accounting_has_to_do(c.id, p_today) AND accounting_has_to_do(o.id, p_today)
  ORDER BY o.id <> c.id, o.number $$;
