-- The organization's stored keys, files in chunks, and the destruction of a victim's key by two people.

CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON advocacy_document FOR EACH ROW EXECUTE FUNCTION advocacy_refuse();
CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON advocacy_documentchunk FOR EACH ROW EXECUTE FUNCTION advocacy_refuse();
ALTER TABLE advocacy_document ENABLE ALWAYS TRIGGER append_only_row;
ALTER TABLE advocacy_documentchunk ENABLE ALWAYS TRIGGER append_only_row;
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['advocacy_organizationsecret', 'advocacy_document', 'advocacy_documentchunk',
                                'advocacy_destruction'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
    EXECUTE format('CREATE POLICY owner_all ON %I TO advocacy_owner USING (true) WITH CHECK (true)', target);
    EXECUTE format('CREATE POLICY own_organization ON %I TO advocacy_rt
      USING (agency_id = (SELECT org_agency_id()) AND (SELECT org_user_id()) IS NOT NULL)
      WITH CHECK (agency_id = (SELECT org_agency_id()) AND (SELECT org_user_id()) IS NOT NULL)', target);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC, advocacy_rt', target);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO advocacy_rt', target);
  END LOOP;
END $$;
GRANT UPDATE (sound_tokens) ON advocacy_client TO advocacy_rt;
GRANT UPDATE (withdrawn_at) ON advocacy_destruction TO advocacy_rt;
-- A request to destroy is one's own, open, and says nothing of having been done.
CREATE POLICY asked_by_oneself ON advocacy_destruction AS RESTRICTIVE FOR INSERT TO advocacy_rt
  WITH CHECK (asked_by = (SELECT org_user_id()) AND done_at IS NULL AND withdrawn_at IS NULL);

-- Destroys what a colleague asked to have destroyed. Runs as the owner: the application cannot take a key away by itself.
-- Notes and files stay as bytes that nothing opens; what finds the victim again is wiped.
CREATE FUNCTION advocacy_destroy(p_destruction uuid, p_name text, p_now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  d record;
BEGIN
  SELECT * INTO d FROM advocacy_destruction x
    WHERE x.id = p_destruction AND x.agency_id = org_agency_id() AND x.withdrawn_at IS NULL AND x.done_at IS NULL FOR UPDATE;
  IF NOT FOUND OR org_user_id() IS NULL OR d.asked_by = org_user_id() THEN
    RAISE insufficient_privilege USING MESSAGE = 'two people of the organization destroy a record, one after the other';
  END IF;
  UPDATE advocacy_victimkey k SET wrapped = '' FROM advocacy_client c WHERE c.id = d.client_id AND k.id = c.key_id;
  UPDATE advocacy_client c SET case_ref = '', name_token = '', family_token = '', sound_tokens = '{}', name = '', case_words = '',
    relation = '', contact = '', safe_contact = '', destroyed_at = p_now WHERE c.id = d.client_id;
  UPDATE advocacy_released r SET release_ref = uuid_send(gen_random_uuid()), particulars = '' WHERE r.client_id = d.client_id;
  UPDATE advocacy_destruction x SET done_by = org_user_id(), done_by_name = p_name, done_at = p_now,
    notes = (SELECT count(*) FROM advocacy_note n WHERE n.client_id = d.client_id),
    documents = (SELECT count(*) FROM advocacy_document f WHERE f.client_id = d.client_id)
    WHERE x.id = d.id;
END $$;
REVOKE EXECUTE ON FUNCTION advocacy_destroy(uuid, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION advocacy_destroy(uuid, text, timestamptz) TO advocacy_rt;
