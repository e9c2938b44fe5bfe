-- The week's casework: who moves which date of a case, and how standing follows the head of a case.

-- An assessment, a referral or an exam moves a date on the head of the case, whichever agency it comes from. The rows are
-- bounded by the policy of reading; the columns by the trigger below, as a policy knows rows only.
CREATE POLICY dates ON casemgmt_case FOR UPDATE TO app_rt
  USING ((SELECT app_discipline()) IN ('supervision', 'treatment', 'polygraph'))
  WITH CHECK ((SELECT app_discipline()) IN ('supervision', 'treatment', 'polygraph'));

CREATE FUNCTION case_keep_own_columns() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  movable text[] := CASE app_discipline()
    WHEN 'supervision' THEN ARRAY['risk_level', 'risk_band', 'assessment_due', 'polygraph_due', 'version']
    WHEN 'treatment' THEN ARRAY['risk_level', 'risk_band', 'assessment_due', 'polygraph_due', 'version']
    WHEN 'polygraph' THEN ARRAY['polygraph_due', 'version']
    ELSE '{}' END;
BEGIN
  IF current_user <> 'app_owner' AND OLD.agency_id IS DISTINCT FROM app_agency_id()
     AND to_jsonb(NEW) - movable IS DISTINCT FROM to_jsonb(OLD) - movable THEN
    RAISE insufficient_privilege USING MESSAGE = 'only the agency that keeps a case changes this of it';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_own_columns BEFORE UPDATE ON casemgmt_case
  FOR EACH ROW EXECUTE FUNCTION case_keep_own_columns();

-- Standing follows the head: the officer whom it names holds the one assignment, the team that it names holds its row.
-- It takes no name from the caller; who may write the head is bounded by the policies above.
CREATE FUNCTION case_keep_standing(p_case uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  c record;
  perm int := (SELECT p.id FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
               WHERE p.codename = 'view_case' AND t.app_label = 'casemgmt');
BEGIN
  SELECT x.officer_id, x.agency_id, t.group_id INTO c
    FROM casemgmt_case x JOIN teams_team t ON t.id = x.team_id WHERE x.id = p_case;
  IF NOT FOUND OR c.agency_id IS DISTINCT FROM app_agency_id() OR app_discipline() <> 'supervision' THEN
    RAISE insufficient_privilege USING MESSAGE = 'only the agency that keeps a case gives standing on it';
  END IF;
  DELETE FROM casemgmt_caseusergrant g
    WHERE g.case_id = p_case AND g.permission_id = perm AND g.kind = 'assignment' AND g.user_id <> c.officer_id;
  INSERT INTO casemgmt_caseusergrant (user_id, permission_id, case_id, kind, reason)
    VALUES (c.officer_id, perm, p_case, 'assignment', '')
    ON CONFLICT (user_id, permission_id, case_id) DO UPDATE SET kind = 'assignment', valid_until = NULL, reason = '';
  INSERT INTO casemgmt_casegroupgrant (group_id, permission_id, case_id) VALUES (c.group_id, perm, p_case)
    ON CONFLICT DO NOTHING;
END $$;

-- The next free number of a year, over all cases: who opens a case sees no number but this one.
CREATE FUNCTION case_next_number(p_year text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT p_year || '-' || lpad((coalesce(max(split_part(c.number, '-', 2)::int), 0) + 1)::text, 4, '0')
  FROM casemgmt_case c WHERE c.number LIKE p_year || '-%' AND c.number ~ '^[0-9]{2}-[0-9]{1,8}$' $$;
