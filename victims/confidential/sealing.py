"""Lets the ledger's own programs look at an organization's ledger: the same tree, heads and checks,
in its database and under its key. For a process of its own: it forgets the case file."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.test.utils import override_settings

from victims.confidential.database import SHARED

# What an organization's ledger does not use: nobody outside it hears of its heads or its events.
NOTHING_LEAVES: dict[str, object] = {
    "LEDGER_JOURNAL": "",
    "LEDGER_TSA_URL": "",
    "LEDGER_WITNESSES": [],
    "LEDGER_MAIL_TO": [],
}


@contextmanager
def ledger_of(alias: str, agency_id: int | None = None) -> Iterator[None]:
    """Let what is inside take the ledger in `alias` for the ledger.

    With an organization, only its events are read: what it exports is of nobody else.
    """
    own = connections[alias]
    case_file = connections[DEFAULT_DB_ALIAS]
    with override_settings(
        LEDGER_NAME=ledger_name_of(alias),
        LEDGER_SEAL_KEY_FILE=settings.ADVOCACY_SEAL_KEY_FILES.get(alias, ""),
        LEDGER_ANCHOR_FILE=settings.ADVOCACY_ANCHOR_FILES.get(alias, ""),
        **NOTHING_LEAVES,
    ):
        connections[DEFAULT_DB_ALIAS] = own
        try:
            if agency_id is not None:
                _say_whose(alias, str(agency_id))
            yield
            if agency_id is not None:
                _say_whose(alias, "")
        finally:
            connections[DEFAULT_DB_ALIAS] = case_file


def ledger_name_of(alias: str) -> str:
    """Return the name that the heads of an organization's ledger carry."""
    word = alias.removeprefix(SHARED) or "_shared"
    return f"advocacy-ledger-{settings.JURISDICTION_ID}{word.replace('_', '-')}"


def _say_whose(alias: str, agency_id: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT set_config('app.agency_id', %s, false)", [agency_id])
