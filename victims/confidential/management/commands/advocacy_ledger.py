"""`manage.py advocacy_ledger`: an organization's own ledger, sealed, verified and given out."""

import argparse

from django.core.management.base import CommandError
from django.db import DatabaseError

from audit.cli import bundle, seal, verify
from audit.management.commands import ledger
from victims.confidential.database import SHARED, NoDatabase, alias_of, aliases
from victims.confidential.sealing import ledger_of

PARTS = (seal, verify, bundle)


class Command(ledger.Command):
    """advocacy_ledger seal | rotate-key | public-key | verify | export-bundle."""

    help = "The organization's own ledger. Status: 0 clean or done, 1 tampered, 2 cannot."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare whose ledger, then the acts of the ledger's programs."""
        parser.add_argument("--database", choices=aliases(), help="the shared one without it")
        parser.add_argument(
            "--organization", type=int, help="its number: only its events, in its database"
        )
        acts = parser.add_subparsers(dest="act", required=True)
        for part in PARTS:
            part.declare(acts)

    def handle(self, *args: object, **options: object) -> None:
        """Do the act on that ledger; raises CommandError where it is not said whose, or down."""
        agency_id, act = options.pop("organization"), options["act"]
        alias = str(options.pop("database") or "")
        if act == "export-bundle" and agency_id is None:
            raise CommandError("Say whose: --organization and its number (advocacy_databases).")
        try:
            alias = alias or (alias_of(agency_id) if isinstance(agency_id, int) else SHARED)
            narrow = agency_id if act == "export-bundle" else None
            with ledger_of(alias, narrow if isinstance(narrow, int) else None):
                super().handle(*args, **options)
        except NoDatabase as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            words = "As advocacy_sealer? (ADVOCACY_DATABASE_URL=$ADVOCACY_SEALER_URL)"
            raise CommandError(f"The database refused ({type(error).__name__}). {words}") from error
