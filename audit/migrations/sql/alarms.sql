-- When the watcher over the ledger's work looked last: a page tells that it stands still, since it cannot do so itself.
CREATE TABLE audit_watch (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  at timestamptz NOT NULL
);
REVOKE ALL ON audit_watch FROM PUBLIC, app_rt;
GRANT SELECT, INSERT, UPDATE (at) ON audit_watch TO app_rt;

-- The agencies whose week has use and no signature: for whoever reminds, who holds no office. It tells no event.
DROP FUNCTION audit_signed(date);
CREATE FUNCTION audit_unreviewed(monday date, agencies bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id FROM unnest(agencies) AS a(id)
  WHERE NOT EXISTS (SELECT FROM audit_weeklyreview r WHERE r.agency_id = a.id AND r.week = monday)
    AND EXISTS (SELECT FROM audit_event e WHERE e.at >= monday AND e.at < monday + 7
                AND (e.owner_agency_id = a.id OR e.actor_agency_id = a.id))
$$;
REVOKE EXECUTE ON FUNCTION audit_unreviewed(date, bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_unreviewed(date, bigint[]) TO app_rt;
