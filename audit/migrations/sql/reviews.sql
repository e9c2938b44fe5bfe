-- What the readers of the ledger keep beside it: their own searches; what they found of unusual use; the weekly review with its
-- signature (CJIS AU-6); and the alarms of the ledger's own work (CJIS AU-5). All but the searches is append-only.

CREATE TABLE audit_savedsearch (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id bigint NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  terms jsonb NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (user_id, name)
);
CREATE POLICY own ON audit_savedsearch TO app_rt USING (user_id = (SELECT app_user_id()) AND (SELECT app_office()) IN ('privacy_officer', 'auditor'))
  WITH CHECK (user_id = (SELECT app_user_id()) AND (SELECT app_office()) IN ('privacy_officer', 'auditor'));

-- An answer to something unusual. Whoever answers has seen the newest answer: a version is written once. Nobody answers on himself.
CREATE TABLE audit_findingmark (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agency_id bigint NOT NULL,
  key text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  state text NOT NULL CHECK (state IN ('looked', 'explained', 'followed')),
  words text NOT NULL DEFAULT '',
  about_id bigint NOT NULL,
  by_id bigint NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (agency_id, key, version),
  CHECK (about_id <> by_id),
  CHECK (state = 'looked' OR words <> '')
);

CREATE TABLE audit_weeklyreview (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  agency_id bigint NOT NULL,
  week date NOT NULL CHECK (extract(isodow FROM week) = 1),
  by_id bigint NOT NULL,
  by_name text NOT NULL,
  note text NOT NULL CHECK (note <> ''),
  summary jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (agency_id, week)
);

CREATE TABLE audit_alarm (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL,
  by text NOT NULL DEFAULT '',
  state text NOT NULL CHECK (state IN ('began', 'over')),
  since timestamptz NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX audit_alarm_newest ON audit_alarm (kind, by, id DESC);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['audit_findingmark', 'audit_weeklyreview'] LOOP
    EXECUTE format($f$CREATE POLICY office ON %I FOR SELECT TO app_rt USING (agency_id = (SELECT app_agency_id())
      AND (SELECT app_office()) IN ('privacy_officer', 'auditor'))$f$, name);
    EXECUTE format($f$CREATE POLICY own ON %I FOR INSERT TO app_rt WITH CHECK (agency_id = (SELECT app_agency_id())
      AND by_id = (SELECT app_user_id()) AND (SELECT app_office()) IN ('privacy_officer', 'auditor'))$f$, name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['audit_savedsearch', 'audit_findingmark', 'audit_weeklyreview'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY owner_all ON %I TO app_owner USING (true) WITH CHECK (true)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['audit_findingmark', 'audit_weeklyreview', 'audit_alarm'] LOOP
    EXECUTE format('CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION audit_refuse()', name);
    EXECUTE format('CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_row', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_table', name);
  END LOOP;
END $$;
REVOKE ALL ON audit_savedsearch, audit_findingmark, audit_weeklyreview, audit_alarm FROM PUBLIC, app_rt;
GRANT SELECT, DELETE, INSERT (id, user_id, name, terms, version, created_at), UPDATE (name, terms, version) ON audit_savedsearch TO app_rt;
GRANT SELECT, INSERT (agency_id, key, version, state, words, about_id, by_id, by_name) ON audit_findingmark TO app_rt;
GRANT SELECT, INSERT (id, agency_id, week, by_id, by_name, note, summary) ON audit_weeklyreview TO app_rt;
GRANT SELECT, INSERT (kind, by, state, since) ON audit_alarm TO app_rt;

-- Which weeks an agency has signed: for whoever reminds, who holds no office. Names and words stay behind the wall.
CREATE FUNCTION audit_signed(since date) RETURNS TABLE (agency_id bigint, week date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT r.agency_id, r.week FROM audit_weeklyreview r WHERE r.week >= since $$;
REVOKE EXECUTE ON FUNCTION audit_signed(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_signed(date) TO app_rt;
