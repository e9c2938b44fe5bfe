-- Walls, facts and searches with less work in each request; what they answer is what it was.

-- The cases that the viewer holds by rows: of a team, of his own, of the people in his line. Asked once a statement, as the wall
-- of the case needs it. Runs as its owner: the grants' own walls show the same rows, and cost their planning each time.
CREATE FUNCTION app_held_ids() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  groups int[] := app_group_ids();
  lines bigint[] := app_line_ids();
  viewer bigint := app_user_id();
  moment timestamptz := app_now();
  held uuid[];
BEGIN
  SELECT coalesce(array_agg(k.case_id), '{}') INTO held FROM (
    SELECT r.case_id FROM casemgmt_casegroupgrant r WHERE r.group_id = ANY (groups)
    UNION ALL SELECT r.case_id FROM casemgmt_caseusergrant r
      WHERE r.user_id = viewer AND (r.starts_at IS NULL OR r.starts_at <= moment) AND (r.valid_until IS NULL OR r.valid_until > moment)
    UNION ALL SELECT r.case_id FROM casemgmt_caseusergrant r
      WHERE r.user_id = ANY (lines) AND r.kind IN ('assignment', 'provider', 'examiner')
        AND (r.starts_at IS NULL OR r.starts_at <= moment) AND (r.valid_until IS NULL OR r.valid_until > moment)) k;
  RETURN held;
END $$;

-- Two subqueries over the grants took three quarters of the time of planning a statement on a walled table, and a statement
-- that has no key of its own read every case. As arrays all three grounds are looked up in indexes.
ALTER POLICY stands ON casemgmt_case USING (
  (SELECT app_has_caseload())
  AND sealed_at IS NULL
  AND id <> ALL ((SELECT app_conflict_ids())::uuid[])
  AND (NOT (SELECT app_is_examiner()) OR id = ANY ((SELECT app_examined_ids())::uuid[]))
  AND (unit_id = ANY ((SELECT app_unit_ids())::bigint[])
    OR agency_id = ANY ((SELECT app_agency_ids())::bigint[])
    OR id = ANY ((SELECT app_held_ids())::uuid[])));

-- The same rows as before in a form that leaves the index of each query as it is: an OR over people made the list read and sort
-- all rows of a person.
ALTER POLICY mine ON casemgmt_caseusergrant USING (
  user_id = ANY ((SELECT app_user_id() || app_line_ids())::bigint[])
  AND (user_id = (SELECT app_user_id()) OR kind IN ('assignment', 'provider', 'examiner')));

-- As case_unit_open does for a unit: an agency's open cases in the order of the list, and their number, from the index alone.
CREATE INDEX case_agency_open ON casemgmt_case (agency_id, next_review, id) INCLUDE (unit_id)
  WHERE sealed_at IS NULL AND stage <> 'closed';

-- Django's index of each foreign key begins like the index of the list, and knows no order: under the walls, whose rows the
-- planner thinks few, it read and sorted all that a team or a person holds for each page.
DROP INDEX IF EXISTS casemgmt_casegroupgrant_group_id_0387e37c, casemgmt_caseusergrant_user_id_8e711f29;

