"""Which victim-service organization keeps its record where, and whether that place is ready."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from victims.confidential.selectors.organization import OK, list_places


class Command(BaseCommand):
    """advocacy_databases."""

    help = "Lists each advocacy database with its organizations and what is wrong with it."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line a database; raises CommandError where one is not ready."""
        places = list_places()
        for place in places:
            whose = "; ".join(place.organizations) or "no organization yet"
            self.stdout.write(f"{place.alias}: {place.state}. Of: {whose}.")
        if any(place.state != OK for place in places):
            raise CommandError("Not every database is ready; the pages of its organizations say so "
                               "to their advocates, and nobody else is told.")  # fmt: skip
