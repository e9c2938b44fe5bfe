-- The traces of row changes are kept by month like the ledger's events, and their digests are sealed with them.

ALTER TABLE audit_rowchange RENAME TO audit_rowchange_before;
ALTER TABLE audit_rowchange_before RENAME CONSTRAINT audit_rowchange_pkey TO audit_rowchange_before_pkey;
ALTER INDEX audit_rowchange_at RENAME TO audit_rowchange_before_at;

CREATE TABLE audit_rowchange (
  id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  tbl text NOT NULL,
  op text NOT NULL,
  pk text NOT NULL DEFAULT '',
  columns text[] NOT NULL DEFAULT '{}',
  app_user bigint,
  db_user text NOT NULL,
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX audit_rowchange_at ON audit_rowchange USING brin (at);
CREATE TABLE audit_rowchange_rest PARTITION OF audit_rowchange DEFAULT;
REVOKE ALL ON audit_rowchange FROM PUBLIC, app_rt;
CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON audit_rowchange FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON audit_rowchange FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_rowchange ENABLE ALWAYS TRIGGER append_only_row;
ALTER TABLE audit_rowchange ENABLE ALWAYS TRIGGER append_only_table;

-- Makes the partitions of a month: of the events, and of the row changes.
CREATE OR REPLACE FUNCTION audit_month(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  first date := date_trunc('month', month)::date;
  parent text;
  name text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['audit_event', 'audit_rowchange'] LOOP
    name := format('%s_%s', parent, to_char(first, 'YYYY_MM'));
    IF to_regclass(name) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', name, parent,
        first::timestamp AT TIME ZONE 'UTC', (first + interval '1 month')::timestamp AT TIME ZONE 'UTC');
      PERFORM audit_wall(name::regclass);
    END IF;
  END LOOP;
END $$;
SELECT audit_wall('audit_rowchange_rest');
SELECT audit_month((now() + make_interval(months => n))::date) FROM generate_series(-1, 6) AS n;

INSERT INTO audit_rowchange (id, at, xid, tbl, op, pk, columns, app_user, db_user) OVERRIDING SYSTEM VALUE
  SELECT id, at, xid, tbl, op, pk, columns, app_user, db_user FROM audit_rowchange_before;
SELECT setval(pg_get_serial_sequence('audit_rowchange', 'id'), max(id)) FROM audit_rowchange_before HAVING max(id) IS NOT NULL;
DROP TABLE audit_rowchange_before;

-- How far the numbers are given out, and who can still hold one: a transaction locks the table before it takes a number and keeps
-- the lock to its end. So once none of these holders is left, nothing up to `last` can still come.
CREATE FUNCTION audit_row_marks() RETURNS TABLE (last bigint, holders text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- In this order: whoever took a number before the first statement is seen by the second, or has ended.
  SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('audit_rowchange', 'id')::regclass), 0) INTO last;
  SELECT coalesce(array_agg(l.virtualtransaction), '{}') INTO holders FROM pg_locks l
    WHERE l.locktype = 'relation' AND l.relation = 'audit_rowchange'::regclass AND l.mode = 'RowExclusiveLock'
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database());
  RETURN NEXT;
END $$;

-- The digest of the row changes of a range of numbers: SHA-256 over the SHA-256 of each, in their order.
CREATE FUNCTION audit_row_digest(above bigint, upto bigint) RETURNS TABLE (many bigint, digest text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*), encode(sha256(coalesce(string_agg(sha256(convert_to(jsonb_build_array(r.id,
      to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), r.xid::text, r.tbl, r.op, r.pk, r.columns, r.app_user,
      r.db_user)::text, 'UTF8')), ''::bytea ORDER BY r.id, r.at), ''::bytea)), 'hex')
  FROM audit_rowchange r WHERE r.id > above AND r.id <= upto
$$;
REVOKE EXECUTE ON FUNCTION audit_row_marks(), audit_row_digest(bigint, bigint) FROM PUBLIC, app_rt;
GRANT EXECUTE ON FUNCTION audit_row_marks() TO sealer;
GRANT EXECUTE ON FUNCTION audit_row_digest(bigint, bigint) TO sealer, backup_ro;

-- One more thing that the sealer may put on the ledger in its own name: the digest of row changes.
CREATE OR REPLACE FUNCTION audit_own_act(what text, who text, command text, request uuid, thing text, thing_id text, many int,
  why text, receiver text, more jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  made bigint;
BEGIN
  IF what NOT IN ('export', 'ledger') OR thing NOT IN ('ledger', 'key', 'bundle', 'rows') THEN
    RAISE EXCEPTION 'only the ledger''s own acts: % of % refused', what, thing USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO audit_event (kind, outcome, actor_name, actor_role, request_id, page_id, route, channel, purpose, reason,
      subject_kind, subject_id, category, recipient, total, detail)
    VALUES (what, 'done', who, 'operator', request::text, request::text, left(command, 200), 'command', 'operation', why,
      thing, thing_id, 'ledger', receiver, many, more) RETURNING id INTO made;
  RETURN made;
END $$;