-- What the rules look at, of all cases of a page in one statement whose plan is kept. Runs as whoever calls it: the application
-- gets what its walls show, the owner everything. `p_user`: whose rows lend standing, null where none do; `p_examiner`: whose
-- exams are asked for, null where it does not matter.
CREATE FUNCTION case_facts(p_cases uuid[], p_user bigint, p_lines bigint[], p_examiner bigint, p_now timestamptz, p_today date)
RETURNS TABLE (case_id text, fact text, id text, kind text, user_id bigint, since date, categories text[], items text[], purpose text,
               from_agency_id bigint, to_agency_id bigint, to_user_id bigint, to_discipline text, starts timestamptz,
               ends timestamptz, revoked_at timestamptz, revocable_after timestamptz, complete boolean)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH seats AS MATERIALIZED (  -- from the cases, not from all that a team holds
    SELECT g.case_id, g.group_id FROM casemgmt_casegroupgrant g WHERE p_user IS NOT NULL AND g.case_id = ANY (p_cases))
  SELECT g.case_id::text, 'grant', g.id::text, g.kind::text, g.user_id, NULL::date, NULL::text[], NULL::text[], NULL::text, NULL::bigint,
    NULL::bigint, NULL::bigint, NULL::text, NULL::timestamptz, NULL::timestamptz, NULL::timestamptz, NULL::timestamptz, NULL::boolean
  FROM casemgmt_caseusergrant g
  WHERE g.case_id = ANY (p_cases)
    AND (g.user_id = p_user OR (g.user_id = ANY (p_lines) AND g.kind IN ('assignment', 'provider', 'examiner')))
    AND (g.starts_at IS NULL OR g.starts_at <= p_now) AND (g.valid_until IS NULL OR g.valid_until > p_now)
  UNION ALL
  SELECT s.case_id::text, 'seat', m.id::text, 'membership', m.user_id, m.starts, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL
  FROM teams_membership m JOIN teams_team t ON t.id = m.team_id JOIN seats s ON s.group_id = t.group_id
  WHERE m.user_id = p_user AND m.starts <= p_today AND (m.until IS NULL OR m.until >= p_today)
  UNION ALL
  SELECT r.case_id::text, 'exam', NULL, NULL, r.examiner_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM casemgmt_examreferral r WHERE r.case_id = ANY (p_cases) AND r.examiner_id = p_examiner
  UNION ALL
  SELECT r.case_id::text, 'release', r.id::text, r.kind, NULL, NULL, r.categories::text[], r.items::text[], r.purpose, r.from_agency_id,
    r.to_agency_id, r.to_user_id, r.to_discipline, r.starts_at, r.ends_at, r.revoked_at, r.revocable_after, r.missing = '{}'
  FROM casemgmt_release r WHERE r.case_id = ANY (p_cases);
END $$;

-- The page as before, for people with many teams or a line over many: a page of each is read and sorted only up to the last row
-- that can be on it, which a few rows of each tell.
CREATE OR REPLACE FUNCTION case_page(after_date date, after_id uuid, n int)
RETURNS TABLE (id uuid, next_review date) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  groups int[] := app_group_ids();
  units bigint[] := app_unit_ids();
  agencies bigint[] := app_agency_ids();
  lines bigint[] := app_line_ids();
  conflicts uuid[] := app_conflict_ids();
  viewer bigint := app_user_id();
  moment timestamptz := app_now();
  examiner boolean := app_is_examiner();
  examined uuid[];
  last_date date := 'infinity';  -- no row after this one can be on the page
  last_id uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  few int;
  perm int := (SELECT p.id FROM auth_permission p WHERE p.codename = 'view_case' AND p.content_type_id = (
                 SELECT t.id FROM django_content_type t WHERE t.app_label = 'casemgmt' AND t.model = 'case'));
