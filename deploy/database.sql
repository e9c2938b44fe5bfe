-- The case file's database: who may connect, what the serving role may do. Safe to run again, after roles.sql.
-- Another name than casemgmt: psql -v main=NAME -f deploy/database.sql
\set ON_ERROR_STOP on
\if :{?main}
\else
\set main casemgmt
\endif

SELECT format('CREATE DATABASE %I OWNER app_owner TEMPLATE template0 ENCODING ''UTF8''', :'main')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'main')
\gexec
REVOKE ALL ON DATABASE :"main" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"main" TO app_rt, sealer, backup_ro;

\connect :"main"
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO app_rt, sealer;

-- What app_owner makes in public, app_rt may read and write, never TRUNCATE or alter. The ledger lives in a
-- schema of its own, whose migrations grant single columns.
ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app_rt;
ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA public GRANT USAGE ON SEQUENCES TO app_rt;
ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO app_rt;
