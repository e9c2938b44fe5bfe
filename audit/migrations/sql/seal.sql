-- The sealed tree over the ledger, the walls around it, and the indexes by which events are found.

-- The place of each event in the tree. The index counts in the order of sealing, so gaps and late commits do no harm.
CREATE TABLE audit_leaf (
  index bigint PRIMARY KEY CHECK (index >= 0),
  event_id bigint NOT NULL UNIQUE,
  event_at timestamptz NOT NULL,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32)
);

-- Roots of perfect subtrees at levels 8, 16, 24...: an inclusion proof reads 256 hashes a level, whatever the size.
CREATE TABLE audit_node (
  level smallint NOT NULL,
  number bigint NOT NULL,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (level, number)
);

-- Signed heads. Peaks are the edge of the tree, so that a step never reads earlier leaves. The horizon is the oldest
-- transaction that was open when the head was made: whatever is not sealed yet belongs to it or to a later one.
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

CREATE TABLE audit_key (
  id text PRIMARY KEY,
  line text NOT NULL,
  since timestamptz NOT NULL DEFAULT clock_timestamp()
);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['audit_leaf', 'audit_node', 'audit_head', 'audit_key'] LOOP
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC, app_rt', name);
    EXECUTE format('GRANT SELECT ON %I TO app_rt', name);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO sealer', name);
    EXECUTE format('CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION audit_refuse()', name);
    EXECUTE format('CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_row', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_table', name);
  END LOOP;
END $$;

-- An event's time and transaction are the database's own, whoever writes it. Not ALWAYS: a replica repeats what was written.
CREATE FUNCTION audit_check_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.xid <> pg_current_xact_id() OR abs(extract(epoch FROM NEW.at - clock_timestamp())) > 60 THEN
    RAISE EXCEPTION 'the ledger takes time and transaction from the database: refused'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_stamp BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_check_stamp();

-- What the sealer looks for: everything since the horizon of the last head.
CREATE INDEX audit_event_xid ON audit_event (xid, id);
-- How people ask: all of one request, of one record, of a case by its number.
CREATE INDEX audit_event_request ON audit_event (request_id);
CREATE INDEX audit_event_subject ON audit_event (subject_id, at DESC, id DESC);
CREATE INDEX audit_event_label ON audit_event (case_label, at DESC, id DESC) WHERE case_label <> '';
