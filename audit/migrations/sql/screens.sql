-- What the ledger's screens ask: everything by one authority; and, for who watches over the sealing, how much waits since
-- when. The function tells a count and a time, never an event: whoever watches needs no office.
CREATE INDEX audit_event_authority ON audit_event (authority_ref, at DESC, id DESC) WHERE authority_ref <> '';

CREATE FUNCTION audit_unsealed() RETURNS TABLE (many bigint, oldest timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*), min(w.at) FROM (
    SELECT e.at FROM audit_event e
    WHERE e.xid >= coalesce((SELECT h.horizon FROM audit_head h ORDER BY h.size DESC LIMIT 1), '0'::xid8)
      AND NOT EXISTS (SELECT FROM audit_leaf l WHERE l.event_id = e.id)
    ORDER BY e.xid, e.id LIMIT 10000) w
$$;
REVOKE EXECUTE ON FUNCTION audit_unsealed() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_unsealed() TO app_rt, sealer;
