-- What was told by voice or on paper: added by who told it, read by the two sides of the telling and by the privacy officer of
-- the agency that told; never changed.

SELECT app_wall(t::regclass) FROM unnest(ARRAY['casemgmt_spokendisclosure', 'casemgmt_spokenreview']) AS t;
CREATE POLICY sides ON casemgmt_spokendisclosure FOR SELECT TO app_rt USING (
  ((teller_id = (SELECT app_user_id()) OR (SELECT app_agency_id()) IN (owner_agency_id, to_agency_id))
    AND EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.id = casemgmt_spokendisclosure.case_id))
  OR (owner_agency_id = (SELECT app_agency_id()) AND ((SELECT app_office()) = 'privacy_officer'
    OR ((SELECT app_office()) = 'auditor' AND case_id <> ALL ((SELECT app_sealed_ids())::uuid[])))));
CREATE POLICY tell ON casemgmt_spokendisclosure FOR INSERT TO app_rt WITH CHECK (
  EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.id = casemgmt_spokendisclosure.case_id)
  AND teller_id = (SELECT app_user_id()) AND created_by_id = (SELECT app_user_id())
  AND owner_agency_id = (SELECT app_agency_id()));
CREATE POLICY office ON casemgmt_spokenreview FOR SELECT TO app_rt USING (
  agency_id = (SELECT app_agency_id()) AND (SELECT app_office()) IN ('privacy_officer', 'auditor'));
-- Nobody reviews what he told himself.
CREATE POLICY review ON casemgmt_spokenreview FOR INSERT TO app_rt WITH CHECK (
  agency_id = (SELECT app_agency_id()) AND (SELECT app_office()) = 'privacy_officer' AND (SELECT app_is_present())
  AND reviewer_id = (SELECT app_user_id()) AND created_by_id = (SELECT app_user_id())
  AND EXISTS (SELECT 1 FROM casemgmt_spokendisclosure s WHERE s.id = spoken_id
              AND s.owner_agency_id = (SELECT app_agency_id()) AND s.teller_id <> (SELECT app_user_id())));

REVOKE UPDATE, DELETE ON casemgmt_spokendisclosure, casemgmt_spokenreview FROM app_rt;
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['casemgmt_spokendisclosure', 'casemgmt_spokenreview'] LOOP
    EXECUTE format('CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION audit_refuse()', target);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_row', target);
    PERFORM audit_watch(target::regclass);
  END LOOP;
END $$;

-- How one recipient stands on a case, for who stands there and tells him something: papers between others left out. The rules
-- answer with it; nothing of it is shown but whether the recipient receives a category by his own standing.
CREATE FUNCTION spoken_recipient_rows(p_people bigint[], p_case uuid, p_now timestamptz, p_today date, p_past boolean)
RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF cardinality(p_people) IS DISTINCT FROM 1 OR NOT app_is_present() OR NOT app_stands_on(p_case)
     OR p_case = ANY (app_sealed_ids()) THEN
    RETURN NULL;
  END IF;
  RETURN case_standing_rows(p_people, p_case, p_now, p_today, p_past) || '{"releases": []}';
END $$;

-- The numbers of cases of which the agency told something, for those who answer for its disclosures.
CREATE FUNCTION spoken_case_numbers(p_cases uuid[]) RETURNS TABLE (id uuid, number text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id, c.number FROM casemgmt_case c
  WHERE c.id = ANY (p_cases) AND app_is_present() AND app_office() IN ('privacy_officer', 'auditor')
    AND (c.sealed_at IS NULL OR app_office() = 'privacy_officer')
    AND EXISTS (SELECT 1 FROM casemgmt_spokendisclosure s WHERE s.case_id = c.id AND s.owner_agency_id = app_agency_id()) $$;
