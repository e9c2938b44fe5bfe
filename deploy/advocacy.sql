-- The victim-service organization's database: nobody of the case file may connect. Safe to run again, after
-- roles.sql. In a jurisdiction it runs on the organization's own server.
-- Another name than advocacy: psql -v advocacy=NAME -f deploy/advocacy.sql
\set ON_ERROR_STOP on
\if :{?advocacy}
\else
\set advocacy advocacy
\endif

SELECT format('CREATE DATABASE %I OWNER advocacy_owner TEMPLATE template0 ENCODING ''UTF8''', :'advocacy')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'advocacy')
\gexec
REVOKE ALL ON DATABASE :"advocacy" FROM PUBLIC;
REVOKE ALL ON DATABASE :"advocacy" FROM app_owner, app_rt, sealer, backup_ro;
GRANT CONNECT ON DATABASE :"advocacy" TO advocacy_rt, advocacy_sealer, advocacy_backup;

\connect :"advocacy"
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO advocacy_rt, advocacy_sealer, advocacy_backup;
ALTER DEFAULT PRIVILEGES FOR ROLE advocacy_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO advocacy_rt;
ALTER DEFAULT PRIVILEGES FOR ROLE advocacy_owner IN SCHEMA public
  GRANT USAGE ON SEQUENCES TO advocacy_rt;
ALTER DEFAULT PRIVILEGES FOR ROLE advocacy_owner IN SCHEMA public
  GRANT EXECUTE ON FUNCTIONS TO advocacy_rt;
-- What a dump reads; tables from before this line, too.
GRANT SELECT ON ALL TABLES IN SCHEMA public TO advocacy_backup;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO advocacy_backup;
ALTER DEFAULT PRIVILEGES FOR ROLE advocacy_owner IN SCHEMA public GRANT SELECT ON TABLES TO advocacy_backup;
ALTER DEFAULT PRIVILEGES FOR ROLE advocacy_owner IN SCHEMA public GRANT SELECT ON SEQUENCES TO advocacy_backup;
