-- The agencies whose people used the product in a week that nobody has signed: for whoever reminds, who holds no office. Asked every
-- half minute, so it goes by the index on the person; it tells no event.
DROP FUNCTION audit_unreviewed(date, bigint[]);
CREATE FUNCTION audit_unreviewed(monday date, agencies bigint[], people bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT a.agency FROM unnest(agencies, people) AS a(agency, person)
  WHERE NOT EXISTS (SELECT FROM audit_weeklyreview r WHERE r.agency_id = a.agency AND r.week = monday)
    AND EXISTS (SELECT FROM audit_event e WHERE e.actor_id = a.person AND e.at >= monday AND e.at < monday + 7)
$$;
REVOKE EXECUTE ON FUNCTION audit_unreviewed(date, bigint[], bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_unreviewed(date, bigint[], bigint[]) TO app_rt;
