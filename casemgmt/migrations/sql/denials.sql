-- Broken glasses, conflicts of interest and seals: what the application must do on cases that the walls hide from it. Each function
-- takes the person from the scope of the request, never from its arguments, asks the whole rule again and tells no more than it must.

-- ---- Whose case it is ----------------------------------------------------------------------------------------------------------

-- The day in the jurisdiction's zone comes from the application; it can be off by one against UTC and by no more.
CREATE FUNCTION app_day(p_today date) RETURNS date LANGUAGE sql STABLE AS
  $$ SELECT greatest(least(p_today, app_now()::date + 1), app_now()::date - 1) $$;

CREATE FUNCTION app_is_present() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(current_setting('app.mfa', true), '') = 'true'
    AND EXISTS (SELECT 1 FROM teams_user u WHERE u.id = app_user_id() AND u.is_active AND u.agency_id = app_agency_id()) $$;

-- A case of the own agency: one that it keeps, or one on whose team somebody of it sits today.
CREATE FUNCTION app_is_ours(p_case uuid, p_today date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT app_is_present() AND EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.id = p_case AND (
    c.agency_id = app_agency_id()
    OR EXISTS (
      SELECT 1 FROM teams_team t JOIN teams_membership m ON m.team_id = t.id JOIN teams_user u ON u.id = m.user_id
      WHERE u.agency_id = app_agency_id() AND m.starts <= app_day(p_today) AND (m.until IS NULL OR m.until >= app_day(p_today))
        AND (t.id = c.team_id
          OR EXISTS (SELECT 1 FROM casemgmt_casegroupgrant g WHERE g.case_id = c.id AND g.group_id = t.group_id))))) $$;

-- The key of a case of the own agency by its exact number; nothing else of it. Another agency's number answers as a missing one.
CREATE FUNCTION case_of_own_agency(p_number text, p_today date) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT c.id FROM casemgmt_case c
  WHERE c.number = btrim(p_number) AND app_is_ours(c.id, p_today)
    AND (app_has_caseload() OR app_office() IN ('privacy_officer', 'agency_head')) $$;

-- ---- Broken glasses ------------------------------------------------------------------------------------------------------------

CREATE FUNCTION app_in_conflict(p_case uuid, p_user bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM casemgmt_conflict c WHERE c.case_id = p_case AND c.user_id = p_user
                 AND (c.ended_at IS NULL OR c.ended_at > app_now())) $$;
REVOKE EXECUTE ON FUNCTION app_in_conflict(uuid, bigint) FROM PUBLIC, app_rt;

