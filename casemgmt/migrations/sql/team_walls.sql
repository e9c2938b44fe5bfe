-- The second wall of meetings: what a team wrote and who came shows to its members, to its guests and designees, and to the
-- supervisory line. An appointment alone also shows to whoever stands on a case of its agenda, who reads what was decided there.

-- The teams on which the viewer sits today, as the scope of the request knows them.
CREATE FUNCTION app_team_ids() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT coalesce(array_agg(t.id), '{}') FROM teams_team t WHERE t.group_id = ANY (app_group_ids()) $$;

-- The teams of the units and agencies that the viewer supervises.
CREATE FUNCTION app_line_team_ids() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT coalesce(array_agg(t.id), '{}') FROM teams_team t JOIN teams_unit u ON u.id = t.unit_id
     WHERE u.id = ANY (app_unit_ids()) OR u.agency_id = ANY (app_agency_ids()) $$;

-- The meetings to which the viewer came without a seat. A member's own row is none: it ends with the seat.
CREATE FUNCTION app_guest_meeting_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT coalesce(array_agg(a.meeting_id), '{}') FROM teams_attendance a
     WHERE a.user_id = app_user_id() AND a.capacity <> 'member' AND app_has_caseload() $$;

-- The scan of due mail runs for nobody: it sees the meetings for which mail waits, and nothing else.
CREATE FUNCTION app_mails_about(p_meeting uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS
  $$ SELECT app_user_id() IS NULL
     AND EXISTS (SELECT 1 FROM teams_reminder r WHERE r.meeting_id = p_meeting AND r.state IN ('pending', 'sending')) $$;

SELECT app_wall(t::regclass) FROM unnest(ARRAY[
  'teams_meeting', 'teams_attendance', 'teams_agendaitem', 'teams_minutes', 'teams_addendum']) AS t;

-- A row that is locked must pass the policies of UPDATE too, so a guest may lock; the check keeps him from writing.
CREATE POLICY known ON teams_meeting FOR SELECT TO app_rt USING (
  team_id = ANY ((SELECT app_team_ids())::bigint[]) OR team_id = ANY ((SELECT app_line_team_ids())::bigint[])
  OR id = ANY ((SELECT app_guest_meeting_ids())::uuid[])
  OR CASE WHEN (SELECT app_user_id()) IS NULL THEN app_mails_about(id)
          ELSE EXISTS (SELECT 1 FROM casemgmt_casereview r WHERE r.meeting_id = teams_meeting.id) END);
CREATE POLICY plan ON teams_meeting FOR INSERT TO app_rt WITH CHECK (team_id = ANY ((SELECT app_team_ids())::bigint[]));
CREATE POLICY keep ON teams_meeting FOR UPDATE TO app_rt
  USING (team_id = ANY ((SELECT app_team_ids())::bigint[]) OR id = ANY ((SELECT app_guest_meeting_ids())::uuid[]))
  WITH CHECK (team_id = ANY ((SELECT app_team_ids())::bigint[]));

DO $$
DECLARE
  target text;
  meeting text;
BEGIN
  FOREACH target IN ARRAY ARRAY['teams_attendance', 'teams_agendaitem', 'teams_minutes', 'teams_addendum'] LOOP
    meeting := CASE target WHEN 'teams_addendum' THEN 'minutes_id' ELSE 'meeting_id' END;
    EXECUTE format($f$CREATE POLICY known ON %1$I FOR SELECT TO app_rt USING (
      %1$I.%2$I = ANY ((SELECT app_guest_meeting_ids())::uuid[])
      OR EXISTS (SELECT 1 FROM teams_meeting m WHERE m.id = %1$I.%2$I AND (
        m.team_id = ANY ((SELECT app_team_ids())::bigint[]) OR m.team_id = ANY ((SELECT app_line_team_ids())::bigint[])))
      OR app_mails_about(%1$I.%2$I))$f$, target, meeting);
    EXECUTE format($f$CREATE POLICY add ON %1$I FOR INSERT TO app_rt WITH CHECK (%3$s
      EXISTS (SELECT 1 FROM teams_meeting m WHERE m.id = %1$I.%2$I AND m.team_id = ANY ((SELECT app_team_ids())::bigint[])))$f$,
      target, meeting,
      -- A guest adds to minutes as a member does.
      CASE target WHEN 'teams_addendum' THEN 'minutes_id = ANY ((SELECT app_guest_meeting_ids())::uuid[]) OR ' ELSE '' END);
  END LOOP;
  FOREACH target IN ARRAY ARRAY['teams_attendance', 'teams_agendaitem', 'teams_minutes'] LOOP
    EXECUTE format($f$CREATE POLICY keep ON %1$I FOR UPDATE TO app_rt
      USING (EXISTS (SELECT 1 FROM teams_meeting m WHERE m.id = %1$I.meeting_id AND m.team_id = ANY ((SELECT app_team_ids())::bigint[])))
      WITH CHECK (EXISTS (SELECT 1 FROM teams_meeting m WHERE m.id = %1$I.meeting_id
                          AND m.team_id = ANY ((SELECT app_team_ids())::bigint[])))$f$, target);
  END LOOP;
  FOREACH target IN ARRAY ARRAY['teams_attendance', 'teams_agendaitem'] LOOP
    EXECUTE format($f$CREATE POLICY take ON %1$I FOR DELETE TO app_rt
      USING (EXISTS (SELECT 1 FROM teams_meeting m WHERE m.id = %1$I.meeting_id AND m.team_id = ANY ((SELECT app_team_ids())::bigint[])))$f$,
      target);
  END LOOP;
END $$;

-- A meeting is cancelled, never deleted; what was said stays, and what is added to minutes is never rewritten.
REVOKE DELETE ON teams_meeting, teams_minutes, teams_addendum FROM app_rt;
REVOKE UPDATE ON teams_addendum FROM app_rt;
