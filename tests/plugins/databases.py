"""The databases of a run: migrated once into templates, copied for each worker."""

import fcntl
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from django.db import connections
from django.test import TransactionTestCase

from tests.plugins import servers
from tools.psql import run_script

ROOT = servers.ROOT
APPS = ("audit", "casemgmt", "teams", "victims")
SCRIPTS = ("roles.sql", "database.sql", "advocacy.sql")
OWN_IMPORT = re.compile(rf"^\s*(?:from|import) ((?:{'|'.join(APPS)})[\w.]*)", re.MULTILINE)
LOGIN = """
DO $$ BEGIN CREATE ROLE app_test; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
ALTER ROLE app_test LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS PASSWORD %s;
GRANT app_owner, app_rt, sealer, backup_ro, advocacy_owner, advocacy_rt, advocacy_sealer,
  advocacy_backup TO app_test;
"""
MAIN, ADVOCACY = "default", "advocacy"
OWNERS = {MAIN: "app_owner", ADVOCACY: "advocacy_owner"}


def fingerprint() -> str:
    """Return a hash over everything that decides what a migrated database looks like."""
    total = hashlib.sha256()
    paths = [ROOT / "deploy" / name for name in SCRIPTS] + [ROOT / "requirements" / "dev.txt"]
    for app in APPS:
        paths += sorted((ROOT / app).rglob("migrations/*.py")) + sorted((ROOT / app).rglob("*.sql"))
    for path in paths:
        content = path.read_text()
        total.update(content.encode())
        if path.suffix == ".py":
            for module in OWN_IMPORT.findall(content):
                source = ROOT / f"{module.replace('.', '/')}.py"
                total.update(source.read_bytes() if source.exists() else b"")
    return total.hexdigest()[:12]


def names_of(suffix: str) -> dict[str, str]:
    """Return the two databases' names for a suffix."""
    return {MAIN: f"test_casemgmt_{suffix}", ADVOCACY: f"test_advocacy_{suffix}"}


def as_superuser(sql: str, *values: object) -> list[tuple]:
    """Run one statement outside any transaction and return its rows."""
    connection = psycopg2.connect(os.environ["TEST_DATABASE_URL"])
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def exists(name: str) -> bool:
    """Return whether the database is there."""
    return bool(as_superuser("SELECT 1 FROM pg_database WHERE datname = %s", name))


def make_templates(names: dict[str, str]) -> None:
    """Make both databases the way a deployment does: roles, grants, migrations as the owners."""
    superuser = os.environ["TEST_DATABASE_URL"]
    variables = {"main": names[MAIN], "advocacy": names[ADVOCACY]}
    for name in names.values():
        as_superuser(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    for script in SCRIPTS:
        run_script(ROOT / "deploy" / script, superuser, names=variables, words={})
    as_superuser(LOGIN, servers.password_of(superuser))
    open_to_tests(names)
    environment = {
        **os.environ,
        "DATABASE_URL": servers.at_database(
            os.environ["DATABASE_URL"], names[MAIN], role=OWNERS[MAIN]
        ),
        "ADVOCACY_DATABASE_URL": servers.at_database(
            os.environ["ADVOCACY_DATABASE_URL"], names[ADVOCACY], role=OWNERS[ADVOCACY]
        ),
    }
    for alias in names:
        options = ["--noinput", "-v0", "--skip-checks", "--database", alias]
        command = [sys.executable, "manage.py", "migrate", *options]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            as_superuser(f'DROP DATABASE "{names[alias]}" WITH (FORCE)')
            pytest.exit(f"The migrations failed on an empty database:\n{done.stderr}", returncode=1)


def open_to_tests(names: dict[str, str]) -> None:
    """Let app_test in, and the roles that a deployment lets in; copies do not inherit that."""
    for name in names.values():
        as_superuser(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
        as_superuser(f'GRANT CONNECT ON DATABASE "{name}" TO app_test')
    as_superuser(f'GRANT CONNECT ON DATABASE "{names[MAIN]}" TO app_rt, sealer, backup_ro')
    own = "advocacy_rt, advocacy_sealer, advocacy_backup"
    as_superuser(f'GRANT CONNECT ON DATABASE "{names[ADVOCACY]}" TO {own}')


def ensure_templates() -> dict[str, str]:
    """Return the templates of the current migrations; one process makes them, the others wait."""
    names = names_of(f"template_{fingerprint()}")
    with (servers.FOLDER / "templates.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not all(map(exists, names.values())):
            drop_leftovers()
            make_templates(names)
    return names


def drop_leftovers() -> None:
    """Drop databases of runs that were killed, and templates of other migrations."""
    rows = as_superuser(
        "SELECT datname FROM pg_database WHERE datname ~ '^test_(casemgmt|advocacy)_'"
    )
    for (name,) in rows:
        run = name.split("_")[2]
        if run == "template" or not Path(f"/proc/{run}").exists():
            as_superuser(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def copy_databases(templates: dict[str, str]) -> None:
    """Replace this worker's databases by fresh copies of the templates."""
    connections.close_all()
    names = names_of(f"{servers.run_name()}_{servers.WORKER}")
    for alias, name in names.items():
        as_superuser(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        as_superuser(
            f'CREATE DATABASE "{name}" TEMPLATE "{templates[alias]}" OWNER {OWNERS[alias]} '
            "STRATEGY FILE_COPY"
        )
    open_to_tests(names)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: object) -> Iterator[None]:
    """Give this worker its databases; fresh ones after each test that commits."""
    with django_db_blocker.unblock():
        templates = ensure_templates()
        copy_databases(templates)
    # Django would TRUNCATE, which nobody may: a copy of the template is as quick.
    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda _case: copy_databases(templates)
    yield
    TransactionTestCase._fixture_teardown = original
    with django_db_blocker.unblock():
        connections.close_all()
        for name in names_of(f"{servers.run_name()}_{servers.WORKER}").values():
            as_superuser(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
