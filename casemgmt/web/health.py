"""What a load balancer asks: are the databases, their migrations and the broker there."""

from functools import cache

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from kombu import Connection
from kombu.exceptions import OperationalError

from casemgmt.web import rules
from casemgmt.web.base import declares

OK, MISSING = "ok", "missing"


@declares(rules.PUBLIC)
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when everything is there, else 503 and the name of what is not; never why.

    A victim-service organization's own server is not asked: whether it answers is told to its own
    advocates, and to whoever runs it (`manage.py advocacy_databases`).
    """
    found = {"database": OK, "migrations": OK, "broker": OK if broker_answers() else MISSING}
    try:
        found["migrations"] = OK if migrations_applied(DEFAULT_DB_ALIAS) else MISSING
    except DatabaseError:
        found["database"] = found["migrations"] = MISSING
    status = 200 if set(found.values()) == {OK} else 503
    return JsonResponse(found, status=status)


def broker_answers() -> bool:
    """Return whether a message could be sent now."""
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    try:
        with Connection(settings.CELERY_BROKER_URL, transport_options=options) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    except (OperationalError, OSError):
        return False
    return True


def migrations_applied(alias: str) -> bool:
    """Return whether the database has the newest migration of every app. Raises DatabaseError."""
    return newest_migrations() <= set(MigrationRecorder(connections[alias]).applied_migrations())


@cache
def newest_migrations() -> frozenset[tuple[str, str]]:
    """Return the last migration of each app, read from the files once."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())