-- What the rule asks about a case of the own agency; no row for any other.
CREATE FUNCTION glass_facts(p_case uuid, p_today date) RETURNS TABLE (sealed boolean, conflict boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.sealed_at IS NOT NULL, app_in_conflict(c.id, app_user_id())
  FROM casemgmt_case c WHERE c.id = p_case AND app_has_caseload() AND app_is_ours(c.id, p_today) $$;

-- Opens: the row of standing and the row for the review in one act, for the person of the request alone, for a day at the longest.
CREATE FUNCTION glass_break(p_case uuid, p_today date, p_because text, p_reason text, p_ends timestamptz, p_review_due date)
RETURNS TABLE (glass_id uuid, officer_id bigint, owner_agency_id bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c record;
  perm int := (SELECT p.id FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
               WHERE p.codename = 'view_case' AND t.app_label = 'casemgmt');
BEGIN
  SELECT x.* INTO c FROM casemgmt_case x WHERE x.id = p_case AND x.sealed_at IS NULL FOR SHARE;
  IF NOT FOUND OR NOT app_has_caseload() OR NOT app_is_ours(p_case, p_today) OR app_in_conflict(p_case, app_user_id())
     OR app_is_examiner() THEN
    RAISE insufficient_privilege USING MESSAGE = 'no emergency opens this case to this person';
  END IF;
  IF p_ends <= app_now() OR p_ends > app_now() + interval '24 hours' OR length(btrim(p_reason)) = 0
     OR p_review_due < app_day(p_today) OR p_review_due > app_day(p_today) + 31 THEN
    RAISE check_violation USING MESSAGE = 'an emergency has a reason, an end within a day and a review';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('glass ' || p_case || ' ' || app_user_id(), 0));  -- two clicks, one glass
  IF EXISTS (SELECT 1 FROM casemgmt_brokenglass b
             WHERE b.case_id = p_case AND b.user_id = app_user_id() AND b.ends_at > app_now()) THEN
    RAISE unique_violation USING MESSAGE = 'it is open already';
  END IF;
  INSERT INTO casemgmt_caseusergrant (user_id, permission_id, case_id, kind, starts_at, valid_until, reason)
    VALUES (app_user_id(), perm, p_case, 'break_glass', app_now(), p_ends, left(p_reason, 300))
    ON CONFLICT (user_id, permission_id, case_id, kind, meeting_id)
    DO UPDATE SET starts_at = excluded.starts_at, valid_until = excluded.valid_until, reason = excluded.reason;
  glass_id := gen_random_uuid();
  INSERT INTO casemgmt_brokenglass (id, jurisdiction_id, created_at, created_by_id, version, case_id, user_id, agency_id, because,
                                    reason, opened_at, ends_at, review_due, finding, review_note)
    VALUES (glass_id, c.jurisdiction_id, app_now(), app_user_id(), 1, p_case, app_user_id(), app_agency_id(), p_because,
            p_reason, app_now(), p_ends, p_review_due, '', '');
  officer_id := c.officer_id;
  owner_agency_id := c.agency_id;
  RETURN NEXT;
END $$;

-- Closes one's own before its time; returns the case, NULL where there is nothing of one's own that is open.
CREATE FUNCTION glass_close(p_glass uuid) RETURNS uuid LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  v_case uuid;
BEGIN
  UPDATE casemgmt_brokenglass b SET ends_at = app_now(), version = version + 1
    WHERE b.id = p_glass AND b.user_id = app_user_id() AND b.ends_at > app_now() RETURNING b.case_id INTO v_case;
  UPDATE casemgmt_caseusergrant g SET valid_until = app_now()
    WHERE g.case_id = v_case AND g.user_id = app_user_id() AND g.kind = 'break_glass' AND g.valid_until > app_now();
  RETURN v_case;
END $$;

-- Read by who broke it, by the officer of the case, by whoever reviews in the breaker's agency. Only a review changes a row, and
-- only its own columns; nobody reviews his own.
DROP POLICY reviewers ON casemgmt_brokenglass;
CREATE POLICY reviewers ON casemgmt_brokenglass FOR SELECT TO app_rt USING (
  user_id = (SELECT app_user_id())
  OR (agency_id = (SELECT app_agency_id()) AND (SELECT app_office()) IN ('privacy_officer', 'auditor', 'agency_head'))
  OR EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.id = case_id AND c.officer_id = (SELECT app_user_id())));
CREATE POLICY review ON casemgmt_brokenglass FOR UPDATE TO app_rt
  USING (agency_id = (SELECT app_agency_id()) AND (SELECT app_office()) IN ('privacy_officer', 'agency_head')
         AND (SELECT app_is_present()) AND user_id <> (SELECT app_user_id()))
  WITH CHECK (reviewed_by_id = (SELECT app_user_id()) AND reviewed_at = (SELECT app_now()) AND finding <> '');
REVOKE INSERT, UPDATE ON casemgmt_brokenglass FROM app_rt;
GRANT UPDATE (reviewed_at, reviewed_by_id, finding, review_note, version) ON casemgmt_brokenglass TO app_rt;
CREATE INDEX broken_glass_user ON casemgmt_brokenglass (user_id, ends_at);
CREATE INDEX broken_glass_unreviewed ON casemgmt_brokenglass (review_due) WHERE reviewed_at IS NULL AND escalated_at IS NULL;

CREATE FUNCTION glass_keep_review() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.reviewed_at IS NOT NULL AND (NEW.reviewed_at, NEW.reviewed_by_id, NEW.finding, NEW.review_note)
     IS DISTINCT FROM (OLD.reviewed_at, OLD.reviewed_by_id, OLD.finding, OLD.review_note) THEN
    RAISE insufficient_privilege USING MESSAGE = 'a review stays as it was written';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_review BEFORE UPDATE ON casemgmt_brokenglass FOR EACH ROW EXECUTE FUNCTION glass_keep_review();

