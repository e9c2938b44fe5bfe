"""Makes group rows equal to the seats of the day; run it each night."""

from typing import Any

from django.core.management.base import BaseCommand

from casemgmt.core import clock
from teams.services.groups import tidy_groups


class Command(BaseCommand):
    """`manage.py tidy_groups`."""

    help = "Adds and takes away group rows where a seat began or ended by its date."

    def handle(self, *args: Any, **options: Any) -> None:
        """Tidy, and say what changed."""
        added, removed = tidy_groups(clock.today())
        self.stdout.write(f"{added} added, {removed} removed")
