-- The people of a jurisdiction of any size: 200 units in 20 agencies, teams of 40 cases, eight people to three teams.
-- Written by the owner before cases.sql, in the same transaction. %(cases)s comes from load.py.
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
   WHERE p.codename = 'supervise_unit' AND t.app_label = 'teams') AS supervise_unit,
  (SELECT p.id FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
   WHERE p.codename = 'supervise_agency' AND t.app_label = 'teams') AS supervise_agency,
  (SELECT p.id FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
   WHERE p.codename = 'supervise_user' AND t.app_label = 'teams') AS supervise_user;

INSERT INTO teams_agency (id, key, name, kind, sovereign, is_part2_program, address, phone)
  SELECT a, gen_random_uuid(), 'Agency ' || a, CASE WHEN a <= 20 THEN 'supervision' ELSE 'treatment' END, 'state', false, '', ''
  FROM generate_series(1, 40) a;
INSERT INTO teams_unit (id, key, agency_id, name)
  SELECT u, gen_random_uuid(), 1 + (u - 1) / 10, 'Unit ' || u FROM generate_series(1, 200) u;
INSERT INTO auth_group (id, name) SELECT t, 'team ' || t FROM size, generate_series(1, teams) t;
INSERT INTO teams_team (id, key, name, level, unit_id, group_id, vision, designees_allowed)
  SELECT t, gen_random_uuid(), 'Team ' || t, 'case', 1 + mod((t - 1) / 3, 200), t, '', false FROM size, generate_series(1, teams) t;

-- Seats of a block: two officers, then one of each other discipline. After the blocks come those of `apart`: supervisors by a line
-- over units, over an agency and over people, an administrator, somebody on no team with nothing but dated grants, and a prosecutor
-- who sits on fifty teams.
CREATE TEMP TABLE apart AS SELECT * FROM (VALUES
  (1, 'unit.supervisor', 'supervision', 'supervisor', 1), (2, 'agency.supervisor', 'supervision', 'supervisor', 1),
  (3, 'admin', 'supervision', 'administrator', 1), (4, 'agency.line', 'supervision', 'supervisor', 1),
  (5, 'people.line', 'supervision', 'supervisor', 1), (6, 'guest', 'treatment', '', NULL),
  (7, 'fifty.teams', 'prosecution', '', NULL)) x (n, username, discipline, office, unit);
CREATE TEMP TABLE seat AS
  SELECT b * 8 + s + 1 AS id, b AS block, s AS seat, 'b' || b || '.' || s AS username, 1 + mod(b, 200) AS unit,
    (ARRAY['supervision', 'supervision', 'treatment', 'polygraph', 'prosecution', 'community_advocacy', 'law_enforcement',
           'defense'])[s + 1] AS discipline, '' AS office
  FROM size, generate_series(0, blocks - 1) b, generate_series(0, 7) s
  UNION ALL SELECT blocks * 8 + n, NULL, NULL, username, unit, discipline, office FROM size, apart;
INSERT INTO teams_user (id, key, password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined,
    name, agency_id, unit_id, discipline, office, title, phone, screening_until)
  SELECT id, gen_random_uuid(), '', false, username, '', '', username || '@example.org', false, true, now(), 'Person ' || id,
    CASE WHEN discipline = 'supervision' THEN 1 + (unit - 1) / 10 ELSE 21 + mod(coalesce(block, 0), 20) END,
    CASE WHEN discipline = 'supervision' THEN unit END, discipline, office, '', '', current_date + 300 FROM seat;
INSERT INTO teams_membership (key, team_id, user_id, role, starts)
  SELECT gen_random_uuid(), t, s.id, CASE WHEN s.seat = 0 THEN 'coordinator' ELSE 'member' END, current_date - 400
  FROM size, generate_series(1, teams) t JOIN seat s ON s.block = (t - 1) / 3;
INSERT INTO teams_membership (key, team_id, user_id, role, starts)
  SELECT gen_random_uuid(), t, s.id, 'member', current_date - 400 FROM seat s, generate_series(1, 50) t WHERE s.username = 'fifty.teams';
INSERT INTO teams_user_groups (user_id, group_id) SELECT user_id, team_id FROM teams_membership;
INSERT INTO casemgmt_unitusergrant (user_id, permission_id, unit_id)
  SELECT s.id, supervise_unit, u FROM perm, seat s, generate_series(1, 10) u
  WHERE s.username = 'agency.supervisor' OR (s.username = 'unit.supervisor' AND u = 1);
INSERT INTO casemgmt_agencyusergrant (user_id, permission_id, agency_id)
  SELECT s.id, supervise_agency, 1 FROM perm, seat s WHERE s.username = 'agency.line';
INSERT INTO casemgmt_personlinegrant (user_id, permission_id, person_id)
  SELECT s.id, supervise_user, p.id FROM perm, seat s, seat p
  WHERE s.username = 'people.line' AND p.block < 4 AND p.discipline IN ('supervision', 'polygraph');
