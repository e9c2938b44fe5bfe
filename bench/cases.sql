-- The cases and what hangs on them, in set-based statements. load.py took the triggers, foreign keys and indexes of these tables
-- away: what the triggers write is written here, and check.sql lets them write a sample again and compares.
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
    officer_id, stage, sovereign, is_juvenile, offense, opened_on, closing_reason, next_review, contact_due, risk_level, sealed_under)
  SELECT id, 1, now(), 1, to_char(16 + pg_temp.dice(i, 9, 10), 'FM00') || '-' || to_char(i, 'FM0000000'), person_id,
    family || ', ' || given, 1 + (unit - 1) / 10, unit, team, block * 8 + 1 + pg_temp.dice(i, 10, 2), stage, 'state', false,
    'Unlawful sexual contact', current_date - 30 - pg_temp.dice(i, 11, 900), '', next_review, next_review - 9, '', '' FROM draft;

-- As the triggers would: a grant carries the date that lists are sorted by, unless the case is in no list.
INSERT INTO casemgmt_casegroupgrant (group_id, permission_id, case_id, next_review)
  SELECT team, view_case, id, CASE WHEN stage <> 'closed' THEN next_review END FROM perm, draft;
INSERT INTO casemgmt_caseusergrant (user_id, permission_id, case_id, kind, reason, next_review)
  SELECT block * 8 + 1 + pg_temp.dice(i, 10, 2), view_case, id, 'assignment', '', CASE WHEN stage <> 'closed' THEN next_review END
  FROM perm, draft;
INSERT INTO casemgmt_caseusergrant (user_id, permission_id, case_id, kind, reason, valid_until, next_review)
  SELECT mod(block + 1, blocks) * 8 + 3, view_case, id, 'grant', 'stands in', now() + interval '30 days',
    CASE WHEN stage <> 'closed' THEN next_review END
  FROM perm, size, draft WHERE pg_temp.dice(i, 12, 50) = 0;
-- The guest's: sixty in force, ten that ended, ten that have not begun.
INSERT INTO casemgmt_caseusergrant (user_id, permission_id, case_id, kind, reason, starts_at, valid_until, next_review)
  SELECT s.id, view_case, d.id, 'grant', 'consultation', now() + CASE WHEN i < 10 THEN interval '5 days' ELSE interval '-50 days' END,
    now() + CASE WHEN i >= 70 THEN interval '-1 day' ELSE interval '30 days' END, CASE WHEN stage <> 'closed' THEN next_review END
  FROM perm, seat s, draft d WHERE s.username = 'guest' AND i < 80;
INSERT INTO casemgmt_examreferral (id, jurisdiction_id, created_at, version, case_id, author_id, owner_agency_id, kind, areas,
    suitability, period, examiner_id, regimes)
  SELECT gen_random_uuid(), 1, now(), 1, id, block * 8 + 1, 1 + (unit - 1) / 10, 'maintenance', '', '', '', block * 8 + 4, '{}'
  FROM draft WHERE pg_temp.dice(i, 13, 10) = 0;
INSERT INTO casemgmt_caseusergrant (user_id, permission_id, case_id, kind, reason, next_review)
  SELECT block * 8 + 4, view_case, id, 'examiner', '', CASE WHEN stage <> 'closed' THEN next_review END
  FROM perm, draft WHERE pg_temp.dice(i, 13, 10) = 0;
INSERT INTO casemgmt_release (id, jurisdiction_id, created_at, version, case_id, kind, from_agency_id, to_agency_id, to_discipline,
    categories, items, purpose, about, signed_by, signed_on, elements, missing, ways, redisclosure_barred, starts_at, ends_at,
    revoked_at, revoked_how, revoked_by)
  SELECT gen_random_uuid(), 1, now(), 1, id, 'authorization', 21 + mod(block, 20), 1 + (unit - 1) / 10, '',
    ARRAY['treatment_summary', 'treatment_clinical'], '{}', 'supervision', '', 'the person', current_date - 300, '{}', '{}', '{}',
    true, now() - interval '300 days', now() + CASE WHEN n = 2 THEN interval '-9 days' ELSE interval '300 days' END,
    CASE WHEN n = 1 THEN now() - interval '30 days' END, CASE WHEN n = 1 THEN 'written' ELSE '' END, ''
  FROM draft, generate_series(0, 2) n;

-- The limit reads a copy of the cases with neither walls nor grants, and with the index that a list without permissions would have.
CREATE TABLE bench_case AS SELECT * FROM casemgmt_case;
ALTER TABLE bench_case ADD PRIMARY KEY (id);
CREATE INDEX ON bench_case (next_review, id);
CREATE INDEX ON bench_case USING gin (lower(person_name) gin_trgm_ops);
CREATE INDEX ON bench_case USING gin (lower(number) gin_trgm_ops);
