-- What begins today begins on the jurisdiction's day, not on that of Greenwich.

CREATE FUNCTION app_today() RETURNS date LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('app.today', true), '')::date, app_now()::date) $$;

-- A refusal also names its reason, which the application cannot know: behind the wall all cases look alike.
CREATE OR REPLACE FUNCTION audit_label_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  c record;
BEGIN
  IF NEW.case_id IS NULL OR (NEW.case_label <> '' AND NEW.owner_agency_id IS NOT NULL AND NEW.because <> 'no_standing') THEN
    RETURN NEW;
  END IF;
  SELECT x.number, x.agency_id, x.team_id, x.sealed_at INTO c FROM casemgmt_case x WHERE x.id = NEW.case_id;
  IF NOT FOUND THEN
    RETURN NEW;
  END IF;
  NEW.case_label := coalesce(nullif(NEW.case_label, ''), c.number);
  NEW.owner_agency_id := coalesce(NEW.owner_agency_id, c.agency_id);
  IF NEW.because = 'no_standing' THEN
    NEW.because := CASE
      WHEN c.sealed_at IS NOT NULL THEN 'sealed'
      WHEN NEW.case_id = ANY (app_conflict_ids()) THEN 'conflict_of_interest'
      WHEN EXISTS (SELECT 1 FROM teams_membership m WHERE m.team_id = c.team_id AND m.user_id = NEW.actor_id
                   AND m.until IS NOT NULL AND m.starts <= app_today()) THEN 'membership_ended'
      ELSE 'no_standing' END;
  END IF;
  RETURN NEW;
END $$;
