-- The net under bulk and raw writes: every row of the case file that is added, changed or removed leaves its table, key and the
-- names of the columns that changed; never a value. What no entry of the application stands for is found by audit_unmatched().

CREATE TABLE audit_rowchange (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  tbl text NOT NULL,
  op text NOT NULL,
  pk text NOT NULL DEFAULT '',
  columns text[] NOT NULL DEFAULT '{}',
  app_user bigint,
  db_user text NOT NULL
);
CREATE INDEX audit_rowchange_at ON audit_rowchange USING brin (at);
REVOKE ALL ON audit_rowchange FROM PUBLIC, app_rt;
CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON audit_rowchange FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON audit_rowchange FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_rowchange ENABLE ALWAYS TRIGGER append_only_row;
ALTER TABLE audit_rowchange ENABLE ALWAYS TRIGGER append_only_table;

-- By its transaction an entry of the change log finds the rows that it stands for.
ALTER TABLE audit_changeentry ADD COLUMN xid xid8;
ALTER TABLE audit_changeentry ALTER COLUMN xid SET DEFAULT pg_current_xact_id();
CREATE INDEX audit_changeentry_xid ON audit_changeentry (xid);

-- Who is behind a statement: the role it runs as, whoever owns the function that asks.
CREATE FUNCTION audit_db_user() RETURNS text LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('role', true), 'none'), session_user::text) $$;

CREATE FUNCTION audit_note_rows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE format('INSERT INTO audit_rowchange (tbl, op, pk, app_user, db_user)
    SELECT $1, $2, %I::text, app_user_id(), audit_db_user() FROM touched', TG_ARGV[0]) USING TG_TABLE_NAME, TG_OP;
  RETURN NULL;
END $$;

CREATE FUNCTION audit_note_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  changed text[];
BEGIN
  SELECT array_agg(n.key ORDER BY n.key) INTO changed
    FROM jsonb_each(to_jsonb(NEW)) n JOIN jsonb_each(to_jsonb(OLD)) o USING (key) WHERE n.value IS DISTINCT FROM o.value;
  IF changed IS NOT NULL THEN
    INSERT INTO audit_rowchange (tbl, op, pk, columns, app_user, db_user)
      VALUES (TG_TABLE_NAME, TG_OP, to_jsonb(OLD) ->> TG_ARGV[0], changed, app_user_id(), audit_db_user());
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION audit_note_truncate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO audit_rowchange (tbl, op, app_user, db_user) VALUES (TG_TABLE_NAME, TG_OP, app_user_id(), audit_db_user());
  RETURN NULL;
END $$;

-- Spreads the net under one table. A migration that makes a table says: SELECT audit_watch('its_name').
CREATE FUNCTION audit_watch(target regclass) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  key text;
  act text;
BEGIN
  SELECT a.attname INTO STRICT key FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    WHERE i.indrelid = target AND i.indisprimary;
  EXECUTE format('CREATE TRIGGER note_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION audit_note_rows(%L)', target, key);
  EXECUTE format('CREATE TRIGGER note_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION audit_note_rows(%L)', target, key);
  EXECUTE format('CREATE TRIGGER note_update AFTER UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION audit_note_update(%L)', target, key);
  EXECUTE format('CREATE TRIGGER note_truncate AFTER TRUNCATE ON %s
    FOR EACH STATEMENT EXECUTE FUNCTION audit_note_truncate()', target);
  FOREACH act IN ARRAY ARRAY['insert', 'delete', 'update', 'truncate'] LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER note_%s', target, act);
  END LOOP;
END $$;

-- Tables of the application without the net: all but the ledger's own and those that a framework keeps for itself.
CREATE FUNCTION audit_unwatched() RETURNS SETOF regclass LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT c.oid::regclass FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
    AND NOT c.relispartition AND c.relname NOT LIKE 'audit\_%'
    AND c.relname <> ALL (ARRAY['django_migrations', 'django_session', 'django_content_type', 'auth_permission',
      'usersessions_usersession'])
    AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'note_insert')
$$;
CREATE FUNCTION audit_watch_all() RETURNS void LANGUAGE sql SET search_path = public, pg_temp AS
  $$ SELECT audit_watch(name) FROM audit_unwatched() AS name $$;
REVOKE EXECUTE ON FUNCTION audit_watch(regclass), audit_watch_all(), audit_unwatched() FROM PUBLIC, app_rt;

-- Rows that changed and that no entry stands for: neither an entry of the change log on that row, nor an act that the
-- ledger holds, in the same transaction. Counts, keys of some, and who; never a value.
CREATE FUNCTION audit_unmatched(since timestamptz, left_out text[])
RETURNS TABLE (tbl text, op text, db_user text, app_user bigint, columns text[], many bigint, first timestamptz, last timestamptz,
  keys text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.tbl, r.op, r.db_user, r.app_user, r.columns, count(*), min(r.at), max(r.at),
    (array_agg(r.pk ORDER BY r.id))[1:3]
  FROM audit_rowchange r WHERE r.at >= since AND r.tbl <> ALL (left_out)
    AND NOT EXISTS (SELECT FROM audit_event e WHERE e.xid = r.xid AND e.outcome = 'done')
    AND NOT EXISTS (SELECT FROM audit_changeentry c JOIN django_content_type t ON t.id = c.content_type_id
      WHERE c.xid = r.xid AND c.object_pk = r.pk AND t.app_label || '_' || t.model = r.tbl)
  GROUP BY r.tbl, r.op, r.db_user, r.app_user, r.columns ORDER BY 1, 2, 3, 4, 5
$$;
REVOKE EXECUTE ON FUNCTION audit_unmatched(timestamptz, text[]) FROM PUBLIC, app_rt;
GRANT EXECUTE ON FUNCTION audit_unmatched(timestamptz, text[]) TO sealer, backup_ro;
