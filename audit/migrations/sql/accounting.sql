-- Accountings of disclosures (45 CFR 164.528, 42 CFR 2.25, 28 CFR 20.21): what was asked, each step, statements that suspend, the
-- making, and what was given. Of its own agency the privacy officer writes and the auditor reads; only the making changes its row.

CREATE TABLE audit_accountingrequest (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  agency_id bigint NOT NULL,
  agency_name text NOT NULL,
  about text NOT NULL CHECK (about IN ('person', 'victim')),
  subject_id text NOT NULL CHECK (subject_id <> ''),
  case_ids uuid[] NOT NULL CHECK (cardinality(case_ids) > 0),
  label text NOT NULL,
  others integer NOT NULL DEFAULT 0,
  law text NOT NULL CHECK (law IN ('hipaa', 'part2', 'chri', 'own')),
  asked_by text NOT NULL CHECK (asked_by <> ''),
  asked_on date NOT NULL,
  send_to text NOT NULL DEFAULT '',
  since date NOT NULL CHECK (since <= asked_on),
  fee text NOT NULL DEFAULT '',
  by_id bigint NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX audit_accounting_of_agency ON audit_accountingrequest (agency_id, asked_on DESC);
CREATE INDEX audit_accounting_of_subject ON audit_accountingrequest (agency_id, subject_id, asked_on DESC);

CREATE TABLE audit_accountingstep (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  request_id uuid NOT NULL,
  agency_id bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('extended', 'made', 'given', 'withdrawn')),
  words text NOT NULL DEFAULT '',
  on_day date NOT NULL,
  digest text NOT NULL DEFAULT '',
  by_id bigint NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK (kind = 'made' OR words <> '')
);
CREATE INDEX audit_accountingstep_of ON audit_accountingstep (request_id, at);
CREATE UNIQUE INDEX audit_accountingstep_once ON audit_accountingstep (request_id, kind) WHERE kind = 'extended';
CREATE UNIQUE INDEX audit_accountingstep_end ON audit_accountingstep (request_id) WHERE kind IN ('given', 'withdrawn');

-- A statement that is only spoken suspends for thirty days at most (164.528(a)(2)(ii)).
CREATE TABLE audit_suspension (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  agency_id bigint NOT NULL,
  case_id uuid NOT NULL,
  case_label text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('law_enforcement', 'prosecution', 'oversight')),
  recipient_agency_id bigint,
  recipient text NOT NULL DEFAULT '',
  starts date NOT NULL,
  ends date NOT NULL CHECK (ends >= starts),
  statement text NOT NULL DEFAULT '',
  said_by text NOT NULL CHECK (said_by <> ''),
  by_id bigint NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK (statement <> '' OR ends <= starts + 30),
  CHECK (recipient_agency_id IS NOT NULL OR recipient <> '')
);
CREATE INDEX audit_suspension_of ON audit_suspension (agency_id, case_id);

CREATE TABLE audit_suspensionend (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  suspension_id uuid NOT NULL UNIQUE,
  agency_id bigint NOT NULL,
  on_day date NOT NULL,
  words text NOT NULL CHECK (words <> ''),
  by_id bigint NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE audit_accountingrun (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  request_id uuid NOT NULL,
  agency_id bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'building', 'ready', 'failed')),
  done integer NOT NULL DEFAULT 0,
  total integer NOT NULL DEFAULT 1,
  lease_until timestamptz,
  by_id bigint NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz
);
CREATE INDEX audit_accountingrun_of ON audit_accountingrun (request_id, at DESC);
CREATE INDEX audit_accountingrun_waiting ON audit_accountingrun (at) WHERE state IN ('waiting', 'building');

CREATE TABLE audit_accountingcopy (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  run_id uuid NOT NULL,
  request_id uuid NOT NULL,
  agency_id bigint NOT NULL,
  form text NOT NULL CHECK (form IN ('pdf', 'csv', 'rows')),
  content bytea NOT NULL,
  digest text NOT NULL CHECK (digest = encode(sha256(content), 'hex')),
  lines integer NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (run_id, form)
);

