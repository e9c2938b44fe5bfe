-- What somebody is still filling in shows to that person alone, and only while that person stands on the case.
SELECT app_wall('casemgmt_releasedraft');
CREATE POLICY mine ON casemgmt_releasedraft TO app_rt
  USING (created_by_id = (SELECT app_user_id())
    AND EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.id = casemgmt_releasedraft.case_id))
  WITH CHECK (created_by_id = (SELECT app_user_id())
    AND EXISTS (SELECT 1 FROM casemgmt_case c WHERE c.id = casemgmt_releasedraft.case_id));
