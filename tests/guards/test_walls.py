"""The second wall: a table of this project either forces row-level security or stands on a list
with the reason why it need not."""

import pytest
from django.apps import apps
from django.db import connections

from casemgmt.core.scoping import ScopedModel
from casemgmt.startup import OPEN_TABLES, OWN_APPS, walled_tables

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
TABLES = """
    SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
"""
OWN = tuple(f"{app}_" for app in ("advocacy", *OWN_APPS))


def tables(alias: str) -> dict[str, bool]:
    """Return whether each table of the project is walled, by name."""
    with connections[alias].cursor() as cursor:
        cursor.execute(TABLES)
        return {name: walled for name, walled in cursor.fetchall() if name.startswith(OWN)}


def test_each_table_is_walled_or_open_for_a_reason():
    open_now = {name for name, walled in tables("default").items() if not walled}
    assert open_now == set(OPEN_TABLES)
    assert all(len(reason) > 10 for reason in OPEN_TABLES.values())


def test_each_table_of_the_advocates_is_walled():
    """Beside the tree of their ledger, whose digests are of no organization."""
    found = tables("advocacy")
    open_now = {name for name, walled in found.items() if not walled}
    tree = {name for name in OPEN_TABLES if OPEN_TABLES[name].endswith("the ledger's seal")}
    assert len(found) > len(tree)
    assert open_now == tree | {"audit_anchor"}


def test_the_start_refuses_for_each_walled_table():
    walled = {name for name, is_walled in tables("default").items() if is_walled}
    assert walled == set(walled_tables())
    assert not set(OPEN_TABLES) & set(walled_tables())


def test_nothing_with_content_is_on_the_open_list():
    sealed = {m._meta.db_table for m in apps.get_models() if issubclass(m, ScopedModel)}
    assert not sealed & set(OPEN_TABLES)
