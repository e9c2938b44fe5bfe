-- A serving process whose lines wait for the journal says so, and takes it back once they are sent: no other process sees its memory.
CREATE TABLE audit_journalwait (
  process text PRIMARY KEY,
  since timestamptz NOT NULL DEFAULT clock_timestamp(),
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
REVOKE ALL ON audit_journalwait FROM PUBLIC, app_rt, sealer;
GRANT SELECT, INSERT (process), UPDATE (at), DELETE ON audit_journalwait TO app_rt, sealer;
