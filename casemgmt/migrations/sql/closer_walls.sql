-- Walls that stand closer: offices without a caseload, standing that nobody gives himself, records that nobody rewrites.

-- Who keeps accounts, reads the ledger or is disabled stands on no case, whatever rows are left of an earlier seat.
CREATE FUNCTION app_has_caseload() RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT coalesce(current_setting('app.caseload', true), '') = 'true' $$;

CREATE OR REPLACE FUNCTION app_open_scope(p_user bigint, p_now timestamptz, p_today date)
RETURNS TABLE (group_ids int[], unit_ids bigint[], agency_ids bigint[], conflict_ids uuid[], coordinates bigint[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  u record;
  caseload boolean;
BEGIN
  SELECT x.agency_id, x.discipline, x.office, x.is_active INTO u FROM teams_user x WHERE x.id = p_user;
  caseload := coalesce(u.is_active AND u.office NOT IN ('administrator', 'privacy_officer', 'auditor'), false);
  group_ids := '{}'; unit_ids := '{}'; agency_ids := '{}'; conflict_ids := '{}'; coordinates := '{}';
  IF caseload THEN
    SELECT coalesce(array_agg(DISTINCT t.group_id), '{}'),
           coalesce(array_agg(DISTINCT t.id) FILTER (WHERE m.role = 'coordinator'), '{}')
      INTO group_ids, coordinates
      FROM teams_membership m JOIN teams_team t ON t.id = m.team_id
      WHERE m.user_id = p_user AND m.starts <= p_today AND (m.until IS NULL OR m.until >= p_today);
    SELECT coalesce(array_agg(DISTINCT g.unit_id), '{}') INTO unit_ids
      FROM casemgmt_unitusergrant g WHERE g.user_id = p_user;
    SELECT coalesce(array_agg(DISTINCT c.case_id), '{}') INTO conflict_ids
      FROM casemgmt_conflict c WHERE c.user_id = p_user AND (c.ended_at IS NULL OR c.ended_at > p_now);
  END IF;
  PERFORM set_config('app.user_id', p_user::text, true), set_config('app.agency_id', coalesce(u.agency_id::text, ''), true),
    set_config('app.discipline', coalesce(u.discipline, ''), true), set_config('app.office', coalesce(u.office, ''), true),
    set_config('app.now', p_now::text, true), set_config('app.group_ids', group_ids::text, true),
    set_config('app.unit_ids', unit_ids::text, true), set_config('app.agency_ids', agency_ids::text, true),
    set_config('app.conflict_ids', conflict_ids::text, true), set_config('app.caseload', caseload::text, true);
  RETURN NEXT;
END $$;

DROP POLICY stands ON casemgmt_case;
CREATE POLICY stands ON casemgmt_case FOR SELECT TO app_rt USING (
  (SELECT app_has_caseload())
  AND sealed_at IS NULL
  AND id <> ALL ((SELECT app_conflict_ids())::uuid[])
  AND (NOT (SELECT app_is_examiner()) OR app_examines(id))
  AND (unit_id = ANY ((SELECT app_unit_ids())::bigint[])
    OR agency_id = ANY ((SELECT app_agency_ids())::bigint[])
    OR EXISTS (SELECT 1 FROM casemgmt_casegroupgrant g
               WHERE g.case_id = casemgmt_case.id AND g.group_id = ANY ((SELECT app_group_ids())::int[]))
    OR EXISTS (SELECT 1 FROM casemgmt_caseusergrant g
               WHERE g.case_id = casemgmt_case.id AND g.user_id = (SELECT app_user_id())
                 AND (g.valid_until IS NULL OR g.valid_until > (SELECT app_now())))));

CREATE OR REPLACE FUNCTION case_search(words text, n int) RETURNS TABLE (id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  pattern text := '%' || replace(replace(replace(lower(words), '\', '\\'), '%', '\%'), '_', '\_') || '%';
BEGIN
  IF NOT app_has_caseload() THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT c.id FROM casemgmt_case c
  WHERE (lower(c.person_name) LIKE pattern OR lower(c.number) LIKE pattern)
    AND c.sealed_at IS NULL AND c.id <> ALL (app_conflict_ids())
    AND (NOT app_is_examiner() OR app_examines(c.id))
    AND (c.unit_id = ANY (app_unit_ids()) OR c.agency_id = ANY (app_agency_ids())
      OR EXISTS (SELECT 1 FROM casemgmt_casegroupgrant g WHERE g.case_id = c.id AND g.group_id = ANY (app_group_ids()))
      OR EXISTS (SELECT 1 FROM casemgmt_caseusergrant g WHERE g.case_id = c.id AND g.user_id = app_user_id()
                 AND (g.valid_until IS NULL OR g.valid_until > app_now())))
  ORDER BY c.person_name, c.id LIMIT n;
END $$;

-- Standing is given by those who have it. A new case of one's own agency has none yet: its first rows are free.
CREATE FUNCTION app_is_unheld(p_case uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS
  $$ SELECT EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.id = p_case AND c.agency_id = app_agency_id())
        AND NOT EXISTS (SELECT 1 FROM casemgmt_casegroupgrant g WHERE g.case_id = p_case)
        AND NOT EXISTS (SELECT 1 FROM casemgmt_caseusergrant g WHERE g.case_id = p_case) $$;
DROP POLICY open ON casemgmt_casegroupgrant;
CREATE POLICY open ON casemgmt_casegroupgrant FOR INSERT TO app_rt WITH CHECK (
  (SELECT app_discipline()) = 'supervision'
  AND (EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.id = case_id) OR app_is_unheld(case_id)));
DROP POLICY open ON casemgmt_caseusergrant;
CREATE POLICY open ON casemgmt_caseusergrant FOR INSERT TO app_rt WITH CHECK (
  (SELECT app_discipline()) = 'supervision'
  AND (EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.id = case_id) OR app_is_unheld(case_id)));

-- Supervisory lines: administrators give and take them, never their own.
SELECT app_wall('casemgmt_unitusergrant');
CREATE POLICY mine ON casemgmt_unitusergrant FOR SELECT TO app_rt
  USING (user_id = (SELECT app_user_id()) OR (SELECT app_office()) = 'administrator');
CREATE POLICY give ON casemgmt_unitusergrant FOR INSERT TO app_rt
  WITH CHECK ((SELECT app_office()) = 'administrator' AND user_id <> (SELECT app_user_id()));
CREATE POLICY take ON casemgmt_unitusergrant FOR DELETE TO app_rt
  USING ((SELECT app_office()) = 'administrator' AND user_id <> (SELECT app_user_id()));

-- Only the agency that keeps a case changes what is known of the person.
DROP POLICY amend ON casemgmt_person;
CREATE POLICY amend ON casemgmt_person FOR UPDATE TO app_rt USING (
  EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.person_id = casemgmt_person.id AND c.agency_id = (SELECT app_agency_id())));

-- A declared conflict is not taken back by the person who declared it.
DROP POLICY mine ON casemgmt_conflict;
CREATE POLICY mine ON casemgmt_conflict FOR SELECT TO app_rt USING (user_id = (SELECT app_user_id()));
CREATE POLICY declare ON casemgmt_conflict FOR INSERT TO app_rt WITH CHECK (user_id = (SELECT app_user_id()));

-- Nobody deletes content of a case (an item leaves an agenda, casemgmt_casereview); a contact, a former wording and what an
-- examiner reported are never rewritten: a correction is a row of its own.
REVOKE DELETE ON casemgmt_case, casemgmt_person, casemgmt_conflict, casemgmt_condition, casemgmt_wording, casemgmt_contact,
  casemgmt_assessment, casemgmt_treatmentsummary, casemgmt_examreferral, casemgmt_examresult, casemgmt_entry,
  casemgmt_release, casemgmt_decision, casemgmt_step FROM app_rt;
REVOKE UPDATE ON casemgmt_contact, casemgmt_wording, casemgmt_examresult, casemgmt_conflict FROM app_rt;

-- A refusal also names its reason, which the application cannot know: behind the wall all cases look alike.
CREATE OR REPLACE FUNCTION audit_label_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  c record;
BEGIN
  IF NEW.case_id IS NULL OR (NEW.case_label <> '' AND NEW.owner_agency_id IS NOT NULL AND NEW.because <> 'no_standing') THEN
    RETURN NEW;
  END IF;
  SELECT x.number, x.agency_id, x.team_id, x.sealed_at INTO c FROM casemgmt_case x WHERE x.id = NEW.case_id;
  IF NOT FOUND THEN
    RETURN NEW;
  END IF;
  NEW.case_label := coalesce(nullif(NEW.case_label, ''), c.number);
  NEW.owner_agency_id := coalesce(NEW.owner_agency_id, c.agency_id);
  IF NEW.because = 'no_standing' THEN
    NEW.because := CASE
      WHEN c.sealed_at IS NOT NULL THEN 'sealed'
      WHEN NEW.case_id = ANY (app_conflict_ids()) THEN 'conflict_of_interest'
      WHEN EXISTS (SELECT 1 FROM teams_membership m WHERE m.team_id = c.team_id AND m.user_id = NEW.actor_id
                   AND m.until IS NOT NULL AND m.starts <= app_now()::date) THEN 'membership_ended'
      ELSE 'no_standing' END;
  END IF;
  RETURN NEW;
END $$;
