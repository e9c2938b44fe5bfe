-- The ledger's table. Written by INSERT on named columns only; never changed or emptied, not even by its owner.

CREATE TABLE audit_event (
  id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  kind text NOT NULL,
  outcome text NOT NULL,
  actor_id bigint,
  actor_name text NOT NULL DEFAULT '',
  actor_role text NOT NULL DEFAULT '',
  actor_agency_id bigint,
  actor_agency text NOT NULL DEFAULT '',
  session text NOT NULL DEFAULT '',
  request_id text NOT NULL DEFAULT '',
  page_id text NOT NULL DEFAULT '',
  route text NOT NULL DEFAULT '',
  channel text NOT NULL DEFAULT '',
  purpose text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '',
  authority text NOT NULL DEFAULT '',
  authority_ref text NOT NULL DEFAULT '',
  because text NOT NULL DEFAULT '',
  policy_version text NOT NULL DEFAULT '',
  subject_kind text NOT NULL DEFAULT '',
  subject_id text NOT NULL DEFAULT '',
  case_id uuid,
  case_label text NOT NULL DEFAULT '',
  owner_agency_id bigint,
  category text NOT NULL DEFAULT '',
  part text NOT NULL DEFAULT '',
  fields text[] NOT NULL DEFAULT '{}',
  recipient text NOT NULL DEFAULT '',
  total integer,
  detail jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);

CREATE INDEX audit_event_at ON audit_event (at DESC, id DESC);
CREATE INDEX audit_event_case ON audit_event (case_id, at DESC);
CREATE INDEX audit_event_actor ON audit_event (actor_id, at DESC);

-- Rows outside every month's partition still have a home: a record must never fail for want of a partition.
CREATE TABLE audit_event_rest PARTITION OF audit_event DEFAULT;

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER append_only_row;
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER append_only_table;

-- Dresses a partition in the same walls as its parent; a partition asked for by name does not inherit them.
CREATE FUNCTION audit_wall(partition regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', partition);
  EXECUTE format('REVOKE ALL ON %s FROM app_rt', partition);
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', partition);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', partition);
  EXECUTE format('CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()', partition);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER append_only_table', partition);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER append_only_row', partition);
END $$;

-- Makes the partition of a month. Runs as its owner, so that the sealer may call it ahead of each month.
CREATE FUNCTION audit_month(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  first date := date_trunc('month', month)::date;
  name text := format('audit_event_%s', to_char(first, 'YYYY_MM'));
BEGIN
  IF to_regclass(name) IS NULL THEN
    EXECUTE format('CREATE TABLE %I PARTITION OF audit_event FOR VALUES FROM (%L) TO (%L)',
      name, first::timestamp AT TIME ZONE 'UTC', (first + interval '1 month')::timestamp AT TIME ZONE 'UTC');
    PERFORM audit_wall(name::regclass);
  END IF;
END $$;
REVOKE EXECUTE ON FUNCTION audit_month(date) FROM PUBLIC, app_rt;
GRANT EXECUTE ON FUNCTION audit_month(date) TO sealer;

SELECT audit_wall('audit_event_rest');
SELECT audit_month((now() + make_interval(months => n))::date) FROM generate_series(-1, 6) AS n;

-- Who reads: offices of the agency that owns the record or employs the reader, and each person his own use.
ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_event FORCE ROW LEVEL SECURITY;
CREATE FUNCTION app_user_id() RETURNS bigint LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('app.user_id', true), '')::bigint $$;
CREATE FUNCTION app_agency_id() RETURNS bigint LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('app.agency_id', true), '')::bigint $$;
CREATE FUNCTION app_office() RETURNS text LANGUAGE sql STABLE AS
  $$ SELECT coalesce(current_setting('app.office', true), '') $$;
CREATE POLICY write ON audit_event FOR INSERT WITH CHECK (true);
CREATE POLICY read ON audit_event FOR SELECT TO app_rt USING (
  actor_id = (SELECT app_user_id())
  OR ((SELECT app_office()) IN ('privacy_officer', 'auditor')
      AND (owner_agency_id = (SELECT app_agency_id()) OR actor_agency_id = (SELECT app_agency_id()))));
CREATE POLICY seal ON audit_event FOR SELECT TO sealer USING (true);
CREATE POLICY own ON audit_event FOR SELECT TO app_owner USING (true);

REVOKE ALL ON audit_event FROM app_rt;
GRANT SELECT ON audit_event TO app_rt, sealer;
GRANT INSERT (
  kind, outcome, actor_id, actor_name, actor_role, actor_agency_id, actor_agency, session, request_id, page_id, route,
  channel, purpose, reason, authority, authority_ref, because, policy_version, subject_kind, subject_id, case_id,
  case_label, owner_agency_id, category, part, fields, recipient, total, detail) ON audit_event TO app_rt;

-- The change log: the application adds and reads, nobody changes.
REVOKE ALL ON audit_changeentry FROM app_rt;
GRANT SELECT, INSERT ON audit_changeentry TO app_rt;
CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON audit_changeentry FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON audit_changeentry FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_changeentry ENABLE ALWAYS TRIGGER append_only_row;
ALTER TABLE audit_changeentry ENABLE ALWAYS TRIGGER append_only_table;
