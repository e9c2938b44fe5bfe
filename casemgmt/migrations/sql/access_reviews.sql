-- Standing that people give by hand (dated grants, providers, designees) and the quarterly review that ends what nobody
-- confirms (CJIS AC-2, AC-6(7)). A person's rows show to that person alone, so whoever gives or ends them goes through
-- functions that ask first.

-- Rows of standing are written by functions and triggers; the application's own statements neither change nor delete one.
REVOKE UPDATE, DELETE ON casemgmt_caseusergrant, casemgmt_casegroupgrant FROM app_rt;
REVOKE INSERT, UPDATE ON casemgmt_designation FROM app_rt;
CREATE FUNCTION app_view_case() RETURNS int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT p.id FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
     WHERE p.codename = 'view_case' AND t.app_label = 'casemgmt' $$;

-- Who keeps the standing of a case: its officer, and whoever supervises it, in the agency that keeps it.
CREATE FUNCTION app_gives_standing(p_case uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT app_discipline() = 'supervision' AND app_stands_on(p_case) AND EXISTS (
    SELECT 1 FROM casemgmt_case c WHERE c.id = p_case AND c.agency_id = app_agency_id() AND (
      c.officer_id = app_user_id() OR c.unit_id = ANY (app_unit_ids()) OR c.agency_id = ANY (app_agency_ids())
      OR EXISTS (SELECT 1 FROM casemgmt_caseusergrant g WHERE g.case_id = c.id AND g.user_id = ANY (app_line_ids())
                 AND g.kind IN ('assignment', 'provider', 'examiner')
                 AND (g.starts_at IS NULL OR g.starts_at <= app_now())
                 AND (g.valid_until IS NULL OR g.valid_until > app_now())))) $$;

-- By hand the application writes the first rows of a new case, and an assignment where the viewer keeps the case: never his own. A
-- seat, a grant or a broken glass gives nobody anything.
DROP POLICY open ON casemgmt_caseusergrant;
CREATE POLICY open ON casemgmt_caseusergrant FOR INSERT TO app_rt
  WITH CHECK (kind = 'assignment' AND CASE WHEN app_is_unheld(case_id) THEN app_may_give(case_id)
              ELSE user_id <> (SELECT app_user_id()) AND app_gives_standing(case_id) END);
DROP POLICY open ON casemgmt_casegroupgrant;
CREATE POLICY open ON casemgmt_casegroupgrant FOR INSERT TO app_rt
  WITH CHECK (CASE WHEN app_is_unheld(case_id) THEN app_may_give(case_id) ELSE app_gives_standing(case_id) END);

CREATE FUNCTION app_can_stand(p_user bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS
  $$ SELECT EXISTS (SELECT 1 FROM teams_user u WHERE u.id = p_user AND u.is_active
                    AND u.office NOT IN ('administrator', 'privacy_officer', 'auditor')) $$;

-- Gives a dated grant, or makes a person a provider of the case; returns the row. An earlier row that has ended begins anew.
CREATE FUNCTION case_give(p_case uuid, p_user bigint, p_kind text, p_until timestamptz, p_reason text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  found bigint;
BEGIN
  IF NOT app_gives_standing(p_case) OR p_user = app_user_id() OR NOT app_can_stand(p_user)
     OR p_kind NOT IN ('grant', 'provider') OR (p_kind = 'grant' AND (p_until IS NULL OR p_until <= app_now()))
     OR (p_kind = 'provider' AND NOT EXISTS (SELECT 1 FROM teams_user u WHERE u.id = p_user AND u.discipline = 'treatment')) THEN
    RAISE insufficient_privilege USING MESSAGE = 'only who keeps a case gives standing on it, and never to himself';
  END IF;
  INSERT INTO casemgmt_caseusergrant AS g (user_id, permission_id, case_id, kind, starts_at, valid_until, reason)
    VALUES (p_user, app_view_case(), p_case, p_kind, app_now(), p_until, p_reason)
    ON CONFLICT (user_id, permission_id, case_id, kind, meeting_id) DO UPDATE
      SET starts_at = CASE WHEN g.valid_until > app_now() THEN g.starts_at ELSE EXCLUDED.starts_at END,
          valid_until = EXCLUDED.valid_until, reason = EXCLUDED.reason
    RETURNING g.id INTO found;
  RETURN found;
END $$;

-- Ends a grant or a provider's row at once; returns whose it was, or nothing where there is none in force.
CREATE FUNCTION case_end(p_case uuid, p_row bigint, p_kind text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  found bigint;
BEGIN
  IF NOT app_gives_standing(p_case) OR p_kind NOT IN ('grant', 'provider') THEN
    RAISE insufficient_privilege USING MESSAGE = 'only who keeps a case ends standing on it';
  END IF;
  UPDATE casemgmt_caseusergrant g SET valid_until = app_now()
    WHERE g.id = p_row AND g.case_id = p_case AND g.kind = p_kind AND (g.valid_until IS NULL OR g.valid_until > app_now())
    RETURNING g.user_id INTO found;
  RETURN found;
END $$;

-- Everything by which people stand on a case, for whoever keeps it: rows of persons, and the lines that lead to it.
CREATE FUNCTION case_standing(p_case uuid)
RETURNS TABLE (kind text, row_id bigint, user_id bigint, starts_at timestamptz, valid_until timestamptz, reason text,
               meeting_id uuid, over text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT app_gives_standing(p_case) THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT g.kind::text, g.id::bigint, g.user_id::bigint, g.starts_at, g.valid_until, g.reason::text, g.meeting_id, ''::text
      FROM casemgmt_caseusergrant g
      WHERE g.case_id = p_case AND (g.valid_until IS NULL OR g.valid_until > app_now())
    UNION ALL SELECT 'unit_line', l.id, l.user_id, NULL, NULL, '', NULL, n.name
      FROM casemgmt_unitusergrant l JOIN casemgmt_case c ON c.unit_id = l.unit_id JOIN teams_unit n ON n.id = l.unit_id
      WHERE c.id = p_case
    UNION ALL SELECT 'agency_line', l.id, l.user_id, NULL, NULL, '', NULL, a.name
      FROM casemgmt_agencyusergrant l JOIN casemgmt_case c ON c.agency_id = l.agency_id
        JOIN teams_agency a ON a.id = l.agency_id
      WHERE c.id = p_case
    UNION ALL SELECT DISTINCT 'person_line', l.id, l.user_id, NULL::timestamptz, NULL::timestamptz, '', NULL::uuid, u.name
      FROM casemgmt_personlinegrant l
        JOIN casemgmt_caseusergrant g ON g.user_id = l.person_id AND g.kind IN ('assignment', 'provider', 'examiner')
          AND (g.starts_at IS NULL OR g.starts_at <= app_now()) AND (g.valid_until IS NULL OR g.valid_until > app_now())
        JOIN teams_user u ON u.id = l.person_id
      WHERE g.case_id = p_case;
END $$;

-- Whether the viewer plans this team's meetings. The groups of the scope hold the seats that count today in the jurisdiction's
-- zone, which the database does not know; a day of slack on either side lets no other seat in.
CREATE FUNCTION app_coordinates(p_team bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT app_has_caseload() AND EXISTS (
    SELECT 1 FROM teams_membership s JOIN teams_team t ON t.id = s.team_id
    WHERE t.id = p_team AND t.group_id = ANY (app_group_ids()) AND s.user_id = app_user_id() AND s.role = 'coordinator'
      AND s.starts <= (app_now() + interval '1 day')::date
      AND (s.until IS NULL OR s.until >= (app_now() - interval '1 day')::date)) $$;

-- Whether the viewer names designees for this member at this meeting: the member himself, or who plans the team's meetings.
CREATE FUNCTION app_designates(p_meeting uuid, p_absent bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT app_has_caseload() AND EXISTS (
    SELECT 1 FROM teams_meeting m JOIN teams_team t ON t.id = m.team_id
    WHERE m.id = p_meeting AND m.status IN ('planned', 'open') AND t.group_id = ANY (app_group_ids())
      AND (p_absent = app_user_id() OR app_coordinates(t.id))) $$;

-- Designees (T12, T13). Says what stands against one, in the words and the order of the policy; '' where all is well.
CREATE FUNCTION designee_fault(p_meeting uuid, p_absent bigint, p_designee bigint, p_cases uuid[], p_today date, p_screened boolean)
RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  m record;
  a record;
  d record;
BEGIN
  SELECT x.team_id, t.designees_allowed INTO m
    FROM teams_meeting x JOIN teams_team t ON t.id = x.team_id WHERE x.id = p_meeting;
  SELECT u.agency_id, u.discipline INTO a FROM teams_user u WHERE u.id = p_absent;
  SELECT u.agency_id, u.discipline, u.is_active, u.screening_until INTO d FROM teams_user u WHERE u.id = p_designee;
  IF NOT app_designates(p_meeting, p_absent) THEN
    RETURN 'no_standing';  -- and nothing of anybody's conflicts
  END IF;
  RETURN CASE
    WHEN NOT d.is_active THEN 'account_disabled'
    WHEN EXISTS (SELECT 1 FROM casemgmt_conflict k WHERE k.user_id = p_designee AND k.case_id = ANY (p_cases)
                 AND (k.ended_at IS NULL OR k.ended_at > app_now())) THEN 'conflict_of_interest'
    WHEN NOT EXISTS (SELECT 1 FROM teams_membership s WHERE s.team_id = m.team_id AND s.user_id = p_absent
                     AND s.starts <= p_today AND (s.until IS NULL OR s.until >= p_today)) THEN 'no_standing'
    WHEN NOT m.designees_allowed OR NOT app_can_stand(p_designee) THEN 'never'
    WHEN p_screened AND d.screening_until < p_today THEN 'screening_lapsed'
    WHEN d.agency_id IS DISTINCT FROM a.agency_id OR d.discipline IS DISTINCT FROM a.discipline THEN 'wrong_recipient'
    ELSE '' END;
END $$;

CREATE FUNCTION designee_give(p_id uuid, p_jurisdiction int, p_meeting uuid, p_absent bigint, p_designee bigint,
                              p_cases uuid[], p_until timestamptz, p_today date, p_screened boolean) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  written int;
  given uuid;
BEGIN
  FOREACH given IN ARRAY p_cases LOOP
    IF NOT app_stands_on(given) OR NOT EXISTS (
         SELECT 1 FROM teams_meeting m JOIN teams_team t ON t.id = m.team_id
           JOIN casemgmt_casegroupgrant g ON g.group_id = t.group_id AND g.case_id = given WHERE m.id = p_meeting) THEN
      RAISE insufficient_privilege USING MESSAGE = 'a designee stands on cases of that team alone';
    END IF;
  END LOOP;
  IF NOT app_designates(p_meeting, p_absent) OR p_designee IN (p_absent, app_user_id()) OR p_until <= app_now()
     OR abs(p_today - app_now()::date) > 1
     OR p_until > (SELECT m.starts_at + m.minutes_long * interval '1 minute' + interval '7 days'
                   FROM teams_meeting m WHERE m.id = p_meeting)
     OR designee_fault(p_meeting, p_absent, p_designee, p_cases, p_today, p_screened) <> '' THEN
    RAISE insufficient_privilege
      USING MESSAGE = 'a member sends a colleague of the same agency and discipline where the norms allow it';
  END IF;
  INSERT INTO casemgmt_designation
      (id, jurisdiction_id, created_at, created_by_id, version, meeting_id, absent_id, designee_id, case_count)
    VALUES (p_id, p_jurisdiction, app_now(), app_user_id(), 1, p_meeting, p_absent, p_designee, cardinality(p_cases));
  INSERT INTO casemgmt_caseusergrant (user_id, permission_id, case_id, kind, starts_at, valid_until, reason, meeting_id)
    SELECT p_designee, app_view_case(), c.id, 'designee', app_now(), p_until, '', p_meeting
    FROM (SELECT DISTINCT unnest(p_cases) AS id) c
    ON CONFLICT (user_id, permission_id, case_id, kind, meeting_id) DO UPDATE
      SET starts_at = EXCLUDED.starts_at, valid_until = EXCLUDED.valid_until;
  GET DIAGNOSTICS written = ROW_COUNT;
  RETURN written;
END $$;

-- Takes a designation back: by the member, the coordinator, or the designee. Returns how many rows ended.
CREATE FUNCTION designee_end(p_id uuid) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  d record;
  written int;
BEGIN
  SELECT x.meeting_id, x.absent_id, x.designee_id INTO d FROM casemgmt_designation x
    WHERE x.id = p_id AND x.ended_at IS NULL FOR UPDATE;
  IF NOT FOUND OR NOT (app_designates(d.meeting_id, d.absent_id) OR d.designee_id = app_user_id()) THEN
    RAISE insufficient_privilege USING MESSAGE = 'a designation is taken back by those whom it concerns';
  END IF;
  UPDATE casemgmt_designation SET ended_at = app_now(), version = version + 1 WHERE id = p_id;
  UPDATE casemgmt_caseusergrant g SET valid_until = app_now()
    WHERE g.meeting_id = d.meeting_id AND g.user_id = d.designee_id AND g.kind = 'designee' AND g.valid_until > app_now();
  GET DIAGNOSTICS written = ROW_COUNT;
  -- The designee has no seat, and so writes nothing of the meeting; who came stays on the list.
  DELETE FROM teams_attendance a WHERE a.meeting_id = d.meeting_id AND a.user_id = d.designee_id
    AND a.capacity = 'designee' AND a.status = 'invited';
  UPDATE teams_attendance a SET status = 'invited', marked_at = NULL
    WHERE a.meeting_id = d.meeting_id AND a.user_id = d.absent_id AND a.status = 'excused';
  UPDATE teams_meeting m SET sequence = m.sequence + 1, version = m.version + 1 WHERE m.id = d.meeting_id;
  RETURN written;
END $$;

-- A meeting that moves takes its designees' standing along.
CREATE FUNCTION meeting_move_designees() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE casemgmt_caseusergrant g
    SET valid_until = g.valid_until + (NEW.starts_at - OLD.starts_at) + (NEW.minutes_long - OLD.minutes_long) * interval '1 minute'
    WHERE g.meeting_id = NEW.id AND g.kind = 'designee' AND g.valid_until > app_now();
  RETURN NULL;
END $$;
CREATE TRIGGER move_designees AFTER UPDATE OF starts_at, minutes_long ON teams_meeting
  FOR EACH ROW WHEN (OLD.starts_at <> NEW.starts_at OR OLD.minutes_long <> NEW.minutes_long)
  EXECUTE FUNCTION meeting_move_designees();

-- Agreements between agencies: everybody may know them, administrators write them.
SELECT app_wall(t::regclass) FROM unnest(ARRAY['teams_agreement', 'teams_agreement_parties']) AS t;
CREATE POLICY known ON teams_agreement FOR SELECT TO app_rt USING (true);
CREATE POLICY make ON teams_agreement FOR INSERT TO app_rt WITH CHECK ((SELECT app_office()) = 'administrator');
CREATE POLICY finish ON teams_agreement FOR UPDATE TO app_rt USING ((SELECT app_office()) = 'administrator');
CREATE POLICY known ON teams_agreement_parties FOR SELECT TO app_rt USING (true);
CREATE POLICY make ON teams_agreement_parties FOR INSERT TO app_rt WITH CHECK ((SELECT app_office()) = 'administrator');
REVOKE DELETE ON teams_agreement, teams_agreement_parties FROM app_rt;
REVOKE UPDATE ON teams_agreement_parties FROM app_rt;

-- The quarterly review. Coordinators answer for their team, privacy officer and head for their agency; these two stand in where a
-- team has nobody else. Auditors and administrators of the agency read.
CREATE FUNCTION app_review_agency(p_team bigint, p_agency bigint) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT coalesce(p_agency, (SELECT n.agency_id FROM teams_team t JOIN teams_unit n ON n.id = t.unit_id WHERE t.id = p_team)) $$;
CREATE FUNCTION app_knows_review(p_team bigint, p_agency bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT app_coordinates(p_team) OR (app_is_present() AND app_office() IN ('privacy_officer', 'auditor', 'agency_head', 'administrator')
                                     AND app_review_agency(p_team, p_agency) = app_agency_id()) $$;
CREATE FUNCTION app_answers_review(p_team bigint, p_agency bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT app_coordinates(p_team) OR (app_is_present() AND app_office() IN ('privacy_officer', 'agency_head')
                                     AND app_review_agency(p_team, p_agency) = app_agency_id()) $$;
DROP POLICY reviewers ON casemgmt_accessreview;
CREATE POLICY reviewers ON casemgmt_accessreview FOR SELECT TO app_rt USING (app_knows_review(team_id, agency_id));
REVOKE INSERT, UPDATE ON casemgmt_accessreview, casemgmt_reviewedseat FROM app_rt;

-- Which agency answers for a person's row: the person's own, or the one that keeps the case where the own has nobody for it.
CREATE FUNCTION access_review_agency(p_own bigint, p_other bigint, p_user bigint) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN EXISTS (SELECT 1 FROM teams_user u WHERE u.agency_id = p_own AND u.is_active AND u.id <> p_user
                           AND u.office IN ('privacy_officer', 'agency_head')) THEN p_own ELSE p_other END $$;

-- Opens the reviews of a quarter, once: who sits on each case team today; grants, providers and lines by the agency that answers.
CREATE FUNCTION access_review_open(p_quarter date, p_due date, p_now timestamptz, p_today date, p_jurisdiction int)
RETURNS TABLE (review_id uuid, team_id bigint, agency_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF p_quarter <> date_trunc('quarter', p_quarter)::date OR p_quarter > p_today + 92 OR p_quarter + 92 < p_today OR p_due <= p_today THEN
    RAISE invalid_parameter_value USING MESSAGE = 'a review is opened for this quarter or one beside it, and has days to be answered';
  END IF;
  RETURN QUERY WITH reviewed AS (
    SELECT m.team_id AS team_id, NULL::bigint AS agency_id, m.user_id AS user_id, 'membership'::text AS kind, m.id::bigint AS row_id,
           initcap(m.role) || ' of ' || t.name || coalesce(', until ' || to_char(m.until, 'FMMonth FMDD, YYYY'), '') AS words
      FROM teams_membership m JOIN teams_team t ON t.id = m.team_id
      WHERE t.level = 'case' AND t.closed_on IS NULL AND m.starts <= p_today AND (m.until IS NULL OR m.until >= p_today)
    UNION ALL SELECT NULL, access_review_agency(u.agency_id, c.agency_id, u.id), u.id, g.kind, g.id,
           CASE g.kind WHEN 'provider' THEN 'Treatment provider of a case'
             -- It ends at midnight; the day before is the last one that counts, in any zone.
             ELSE 'Grant on a case, until ' || to_char(g.valid_until - interval '12 hours', 'FMMonth FMDD, YYYY') END
      FROM casemgmt_caseusergrant g JOIN casemgmt_case c ON c.id = g.case_id JOIN teams_user u ON u.id = g.user_id
      WHERE g.kind IN ('grant', 'provider') AND c.sealed_at IS NULL AND (g.valid_until IS NULL OR g.valid_until > p_now)
    UNION ALL SELECT NULL, access_review_agency(u.agency_id, n.agency_id, u.id), u.id, 'unit_line', l.id, 'Supervises ' || n.name
      FROM casemgmt_unitusergrant l JOIN teams_unit n ON n.id = l.unit_id JOIN teams_user u ON u.id = l.user_id
    UNION ALL SELECT NULL, access_review_agency(u.agency_id, l.agency_id, u.id), u.id, 'agency_line', l.id, 'Supervises ' || a.name
      FROM casemgmt_agencyusergrant l JOIN teams_agency a ON a.id = l.agency_id JOIN teams_user u ON u.id = l.user_id
    UNION ALL SELECT NULL, access_review_agency(u.agency_id, p.agency_id, u.id), u.id, 'person_line', l.id, 'Supervises ' || p.name
      FROM casemgmt_personlinegrant l JOIN teams_user p ON p.id = l.person_id JOIN teams_user u ON u.id = l.user_id),
  opened AS (
    INSERT INTO casemgmt_accessreview (id, jurisdiction_id, created_at, version, quarter_starts, team_id, agency_id, due_on)
      SELECT gen_random_uuid(), p_jurisdiction, p_now, 1, p_quarter, w.team_id, w.agency_id, p_due
      FROM (SELECT DISTINCT x.team_id, x.agency_id FROM reviewed x WHERE x.team_id IS NOT NULL OR x.agency_id IS NOT NULL) w
      ON CONFLICT DO NOTHING RETURNING *),
  seats AS (
    INSERT INTO casemgmt_reviewedseat (id, jurisdiction_id, created_at, version, review_id, user_id, kind, row_id, label, answer, reason)
      SELECT gen_random_uuid(), p_jurisdiction, p_now, 1, o.id, x.user_id, x.kind, x.row_id, left(x.words, 200), '', ''
      FROM reviewed x JOIN opened o ON o.team_id IS NOT DISTINCT FROM x.team_id AND o.agency_id IS NOT DISTINCT FROM x.agency_id)
  SELECT o.id, o.team_id, o.agency_id FROM opened o;
END $$;

-- Ends what a seat of a review stands for. Only the two functions below call it.
CREATE FUNCTION access_review_end(p_seat uuid, p_now timestamptz, p_today date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  s record;
  n int := 0;
BEGIN
  SELECT x.kind, x.row_id, x.user_id INTO s FROM casemgmt_reviewedseat x WHERE x.id = p_seat AND x.ended_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  ELSIF s.kind = 'membership' THEN
    DELETE FROM teams_membership m WHERE m.id = s.row_id AND m.starts >= p_today;
    GET DIAGNOSTICS n = ROW_COUNT;
    IF n = 0 THEN
      UPDATE teams_membership m SET until = p_today - 1 WHERE m.id = s.row_id AND (m.until IS NULL OR m.until >= p_today);
      GET DIAGNOSTICS n = ROW_COUNT;
    END IF;
    DELETE FROM teams_user_groups g USING casemgmt_reviewedseat x, casemgmt_accessreview r, teams_team t
      WHERE x.id = p_seat AND r.id = x.review_id AND t.id = r.team_id AND g.user_id = s.user_id AND g.group_id = t.group_id AND n > 0;
  ELSIF s.kind IN ('grant', 'provider') THEN
    UPDATE casemgmt_caseusergrant g SET valid_until = p_now
      WHERE g.id = s.row_id AND g.kind = s.kind AND (g.valid_until IS NULL OR g.valid_until > p_now);
    GET DIAGNOSTICS n = ROW_COUNT;
  ELSIF s.kind = 'unit_line' THEN
    DELETE FROM casemgmt_unitusergrant l WHERE l.id = s.row_id;
    GET DIAGNOSTICS n = ROW_COUNT;
  ELSIF s.kind = 'agency_line' THEN
    DELETE FROM casemgmt_agencyusergrant l WHERE l.id = s.row_id;
    GET DIAGNOSTICS n = ROW_COUNT;
  ELSIF s.kind = 'person_line' THEN
    DELETE FROM casemgmt_personlinegrant l WHERE l.id = s.row_id;
    GET DIAGNOSTICS n = ROW_COUNT;
  END IF;
  UPDATE casemgmt_reviewedseat SET ended_at = p_now, version = version + 1 WHERE id = p_seat;
  RETURN n > 0;
END $$;
REVOKE EXECUTE ON FUNCTION access_review_end(uuid, timestamptz, date) FROM PUBLIC, app_rt;

-- Answers seats of one open review: keep, or end at once. Nobody keeps his own; what was ended stays ended.
CREATE FUNCTION access_review_answer(p_review uuid, p_seats uuid[], p_answer text, p_reason text, p_today date)
RETURNS TABLE (seat_id uuid, user_id bigint, kind text, row_id bigint, case_id uuid, has_ended boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r record;
  s record;
BEGIN
  SELECT x.team_id, x.agency_id INTO r FROM casemgmt_accessreview x
    WHERE x.id = p_review AND x.closed_at IS NULL AND x.due_on >= p_today FOR UPDATE;
  IF NOT FOUND OR NOT app_answers_review(r.team_id, r.agency_id) OR p_answer NOT IN ('keep', 'end')
     OR abs(p_today - app_now()::date) > 1 OR (p_answer = 'end' AND length(btrim(p_reason)) = 0) THEN
    RAISE insufficient_privilege USING MESSAGE = 'a review is answered by whom it waits for, until its last day';
  END IF;
  FOR s IN SELECT x.* FROM casemgmt_reviewedseat x WHERE x.id = ANY (p_seats) ORDER BY x.id FOR UPDATE LOOP
    IF s.review_id <> p_review OR s.ended_at IS NOT NULL OR (p_answer = 'keep' AND s.user_id = app_user_id()) THEN
      RAISE insufficient_privilege USING MESSAGE = 'a seat of this review, not ended, and not one''s own';
    END IF;
    UPDATE casemgmt_reviewedseat x SET answer = p_answer, reason = p_reason, answered_by_id = app_user_id(),
      answered_at = app_now(), version = x.version + 1 WHERE x.id = s.id;
    seat_id := s.id; user_id := s.user_id; kind := s.kind; row_id := s.row_id;
    case_id := (SELECT g.case_id FROM casemgmt_caseusergrant g WHERE s.kind IN ('grant', 'provider') AND g.id = s.row_id);
    has_ended := p_answer = 'end' AND access_review_end(s.id, app_now(), p_today);
    RETURN NEXT;
  END LOOP;
END $$;

-- After its last day a review is closed, and what nobody answered ends: once, whoever runs it and however often.
CREATE FUNCTION access_review_close(p_now timestamptz, p_today date)
RETURNS TABLE (review_id uuid, agency_id bigint, seat_id uuid, user_id bigint, kind text, row_id bigint, case_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r record;
  s record;
BEGIN
  FOR r IN SELECT x.id, x.team_id, x.agency_id FROM casemgmt_accessreview x
           WHERE x.closed_at IS NULL AND x.due_on < p_today ORDER BY x.id
           FOR UPDATE SKIP LOCKED LOOP
    UPDATE casemgmt_accessreview x SET closed_at = p_now, version = x.version + 1 WHERE x.id = r.id;
    FOR s IN SELECT x.* FROM casemgmt_reviewedseat x WHERE x.review_id = r.id AND x.answer = '' ORDER BY x.id LOOP
      IF access_review_end(s.id, p_now, p_today) THEN
        review_id := r.id; agency_id := app_review_agency(r.team_id, r.agency_id); seat_id := s.id; user_id := s.user_id; kind := s.kind; row_id := s.row_id;
        case_id := (SELECT g.case_id FROM casemgmt_caseusergrant g WHERE s.kind IN ('grant', 'provider') AND g.id = s.row_id);
        RETURN NEXT;
      END IF;
    END LOOP;
  END LOOP;
END $$;

-- Which open reviews still wait for answers, for the reminders; keys alone.
CREATE FUNCTION access_review_waiting(p_due date) RETURNS TABLE (review_id uuid, team_id bigint, agency_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.id, r.team_id, r.agency_id FROM casemgmt_accessreview r
  WHERE r.closed_at IS NULL AND r.due_on <= p_due
    AND EXISTS (SELECT 1 FROM casemgmt_reviewedseat s WHERE s.review_id = r.id AND s.answer = '') $$;

-- The cases behind the grants and providers of an agency's review, for its offices; a sealed case is not among them.
CREATE FUNCTION access_review_cases(p_review uuid) RETURNS TABLE (seat_id uuid, case_id uuid, number text, reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, c.id, c.number, g.reason FROM casemgmt_accessreview r
    JOIN casemgmt_reviewedseat s ON s.review_id = r.id AND s.kind IN ('grant', 'provider')
    JOIN casemgmt_caseusergrant g ON g.id = s.row_id JOIN casemgmt_case c ON c.id = g.case_id
  WHERE r.id = p_review AND c.sealed_at IS NULL AND app_office() IN ('privacy_officer', 'auditor', 'agency_head')
    AND c.id <> ALL (app_conflict_ids()) AND app_knows_review(r.team_id, r.agency_id) $$;

-- The grants and providers of these reviews that stand on sealed cases: nobody reads or counts them.
CREATE FUNCTION access_review_sealed(p_reviews uuid[]) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(s.id), '{}') FROM casemgmt_reviewedseat s
    JOIN casemgmt_accessreview r ON r.id = s.review_id
    JOIN casemgmt_caseusergrant g ON g.id = s.row_id JOIN casemgmt_case c ON c.id = g.case_id
  WHERE s.review_id = ANY (p_reviews) AND s.kind IN ('grant', 'provider') AND c.sealed_at IS NOT NULL
    AND app_knows_review(r.team_id, r.agency_id) $$;
