"""Which database is an organization's own: bound for what runs inside, never guessed.

Several organizations may share one, divided by row-level security; each may have one of its own,
on its own server. What runs without a bound organization raises instead of reaching any of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

SHARED = "advocacy"  # of every organization that has none of its own

_bound: ContextVar[str | None] = ContextVar("advocacy_database", default=None)


class NotBound(RuntimeError):
    """Something asked for confidential rows without saying of which organization."""


class NoDatabase(ImproperlyConfigured):
    """The organization has no database; the message says what to set."""


def alias_of(agency_id: int) -> str:
    """Return the database of an organization; raises NoDatabase."""
    alias = settings.ADVOCACY_ORGANIZATIONS.get(agency_id, SHARED)
    if alias not in connections.settings:
        raise NoDatabase(
            f"The organization {agency_id} has no database: name it in ADVOCACY_DATABASES, or set "
            "ADVOCACY_DATABASE_URL for all that have none of their own."
        )
    return alias


def aliases() -> tuple[str, ...]:
    """Return every advocacy database that is configured, the shared one first."""
    named = dict.fromkeys([SHARED, *settings.ADVOCACY_ORGANIZATIONS.values()])
    return tuple(alias for alias in named if alias in connections.settings)


def here() -> str:
    """Return the database that is bound now; raises NotBound."""
    alias = _bound.get()
    if alias is None:
        raise NotBound(
            "Confidential rows are asked for outside of `open_for(viewer)` or `bound_to(...)`."
        )
    return alias


def connection() -> BaseDatabaseWrapper:
    """Return the connection to the database that is bound now; raises NotBound."""
    return connections[here()]


@contextmanager
def in_database(alias: str) -> Iterator[None]:
    """Let what is inside reach this database only. Raises NotBound inside of another one."""
    bound = _bound.get()
    if bound not in (None, alias):
        raise NotBound(f"{alias} is asked for while {bound} is bound.")
    token = _bound.set(alias)
    try:
        yield
    finally:
        _bound.reset(token)


@contextmanager
def bound_to(agency_id: int) -> Iterator[None]:
    """Let what is inside reach this organization's database only. Raises NoDatabase, NotBound."""
    with in_database(alias_of(agency_id)):
        yield


@contextmanager
def in_transaction(*, durable: bool = False) -> Iterator[None]:
    """Run what is inside, or the function under it, as one transaction of the bound database."""
    with transaction.atomic(using=here(), durable=durable):
        yield
