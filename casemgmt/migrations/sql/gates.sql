-- The second wall of the gates: who writes a paper, what of it can change, who reads its signatures and its file.

-- Reading stays as wide as the case: the rules weigh each gate of it, and say "another recipient" without naming one.
-- Writing is for the two sides of a paper; an order is filed by whoever supervises, prosecutes or sits in court.
DROP POLICY stands ON casemgmt_release;
CREATE POLICY stands ON casemgmt_release FOR SELECT TO app_rt
  USING (EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.id = casemgmt_release.case_id));
CREATE POLICY file ON casemgmt_release FOR INSERT TO app_rt WITH CHECK (
  EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.id = casemgmt_release.case_id)
  AND created_by_id = (SELECT app_user_id())
  AND revoked_at IS NULL
  AND CASE kind
    WHEN 'court_order' THEN (SELECT app_discipline()) IN ('supervision', 'prosecution', 'court')
    WHEN 'victim_release' THEN (SELECT app_discipline()) IN ('community_advocacy', 'system_advocacy')
      AND (from_agency_id = (SELECT app_agency_id())
        OR (to_agency_id = (SELECT app_agency_id()) AND NOT categories && ARRAY['victim_statement', 'victim_advocacy']::varchar[]))
    ELSE from_agency_id = (SELECT app_agency_id())
      OR (to_agency_id = (SELECT app_agency_id()) AND (SELECT app_discipline()) = 'supervision') END);
CREATE POLICY revoke ON casemgmt_release FOR UPDATE TO app_rt
  USING (EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.id = casemgmt_release.case_id)
    AND ((SELECT app_agency_id()) IN (from_agency_id, to_agency_id) OR created_by_id = (SELECT app_user_id())
      OR (kind = 'court_order' AND (SELECT app_discipline()) IN ('supervision', 'prosecution', 'court'))));

-- A paper is never rewritten: it is taken back once, and that stays.
REVOKE UPDATE ON casemgmt_release FROM app_rt;
GRANT UPDATE (revoked_at, revoked_how, revoked_by, version) ON casemgmt_release TO app_rt;
CREATE FUNCTION release_stays_revoked() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.revoked_at IS NOT NULL AND current_user <> 'app_owner' THEN
    RAISE insufficient_privilege USING MESSAGE = 'what was taken back stays taken back';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stays_revoked BEFORE UPDATE ON casemgmt_release
  FOR EACH ROW EXECUTE FUNCTION release_stays_revoked();

-- Signatures and files show to the two sides of the paper and to whoever recorded it; they are written once.
DROP POLICY stands ON casemgmt_signature;
DROP POLICY stands ON casemgmt_paper;
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['casemgmt_signature', 'casemgmt_paper'] LOOP
    EXECUTE format($f$CREATE POLICY parties ON %1$I FOR SELECT TO app_rt USING (EXISTS (
      SELECT 1 FROM casemgmt_release r WHERE r.id = %1$I.release_id
        AND ((SELECT app_agency_id()) IN (r.from_agency_id, r.to_agency_id) OR r.created_by_id = (SELECT app_user_id()))))$f$, target);
    EXECUTE format($f$CREATE POLICY file ON %1$I FOR INSERT TO app_rt WITH CHECK (
      created_by_id = (SELECT app_user_id()) AND EXISTS (
      SELECT 1 FROM casemgmt_release r WHERE r.id = %1$I.release_id
        AND ((SELECT app_agency_id()) IN (r.from_agency_id, r.to_agency_id) OR r.created_by_id = (SELECT app_user_id()))))$f$, target);
  END LOOP;
END $$;
CREATE INDEX signature_release ON casemgmt_signature (release_id, signed_on);

-- What ends soon, over all cases: the list of an agency, and the reminders.
CREATE INDEX release_ending ON casemgmt_release (ends_at) WHERE revoked_at IS NULL AND missing = '{}';

-- Whom to remind of which paper: keys only, for the scan that looks with nobody's eyes. A lead counts between its own day and
-- the next shorter one's, for papers that were there before it; sealed and closed cases rest, and so does whoever has a conflict
-- of interest; what is written is not due again.
CREATE FUNCTION app_releases_ending(p_now timestamptz, p_leads int[])
RETURNS TABLE (release_id uuid, lead int, user_id bigint) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT r.id, l.days, u.id
  FROM (SELECT x.days, coalesce(lag(x.days) OVER (ORDER BY x.days), 0) AS next FROM unnest(p_leads) AS x(days)) l
    JOIN casemgmt_release r ON r.revoked_at IS NULL AND r.missing = '{}'
      AND r.ends_at <= p_now + make_interval(days => l.days) AND r.ends_at > p_now + make_interval(days => l.next)
      AND r.created_at <= r.ends_at - make_interval(days => l.days)
    JOIN casemgmt_case c ON c.id = r.case_id AND c.sealed_at IS NULL AND c.stage <> 'closed'
    JOIN teams_user u ON u.is_active AND (u.id = r.created_by_id OR (u.id = c.officer_id
      AND (u.agency_id = r.to_agency_id OR (u.agency_id = r.from_agency_id AND r.kind <> 'victim_release'))
      AND (r.to_user_id IS NULL OR r.to_user_id = u.id)))
  WHERE NOT EXISTS (SELECT 1 FROM casemgmt_conflict k WHERE k.case_id = c.id AND k.user_id = u.id
                    AND (k.ended_at IS NULL OR k.ended_at > p_now))
    AND NOT EXISTS (SELECT 1 FROM teams_notice n WHERE n.kind = 'release_ending' AND n.recipient_id = u.id
                    AND n.about = r.id::text || ':' || l.days) $$;
