-- Explanations: the rows from which the rules answer for somebody else than the one who asks. The rules themselves stay in
-- the policy: nothing here decides what is shown.

-- The rows of standing of each of `p_people` on a case, as they count at a moment; of everybody who stands there where
-- `p_people` is null. Runs as whoever calls it: the owner of the tables sees all, the application what its walls show.
-- `p_past`: the moment is over, so what began after it is left out where the rows say when it began.
CREATE FUNCTION case_standing_rows(p_people bigint[], p_case uuid, p_now timestamptz, p_today date, p_past boolean)
RETURNS jsonb LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  c casemgmt_case;
  line_kinds text[] := ARRAY['assignment', 'provider', 'examiner'];
  people bigint[] := p_people;
BEGIN
  SELECT * INTO c FROM casemgmt_case x WHERE x.id = p_case;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF p_past AND c.sealed_at > p_now THEN
    c.sealed_at := NULL;
  END IF;
  IF people IS NULL THEN
    SELECT coalesce(array_agg(k.user_id ORDER BY k.user_id), '{}') INTO people FROM (
      SELECT g.user_id FROM casemgmt_caseusergrant g WHERE g.case_id = c.id
        AND (g.starts_at IS NULL OR g.starts_at <= p_now) AND (g.valid_until IS NULL OR g.valid_until > p_now)
      UNION SELECT m.user_id FROM casemgmt_casegroupgrant g JOIN teams_team t ON t.group_id = g.group_id
        JOIN teams_membership m ON m.team_id = t.id
        WHERE g.case_id = c.id AND m.starts <= p_today AND (m.until IS NULL OR m.until >= p_today)
      UNION SELECT g.user_id FROM casemgmt_unitusergrant g WHERE g.unit_id = c.unit_id
      UNION SELECT g.user_id FROM casemgmt_agencyusergrant g WHERE g.agency_id = c.agency_id
      UNION SELECT l.user_id FROM casemgmt_personlinegrant l JOIN casemgmt_caseusergrant g ON g.user_id = l.person_id
        WHERE g.case_id = c.id AND g.kind = ANY (line_kinds)) k;
  END IF;
  RETURN jsonb_build_object(
    -- What the rules need, without a word of the person, of a victim or of what is shared.
    'case', to_jsonb(c) - ARRAY['person_name', 'person_id', 'offense', 'closing_reason', 'risk_level', 'risk_band',
                                'sealed_under'],
    'releases', (SELECT coalesce(jsonb_agg(to_jsonb(r) - ARRAY['about', 'items', 'signed_by', 'revoked_by'] ORDER BY r.starts_at DESC, r.id), '[]') FROM casemgmt_release r
                 WHERE r.case_id = c.id AND (NOT p_past OR r.created_at <= p_now)),
    'people', (SELECT coalesce(jsonb_agg(jsonb_build_object(
      'id', u.id,
      'lines', (SELECT coalesce(jsonb_agg(l.person_id), '[]') FROM casemgmt_personlinegrant l WHERE l.user_id = u.id),
      'units', (SELECT coalesce(jsonb_agg(g.unit_id), '[]') FROM casemgmt_unitusergrant g WHERE g.user_id = u.id),
      'agencies', (SELECT coalesce(jsonb_agg(g.agency_id), '[]') FROM casemgmt_agencyusergrant g WHERE g.user_id = u.id),
      'conflict', EXISTS (SELECT 1 FROM casemgmt_conflict k WHERE k.user_id = u.id AND k.case_id = c.id
                          AND (k.ended_at IS NULL OR k.ended_at > p_now) AND (NOT p_past OR k.declared_at <= p_now)),
      'examines', EXISTS (SELECT 1 FROM casemgmt_examreferral e WHERE e.case_id = c.id AND e.examiner_id = u.id),
      'grants', (SELECT coalesce(jsonb_agg(to_jsonb(g) ORDER BY g.id), '[]') FROM casemgmt_caseusergrant g
        WHERE g.case_id = c.id
          AND (g.user_id = u.id OR (g.kind = ANY (line_kinds) AND EXISTS (
            SELECT 1 FROM casemgmt_personlinegrant l WHERE l.user_id = u.id AND l.person_id = g.user_id)))
          AND (g.starts_at IS NULL OR g.starts_at <= p_now) AND (g.valid_until IS NULL OR g.valid_until > p_now)),
      'seats', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'team', t.name, 'starts', m.starts, 'until', m.until)
                                          ORDER BY m.starts, m.id), '[]')
        FROM teams_membership m JOIN teams_team t ON t.id = m.team_id
        JOIN casemgmt_casegroupgrant g ON g.group_id = t.group_id AND g.case_id = c.id
        WHERE m.user_id = u.id AND m.starts <= p_today AND (m.until IS NULL OR m.until >= p_today)),
      'former', EXISTS (SELECT 1 FROM teams_membership m JOIN teams_team t ON t.id = m.team_id
        JOIN casemgmt_casegroupgrant g ON g.group_id = t.group_id AND g.case_id = c.id
        WHERE m.user_id = u.id AND m.until < p_today),
      -- As app_open_scope() has it: agreements of the person's agency that cover a category and are not in force.
      'lapsed', (SELECT coalesce(jsonb_agg(jsonb_build_array(l.agency_id, l.category)), '[]') FROM (
        SELECT other.agency_id, covered.category
        FROM teams_agreement_parties mine
          JOIN teams_agreement a ON a.id = mine.agreement_id
          JOIN teams_agreement_parties other ON other.agreement_id = a.id AND other.agency_id <> mine.agency_id
          CROSS JOIN LATERAL unnest(a.covers) AS covered(category)
        WHERE mine.agency_id = u.agency_id
        GROUP BY other.agency_id, covered.category
        HAVING NOT bool_or(a.starts_at <= p_now AND (a.ends_at IS NULL OR a.ends_at > p_now))) l)
    ) ORDER BY u.id), '[]') FROM teams_user u WHERE u.id = ANY (people)));
