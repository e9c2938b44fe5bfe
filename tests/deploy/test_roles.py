"""The roles of a deployment, tried on the database that the tests run on."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, connection, connections, transaction

from casemgmt.startup import refuse_open_tables, refuse_powers, refuse_unsafe_role
from tests.plugins.roles import as_owner, as_role, current_role

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
MAY_CONNECT = "SELECT has_database_privilege('{}', current_database(), 'CONNECT')"
SERVING = {"default": "app_rt", "advocacy": "advocacy_rt"}


def ask(sql: str, using: str = "default") -> object:
    """Return the first value of the first row."""
    with connections[using].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@pytest.mark.parametrize("using", SERVING)
def test_tests_run_as_the_serving_role(using):
    assert current_role(using) == SERVING[using]


@pytest.mark.parametrize("role", ["app_rt", "app_owner", "sealer", "backup_ro"])
def test_no_role_of_the_case_file_can_connect_to_the_advocacy_database(role):
    assert not ask(
        f"SELECT has_database_privilege('{role}', current_database(), 'CONNECT')", "advocacy"
    )


@pytest.mark.parametrize("role", ["advocacy_rt", "advocacy_owner"])
def test_no_role_of_the_advocates_can_connect_to_the_case_file(role):
    assert not ask(MAY_CONNECT.format(role))


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE planted ()",
        "CREATE TEMPORARY TABLE planted ()",
        "TRUNCATE teams_user CASCADE",
        "ALTER TABLE teams_user DISABLE ROW LEVEL SECURITY",
        "DROP TABLE teams_user",
    ],
)
def test_the_serving_role_cannot_change_the_schema_or_truncate(statement):
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_nobody_but_the_owner_may_truncate_anything():
    granted = ask(
        "SELECT count(*) FROM information_schema.role_table_grants "
        "WHERE privilege_type = 'TRUNCATE' AND grantee NOT IN ('app_owner', 'postgres') "
        "AND table_schema NOT IN ('pg_catalog', 'information_schema')"
    )
    assert granted == 0


def test_the_product_starts_as_the_serving_role():
    refuse_unsafe_role()


def test_the_product_does_not_start_as_the_owner():
    with as_owner(), pytest.raises(ImproperlyConfigured, match="owns tables"):
        refuse_powers("default")


def test_the_product_does_not_start_where_a_listed_table_is_missing_or_open():
    with pytest.raises(ImproperlyConfigured, match=r"on: django_migrations, no_such_table\."):
        refuse_open_tables("default", ["no_such_table", "django_migrations"])


def test_another_role_ends_with_its_block():
    with as_role("app_owner"):
        assert current_role() == "app_owner"
    assert current_role() == "app_rt"


def test_another_role_ends_with_an_error_inside_its_block():
    with pytest.raises(ProgrammingError), as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT no_such_function()")
    assert current_role() == "app_rt"