-- Marks reviews that are late, once, and says whose agency has to know. Run by the due-scan, in nobody's name.
CREATE FUNCTION glass_escalate(p_today date) RETURNS TABLE (glass_id uuid, agency_id bigint, user_id bigint, case_id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE casemgmt_brokenglass b SET escalated_at = app_now()
    WHERE b.reviewed_at IS NULL AND b.escalated_at IS NULL AND b.review_due < app_day(p_today)
    RETURNING b.id, b.agency_id, b.user_id, b.case_id $$;

-- What was looked at while a glass was open, from the ledger, for those who may read that glass as reviewers: categories and names
-- of fields, never values.
CREATE FUNCTION glass_looks(p_glass uuid)
RETURNS TABLE (at timestamptz, kind text, outcome text, category text, subject_kind text, fields text[], because text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.at, e.kind, e.outcome, e.category, e.subject_kind, e.fields, e.because
  FROM casemgmt_brokenglass b JOIN audit_event e
    ON e.case_id = b.case_id AND e.actor_id = b.user_id AND e.kind <> 'break_glass'
      AND e.at >= b.opened_at - interval '1 second' AND e.at <= b.ends_at + interval '1 minute'
  WHERE b.id = p_glass AND b.agency_id = app_agency_id() AND app_is_present() AND b.case_id <> ALL (app_conflict_ids())
    AND app_office() IN ('privacy_officer', 'auditor', 'agency_head')
  ORDER BY e.at, e.id LIMIT 1000 $$;

-- ---- Conflicts of interest -----------------------------------------------------------------------------------------------------

-- Who sets and ends a conflict of a person: privacy officer or head of the person's agency, or a supervisor in line; nobody his own.
CREATE FUNCTION app_keeps_conflicts_of(p_user bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT p_user <> app_user_id() AND app_is_present() AND EXISTS (
    SELECT 1 FROM teams_user u WHERE u.id = p_user AND u.agency_id = app_agency_id() AND (
      app_office() IN ('privacy_officer', 'agency_head')
      OR (app_has_caseload() AND (u.unit_id = ANY (app_unit_ids()) OR u.agency_id = ANY (app_agency_ids())
          OR u.id = ANY (app_line_ids()))))) $$;

DROP POLICY mine ON casemgmt_conflict;
CREATE POLICY mine ON casemgmt_conflict FOR SELECT TO app_rt
  USING (user_id = (SELECT app_user_id()) OR app_keeps_conflicts_of(user_id));
DROP POLICY declare ON casemgmt_conflict;
CREATE POLICY declare ON casemgmt_conflict FOR INSERT TO app_rt
  WITH CHECK (user_id = (SELECT app_user_id()) AND declared_by_id = user_id AND ended_at IS NULL AND app_stands_on(case_id));

CREATE FUNCTION conflict_set(p_case uuid, p_user bigint, p_reason text, p_today date) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_id bigint;
BEGIN
  IF NOT app_keeps_conflicts_of(p_user) OR NOT app_is_ours(p_case, p_today)
     OR NOT EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.id = p_case AND c.sealed_at IS NULL) THEN
    RAISE insufficient_privilege USING MESSAGE = 'only the agency of a person sets a conflict for him';
  END IF;
  IF app_in_conflict(p_case, p_user) THEN
    RAISE unique_violation USING MESSAGE = 'it is on record already';
  END IF;
  INSERT INTO casemgmt_conflict (user_id, case_id, declared_at, declared_by_id, reason, ended_because)
    VALUES (p_user, p_case, app_now(), app_user_id(), p_reason, '') RETURNING id INTO v_id;
  RETURN v_id;
END $$;

CREATE FUNCTION conflict_end(p_conflict bigint, p_reason text) RETURNS TABLE (user_id bigint, case_id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE casemgmt_conflict c SET ended_at = app_now(), ended_by_id = app_user_id(), ended_because = p_reason
    WHERE c.id = p_conflict AND c.ended_at IS NULL AND length(btrim(p_reason)) > 0 AND app_keeps_conflicts_of(c.user_id)
    RETURNING c.user_id, c.case_id $$;

-- How often a person was shown something of a case before the conflict, and since when: for the flag on the ledger.
CREATE FUNCTION conflict_past_views(p_user bigint, p_case uuid) RETURNS TABLE (n int, since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*)::int, min(e.at) FROM audit_event e
  WHERE e.case_id = p_case AND e.actor_id = p_user AND e.outcome = 'shown'
    AND (p_user = app_user_id() OR app_keeps_conflicts_of(p_user)) $$;

-- Who of those at a meeting has a conflict with which case of its agenda: the name, never the reason. For whoever stands on the case.
CREATE FUNCTION meeting_recused(p_meeting uuid) RETURNS TABLE (case_id uuid, user_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT r.case_id, k.user_id
  FROM teams_meeting m JOIN casemgmt_casereview r ON r.meeting_id = m.id AND r.sealed_at IS NULL
    JOIN teams_attendance a ON a.meeting_id = m.id
    JOIN casemgmt_conflict k ON k.case_id = r.case_id AND k.user_id = a.user_id
      AND k.declared_at <= coalesce(m.closed_at, app_now())
      AND (k.ended_at IS NULL OR k.ended_at > coalesce(m.opened_at, app_now()))
  WHERE m.id = p_meeting AND app_stands_on(r.case_id) $$;

-- ---- Seals ---------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION app_seals_case(p_case uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT app_is_present() AND app_discipline() = 'supervision' AND app_stands_on(p_case) AND EXISTS (
    SELECT 1 FROM casemgmt_case c WHERE c.id = p_case AND c.agency_id = app_agency_id() AND (
      c.officer_id = app_user_id() OR c.unit_id = ANY (app_unit_ids()) OR c.agency_id = ANY (app_agency_ids())
      OR c.officer_id = ANY (app_line_ids()))) $$;

CREATE FUNCTION seal_case(p_case uuid, p_order text) RETURNS timestamptz LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT app_seals_case(p_case) OR length(btrim(p_order)) = 0 THEN
    RAISE insufficient_privilege USING MESSAGE = 'only the officer of a case and the supervisor seal it, under an order';
  END IF;
  UPDATE casemgmt_case SET sealed_at = app_now(), sealed_under = left(btrim(p_order), 160), version = version + 1
    WHERE id = p_case AND sealed_at IS NULL;
  RETURN app_now();
END $$;

-- Who lifts a seal: privacy officer or head of the agency that keeps the case, and not who set it.
CREATE FUNCTION app_lifts_seal(p_case uuid, p_kind text, p_subject text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT app_is_present() AND app_office() IN ('privacy_officer', 'agency_head')
    AND EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.id = p_case AND c.agency_id = app_agency_id())
    AND app_user_id() IS DISTINCT FROM (
      SELECT e.actor_id FROM audit_event e
      WHERE e.case_id = p_case AND e.kind = 'sealed' AND e.subject_kind = p_kind AND e.subject_id = p_subject
      ORDER BY e.at DESC, e.id DESC LIMIT 1) $$;

CREATE FUNCTION unseal_case(p_case uuid) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT app_lifts_seal(p_case, 'case', p_case::text) THEN
    RAISE insufficient_privilege USING MESSAGE = 'a second person of the agency lifts a seal';
  END IF;
  UPDATE casemgmt_case SET sealed_at = NULL, sealed_under = '', version = version + 1
    WHERE id = p_case AND sealed_at IS NOT NULL;
  RETURN FOUND;
END $$;

-- The tables whose single records can be sealed, by the word for the record. Those of victims come with a later migration.
CREATE FUNCTION seal_table(p_kind text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN p_kind IN ('condition', 'contact', 'assessment', 'treatmentsummary', 'examreferral', 'examresult', 'entry', 'casereview',
                    'decision', 'step') THEN 'casemgmt_' || p_kind
    WHEN p_kind IN ('systemrecord', 'nocontactterm', 'statement', 'perspective') THEN 'victims_' || p_kind END $$;

-- Seals a record with what corrects it or is corrected by it, and with what hangs on it; all carry the same moment.
CREATE FUNCTION seal_record(p_kind text, p_case uuid, p_row uuid, p_order text) RETURNS int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  target text := seal_table(p_kind);
  chain text := CASE WHEN p_kind IN ('contact', 'assessment', 'treatmentsummary', 'examresult', 'entry') THEN 'corrects_id'
                     WHEN p_kind = 'decision' THEN 'replaces_id' END;
  moment timestamptz := app_now();
  ids uuid[] := ARRAY[p_row];
  n int;
BEGIN
  IF target IS NULL OR NOT app_seals_case(p_case) OR length(btrim(p_order)) = 0 THEN
    RAISE insufficient_privilege USING MESSAGE = 'only the officer of a case and the supervisor seal its records, under an order';
  END IF;
  IF chain IS NOT NULL THEN
    EXECUTE format('WITH RECURSIVE held(id) AS (SELECT $1 UNION SELECT t.id FROM %1$I t JOIN held h ON t.%2$I = h.id'
      ' OR t.id = (SELECT x.%2$I FROM %1$I x WHERE x.id = h.id)) SELECT array_agg(id) FROM held', target, chain)
      INTO ids USING p_row;
  END IF;
  EXECUTE format('UPDATE %I SET sealed_at = $1 WHERE id = ANY ($2) AND case_id = $3 AND sealed_at IS NULL', target)
    USING moment, ids, p_case;
  GET DIAGNOSTICS n = ROW_COUNT;
  IF p_kind = 'condition' THEN
    UPDATE casemgmt_wording SET sealed_at = moment WHERE condition_id = ANY (ids) AND sealed_at IS NULL;
  ELSIF p_kind = 'examreferral' THEN
    UPDATE casemgmt_examresult SET sealed_at = moment WHERE referral_id = ANY (ids) AND sealed_at IS NULL;
  ELSIF p_kind IN ('casereview', 'decision') THEN
    IF p_kind = 'casereview' THEN
      ids := ARRAY(SELECT d.id FROM casemgmt_decision d WHERE d.review_id = p_row);
      UPDATE casemgmt_decision SET sealed_at = moment WHERE id = ANY (ids) AND sealed_at IS NULL;
    END IF;
    UPDATE casemgmt_step SET sealed_at = moment WHERE decision_id = ANY (ids) AND sealed_at IS NULL;
  END IF;
  RETURN n;
END $$;

CREATE FUNCTION unseal_record(p_kind text, p_case uuid, p_row uuid) RETURNS int LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  target text := seal_table(p_kind);
  moment timestamptz;
  n int;
  each_table text;
BEGIN
  IF target IS NULL OR NOT app_lifts_seal(p_case, p_kind, p_row::text) THEN
    RAISE insufficient_privilege USING MESSAGE = 'a second person of the agency lifts a seal';
  END IF;
  EXECUTE format('SELECT sealed_at FROM %I WHERE id = $1 AND case_id = $2', target) INTO moment USING p_row, p_case;
  FOREACH each_table IN ARRAY ARRAY[target, 'casemgmt_wording', 'casemgmt_examresult', 'casemgmt_decision', 'casemgmt_step'] LOOP
    EXECUTE format('UPDATE %I SET sealed_at = NULL WHERE case_id = $1 AND sealed_at = $2', each_table) USING p_case, moment;
    IF each_table = target THEN
      GET DIAGNOSTICS n = ROW_COUNT;
    END IF;
  END LOOP;
  RETURN n;
END $$;

-- The stubs that are left of what is sealed: that it is, under which order, since when. For those who can lift the seal.
CREATE FUNCTION seal_stubs()
RETURNS TABLE (kind text, subject_id uuid, case_id uuid, number text, sealed_at timestamptz, under text, sealed_by text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH last AS (
    SELECT DISTINCT ON (e.subject_kind, e.subject_id) e.kind, e.subject_kind, e.subject_id, e.case_id, e.at, e.reason, e.actor_name
    FROM audit_event e
    WHERE e.kind IN ('sealed', 'unsealed') AND e.outcome = 'done' AND e.owner_agency_id = app_agency_id()
    ORDER BY e.subject_kind, e.subject_id, e.at DESC, e.id DESC)
  SELECT 'case', c.id, c.id, c.number, c.sealed_at, c.sealed_under, coalesce(l.actor_name, '')
    FROM casemgmt_case c LEFT JOIN last l ON l.subject_kind = 'case' AND l.subject_id = c.id::text
    WHERE c.sealed_at IS NOT NULL AND c.agency_id = app_agency_id()
      AND app_is_present() AND app_office() IN ('privacy_officer', 'agency_head')
  UNION ALL
  SELECT l.subject_kind, l.subject_id::uuid, c.id, c.number, l.at, l.reason, l.actor_name
    FROM last l JOIN casemgmt_case c ON c.id = l.case_id
    WHERE l.subject_kind <> 'case' AND l.kind = 'sealed' AND c.agency_id = app_agency_id()
      AND app_is_present() AND app_office() IN ('privacy_officer', 'agency_head')
  ORDER BY 5 DESC $$;
CREATE INDEX audit_event_seals ON audit_event (owner_agency_id, subject_id) WHERE kind IN ('sealed', 'unsealed');

-- Only the functions above set or lift a seal; a sealed case is changed by nobody else.
CREATE FUNCTION app_refuse_seal() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF current_user <> 'app_owner' AND NEW.sealed_at IS DISTINCT FROM OLD.sealed_at THEN
    RAISE insufficient_privilege USING MESSAGE = 'a seal is set and lifted by an act of its own';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION app_keep_seal(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER keep_seal BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION app_refuse_seal()', target);
END $$;
REVOKE EXECUTE ON FUNCTION app_keep_seal(regclass) FROM PUBLIC, app_rt;
SELECT app_keep_seal(t::regclass) FROM unnest(ARRAY[
  'casemgmt_case', 'casemgmt_condition', 'casemgmt_wording', 'casemgmt_contact', 'casemgmt_assessment', 'casemgmt_treatmentsummary',
  'casemgmt_examreferral', 'casemgmt_examresult', 'casemgmt_entry', 'casemgmt_casereview', 'casemgmt_decision',
  'casemgmt_step']) AS t;
CREATE POLICY unsealed ON casemgmt_case AS RESTRICTIVE FOR UPDATE TO app_rt USING (sealed_at IS NULL);

-- Of a sealed case the ledger shows its rows to the privacy officer alone: not to auditors, not to those who once looked.
CREATE FUNCTION app_sealed_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT coalesce(array_agg(c.id), '{}') FROM casemgmt_case c WHERE c.sealed_at IS NOT NULL $$;
CREATE INDEX case_sealed ON casemgmt_case (id) WHERE sealed_at IS NOT NULL;
CREATE POLICY unsealed ON audit_event AS RESTRICTIVE FOR SELECT TO app_rt USING (
  case_id IS NULL OR (SELECT app_office()) = 'privacy_officer' OR case_id <> ALL ((SELECT app_sealed_ids())::uuid[]));

-- How many items of a meeting that is over are sealed: its team reads "[sealed]" in the minutes, and nothing else.
CREATE FUNCTION meeting_sealed(p_meeting uuid) RETURNS int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*)::int FROM teams_meeting m JOIN teams_team t ON t.id = m.team_id
    JOIN casemgmt_casereview r ON r.meeting_id = m.id JOIN casemgmt_case c ON c.id = r.case_id
  WHERE m.id = p_meeting AND m.status = 'closed' AND t.group_id = ANY (app_group_ids())
    AND c.id <> ALL (app_conflict_ids()) AND (c.sealed_at IS NOT NULL OR r.sealed_at IS NOT NULL) $$;

-- Free words about a meeting, with the numbers and names of what was sealed since put out of sight.
CREATE FUNCTION meeting_without_sealed(p_meeting uuid, p_texts text[]) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c record;
  word text;
  i int;
BEGIN
  FOR c IN
    SELECT x.number, p.given_name, p.family_name FROM teams_meeting m, casemgmt_case x JOIN casemgmt_person p ON p.id = x.person_id
    WHERE m.id = p_meeting AND x.sealed_at IS NOT NULL AND m.starts_at < x.sealed_at
      AND (x.team_id = m.team_id
        OR EXISTS (SELECT 1 FROM casemgmt_casereview r WHERE r.meeting_id = m.id AND r.case_id = x.id))
  LOOP
    FOREACH word IN ARRAY ARRAY[
      c.number, c.family_name || ', ' || c.given_name, c.given_name || ' ' || c.family_name, c.family_name] LOOP
      CONTINUE WHEN length(word) < 2;
      FOR i IN 1 .. coalesce(array_length(p_texts, 1), 0) LOOP
        p_texts[i] := regexp_replace(
          p_texts[i], '\m' || regexp_replace(word, '([^[:alnum:] ])', '\\\1', 'g') || '\M', '[sealed]', 'gi');
      END LOOP;
    END LOOP;
  END LOOP;
  RETURN p_texts;
END $$;

-- Which of these cases are sealed, for an organization's own records that name them: only cases on whose team it sits.
CREATE FUNCTION case_sealed_among(p_cases uuid[], p_today date) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(c.id), '{}') FROM casemgmt_case c
  WHERE c.id = ANY (p_cases) AND c.sealed_at IS NOT NULL AND app_is_ours(c.id, p_today) $$;

-- The numbers of cases that an office deals with: of a broken glass or a conflict in its agency. A sealed one's, to the privacy officer.
CREATE FUNCTION office_case_numbers(p_cases uuid[]) RETURNS TABLE (id uuid, number text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id, c.number FROM casemgmt_case c
  WHERE c.id = ANY (p_cases) AND app_is_present() AND (c.sealed_at IS NULL OR app_office() = 'privacy_officer')
    AND c.id <> ALL (app_conflict_ids())
    AND (
      (app_office() IN ('privacy_officer', 'auditor', 'agency_head') AND EXISTS (
        SELECT 1 FROM casemgmt_brokenglass b WHERE b.case_id = c.id AND b.agency_id = app_agency_id()))
      OR EXISTS (SELECT 1 FROM casemgmt_conflict k WHERE k.case_id = c.id AND app_keeps_conflicts_of(k.user_id))) $$;
