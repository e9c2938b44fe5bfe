"""Refuses to serve where the database would not stop a forgotten filter."""

import logging
from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

log = logging.getLogger(__name__)

STANDING_TABLES = (
    "casemgmt_casegroupgrant",
    "casemgmt_caseusergrant",
    "casemgmt_conflict",
    "audit_event",
)
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
    """Return the tables that hold case or victim content, and those that a deployment adds."""
    from casemgmt.core.scoping import ScopedModel  # noqa: PLC0415 - celery loads this before the apps

    sealed = [model for model in apps.get_models() if issubclass(model, ScopedModel)]
    content = [m._meta.db_table for m in sealed if m._meta.app_label != "advocacy"]
    return sorted({*content, *STANDING_TABLES, *settings.ROW_SECURITY_TABLES})


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
