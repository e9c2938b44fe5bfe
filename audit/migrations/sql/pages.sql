-- Page loads, prints and failed sign-ins.

-- The parts that a page fetched: the page's own events are found by their request.
CREATE INDEX audit_event_part ON audit_event (page_id) WHERE page_id <> request_id;

-- Sign-ins that failed belong to no agency where the name is nobody's. Administrators keep all accounts, so they learn no name by
-- seeing every failure; a privacy officer sees those of accounts of the own agency, and neither others' nor nobody's: a name
-- tried on purpose would tell the two apart.
DROP POLICY read ON audit_event;
CREATE POLICY read ON audit_event FOR SELECT TO app_rt USING (
  actor_id = (SELECT app_user_id())
  OR ((SELECT app_office()) IN ('privacy_officer', 'auditor')
      AND (owner_agency_id = (SELECT app_agency_id()) OR actor_agency_id = (SELECT app_agency_id())))
  OR (kind = 'sign_in_failed' AND (SELECT app_office()) = 'administrator'));
