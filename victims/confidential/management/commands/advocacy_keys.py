"""The keys of victim-service organizations: what is wrapped by which, and a change of key."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from victims.confidential.database import SHARED, aliases, in_database
from victims.confidential.envelope import Unreadable
from victims.confidential.holders import KeyMissing
from victims.confidential.services import keys

STEPS = {
    "status": "say how many keys are wrapped by the newest key, and how many by an earlier one",
    "add": "put a new key in front; the earlier ones stay and still open everything",
    "rotate": "wrap each key by the newest one, while the pages go on (as the tables' owner)",
    "retire": "take the earlier keys out of the file, once nothing needs them",
    "index": "write the sounds of names that were kept before there were any",
}
HINT = "Run it as the owner of the advocacy tables: ADVOCACY_DATABASE_URL=$ADVOCACY_OWNER_URL."


class Command(BaseCommand):
    """advocacy_keys status | add | rotate | retire | index."""

    help = "A change of key: add, rotate, retire. " + " ".join(
        f"{k}: {v}." for k, v in STEPS.items()
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the step."""
        parser.add_argument("step", choices=STEPS)
        parser.add_argument(
            "--database",
            default=SHARED,
            choices=aliases(),
            help="whose: a database of `manage.py advocacy_databases` (default: the shared one)",
        )

    def handle(self, *args: Any, step: str, database: str, **options: Any) -> None:
        """Do one step and say what was done; raises CommandError with what to do."""
        try:
            with in_database(database):
                self.stdout.write(getattr(self, f"_{step}")())
        except KeyMissing as error:
            raise CommandError(str(error)) from error
        except Unreadable as error:
            raise CommandError(f"{error} Nothing of that batch was changed.") from error
        except RuntimeError as error:
            raise CommandError(f"{error} Run `advocacy_keys rotate` first.") from error
        except Error as error:
            raise CommandError(f"The database refused ({type(error).__name__}). {HINT}") from error

    def _status(self) -> str:
        state = keys.key_state()
        return (
            f"{state['newest']} keys are wrapped by the newest key, {state['earlier']} by an "
            f"earlier one, {state['destroyed']} are destroyed."
        )

    def _add(self) -> str:
        return f"The file holds {keys.add_key()} keys, the new one first. Next: rotate."

    def _rotate(self) -> str:
        return f"{keys.rotate_keys()} keys are wrapped anew. Next: retire."

    def _retire(self) -> str:
        return f"{keys.retire_keys()} earlier keys are out of the file."

    def _index(self) -> str:
        return f"{keys.index_sounds()} names are indexed by sound."
