-- The seal of the organization's own ledger: the same tree, heads and checks as in the case file's (audit/), in the organization's own database
-- and under its own key. The ledger's programs read `audit_event`, which here is a view: they need nothing of the case file.

ALTER TABLE advocacy_event
  ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  ADD COLUMN total integer,
  ADD COLUMN detail jsonb NOT NULL DEFAULT '{}';
CREATE INDEX advocacy_event_xid ON advocacy_event (xid, id);
CREATE INDEX advocacy_event_actor ON advocacy_event (agency_id, actor_id, id DESC);
CREATE INDEX advocacy_event_day ON advocacy_event (agency_id, at DESC, id DESC);
GRANT INSERT (total) ON advocacy_event TO advocacy_rt;

-- An event's time and transaction are the database's own, whoever writes it.
CREATE FUNCTION advocacy_check_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.xid <> pg_current_xact_id() OR abs(extract(epoch FROM NEW.at - clock_timestamp())) > 60 THEN
    RAISE EXCEPTION 'the ledger takes time and transaction from the database: refused' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_stamp BEFORE INSERT ON advocacy_event FOR EACH ROW EXECUTE FUNCTION advocacy_check_stamp();

-- The sealer reads every event of this database; for a bundle it says whose, and reads that organization's alone.
CREATE POLICY seal ON advocacy_event FOR SELECT TO advocacy_sealer
  USING ((SELECT org_agency_id()) IS NULL OR agency_id = (SELECT org_agency_id()));
GRANT SELECT ON advocacy_event TO advocacy_sealer;

-- An event as the ledger's programs read it; `case_id` is the record of a victim, so that a bundle of one record can be asked for.
CREATE VIEW audit_event WITH (security_invoker = true) AS SELECT
  id, at, xid, kind, outcome, actor_id, actor_name, '' AS actor_role, agency_id AS actor_agency_id, '' AS actor_agency, '' AS session,
  '' AS request_id, coalesce(page_id::text, '') AS page_id, '' AS route, '' AS channel, '' AS purpose, reason, '' AS authority,
  '' AS authority_ref, because, '' AS policy_version, subject_kind, coalesce(subject_id::text, '') AS subject_id, client_id AS case_id,
  '' AS case_label, agency_id AS owner_agency_id, 'victim_advocacy' AS category, '' AS part, fields, '' AS recipient, total, detail
  FROM advocacy_event;
REVOKE ALL ON audit_event FROM PUBLIC, advocacy_rt;
GRANT SELECT ON audit_event TO advocacy_sealer;

-- The tree. Digests, sizes and signatures alone: nothing in it tells whose an event is.
CREATE TABLE audit_leaf (
  index bigint PRIMARY KEY CHECK (index >= 0),
  event_id bigint NOT NULL UNIQUE,
  event_at timestamptz NOT NULL,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32)
);
CREATE TABLE audit_node (
  level smallint NOT NULL,
  number bigint NOT NULL,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (level, number)
);
CREATE TABLE audit_head (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  size bigint NOT NULL UNIQUE CHECK (size > 0),
  root bytea NOT NULL CHECK (octet_length(root) = 32),
  at timestamptz NOT NULL,
  complete timestamptz NOT NULL,
  previous bytea NOT NULL CHECK (octet_length(previous) = 32),
  key_id text NOT NULL,
  note text NOT NULL,
  peaks bytea NOT NULL,
  horizon xid8 NOT NULL,
  cluster text NOT NULL
);
CREATE INDEX audit_head_key ON audit_head (key_id, size);
CREATE TABLE audit_key (
  id text PRIMARY KEY,
  line text NOT NULL,
  since timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE audit_anchor (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('stamp', 'witness')),
  size bigint NOT NULL CHECK (size > 0),
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  by text NOT NULL,
  note text NOT NULL,
  body bytea NOT NULL DEFAULT ''
);
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['audit_leaf', 'audit_node', 'audit_head', 'audit_key', 'audit_anchor'] LOOP
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC, advocacy_rt', target);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO advocacy_sealer', target);
    EXECUTE format('CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION advocacy_refuse()', target);
    EXECUTE format('CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION advocacy_refuse()', target);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_row', target);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_table', target);
  END LOOP;
END $$;
-- The pages say up to where the ledger is sealed.
GRANT SELECT (size, at, complete) ON audit_head TO advocacy_rt;

-- The sealer's own acts: that it changed its key or gave events away, on the ledger of the organization that it says (0: of all in this database).
CREATE FUNCTION audit_own_act(what text, who text, command text, request uuid, thing text, thing_id text, many int, why text, receiver text,
  more jsonb) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  made bigint;
BEGIN
  IF what NOT IN ('export', 'ledger') OR thing NOT IN ('ledger', 'key', 'bundle') THEN
    RAISE EXCEPTION 'only the ledger''s own acts: % of % refused', what, thing USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO advocacy_event (page_id, actor_id, actor_name, agency_id, kind, subject_kind, outcome, reason, total, detail)
    VALUES (request, 0, who, coalesce(org_agency_id(), 0), what, thing, 'done', why, many, more) RETURNING id INTO made;
  RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION audit_own_act(text, text, text, uuid, text, text, int, text, text, jsonb) FROM PUBLIC, advocacy_rt;
GRANT EXECUTE ON FUNCTION audit_own_act(text, text, text, uuid, text, text, int, text, text, jsonb) TO advocacy_sealer;

-- The sealer makes months ahead in the case file's ledger; this one is one table, as an organization's ledger is small.
CREATE FUNCTION audit_month(month date) RETURNS void LANGUAGE sql AS $$ SELECT $$;
