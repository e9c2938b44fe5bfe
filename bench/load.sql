-- A jurisdiction of any size in set-based statements: 200 units in 20 agencies, teams of 40 cases, eight people to three teams.
-- Written by the owner; the triggers of the product run. %(cases)s comes from load.py.
CREATE FUNCTION pg_temp.dice(i int, salt int, n int) RETURNS int LANGUAGE sql IMMUTABLE AS
  $$ SELECT mod(abs(hashint4extended(i, salt)), n)::int $$;
CREATE FUNCTION pg_temp.syllable(i int, salt int) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT (ARRAY['mar', 'tel', 'son', 'bri', 'cal', 'dor', 'fen', 'gar', 'hol', 'jas', 'kel', 'lin', 'mon', 'nor', 'ost',
    'per', 'quin', 'ros', 'sel', 'tor', 'ulm', 'ven', 'wes', 'yar', 'zan', 'bel', 'cor', 'dal', 'ern', 'fal'])
    [1 + pg_temp.dice(i, salt, 30)] $$;
CREATE TEMP TABLE size AS
  SELECT %(cases)s::int AS cases, greatest(3, %(cases)s / 40)::int AS teams, greatest(1, (%(cases)s / 40 + 2) / 3)::int AS blocks;
CREATE TEMP TABLE perm AS SELECT
  (SELECT p.id FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
   WHERE p.codename = 'view_case' AND t.app_label = 'casemgmt') AS view_case,
  (SELECT p.id FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
   WHERE p.codename = 'supervise_unit' AND t.app_label = 'teams') AS supervise_unit;

INSERT INTO teams_agency (id, key, name, kind, sovereign, is_part2_program, address, phone)
  SELECT a, gen_random_uuid(), 'Agency ' || a, CASE WHEN a <= 20 THEN 'supervision' ELSE 'treatment' END, 'state', false, '', ''
  FROM generate_series(1, 40) a;
INSERT INTO teams_unit (id, key, agency_id, name)
  SELECT u, gen_random_uuid(), 1 + (u - 1) / 10, 'Unit ' || u FROM generate_series(1, 200) u;
INSERT INTO auth_group (id, name) SELECT t, 'team ' || t FROM size, generate_series(1, teams) t;
INSERT INTO teams_team (id, key, name, level, unit_id, group_id, vision, designees_allowed)
  SELECT t, gen_random_uuid(), 'Team ' || t, 'case', 1 + mod((t - 1) / 3, 200), t, '', false FROM size, generate_series(1, teams) t;

-- Seats of a block: two officers, then one of each other discipline. After the blocks come two supervisors and an administrator.
CREATE TEMP TABLE seat AS
  SELECT b * 8 + s + 1 AS id, b AS block, s AS seat, 'b' || b || '.' || s AS username, 1 + mod(b, 200) AS unit,
    (ARRAY['supervision', 'supervision', 'treatment', 'polygraph', 'prosecution', 'community_advocacy', 'law_enforcement',
           'defense'])[s + 1] AS discipline, '' AS office
  FROM size, generate_series(0, blocks - 1) b, generate_series(0, 7) s
  UNION ALL SELECT blocks * 8 + n, NULL, n, (ARRAY['unit.supervisor', 'agency.supervisor', 'admin'])[n], 1, 'supervision',
    (ARRAY['supervisor', 'supervisor', 'administrator'])[n] FROM size, generate_series(1, 3) n;
INSERT INTO teams_user (id, key, password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined,
    name, agency_id, unit_id, discipline, office, title, phone, screening_until)
  SELECT id, gen_random_uuid(), '', false, username, '', '', username || '@example.org', false, true, now(), 'Person ' || id,
    CASE WHEN seat < 2 OR block IS NULL THEN 1 + (unit - 1) / 10 ELSE 21 + mod(block, 20) END,
    CASE WHEN discipline = 'supervision' THEN unit END, discipline, office, '', '', current_date + 300 FROM seat;
INSERT INTO teams_membership (key, team_id, user_id, role, starts)
  SELECT gen_random_uuid(), t, s.id, CASE WHEN s.seat = 0 THEN 'coordinator' ELSE 'member' END, current_date - 400
  FROM size, generate_series(1, teams) t JOIN seat s ON s.block = (t - 1) / 3;
INSERT INTO teams_user_groups (user_id, group_id) SELECT user_id, team_id FROM teams_membership;
INSERT INTO casemgmt_unitusergrant (user_id, permission_id, unit_id)
  SELECT s.id, supervise_unit, u FROM perm, seat s, generate_series(1, 10) u
  WHERE s.username = 'agency.supervisor' OR (s.username = 'unit.supervisor' AND u = 1);

