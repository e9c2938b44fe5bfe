"""Other roles on the test's own connection: builders write as the owner, tests as app_rt."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from django.db import connections, transaction

from victims.confidential.database import in_database

MAIN = "default"


@contextmanager
def as_role(role: str, using: str = "default") -> Iterator[None]:
    """Run what is inside as another role; an error inside undoes it together with the role."""
    connection = connections[using]
    bound = nullcontext() if using == MAIN else in_database(using)
    with bound, transaction.atomic(using=using):
        before = current_role(using)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('role', %s, false)", [role])
        yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('role', %s, false)", [before])


def as_owner(using: str = "default") -> AbstractContextManager[None]:
    """Run what is inside as the owner of the database's tables."""
    return as_role("app_owner" if using == MAIN else "advocacy_owner", using)


def current_role(using: str = "default") -> str:
    """Return the role that the connection's statements run as."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]
