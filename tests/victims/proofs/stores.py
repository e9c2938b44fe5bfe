"""Everything that the case file's side keeps, as text: each row of each table, sessions, mails, the
broker and the cache, log lines, files."""

import base64
import json
import logging
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import redis
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connections

from casemgmt.core.logs import IdsOnly
from tools.psql import program, where

TABLES = """
    SELECT format('%I.%I', n.nspname, c.relname)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND n.nspname NOT LIKE 'pg_%' ORDER BY 1
"""
KEYS = """
    SELECT c.table_name, c.column_name, c.udt_name FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
      AND c.udt_name IN ('uuid', '_uuid', 'bytea', '_bytea')
"""


@contextmanager
def superuser(alias: str) -> Iterator[psycopg2.extensions.cursor]:
    """Yield a cursor that no wall stops, in the database of an alias."""
    address = urlsplit(os.environ["TEST_DATABASE_URL"])
    name = connections[alias].settings_dict["NAME"]
    connection = psycopg2.connect(urlunsplit(address._replace(path=f"/{name}")))
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def dump(alias: str) -> dict[str, str]:
    """Return the content of each table of a database, as a dump holds it."""
    found = {}
    with superuser(alias) as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
            found[table] = "\n".join(row for (row,) in cursor.fetchall())
        cursor.execute("SELECT count(*) FROM pg_largeobject")
        assert cursor.fetchone() == (0,)
    return found


def dump_file(alias: str) -> str:
    """Return what pg_dump writes of a whole database: tables, functions, comments, sequences."""
    address = urlsplit(os.environ["TEST_DATABASE_URL"])
    whole = urlunsplit(address._replace(path=f"/{connections[alias].settings_dict['NAME']}"))
    done = subprocess.run(
        [str(program("pg_dump")), "--no-password"],
        env={"PATH": os.environ["PATH"], **where(whole)}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return done.stdout


def keys_of(alias: str) -> dict[str, str]:
    """Return each key, token and encrypted value of a database, with the column that holds it."""
    found: dict[str, str] = {}
    with superuser(alias) as cursor:
        cursor.execute(KEYS)
        for table, column, kind in cursor.fetchall():
            many = f'unnest("{column}")' if kind.startswith("_") else f'"{column}"'
            text = "encode(v, 'hex')" if kind.endswith("bytea") else "v::text"
            cursor.execute(f'SELECT {text} FROM (SELECT {many} AS v FROM "{table}") x')
            values = {value for (value,) in cursor.fetchall() if value and len(value) >= 16}
            found |= dict.fromkeys(values, f"{table}.{column}")
    return found


def sessions() -> str:
    """Return what sessions hold, read as the product reads them."""
    return "\n".join(json.dumps(one.get_decoded(), default=str) for one in Session.objects.all())


def mails() -> str:
    """Return all mails that were sent, with their headers."""
    return "\n".join(str(one.message()) for one in mail.outbox)


def broker() -> str:
    """Return every key and value of the broker and the cache; bodies of messages are opened."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    readers = {
        b"string": client.get,
        b"list": lambda key: client.lrange(key, 0, -1),
        b"hash": client.hgetall,
        b"set": client.smembers,
        b"zset": lambda key: client.zrange(key, 0, -1, withscores=True),
    }
    found = []
    for key in client.scan_iter():
        value = readers[client.type(key)](key)
        found.append(f"{key!r} {value!r} {opened(value)}")
    return "\n".join(found)


def opened(value: object) -> str:
    """Return the bodies of messages in a queue, which travel as base64."""
    bodies = []
    for one in value if isinstance(value, list) else []:
        try:
            bodies.append(base64.b64decode(json.loads(one)["body"]).decode())
        except (ValueError, KeyError, TypeError):
            continue
    return " ".join(bodies)


def files(*folders: Path) -> str:
    """Return names and contents of all files under some folders."""
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return "\n".join(f"{path} {path.read_bytes()!r}" for path in paths)


@contextmanager
def log_lines() -> Iterator[list[str]]:
    """Collect what the product's processes write to their logs, formatted as they do."""
    lines: list[str] = []
    given = settings.LOGGING["formatters"]["line"]

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Kept(logging.INFO)
    handler.setFormatter(IdsOnly(given["format"], style=given["style"]))
    watched = [logging.getLogger(name) for name in ("", "django", "celery", "audit")]
    for one in watched:
        one.addHandler(handler)
    try:
        yield lines
    finally:
        for one in watched:
            one.removeHandler(handler)


def rows_as_text(alias: str) -> Iterator[str]:
    """Yield each row of each table as the test's own transaction sees it."""
    with connections[alias].cursor() as cursor:
        for table in connections[alias].introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            yield from (row for (row,) in cursor.fetchall())
