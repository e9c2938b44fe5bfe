-- The list, the count, the search and the wall of a case with less work in each request; what they answer is what it was.

-- The cases that the viewer is to examine, asked once a statement and not once a row. Runs as its owner: the referral's own wall
-- asks the case's.
CREATE FUNCTION app_examined_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS
  $$ SELECT coalesce(array_agg(DISTINCT r.case_id), '{}') FROM casemgmt_examreferral r WHERE r.examiner_id = app_user_id() $$;

DROP POLICY stands ON casemgmt_case;
CREATE POLICY stands ON casemgmt_case FOR SELECT TO app_rt USING (
  (SELECT app_has_caseload())
  AND sealed_at IS NULL
  AND id <> ALL ((SELECT app_conflict_ids())::uuid[])
  AND (NOT (SELECT app_is_examiner()) OR id = ANY ((SELECT app_examined_ids())::uuid[]))
  AND (unit_id = ANY ((SELECT app_unit_ids())::bigint[])
    OR agency_id = ANY ((SELECT app_agency_ids())::bigint[])
    OR EXISTS (SELECT 1 FROM casemgmt_casegroupgrant g
               WHERE g.case_id = casemgmt_case.id AND g.group_id = ANY ((SELECT app_group_ids())::int[]))
    OR EXISTS (SELECT 1 FROM casemgmt_caseusergrant g
               WHERE g.case_id = casemgmt_case.id AND g.user_id = (SELECT app_user_id())
                 AND (g.valid_until IS NULL OR g.valid_until > (SELECT app_now())))));

-- A supervisor's cases of a unit, in the order of the list and as many as are open, from the index alone.
CREATE INDEX case_unit_open ON casemgmt_case (unit_id, next_review, id) INCLUDE (agency_id)
  WHERE sealed_at IS NULL AND stage <> 'closed';

-- One page of the list. Planning took three quarters of its time: now a plan for any arguments is made once a connection, and as
-- each branch walks its own index that plan is the best one for everybody. The keys are not joined with the case: grants carry the date,
-- are walled themselves, and lose it when a case is sealed or closed; the caller fetches the cases through their wall.
CREATE OR REPLACE FUNCTION case_page(after_date date, after_id uuid, n int)
RETURNS TABLE (id uuid, next_review date) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  groups int[] := app_group_ids();
  units bigint[] := app_unit_ids();
  agencies bigint[] := app_agency_ids();
  conflicts uuid[] := app_conflict_ids();
  viewer bigint := app_user_id();
  moment timestamptz := app_now();
  examiner boolean := app_is_examiner();
  examined uuid[];
  perm int := (SELECT p.id FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
               WHERE p.codename = 'view_case' AND t.app_label = 'casemgmt');
