-- Standing on cases: the scope of a request, the walls (row-level security), the list, the count and the search.

CREATE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now()) $$;
CREATE FUNCTION app_discipline() RETURNS text LANGUAGE sql STABLE AS
  $$ SELECT coalesce(current_setting('app.discipline', true), '') $$;
CREATE FUNCTION app_group_ids() RETURNS int[] LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('app.group_ids', true), ''), '{}')::int[] $$;
CREATE FUNCTION app_unit_ids() RETURNS bigint[] LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('app.unit_ids', true), ''), '{}')::bigint[] $$;
CREATE FUNCTION app_agency_ids() RETURNS bigint[] LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('app.agency_ids', true), ''), '{}')::bigint[] $$;
CREATE FUNCTION app_conflict_ids() RETURNS uuid[] LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('app.conflict_ids', true), ''), '{}')::uuid[] $$;

-- An examiner stands only on cases where an exam is assigned to him. Runs as its owner: the referral's own wall asks the case's.
CREATE FUNCTION app_examines(p_case uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS
  $$ SELECT EXISTS (SELECT 1 FROM casemgmt_examreferral r WHERE r.case_id = p_case AND r.examiner_id = app_user_id()) $$;
CREATE FUNCTION app_is_examiner() RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT app_discipline() = 'polygraph' $$;

-- Opens the scope of one request: what it returns to Python is what the walls read from the transaction's settings.
-- An ended membership is dead here on the next request, with no job run. Transaction-local: a pooled connection keeps nothing.
CREATE FUNCTION app_open_scope(p_user bigint, p_now timestamptz, p_today date)
RETURNS TABLE (group_ids int[], unit_ids bigint[], agency_ids bigint[], conflict_ids uuid[], coordinates bigint[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  u record;
BEGIN
  SELECT x.agency_id, x.discipline, x.office, x.is_active INTO u FROM teams_user x WHERE x.id = p_user;
  group_ids := '{}'; unit_ids := '{}'; agency_ids := '{}'; conflict_ids := '{}'; coordinates := '{}';
  IF u.is_active AND u.office NOT IN ('administrator', 'privacy_officer', 'auditor') THEN
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
    set_config('app.conflict_ids', conflict_ids::text, true);
  RETURN NEXT;
END $$;

-- A team's and a person's grants carry the date that lists are sorted by. A sealed or closed case leaves the lists.
CREATE FUNCTION case_keep_review_dates() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  listed date := CASE WHEN NEW.sealed_at IS NULL AND NEW.stage <> 'closed' THEN NEW.next_review END;
BEGIN
  UPDATE casemgmt_casegroupgrant SET next_review = listed WHERE case_id = NEW.id AND next_review IS DISTINCT FROM listed;
  UPDATE casemgmt_caseusergrant SET next_review = listed WHERE case_id = NEW.id AND next_review IS DISTINCT FROM listed;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_review_dates AFTER INSERT OR UPDATE OF next_review, sealed_at, stage ON casemgmt_case
  FOR EACH ROW EXECUTE FUNCTION case_keep_review_dates();

CREATE FUNCTION grant_take_review_date() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  SELECT CASE WHEN c.sealed_at IS NULL AND c.stage <> 'closed' THEN c.next_review END INTO NEW.next_review
    FROM casemgmt_case c WHERE c.id = NEW.case_id;
  RETURN NEW;
END $$;
CREATE TRIGGER take_review_date BEFORE INSERT ON casemgmt_casegroupgrant
  FOR EACH ROW EXECUTE FUNCTION grant_take_review_date();
CREATE TRIGGER take_review_date BEFORE INSERT ON casemgmt_caseusergrant
  FOR EACH ROW EXECUTE FUNCTION grant_take_review_date();

-- The walls. Every table with case content is forced under row-level security; its owner sees all, the application what
-- the scope of the request allows.
CREATE FUNCTION app_wall(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY owner_all ON %s TO app_owner USING (true) WITH CHECK (true)', target);
END $$;
CREATE FUNCTION app_wall_of_case(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM app_wall(target);
  EXECUTE format($f$CREATE POLICY stands ON %1$s TO app_rt
    USING (EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.id = %1$s.case_id))
    WITH CHECK (EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.id = %1$s.case_id))$f$, target);
END $$;
REVOKE EXECUTE ON FUNCTION app_wall(regclass), app_wall_of_case(regclass) FROM PUBLIC, app_rt;

SELECT app_wall('casemgmt_case');
CREATE POLICY stands ON casemgmt_case FOR SELECT TO app_rt USING (
  sealed_at IS NULL
  AND id <> ALL ((SELECT app_conflict_ids())::uuid[])
  AND (NOT (SELECT app_is_examiner()) OR app_examines(id))
  AND (unit_id = ANY ((SELECT app_unit_ids())::bigint[])
    OR agency_id = ANY ((SELECT app_agency_ids())::bigint[])
    OR EXISTS (SELECT 1 FROM casemgmt_casegroupgrant g
               WHERE g.case_id = casemgmt_case.id AND g.group_id = ANY ((SELECT app_group_ids())::int[]))
    OR EXISTS (SELECT 1 FROM casemgmt_caseusergrant g
               WHERE g.case_id = casemgmt_case.id AND g.user_id = (SELECT app_user_id())
                 AND (g.valid_until IS NULL OR g.valid_until > (SELECT app_now())))));
-- UPDATE needs SELECT too, so the policy above bounds it; only its own agency changes a case.
CREATE POLICY amend ON casemgmt_case FOR UPDATE TO app_rt
  USING (agency_id = (SELECT app_agency_id())) WITH CHECK (agency_id = (SELECT app_agency_id()));
CREATE POLICY open ON casemgmt_case FOR INSERT TO app_rt
  WITH CHECK (agency_id = (SELECT app_agency_id()) AND (SELECT app_discipline()) = 'supervision');

SELECT app_wall('casemgmt_person');
CREATE POLICY stands ON casemgmt_person FOR SELECT TO app_rt USING (
  EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.person_id = casemgmt_person.id));
CREATE POLICY amend ON casemgmt_person FOR UPDATE TO app_rt USING (
  EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.person_id = casemgmt_person.id)) WITH CHECK (true);
CREATE POLICY open ON casemgmt_person FOR INSERT TO app_rt WITH CHECK ((SELECT app_discipline()) = 'supervision');

SELECT app_wall('casemgmt_casegroupgrant');
CREATE POLICY mine ON casemgmt_casegroupgrant FOR SELECT TO app_rt USING (group_id = ANY ((SELECT app_group_ids())::int[]));
CREATE POLICY open ON casemgmt_casegroupgrant FOR INSERT TO app_rt WITH CHECK ((SELECT app_discipline()) = 'supervision');
SELECT app_wall('casemgmt_caseusergrant');
CREATE POLICY mine ON casemgmt_caseusergrant FOR SELECT TO app_rt USING (user_id = (SELECT app_user_id()));
CREATE POLICY open ON casemgmt_caseusergrant FOR INSERT TO app_rt WITH CHECK ((SELECT app_discipline()) = 'supervision');
SELECT app_wall('casemgmt_conflict');
CREATE POLICY mine ON casemgmt_conflict TO app_rt USING (user_id = (SELECT app_user_id())) WITH CHECK (user_id = (SELECT app_user_id()));

SELECT app_wall_of_case(t::regclass) FROM unnest(ARRAY[
  'casemgmt_condition', 'casemgmt_wording', 'casemgmt_contact', 'casemgmt_assessment', 'casemgmt_treatmentsummary',
  'casemgmt_examreferral', 'casemgmt_examresult', 'casemgmt_entry', 'casemgmt_release', 'casemgmt_casereview',
  'casemgmt_decision', 'casemgmt_step']) AS t;

-- One page of the list, by next review: the top n of each ground of standing, merged. The plan is kept on the connection.
CREATE FUNCTION case_page(after_date date, after_id uuid, n int)
RETURNS TABLE (id uuid, next_review date) LANGUAGE plpgsql STABLE AS $$
DECLARE
  groups int[] := app_group_ids();
  units bigint[] := app_unit_ids();
  agencies bigint[] := app_agency_ids();
  conflicts uuid[] := app_conflict_ids();
  viewer bigint := app_user_id();
  moment timestamptz := app_now();
  examiner boolean := app_is_examiner();
  perm int := (SELECT p.id FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
               WHERE p.codename = 'view_case' AND t.app_label = 'casemgmt');
BEGIN
  RETURN QUERY
  SELECT c.id, c.next_review FROM (
    SELECT k.case_id, k.next_review FROM (
      SELECT x.case_id, x.next_review FROM unnest(groups) AS g(id) CROSS JOIN LATERAL (
        SELECT r.case_id, r.next_review FROM casemgmt_casegroupgrant r
        WHERE r.group_id = g.id AND r.permission_id = perm AND (r.next_review, r.case_id) > (after_date, after_id)
          AND r.case_id <> ALL (conflicts) AND (NOT examiner OR app_examines(r.case_id))
        ORDER BY r.next_review, r.case_id LIMIT n) x
      UNION SELECT x.id, x.next_review FROM unnest(units) AS u(id) CROSS JOIN LATERAL (
        SELECT r.id, r.next_review FROM casemgmt_case r
        WHERE r.unit_id = u.id AND r.sealed_at IS NULL AND r.stage <> 'closed' AND (r.next_review, r.id) > (after_date, after_id)
          AND r.id <> ALL (conflicts) AND (NOT examiner OR app_examines(r.id))
        ORDER BY r.next_review, r.id LIMIT n) x
      UNION SELECT x.id, x.next_review FROM unnest(agencies) AS a(id) CROSS JOIN LATERAL (
        SELECT r.id, r.next_review FROM casemgmt_case r
        WHERE r.agency_id = a.id AND r.sealed_at IS NULL AND r.stage <> 'closed' AND (r.next_review, r.id) > (after_date, after_id)
          AND r.id <> ALL (conflicts) AND (NOT examiner OR app_examines(r.id))
        ORDER BY r.next_review, r.id LIMIT n) x
      UNION (SELECT r.case_id, r.next_review FROM casemgmt_caseusergrant r
        WHERE r.user_id = viewer AND r.permission_id = perm AND (r.next_review, r.case_id) > (after_date, after_id)
          AND (r.valid_until IS NULL OR r.valid_until > moment) AND r.case_id <> ALL (conflicts)
          AND (NOT examiner OR app_examines(r.case_id))
        ORDER BY r.next_review, r.case_id LIMIT n)
    ) k ORDER BY k.next_review, k.case_id LIMIT n
  ) k JOIN casemgmt_case c ON c.id = k.case_id ORDER BY k.next_review, k.case_id;
END $$;

-- How many cases the list would show, counted no further than `cap`.
CREATE FUNCTION case_count(cap int) RETURNS int LANGUAGE sql STABLE AS
  $$ SELECT count(*)::int FROM case_page('-infinity'::date, '00000000-0000-0000-0000-000000000000', cap) $$;

-- Search by name or number: candidates from the trigram index first, then the standing of each. It reads the scope from the
-- transaction's settings, never from its arguments, and returns keys only: the caller fetches through the walls.
CREATE INDEX case_person_name_trgm ON casemgmt_case USING gin (lower(person_name) gin_trgm_ops);
CREATE INDEX case_number_trgm ON casemgmt_case USING gin (lower(number) gin_trgm_ops);
CREATE FUNCTION case_search(words text, n int) RETURNS TABLE (id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  pattern text := '%' || replace(replace(replace(lower(words), '\', '\\'), '%', '\%'), '_', '\_') || '%';
BEGIN
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

-- A refusal names a case that the person may not know; the ledger's offices must still find it. The database fills in number
-- and owner, and the application, which cannot read them back, learns nothing.
CREATE FUNCTION audit_label_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.case_id IS NOT NULL AND (NEW.case_label = '' OR NEW.owner_agency_id IS NULL) THEN
    SELECT c.number, coalesce(NEW.owner_agency_id, c.agency_id) INTO NEW.case_label, NEW.owner_agency_id
      FROM casemgmt_case c WHERE c.id = NEW.case_id;
    NEW.case_label := coalesce(NEW.case_label, '');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER label_case BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_label_case();
