-- Lets the triggers write the standing of a sample of cases again, and raises where the load wrote anything else.
DO $$
DECLARE
  differs int;
BEGIN
  CREATE TEMP TABLE sample AS SELECT id FROM draft WHERE mod(i, greatest(1, (SELECT cases / 500 FROM size))) = 0;
  CREATE TEMP TABLE loaded_user AS SELECT g.user_id, g.permission_id, g.case_id, g.kind, g.reason, g.starts_at, g.valid_until,
    g.next_review FROM casemgmt_caseusergrant g JOIN sample s ON s.id = g.case_id;
  CREATE TEMP TABLE loaded_group AS SELECT g.group_id, g.permission_id, g.case_id, g.next_review
    FROM casemgmt_casegroupgrant g JOIN sample s ON s.id = g.case_id;
  DELETE FROM casemgmt_caseusergrant WHERE case_id IN (SELECT id FROM sample);
  DELETE FROM casemgmt_casegroupgrant WHERE case_id IN (SELECT id FROM sample);
  INSERT INTO casemgmt_caseusergrant (user_id, permission_id, case_id, kind, reason, starts_at, valid_until)
    SELECT user_id, permission_id, case_id, kind, reason, starts_at, valid_until FROM loaded_user WHERE kind <> 'examiner';
  INSERT INTO casemgmt_casegroupgrant (group_id, permission_id, case_id) SELECT group_id, permission_id, case_id FROM loaded_group;
  UPDATE casemgmt_examreferral SET examiner_id = examiner_id WHERE case_id IN (SELECT id FROM sample);
  UPDATE casemgmt_case SET next_review = next_review WHERE id IN (SELECT id FROM sample);
  SELECT count(*) INTO differs FROM (
    (SELECT * FROM loaded_user EXCEPT SELECT user_id, permission_id, case_id, kind, reason, starts_at, valid_until, next_review
      FROM casemgmt_caseusergrant) UNION ALL
    (SELECT g.user_id, g.permission_id, g.case_id, g.kind, g.reason, g.starts_at, g.valid_until, g.next_review
      FROM casemgmt_caseusergrant g JOIN sample s ON s.id = g.case_id EXCEPT SELECT * FROM loaded_user)) x;
  IF differs = 0 THEN
    SELECT count(*) INTO differs FROM (
      (SELECT * FROM loaded_group EXCEPT SELECT group_id, permission_id, case_id, next_review FROM casemgmt_casegroupgrant) UNION ALL
      (SELECT g.group_id, g.permission_id, g.case_id, g.next_review
        FROM casemgmt_casegroupgrant g JOIN sample s ON s.id = g.case_id EXCEPT SELECT * FROM loaded_group)) x;
  END IF;
  IF differs > 0 OR NOT EXISTS (SELECT FROM loaded_user WHERE kind = 'examiner') THEN
    RAISE EXCEPTION 'the load and the triggers differ in %% rows of the sample', differs;
  END IF;
END $$;
