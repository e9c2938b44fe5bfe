-- The roles of a deployment. Safe to run again. Run by a superuser:
--   APP_OWNER_PASSWORD=… APP_RT_PASSWORD=… psql -f deploy/roles.sql
-- A role whose password is not in the environment keeps the one it has (or signs in by certificate).
-- Where log_statement is "ddl" or more, turn it off for this session: a password is in the statement.
\set ON_ERROR_STOP on
\getenv app_owner_password APP_OWNER_PASSWORD
\getenv app_rt_password APP_RT_PASSWORD
\getenv sealer_password SEALER_PASSWORD
\getenv backup_ro_password BACKUP_RO_PASSWORD
\getenv advocacy_owner_password ADVOCACY_OWNER_PASSWORD
\getenv advocacy_rt_password ADVOCACY_RT_PASSWORD
\getenv advocacy_sealer_password ADVOCACY_SEALER_PASSWORD
\getenv advocacy_backup_password ADVOCACY_BACKUP_PASSWORD

SELECT format('CREATE ROLE %I', name)
FROM unnest(ARRAY['app_owner', 'app_rt', 'sealer', 'backup_ro', 'advocacy_owner', 'advocacy_rt', 'advocacy_sealer',
  'advocacy_backup']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

-- Owns the objects of the case file and migrates them; never serves a request.
ALTER ROLE app_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT;
-- Serves requests and background work; owns nothing and walks into every wall.
ALTER ROLE app_rt LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE app_rt SET statement_timeout = '30s';
ALTER ROLE app_rt SET lock_timeout = '5s';
ALTER ROLE app_rt SET idle_in_transaction_session_timeout = '60s';
-- Reads events and writes leaves and heads of the ledger; the migrations of the ledger grant it that.
ALTER ROLE sealer LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
-- Dumps everything of the case file, writes nothing.
ALTER ROLE backup_ro LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS;
ALTER ROLE backup_ro SET default_transaction_read_only = on;
GRANT pg_read_all_data TO backup_ro;
-- The victim-service organization's own roles: owner, serving role, sealer of its ledger, dumps.
ALTER ROLE advocacy_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT;
ALTER ROLE advocacy_rt LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE advocacy_rt SET statement_timeout = '30s';
ALTER ROLE advocacy_rt SET lock_timeout = '5s';
ALTER ROLE advocacy_rt SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE advocacy_sealer LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
-- Dumps the organization's database and no other: it may read, and no policy narrows what (deploy/advocacy.sql).
ALTER ROLE advocacy_backup LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS;
ALTER ROLE advocacy_backup SET default_transaction_read_only = on;

-- `manage.py policycheck` builds a world as an owner and asks as the role that serves, in one transaction.
-- Owners inherit nothing of it: the walls of the serving role hold only where SET ROLE was said.
GRANT app_rt TO app_owner;
GRANT advocacy_rt TO advocacy_owner;

\if :{?app_owner_password}
ALTER ROLE app_owner PASSWORD :'app_owner_password';
\endif
\if :{?app_rt_password}
ALTER ROLE app_rt PASSWORD :'app_rt_password';
\endif
\if :{?sealer_password}
ALTER ROLE sealer PASSWORD :'sealer_password';
\endif
\if :{?backup_ro_password}
ALTER ROLE backup_ro PASSWORD :'backup_ro_password';
\endif
\if :{?advocacy_owner_password}
ALTER ROLE advocacy_owner PASSWORD :'advocacy_owner_password';
\endif
\if :{?advocacy_rt_password}
ALTER ROLE advocacy_rt PASSWORD :'advocacy_rt_password';
\endif
\if :{?advocacy_sealer_password}
ALTER ROLE advocacy_sealer PASSWORD :'advocacy_sealer_password';
\endif
\if :{?advocacy_backup_password}
ALTER ROLE advocacy_backup PASSWORD :'advocacy_backup_password';
\endif
