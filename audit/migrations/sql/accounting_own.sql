-- A step, a making, a file and an end belong to a request or a statement of the same agency: another agency's officer who knows a
-- key can neither end a request with it nor take the place of its end.
DROP POLICY keep ON audit_accountingstep;
DROP POLICY keep ON audit_accountingrun;
DROP POLICY keep ON audit_accountingcopy;
DROP POLICY keep ON audit_suspensionend;
CREATE POLICY keep ON audit_accountingstep FOR INSERT TO app_rt WITH CHECK (
  audit_keeps_accountings(agency_id) AND by_id = (SELECT app_user_id()) AND EXISTS (
    SELECT FROM audit_accountingrequest r WHERE r.id = request_id AND r.agency_id = audit_accountingstep.agency_id));
CREATE POLICY keep ON audit_accountingrun FOR INSERT TO app_rt WITH CHECK (
  audit_keeps_accountings(agency_id) AND by_id = (SELECT app_user_id()) AND EXISTS (
    SELECT FROM audit_accountingrequest r WHERE r.id = request_id AND r.agency_id = audit_accountingrun.agency_id));
CREATE POLICY keep ON audit_accountingcopy FOR INSERT TO app_rt WITH CHECK (
  audit_keeps_accountings(agency_id) AND EXISTS (
    SELECT FROM audit_accountingrun r WHERE r.id = run_id AND r.request_id = audit_accountingcopy.request_id
      AND r.agency_id = audit_accountingcopy.agency_id));
CREATE POLICY keep ON audit_suspensionend FOR INSERT TO app_rt WITH CHECK (
  audit_keeps_accountings(agency_id) AND by_id = (SELECT app_user_id()) AND EXISTS (
    SELECT FROM audit_suspension s WHERE s.id = suspension_id AND s.agency_id = audit_suspensionend.agency_id));
