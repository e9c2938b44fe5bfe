"""Reads which organizations there are and how the database of each one stands, for operators."""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

from casemgmt.startup import refuse_powers
from casemgmt.web.health import migrations_applied
from teams.models import Agency
from teams.selectors.administration import open_agencies
from victims.confidential.database import NoDatabase, alias_of, aliases

OK = "ready"


@dataclass(frozen=True)
class Place:
    """A database, the organizations that keep their records in it, and what is wrong with it."""

    alias: str
    organizations: tuple[str, ...]
    state: str


def list_places() -> list[Place]:
    """Return every advocacy database, then the organizations that have none."""
    rows = open_agencies().filter(kind=Agency.Kind.VICTIM_SERVICE).values_list("pk", "name")
    found: dict[str, list[str]] = {alias: [] for alias in aliases()}
    for number, name in rows:
        found.setdefault(_place_of(number), []).append(f"{number} {name}")
    return [Place(alias, tuple(found[alias]), state_of(alias)) for alias in found]


def state_of(alias: str) -> str:
    """Return what is wrong with a database, in words for whoever runs it; OK where nothing is."""
    if alias not in connections.settings:
        return "no database: name one in ADVOCACY_DATABASES, or set ADVOCACY_DATABASE_URL"
    try:
        refuse_powers(alias)
        applied = migrations_applied(alias)
    except ImproperlyConfigured as error:
        return str(error)
    except DatabaseError as error:
        return f"does not answer ({type(error).__name__})"
    return OK if applied else f"not migrated: `manage.py migrate --database {alias}` as its owner"


def _place_of(number: int) -> str:
    try:
        return alias_of(number)
    except NoDatabase:
        return "none"