CREATE TEMP TABLE draft AS
  SELECT i, md5('case' || i)::uuid AS id, md5('person' || i)::uuid AS person_id, t AS team, (t - 1) / 3 AS block,
    1 + mod((t - 1) / 3, 200) AS unit, current_date - 20 + pg_temp.dice(i, 1, 400) AS next_review,
    CASE WHEN pg_temp.dice(i, 2, 20) = 0 THEN 'closed' WHEN pg_temp.dice(i, 2, 20) = 1 THEN 'pretrial' ELSE 'supervised' END AS stage,
    initcap(pg_temp.syllable(i, 3) || pg_temp.syllable(i, 4) || pg_temp.syllable(i, 5)) AS family,
    initcap(pg_temp.syllable(i, 6) || pg_temp.syllable(i, 7)) AS given
  FROM size, LATERAL (SELECT n AS i, 1 + mod(n, teams) AS t FROM generate_series(0, cases - 1) n) x;
ANALYZE draft;
INSERT INTO casemgmt_person (id, jurisdiction_id, created_at, version, given_name, family_name, other_names, born_on)
  SELECT person_id, 1, now(), 1, given, family, '', DATE '1960-01-01' + pg_temp.dice(i, 8, 15000) FROM draft;
INSERT INTO casemgmt_case (id, jurisdiction_id, created_at, version, number, person_id, person_name, agency_id, unit_id, team_id,
    officer_id, stage, sovereign, is_juvenile, offense, opened_on, closing_reason, next_review, contact_due, risk_level)
  SELECT id, 1, now(), 1, to_char(16 + pg_temp.dice(i, 9, 10), 'FM00') || '-' || to_char(i, 'FM0000000'), person_id,
    family || ', ' || given, 1 + (unit - 1) / 10, unit, team, block * 8 + 1 + pg_temp.dice(i, 10, 2), stage, 'state', false,
    'Unlawful sexual contact', current_date - 30 - pg_temp.dice(i, 11, 900), '', next_review, next_review - 9, '' FROM draft;
ANALYZE casemgmt_case;
INSERT INTO casemgmt_casegroupgrant (group_id, permission_id, case_id) SELECT team, view_case, id FROM perm, draft;
INSERT INTO casemgmt_caseusergrant (user_id, permission_id, case_id, kind, reason)
  SELECT block * 8 + 1 + pg_temp.dice(i, 10, 2), view_case, id, 'assignment', '' FROM perm, draft;
INSERT INTO casemgmt_caseusergrant (user_id, permission_id, case_id, kind, reason, valid_until)
  SELECT mod(block + 1, blocks) * 8 + 3, view_case, id, 'grant', 'stands in', now() + interval '30 days'
  FROM perm, size, draft WHERE pg_temp.dice(i, 12, 50) = 0;
INSERT INTO casemgmt_examreferral (id, jurisdiction_id, created_at, version, case_id, author_id, owner_agency_id, kind, areas,
    suitability, period, examiner_id)
  SELECT gen_random_uuid(), 1, now(), 1, id, block * 8 + 1, 1 + (unit - 1) / 10, 'maintenance', '', '', '', block * 8 + 4
  FROM draft WHERE pg_temp.dice(i, 13, 10) = 0;
INSERT INTO casemgmt_release (id, jurisdiction_id, created_at, version, case_id, kind, from_agency_id, to_agency_id, to_discipline,
    categories, items, purpose, signed_by, signed_on, starts_at, ends_at, revoked_at, revoked_how)
  SELECT gen_random_uuid(), 1, now(), 1, id, 'authorization', 21 + mod(block, 20), 1 + (unit - 1) / 10, '',
    ARRAY['treatment_summary', 'treatment_clinical'], '{}', 'supervision', 'the person', current_date - 300,
    now() - interval '300 days', now() + CASE WHEN n = 2 THEN interval '-9 days' ELSE interval '300 days' END,
    CASE WHEN n = 1 THEN now() - interval '30 days' END, CASE WHEN n = 1 THEN 'written' ELSE '' END
  FROM draft, generate_series(0, 2) n;

-- The limit reads a copy of the cases with neither walls nor grants, and with the index that a list without permissions would have.
CREATE TABLE bench_case AS SELECT * FROM casemgmt_case;
ALTER TABLE bench_case ADD PRIMARY KEY (id);
CREATE INDEX ON bench_case (next_review, id);
CREATE INDEX ON bench_case USING gin (lower(person_name) gin_trgm_ops);
CREATE INDEX ON bench_case USING gin (lower(number) gin_trgm_ops);
