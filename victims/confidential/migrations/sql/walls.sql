-- The organization's walls: row-level security by organization, an append-only ledger, and no more rights than the pages need.

CREATE FUNCTION org_user_id() RETURNS bigint LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('app.user_id', true), '')::bigint $$;
CREATE FUNCTION org_agency_id() RETURNS bigint LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('app.agency_id', true), '')::bigint $$;

CREATE TABLE advocacy_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  page_id uuid,
  actor_id bigint NOT NULL,
  actor_name text NOT NULL DEFAULT '',
  agency_id bigint NOT NULL,
  kind text NOT NULL,
  subject_kind text NOT NULL DEFAULT '',
  subject_id uuid,
  client_id uuid,
  outcome text NOT NULL,
  because text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '',
  fields text[] NOT NULL DEFAULT '{}'
);
CREATE INDEX advocacy_event_agency ON advocacy_event (agency_id, id DESC);
CREATE INDEX advocacy_event_client ON advocacy_event (client_id, id DESC);

CREATE FUNCTION advocacy_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'this table is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
-- The ledger and the notes: what was written stays as it was written, for the owner of the tables too.
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['advocacy_event', 'advocacy_note', 'advocacy_earlierdetails'] LOOP
    EXECUTE format('CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION advocacy_refuse()', target);
    EXECUTE format('CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION advocacy_refuse()', target);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_row', target);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_table', target);
  END LOOP;
  FOREACH target IN ARRAY ARRAY['advocacy_victimkey', 'advocacy_client', 'advocacy_earlierdetails', 'advocacy_note',
                                'advocacy_released', 'advocacy_event'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
    EXECUTE format('CREATE POLICY owner_all ON %I TO advocacy_owner USING (true) WITH CHECK (true)', target);
    EXECUTE format('CREATE POLICY own_organization ON %I TO advocacy_rt
      USING (agency_id = (SELECT org_agency_id()) AND (SELECT org_user_id()) IS NOT NULL)
      WITH CHECK (agency_id = (SELECT org_agency_id()) AND (SELECT org_user_id()) IS NOT NULL)', target);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC, advocacy_rt', target);
    EXECUTE format('GRANT SELECT ON %I TO advocacy_rt', target);
  END LOOP;
END $$;

GRANT INSERT ON advocacy_victimkey, advocacy_client, advocacy_earlierdetails, advocacy_note, advocacy_released TO advocacy_rt;
GRANT UPDATE (name_token, family_token, name, relation, contact, safe_contact, advocate_id, advocate_name, closed_on, version)
  ON advocacy_client TO advocacy_rt;
GRANT INSERT (page_id, actor_id, actor_name, agency_id, kind, subject_kind, subject_id, client_id, outcome, because, reason, fields)
  ON advocacy_event TO advocacy_rt;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM advocacy_rt;
