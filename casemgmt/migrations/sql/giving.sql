-- Who may give standing on a case, as one question: a policy that asked the case's own wall would ask itself.
CREATE FUNCTION app_may_give(p_case uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT app_has_caseload() AND app_discipline() = 'supervision' AND p_case <> ALL (app_conflict_ids()) AND EXISTS (
    SELECT 1 FROM casemgmt_case c WHERE c.id = p_case AND c.sealed_at IS NULL AND (
      c.unit_id = ANY (app_unit_ids()) OR c.agency_id = ANY (app_agency_ids())
      OR EXISTS (SELECT 1 FROM casemgmt_casegroupgrant g WHERE g.case_id = c.id AND g.group_id = ANY (app_group_ids()))
      OR EXISTS (SELECT 1 FROM casemgmt_caseusergrant g WHERE g.case_id = c.id AND g.user_id = app_user_id()
                 AND (g.valid_until IS NULL OR g.valid_until > app_now()))))
    OR app_has_caseload() AND app_discipline() = 'supervision' AND app_is_unheld(p_case) $$;
DROP POLICY open ON casemgmt_casegroupgrant;
CREATE POLICY open ON casemgmt_casegroupgrant FOR INSERT TO app_rt WITH CHECK (app_may_give(case_id));
DROP POLICY open ON casemgmt_caseusergrant;
CREATE POLICY open ON casemgmt_caseusergrant FOR INSERT TO app_rt WITH CHECK (app_may_give(case_id));
