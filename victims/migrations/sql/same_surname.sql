-- Whether who looked at a case has the surname of its person or of a victim in it: yes or nothing, and not of whom. Names are
-- compared here and never leave. Only for an office that reads the ledger, and only of looks that stand on its agency's ledger.
CREATE FUNCTION ledger_surnames(name text) RETURNS text[] LANGUAGE sql IMMUTABLE AS
  $$ SELECT array_remove(regexp_split_to_array(lower(trim(name)), '[\s-]+'), '') $$;

CREATE FUNCTION ledger_same_surname(users bigint[], cases uuid[]) RETURNS TABLE (user_id bigint, case_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH asked AS (
    SELECT DISTINCT a.user_id, a.case_id, (ledger_surnames(u.name))[cardinality(ledger_surnames(u.name))] AS surname
    FROM unnest(users, cases) AS a(user_id, case_id) JOIN teams_user u ON u.id = a.user_id
    WHERE app_office() IN ('privacy_officer', 'auditor'))
  SELECT a.user_id, a.case_id FROM asked a
  WHERE length(a.surname) > 1
    AND (EXISTS (SELECT FROM casemgmt_case c JOIN casemgmt_person p ON p.id = c.person_id
                 WHERE c.id = a.case_id AND a.surname = ANY (ledger_surnames(p.family_name)))
      OR EXISTS (SELECT FROM victims_systemrecord s
                 WHERE s.case_id = a.case_id AND a.surname = ANY (ledger_surnames(s.family_name))))
    AND EXISTS (SELECT FROM audit_event e WHERE e.case_id = a.case_id AND e.actor_id = a.user_id
                AND app_agency_id() IN (e.owner_agency_id, e.actor_agency_id))
$$;
REVOKE EXECUTE ON FUNCTION ledger_surnames(text), ledger_same_surname(bigint[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_same_surname(bigint[], uuid[]) TO app_rt;
