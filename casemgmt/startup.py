"""Refuses to serve where the database would not stop a forgotten filter, or where the access table
makes no sense."""

import logging
from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from casemgmt.policy import load
from casemgmt.policy.reading import TableError

log = logging.getLogger(__name__)

OWN_APPS = ("audit", "casemgmt", "teams", "victims")
# Tables without a wall, each with the reason: none of them holds content of a case, of a victim or
# of a meeting. Any other table of this project must be walled before anything serves.
OPEN_TABLES = {
    "teams_agency": "a directory: who is at the tables of the jurisdiction",
    "teams_unit": "a directory: the parts of an agency",
    "teams_user": "read at the sign-in, before anyone is known; names stand on every record",
    "teams_user_groups": "guardian's groups of a person; standing goes by dated seats",
    "teams_user_user_permissions": "unused: nobody holds a permission without an object",
    "teams_team": "a directory: the teams and their vision",
    "teams_membership": "a directory of seats; the scope of a request is made of it",
    "teams_apitoken": "a digest, looked up before anyone is known",
    "teams_reminder": "who gets a mail about which meeting and when; no text, sent by a job",
    "teams_notice": "who gets a mail and when; no text, sent by a job",
    "audit_changeentry": "names of changed fields, values masked; its columns are not granted",
    "audit_leaf": "digests of the ledger's seal",
    "audit_node": "digests of the ledger's seal",
    "audit_head": "digests of the ledger's seal",
    "audit_key": "public keys of the ledger's seal",
    "audit_anchor": "time stamps and co-signatures of the ledger's heads",
    "audit_headmail": "which head of the ledger goes to which office, and when",
    "audit_alarm": "which part of the ledger's own work stopped and when; no event, no person",
    "audit_journalwait": "which process has lines that wait for the journal, and since when",
    "audit_watch": "when the watcher over the ledger's work looked last",
    "audit_rowchange": "names of changed columns and keys of rows; nothing of it is granted",
}
POWERS = "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
OWNED = """
    SELECT n.nspname || '.' || c.relname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND pg_has_role(current_user, c.relowner, 'MEMBER')
    LIMIT 1
"""
UNGUARDED = """
    SELECT name FROM unnest(%s::text[]) AS name LEFT JOIN pg_class c ON c.oid = to_regclass(name)
    WHERE (c.relrowsecurity AND c.relforcerowsecurity) IS NOT TRUE
    ORDER BY name
"""


def use_policy_table(path: str) -> None:
    """Let the access table at `path` decide, the default one without a path; raises
    ImproperlyConfigured with every line that is wrong with it."""
    try:
        load.use(path)
    except TableError as error:
        lines = "\n  ".join(str(problem) for problem in error.problems)
        raise ImproperlyConfigured(
            f"The access table {path} (setting POLICY_TABLE) is not valid:\n  {lines}\n"
            f"Correct it, then check it: POLICY_TABLE= manage.py policy check {path}"
        ) from None


def refuse_unsafe_role(tables: Iterable[str] | None = None) -> None:
    """Raise ImproperlyConfigured unless every role is plain and each listed table is walled."""
    for alias in connections:
        try:
            refuse_powers(alias)
        except OperationalError:
            if alias == DEFAULT_DB_ALIAS:
                raise
            # Its own pages check the role on first use; the rest of the product goes on.
            log.warning("The database %s does not answer.", alias)
    refuse_open_tables(DEFAULT_DB_ALIAS, walled_tables() if tables is None else tables)


def walled_tables() -> list[str]:
    """Return every table of this project that is not open for a reason, and those that a
    deployment adds."""
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OWN_APPS
    ]
    ours = {model._meta.db_table for model in models}
    return sorted((ours - OPEN_TABLES.keys()) | set(settings.ROW_SECURITY_TABLES))


def refuse_powers(alias: str) -> None:
    """Raise ImproperlyConfigured where the connection's role could walk around the walls."""
    with connections[alias].cursor() as cursor:
        cursor.execute(POWERS)
        role, is_superuser, bypasses = cursor.fetchone()
        cursor.execute(OWNED)
        owned = cursor.fetchone()
    power = (
        (is_superuser and "is a superuser")
        or (bypasses and "bypasses row security")
        or (owned and "owns tables")
    )
    if power:
        raise ImproperlyConfigured(
            f"The database role {role!r} ({alias}) {power}. Serve as app_rt and advocacy_rt, "
            "which own nothing (deploy/roles.sql); owners are for migrations only."
        )


def refuse_open_tables(alias: str, tables: Iterable[str]) -> None:
    """Raise ImproperlyConfigured where a listed table is missing or does not force row security."""
    with connections[alias].cursor() as cursor:
        cursor.execute(UNGUARDED, [list(tables)])
        found = [name for (name,) in cursor.fetchall()]
    if found:
        raise ImproperlyConfigured(
            f"Row-level security is not forced on: {', '.join(found)}. "
            "Run `manage.py migrate` as app_owner."
        )