END $$;

-- The same for those who may ask: everybody for himself; the privacy officer and the auditor of the case's agency or of the
-- person's; for everybody who stands on the case also its officer and whoever supervises it. Of a sealed case, whatever the
-- moment that is asked about, only the privacy officer of the agency that keeps it.
CREATE FUNCTION app_explanation(p_people bigint[], p_case uuid, p_now timestamptz, p_today date, p_past boolean)
RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  asker bigint := app_user_id();
  keeper bigint;
  sealed boolean;
  may boolean;
BEGIN
  SELECT x.agency_id, x.sealed_at IS NOT NULL INTO keeper, sealed FROM casemgmt_case x WHERE x.id = p_case;
  IF NOT FOUND OR current_setting('app.mfa', true) IS DISTINCT FROM 'true'
     OR NOT EXISTS (SELECT 1 FROM teams_user u WHERE u.id = asker AND u.is_active)
     OR (sealed AND NOT (app_office() = 'privacy_officer' AND keeper = app_agency_id())) THEN
    RETURN NULL;
  END IF;
  may := coalesce(p_people = ARRAY[asker], false);
  IF NOT may AND app_office() IN ('privacy_officer', 'auditor') THEN
    may := keeper = app_agency_id() OR coalesce(app_agency_id() = ALL (
      SELECT u.agency_id FROM teams_user u WHERE u.id = ANY (p_people)) AND cardinality(p_people) > 0, false);
  END IF;
  IF NOT may AND p_people IS NULL AND app_stands_on(p_case) THEN
    SELECT c.officer_id = asker OR c.unit_id = ANY (app_unit_ids()) OR c.agency_id = ANY (app_agency_ids())
           OR c.officer_id = ANY (app_line_ids())
      INTO may FROM casemgmt_case c WHERE c.id = p_case;
  END IF;
  IF NOT may THEN
    RETURN NULL;
  END IF;
  RETURN case_standing_rows(p_people, p_case, p_now, p_today, p_past);
END $$;

-- A case by its number, for the offices that explain access and see no case.
CREATE FUNCTION app_case_of_number(p_number text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT c.id FROM casemgmt_case c
  WHERE c.number = p_number AND app_office() IN ('privacy_officer', 'auditor') $$;