-- The walls. What concerns a sealed case shows to the privacy officer alone.
CREATE FUNCTION audit_keeps_accountings(p_agency bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT p_agency = app_agency_id() AND app_office() = 'privacy_officer' AND coalesce(current_setting('app.mfa', true), '') = 'true' $$;
CREATE POLICY office ON audit_accountingrequest FOR SELECT TO app_rt USING (
  agency_id = (SELECT app_agency_id()) AND ((SELECT app_office()) = 'privacy_officer'
    OR ((SELECT app_office()) = 'auditor' AND NOT case_ids && (SELECT app_sealed_ids())::uuid[])));
CREATE POLICY office ON audit_suspension FOR SELECT TO app_rt USING (
  agency_id = (SELECT app_agency_id()) AND ((SELECT app_office()) = 'privacy_officer'
    OR ((SELECT app_office()) = 'auditor' AND case_id <> ALL ((SELECT app_sealed_ids())::uuid[]))));
CREATE POLICY office ON audit_suspensionend FOR SELECT TO app_rt USING (
  EXISTS (SELECT FROM audit_suspension s WHERE s.id = suspension_id));
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['audit_accountingstep', 'audit_accountingrun', 'audit_accountingcopy'] LOOP
    EXECUTE format('CREATE POLICY office ON %1$I FOR SELECT TO app_rt USING (
      EXISTS (SELECT FROM audit_accountingrequest r WHERE r.id = %1$I.request_id))', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['audit_accountingrequest', 'audit_accountingstep', 'audit_suspension', 'audit_suspensionend',
                              'audit_accountingrun'] LOOP
    EXECUTE format('CREATE POLICY keep ON %I FOR INSERT TO app_rt WITH CHECK (
      audit_keeps_accountings(agency_id) AND by_id = (SELECT app_user_id()))', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['audit_accountingrequest', 'audit_accountingstep', 'audit_suspension', 'audit_suspensionend',
                              'audit_accountingrun', 'audit_accountingcopy'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY owner_all ON %I TO app_owner USING (true) WITH CHECK (true)', name);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC, app_rt', name);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO app_rt', name);
    PERFORM audit_watch(name::regclass);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['audit_accountingrequest', 'audit_accountingstep', 'audit_suspension', 'audit_suspensionend',
                              'audit_accountingcopy'] LOOP
    EXECUTE format('CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION audit_refuse()', name);
    EXECUTE format('CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_row', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_table', name);
  END LOOP;
END $$;
CREATE POLICY keep ON audit_accountingcopy FOR INSERT TO app_rt WITH CHECK (audit_keeps_accountings(agency_id));
CREATE POLICY work ON audit_accountingrun FOR UPDATE TO app_rt USING (audit_keeps_accountings(agency_id));
GRANT UPDATE (state, done, total, lease_until, finished_at) ON audit_accountingrun TO app_rt;

-- Takes one making that waits, or whose worker died, for a worker with nobody's eyes: keys only.
CREATE FUNCTION accounting_claim(p_now timestamptz, p_until timestamptz) RETURNS TABLE (run_id uuid, user_id bigint)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE audit_accountingrun r SET state = 'building', lease_until = p_until
  WHERE r.id = (SELECT x.id FROM audit_accountingrun x
                WHERE x.state = 'waiting' OR (x.state = 'building' AND x.lease_until < p_now)
                ORDER BY x.at LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING r.id, r.by_id $$;
REVOKE EXECUTE ON FUNCTION accounting_claim(timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounting_claim(timestamptz, timestamptz) TO app_rt;

CREATE FUNCTION accounting_fail(p_run uuid) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE audit_accountingrun SET state = 'failed', lease_until = NULL, finished_at = now() WHERE id = p_run AND state = 'building' $$;
REVOKE EXECUTE ON FUNCTION accounting_fail(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounting_fail(uuid) TO app_rt;

-- Which requests wait for their answer, and until when: for whoever reminds. Keys and days only.
CREATE FUNCTION accounting_due() RETURNS TABLE (request_id uuid, agency_id bigint, due date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.id, r.agency_id, r.asked_on + 60 + CASE WHEN EXISTS (
      SELECT FROM audit_accountingstep s WHERE s.request_id = r.id AND s.kind = 'extended') THEN 30 ELSE 0 END
  FROM audit_accountingrequest r
  WHERE NOT EXISTS (SELECT FROM audit_accountingstep s WHERE s.request_id = r.id AND s.kind IN ('given', 'withdrawn')) $$;
REVOKE EXECUTE ON FUNCTION accounting_due() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounting_due() TO app_rt;
