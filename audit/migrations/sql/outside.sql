-- What leaves the database: lines of the journal, kept heads with their stamps and co-signatures, mails of heads;
-- and the one way by which the ledger's own processes put their acts on the ledger.

-- The bytes that a seal covers, written a second time and in another language than audit/canonical.py: the two must agree.
CREATE FUNCTION audit_canonical(e audit_event) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT E'audit-event-v1\n{' || concat_ws(',',
    '"actor_agency":' || to_json(e.actor_agency),
    '"actor_agency_id":' || coalesce(e.actor_agency_id::text, 'null'),
    '"actor_id":' || coalesce(e.actor_id::text, 'null'),
    '"actor_name":' || to_json(e.actor_name),
    '"actor_role":' || to_json(e.actor_role),
    '"at":"' || to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"',
    '"authority":' || to_json(e.authority),
    '"authority_ref":' || to_json(e.authority_ref),
    '"because":' || to_json(e.because),
    '"case_id":' || coalesce(to_json(e.case_id::text)::text, 'null'),
    '"case_label":' || to_json(e.case_label),
    '"category":' || to_json(e.category),
    '"channel":' || to_json(e.channel),
    '"detail":' || to_json(e.detail::text),
    '"fields":' || array_to_json(e.fields),
    '"id":' || e.id,
    '"kind":' || to_json(e.kind),
    '"outcome":' || to_json(e.outcome),
    '"owner_agency_id":' || coalesce(e.owner_agency_id::text, 'null'),
    '"page_id":' || to_json(e.page_id),
    '"part":' || to_json(e.part),
    '"policy_version":' || to_json(e.policy_version),
    '"purpose":' || to_json(e.purpose),
    '"reason":' || to_json(e.reason),
    '"recipient":' || to_json(e.recipient),
    '"request_id":' || to_json(e.request_id),
    '"route":' || to_json(e.route),
    '"session":' || to_json(e.session),
    '"subject_id":' || to_json(e.subject_id),
    '"subject_kind":' || to_json(e.subject_kind),
    '"total":' || coalesce(e.total::text, 'null'),
    '"xid":"' || e.xid || '"') || '}'
$$;
CREATE FUNCTION audit_leaf_hash(e audit_event) RETURNS bytea LANGUAGE sql STABLE AS
  $$ SELECT sha256('\x00'::bytea || convert_to(audit_canonical(e), 'UTF8')) $$;

-- The journal's lines of one transaction: ids and digests, which the leaves show a moment later anyway; no content.
CREATE FUNCTION audit_journal(written xid8) RETURNS TABLE (id bigint, hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT e.id, encode(audit_leaf_hash(e), 'hex') FROM audit_event e WHERE e.xid = written ORDER BY e.id $$;
REVOKE EXECUTE ON FUNCTION audit_journal(xid8) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_journal(xid8) TO app_rt, sealer;

-- The sealer writes no event of anybody else: only that it changed its key or gave events away, under its own name.
CREATE FUNCTION audit_own_act(what text, who text, command text, request uuid, thing text, thing_id text, many int,
  why text, receiver text, more jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  made bigint;
BEGIN
  IF what NOT IN ('export', 'ledger') OR thing NOT IN ('ledger', 'key', 'bundle') THEN
    RAISE EXCEPTION 'only the ledger''s own acts: % of % refused', what, thing USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO audit_event (kind, outcome, actor_name, actor_role, request_id, page_id, route, channel, purpose, reason,
      subject_kind, subject_id, category, recipient, total, detail)
    VALUES (what, 'done', who, 'operator', request::text, request::text, left(command, 200), 'command', 'operation', why,
      thing, thing_id, 'ledger', receiver, many, more) RETURNING id INTO made;
  RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION audit_own_act(text, text, text, uuid, text, text, int, text, text, jsonb) FROM PUBLIC, app_rt;
GRANT EXECUTE ON FUNCTION audit_own_act(text, text, text, uuid, text, text, int, text, text, jsonb) TO sealer;

-- Heads as others have stamped or co-signed them. `body` is a time stamp's token; a co-signature stands in the note.
CREATE TABLE audit_anchor (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('stamp', 'witness')),
  size bigint NOT NULL CHECK (size > 0),
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  by text NOT NULL,
  note text NOT NULL,
  body bytea NOT NULL DEFAULT ''
);
CREATE INDEX audit_anchor_newest ON audit_anchor (kind, by, size DESC);
REVOKE ALL ON audit_anchor FROM PUBLIC, app_rt;
GRANT SELECT ON audit_anchor TO app_rt;
GRANT SELECT, INSERT ON audit_anchor TO sealer;
CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON audit_anchor FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON audit_anchor FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_anchor ENABLE ALWAYS TRIGGER append_only_row;
ALTER TABLE audit_anchor ENABLE ALWAYS TRIGGER append_only_table;

-- The outbox of heads that go out by mail; a row is sent or waits, it does not vanish.
CREATE TABLE audit_headmail (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  size bigint NOT NULL CHECK (size > 0),
  address text NOT NULL,
  due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  attempt smallint NOT NULL DEFAULT 0,
  sent_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (size, address)
);
CREATE INDEX audit_headmail_due ON audit_headmail (due_at) WHERE sent_at IS NULL;
REVOKE ALL ON audit_headmail FROM PUBLIC, app_rt;
GRANT SELECT, INSERT (size, address), UPDATE (due_at, attempt, sent_at) ON audit_headmail TO app_rt;

-- The first head of each key: where verification finds a change of key.
CREATE INDEX audit_head_key ON audit_head (key_id, size);