BEGIN
  IF NOT app_has_caseload() THEN
    RETURN;
  END IF;
  IF examiner THEN
    examined := app_examined_ids();
  END IF;
  IF cardinality(groups) + cardinality(lines) > 8 THEN
    few := 1 + 2 * n / (cardinality(groups) + cardinality(lines));
    SELECT k.next_review, k.case_id INTO last_date, last_id FROM (
      SELECT x.case_id, x.next_review FROM unnest(groups) AS g(id) CROSS JOIN LATERAL (
        SELECT r.case_id, r.next_review FROM casemgmt_casegroupgrant r
        WHERE r.group_id = g.id AND r.permission_id = perm AND (r.next_review, r.case_id) > (after_date, after_id)
          AND r.case_id <> ALL (conflicts) AND (NOT examiner OR r.case_id = ANY (examined))
        ORDER BY r.next_review, r.case_id LIMIT few) x
      UNION SELECT x.case_id, x.next_review FROM unnest(lines) AS l(id) CROSS JOIN LATERAL (
        SELECT r.case_id, r.next_review FROM casemgmt_caseusergrant r
        WHERE r.user_id = l.id AND r.permission_id = perm AND (r.next_review, r.case_id) > (after_date, after_id)
          AND r.kind IN ('assignment', 'provider', 'examiner')
          AND (r.starts_at IS NULL OR r.starts_at <= moment) AND (r.valid_until IS NULL OR r.valid_until > moment)
          AND r.case_id <> ALL (conflicts) AND (NOT examiner OR r.case_id = ANY (examined))
        ORDER BY r.next_review, r.case_id LIMIT few) x
    ) k ORDER BY k.next_review, k.case_id OFFSET n - 1 LIMIT 1;
    IF NOT FOUND THEN
      last_date := 'infinity'; last_id := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
    END IF;
  END IF;
  IF units = '{}' AND agencies = '{}' AND lines = '{}' THEN  -- most people supervise nobody's work: half of the plan
    RETURN QUERY
      SELECT k.case_id, k.next_review FROM (
        SELECT x.case_id, x.next_review FROM unnest(groups) AS g(id) CROSS JOIN LATERAL (
          SELECT r.case_id, r.next_review FROM casemgmt_casegroupgrant r
          WHERE r.group_id = g.id AND r.permission_id = perm AND (r.next_review, r.case_id) > (after_date, after_id)
            AND (r.next_review, r.case_id) <= (last_date, last_id)
            AND r.case_id <> ALL (conflicts) AND (NOT examiner OR r.case_id = ANY (examined))
          ORDER BY r.next_review, r.case_id LIMIT n) x
        UNION SELECT x.case_id, x.next_review FROM (SELECT DISTINCT r.next_review, r.case_id FROM casemgmt_caseusergrant r
          WHERE r.user_id = viewer AND r.permission_id = perm AND (r.next_review, r.case_id) > (after_date, after_id)
            AND (r.starts_at IS NULL OR r.starts_at <= moment) AND (r.valid_until IS NULL OR r.valid_until > moment)
            AND r.case_id <> ALL (conflicts)
            AND (NOT examiner OR r.case_id = ANY (examined))
          ORDER BY r.next_review, r.case_id LIMIT n) x
      ) k ORDER BY k.next_review, k.case_id LIMIT n;
    RETURN;
  END IF;
  RETURN QUERY
    SELECT k.case_id, k.next_review FROM (
      SELECT x.case_id, x.next_review FROM unnest(groups) AS g(id) CROSS JOIN LATERAL (
        SELECT r.case_id, r.next_review FROM casemgmt_casegroupgrant r
        WHERE r.group_id = g.id AND r.permission_id = perm AND (r.next_review, r.case_id) > (after_date, after_id)
          AND (r.next_review, r.case_id) <= (last_date, last_id)
          AND r.case_id <> ALL (conflicts) AND (NOT examiner OR r.case_id = ANY (examined))
        ORDER BY r.next_review, r.case_id LIMIT n) x
      UNION SELECT x.id, x.next_review FROM unnest(units) AS u(id) CROSS JOIN LATERAL (
        SELECT r.id, r.next_review FROM casemgmt_case r
        WHERE r.unit_id = u.id AND r.sealed_at IS NULL AND r.stage <> 'closed' AND (r.next_review, r.id) > (after_date, after_id)
          AND r.id <> ALL (conflicts) AND (NOT examiner OR r.id = ANY (examined))
        ORDER BY r.next_review, r.id LIMIT n) x
      UNION SELECT x.id, x.next_review FROM unnest(agencies) AS a(id) CROSS JOIN LATERAL (
        SELECT r.id, r.next_review FROM casemgmt_case r
        WHERE r.agency_id = a.id AND r.sealed_at IS NULL AND r.stage <> 'closed' AND (r.next_review, r.id) > (after_date, after_id)
          AND r.id <> ALL (conflicts) AND (NOT examiner OR r.id = ANY (examined))
        ORDER BY r.next_review, r.id LIMIT n) x
      UNION SELECT x.case_id, x.next_review FROM unnest(lines) AS l(id) CROSS JOIN LATERAL (
        SELECT DISTINCT r.next_review, r.case_id FROM casemgmt_caseusergrant r
        WHERE r.user_id = l.id AND r.permission_id = perm AND (r.next_review, r.case_id) > (after_date, after_id)
          AND (r.next_review, r.case_id) <= (last_date, last_id)
          AND r.kind IN ('assignment', 'provider', 'examiner')
          AND (r.starts_at IS NULL OR r.starts_at <= moment) AND (r.valid_until IS NULL OR r.valid_until > moment)
          AND r.case_id <> ALL (conflicts) AND (NOT examiner OR r.case_id = ANY (examined))
        ORDER BY r.next_review, r.case_id LIMIT n) x
      UNION SELECT x.case_id, x.next_review FROM (SELECT DISTINCT r.next_review, r.case_id FROM casemgmt_caseusergrant r
        WHERE r.user_id = viewer AND r.permission_id = perm AND (r.next_review, r.case_id) > (after_date, after_id)
          AND (r.starts_at IS NULL OR r.starts_at <= moment) AND (r.valid_until IS NULL OR r.valid_until > moment)
          AND r.case_id <> ALL (conflicts) AND (NOT examiner OR r.case_id = ANY (examined))
        ORDER BY r.next_review, r.case_id LIMIT n) x
    ) k ORDER BY k.next_review, k.case_id LIMIT n;
