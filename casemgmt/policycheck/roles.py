"""Both databases as two roles on one connection each: the owners build a world, the serving roles
answer; and the transaction around it all that never commits."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, OperationalError, ProgrammingError, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from casemgmt.settings.env import database

ADVOCACY = "advocacy"
OWNERS = {DEFAULT_DB_ALIAS: "app_owner", ADVOCACY: "advocacy_owner"}
SERVING = {DEFAULT_DB_ALIAS: "app_rt", ADVOCACY: "advocacy_rt"}
OWNER_URLS = {DEFAULT_DB_ALIAS: "DATABASE_OWNER_URL", ADVOCACY: "ADVOCACY_OWNER_URL"}
LIMITS = "SELECT set_config('statement_timeout', '30s', true)"


class OutOfReach(Exception):
    """The databases of this environment cannot serve scenarios; the message says why."""


def connect() -> None:
    """Connect to both databases as logins that can take both roles. Raises OutOfReach."""
    for alias in OWNERS:
        if alias not in connections.settings:
            raise OutOfReach("No advocacy database is shared here (ADVOCACY_DATABASE_URL).")
        try:
            if not _takes_both(alias):
                _reconnect(alias)
            _require_migrated(alias)
        except OperationalError as error:
            raise OutOfReach(f"The database “{alias}” does not answer.") from error


def _takes_both(alias: str) -> bool:
    roles = (OWNERS[alias], SERVING[alias])
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) = 2 AND bool_and(pg_has_role(session_user, oid, %s))"
            " FROM pg_roles WHERE rolname IN (%s, %s)",
            [_power(alias), *roles],
        )
        return bool(cursor.fetchone()[0])


def _power(alias: str) -> str:
    """Return the word for taking a role: before PostgreSQL 16 every member may."""
    server = connections[alias]
    return "SET" if server.pg_version >= 160000 else "MEMBER"  # type: ignore[attr-defined]


def _reconnect(alias: str) -> None:
    """Take the owner's login in place of the serving one's."""
    name = OWNER_URLS[alias]
    address = database(name, "")
    if not address.get("NAME"):
        raise OutOfReach(f"{name} is not set; the serving role cannot build a world.")
    connection = connections[alias]
    if connection.in_atomic_block:
        raise OutOfReach(f"The login of “{alias}” cannot take the roles of a world.")
    connection.close()
    for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT"):
        connection.settings_dict[key] = address.get(key, "")
    if not _takes_both(alias):
        raise OutOfReach(
            f"The login of {name} cannot take the roles {OWNERS[alias]} and {SERVING[alias]}. "
            "Run deploy/roles.sql, or start the product anew."
        )


def _require_migrated(alias: str) -> None:
    with acting(OWNERS, only=alias):
        try:
            executor = MigrationExecutor(connections[alias])
        except ProgrammingError as error:
            raise OutOfReach(f"The database “{alias}” is not migrated.") from error
        held = executor.loader.graph.leaf_nodes()
        held = [one for one in held if alias == DEFAULT_DB_ALIAS or one[0] == ADVOCACY]
        if executor.migration_plan(held):
            raise OutOfReach(f"The database “{alias}” is not migrated. Run `make migrate`.")


@contextmanager
def held() -> Iterator[None]:
    """Run what is inside in one transaction over both databases, and roll it back."""
    with _nothing_kept():
        for alias in OWNERS:
            with connections[alias].cursor() as cursor:
                cursor.execute(LIMITS)
        yield


@contextmanager
def tried() -> Iterator[None]:
    """Run what is inside in a savepoint over both databases; an exception undoes it."""
    with _blocks():
        yield


@contextmanager
def _nothing_kept() -> Iterator[None]:
    with _blocks():
        try:
            yield
        finally:
            for alias in OWNERS:
                transaction.set_rollback(True, using=alias)


@contextmanager
def looked() -> Iterator[None]:
    """Run what is inside in a savepoint over both databases, and undo it in any case: a question
    changes nothing."""
    with _nothing_kept():
        yield


@contextmanager
def _blocks() -> Iterator[None]:
    """Open a block in both databases in which a request can open its own durable one."""
    with ExitStack() as stack:
        for alias in OWNERS:
            block: Any = transaction.atomic(using=alias)
            block._from_testcase = True  # the product's own blocks are durable: outermost but here
            stack.enter_context(block)
        yield


@contextmanager
def acting(roles: dict[str, str], *, only: str = "") -> Iterator[None]:
    """Let the statements inside run as these roles."""
    aliases = [only] if only else list(roles)
    before = {alias: _role(alias) for alias in aliases}
    for alias in aliases:
        _take(alias, roles[alias])
    try:
        yield
    finally:
        for alias in aliases:
            if not connections[alias].needs_rollback:  # else the savepoint's end gives it back
                _take(alias, before[alias])


def _role(alias: str) -> str:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        return cursor.fetchone()[0]


def _take(alias: str, role: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT set_config('role', %s, false)", [role])