BEGIN
  IF NOT app_has_caseload() THEN
    RETURN;
  END IF;
  IF examiner THEN
    examined := app_examined_ids();
  END IF;
  IF units = '{}' AND agencies = '{}' THEN  -- most people supervise nobody's work: half of the plan
    RETURN QUERY
      SELECT k.case_id, k.next_review FROM (
        SELECT x.case_id, x.next_review FROM unnest(groups) AS g(id) CROSS JOIN LATERAL (
          SELECT r.case_id, r.next_review FROM casemgmt_casegroupgrant r
          WHERE r.group_id = g.id AND r.permission_id = perm AND (r.next_review, r.case_id) > (after_date, after_id)
            AND r.case_id <> ALL (conflicts) AND (NOT examiner OR r.case_id = ANY (examined))
          ORDER BY r.next_review, r.case_id LIMIT n) x
        UNION (SELECT r.case_id, r.next_review FROM casemgmt_caseusergrant r
          WHERE r.user_id = viewer AND r.permission_id = perm AND (r.next_review, r.case_id) > (after_date, after_id)
            AND (r.valid_until IS NULL OR r.valid_until > moment) AND r.case_id <> ALL (conflicts)
            AND (NOT examiner OR r.case_id = ANY (examined))
          ORDER BY r.next_review, r.case_id LIMIT n)
      ) k ORDER BY k.next_review, k.case_id LIMIT n;
    RETURN;
  END IF;
  RETURN QUERY
    SELECT k.case_id, k.next_review FROM (
      SELECT x.case_id, x.next_review FROM unnest(groups) AS g(id) CROSS JOIN LATERAL (
        SELECT r.case_id, r.next_review FROM casemgmt_casegroupgrant r
        WHERE r.group_id = g.id AND r.permission_id = perm AND (r.next_review, r.case_id) > (after_date, after_id)
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
      UNION (SELECT r.case_id, r.next_review FROM casemgmt_caseusergrant r
        WHERE r.user_id = viewer AND r.permission_id = perm AND (r.next_review, r.case_id) > (after_date, after_id)
          AND (r.valid_until IS NULL OR r.valid_until > moment) AND r.case_id <> ALL (conflicts)
          AND (NOT examiner OR r.case_id = ANY (examined))
        ORDER BY r.next_review, r.case_id LIMIT n)
    ) k ORDER BY k.next_review, k.case_id LIMIT n;
END $$;

-- Counted apart from the page: it needs no order over all grounds, and it stops at `cap` in the first ground that is long enough.
DROP FUNCTION case_count(int);
CREATE FUNCTION case_count(cap int) RETURNS int LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  groups int[] := app_group_ids();
  units bigint[] := app_unit_ids();
  agencies bigint[] := app_agency_ids();
  conflicts uuid[] := app_conflict_ids();
  viewer bigint := app_user_id();
  moment timestamptz := app_now();
  examiner boolean := app_is_examiner();
  examined uuid[];
  supervises boolean := units <> '{}' OR agencies <> '{}';
  lines int := 0;
  held int;
  perm int := (SELECT p.id FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
               WHERE p.codename = 'view_case' AND t.app_label = 'casemgmt');
BEGIN
  IF NOT app_has_caseload() THEN
    RETURN 0;
  END IF;
  IF examiner THEN
    examined := app_examined_ids();
  END IF;
  IF supervises THEN
    SELECT count(*) INTO lines FROM (
      SELECT x.id FROM unnest(units) AS u(id) CROSS JOIN LATERAL (
        SELECT r.id FROM casemgmt_case r
        WHERE r.unit_id = u.id AND r.sealed_at IS NULL AND r.stage <> 'closed'
          AND r.id <> ALL (conflicts) AND (NOT examiner OR r.id = ANY (examined))
        ORDER BY r.next_review, r.id LIMIT cap) x
      UNION ALL SELECT x.id FROM unnest(agencies) AS a(id) CROSS JOIN LATERAL (
        SELECT r.id FROM casemgmt_case r
        WHERE r.agency_id = a.id AND r.sealed_at IS NULL AND r.stage <> 'closed' AND r.unit_id <> ALL (units)
          AND r.id <> ALL (conflicts) AND (NOT examiner OR r.id = ANY (examined))
        ORDER BY r.next_review, r.id LIMIT cap) x
      LIMIT cap) counted;
  END IF;
  IF lines >= cap THEN
    RETURN cap;
  END IF;
  SELECT count(*) INTO held FROM (
    SELECT FROM (
      SELECT x.case_id FROM unnest(groups) AS g(id) CROSS JOIN LATERAL (
        SELECT r.case_id FROM casemgmt_casegroupgrant r
        WHERE r.group_id = g.id AND r.permission_id = perm AND r.next_review IS NOT NULL
          AND r.case_id <> ALL (conflicts) AND (NOT examiner OR r.case_id = ANY (examined))
        ORDER BY r.next_review, r.case_id LIMIT cap) x
      UNION (SELECT r.case_id FROM casemgmt_caseusergrant r
        WHERE r.user_id = viewer AND r.permission_id = perm AND r.next_review IS NOT NULL
          AND (r.valid_until IS NULL OR r.valid_until > moment) AND r.case_id <> ALL (conflicts)
          AND (NOT examiner OR r.case_id = ANY (examined))
        ORDER BY r.next_review, r.case_id LIMIT cap)
    ) k
    WHERE NOT supervises OR NOT EXISTS (
      SELECT FROM casemgmt_case c WHERE c.id = k.case_id AND (c.unit_id = ANY (units) OR c.agency_id = ANY (agencies)))
    LIMIT cap) counted;
  RETURN least(cap, lines + held);
END $$;

-- Search by name or number, as before: with a kept plan, and with the scope read once and not for each candidate.
CREATE OR REPLACE FUNCTION case_search(words text, n int) RETURNS TABLE (id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  pattern text := '%' || replace(replace(replace(lower(words), '\', '\\'), '%', '\%'), '_', '\_') || '%';
  groups int[] := app_group_ids();
  units bigint[] := app_unit_ids();
  agencies bigint[] := app_agency_ids();
  conflicts uuid[] := app_conflict_ids();
  viewer bigint := app_user_id();
  moment timestamptz := app_now();
  examiner boolean := app_is_examiner();
  examined uuid[];
BEGIN
  IF NOT app_has_caseload() THEN
    RETURN;
  END IF;
  IF examiner THEN
    examined := app_examined_ids();
  END IF;
  RETURN QUERY
  SELECT c.id FROM casemgmt_case c
  WHERE (lower(c.person_name) LIKE pattern OR lower(c.number) LIKE pattern)
    AND c.sealed_at IS NULL AND c.id <> ALL (conflicts)
    AND (NOT examiner OR c.id = ANY (examined))
    AND (c.unit_id = ANY (units) OR c.agency_id = ANY (agencies)
      OR EXISTS (SELECT 1 FROM casemgmt_casegroupgrant g WHERE g.case_id = c.id AND g.group_id = ANY (groups))
      OR EXISTS (SELECT 1 FROM casemgmt_caseusergrant g WHERE g.case_id = c.id AND g.user_id = viewer
                 AND (g.valid_until IS NULL OR g.valid_until > moment)))
  ORDER BY c.person_name, c.id LIMIT n;
END $$;
