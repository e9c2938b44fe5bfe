"""`manage.py seed_demo`: fills an empty installation with the demonstration."""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from casemgmt.core import clock
from casemgmt.demo import cases, seed
from casemgmt.demo.confidential import seed_clients

EARLIEST = date(2020, 1, 1)


class Command(BaseCommand):
    """Writes as the databases' owners; refuses where the demonstration is off or data is there."""

    requires_system_checks = ()
    help = (
        "Fill an empty installation with the demonstration jurisdiction (as the databases' owners)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--cases", type=int, default=cases.CORE, help="how many cases (default 120)"
        )
        parser.add_argument(
            "--today", type=date.fromisoformat, help="the day that the history leads up to"
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where data is there"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed, or say why not. Raises CommandError."""
        if not getattr(settings, "DEMO", False):
            raise CommandError(
                "The demonstration is off here (settings.DEMO). Nothing was written."
            )
        count, today = options["cases"], options["today"] or clock.today()
        if count < 1 or today < EARLIEST:
            raise CommandError(f"--cases must be 1 or more, --today {EARLIEST} or later.")
        if seed.holds_anything():
            if options["if_empty"]:
                self.stdout.write("There is data already: nothing was written.")
                return
            raise CommandError(
                "There is data already. `make reset` empties it; --if-empty leaves it."
            )
        began = time.monotonic()
        with transaction.atomic():  # both databases or neither
            stage, core = seed.seed(today, count, self.stdout.write)
            clients = seed_clients(stage, core)
        took = time.monotonic() - began
        self.stdout.write(
            f"Seeded {count:,} cases, {len(stage.people):,} people, {clients} confidential "
            f"clients in {took:.1f} s."
        )