END $$;

-- Search by name or number, from the smaller side. Who supervises no unit and no agency searches among the cases that he holds:
-- it takes the same time however many cases there are elsewhere, and tells nothing of them. Supervisors find by trigrams; two
-- letters have none, so their cases are read in the order of names, and no further than the page.
CREATE OR REPLACE FUNCTION case_search(words text, n int) RETURNS TABLE (id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  wanted text := lower(words);  -- looked for with strpos() where the trigram index must not be used
  pattern text := '%' || replace(replace(replace(lower(words), '\', '\\'), '%', '\%'), '_', '\_') || '%';
  units bigint[] := app_unit_ids();
  agencies bigint[] := app_agency_ids();
  conflicts uuid[] := app_conflict_ids();
  examiner boolean := app_is_examiner();
  held uuid[];
  examined uuid[];
BEGIN
  IF NOT app_has_caseload() THEN
    RETURN;
  END IF;
  held := app_held_ids();
  IF examiner THEN
    examined := app_examined_ids();
  END IF;
  IF units = '{}' AND agencies = '{}' THEN
    RETURN QUERY
    SELECT c.id FROM casemgmt_case c
    WHERE c.id = ANY (held) AND (strpos(lower(c.person_name), wanted) > 0 OR strpos(lower(c.number), wanted) > 0)
      AND c.sealed_at IS NULL AND c.id <> ALL (conflicts) AND (NOT examiner OR c.id = ANY (examined))
    ORDER BY c.person_name, c.id LIMIT n;
  ELSIF length(words) < 3 THEN
    RETURN QUERY
    SELECT k.id FROM (
      SELECT c.id, c.person_name FROM casemgmt_case c
        WHERE c.id = ANY (held) AND (strpos(lower(c.person_name), wanted) > 0 OR strpos(lower(c.number), wanted) > 0)
          AND c.sealed_at IS NULL AND c.id <> ALL (conflicts) AND (NOT examiner OR c.id = ANY (examined))
      UNION SELECT x.id, x.person_name FROM unnest(units) AS u(id) CROSS JOIN LATERAL (
        SELECT c.id, c.person_name FROM casemgmt_case c
        WHERE c.unit_id = u.id AND (strpos(lower(c.person_name), wanted) > 0 OR strpos(lower(c.number), wanted) > 0)
          AND c.sealed_at IS NULL AND c.id <> ALL (conflicts) AND (NOT examiner OR c.id = ANY (examined))
        ORDER BY c.person_name, c.id LIMIT n) x
      UNION SELECT x.id, x.person_name FROM unnest(agencies) AS a(id) CROSS JOIN LATERAL (
        SELECT c.id, c.person_name FROM casemgmt_case c
        WHERE c.agency_id = a.id AND (strpos(lower(c.person_name), wanted) > 0 OR strpos(lower(c.number), wanted) > 0)
          AND c.sealed_at IS NULL AND c.id <> ALL (conflicts) AND (NOT examiner OR c.id = ANY (examined))
        ORDER BY c.person_name, c.id LIMIT n) x
    ) k ORDER BY k.person_name, k.id LIMIT n;
  ELSE
    RETURN QUERY
    SELECT c.id FROM casemgmt_case c
    WHERE (lower(c.person_name) LIKE pattern OR lower(c.number) LIKE pattern)
      AND c.sealed_at IS NULL AND c.id <> ALL (conflicts) AND (NOT examiner OR c.id = ANY (examined))
      AND (c.unit_id = ANY (units) OR c.agency_id = ANY (agencies) OR c.id = ANY (held))
    ORDER BY c.person_name, c.id LIMIT n;
  END IF;
END $$;
