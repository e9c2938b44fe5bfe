"""Opens and closes access reviews without Celery: for a system timer, or a quarter that was
missed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casemgmt.core.errors import RuleBroken
from casemgmt.services.access_review import (
    close_reviews,
    open_reviews,
    quarter_named,
    remind_reviewers,
)


class Command(BaseCommand):
    """`manage.py access_review open [--quarter 2026-Q4] | remind | close`."""

    help = "Open the access reviews of a quarter, mail who has not answered, end what is left."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do, and for which quarter."""
        parser.add_argument("act", choices=["open", "remind", "close"])
        parser.add_argument("--quarter", default="", help="For example 2026-Q4; else this one.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say how much was done; raises CommandError."""
        try:
            self.stdout.write(self._done(options["act"], options["quarter"]))
        except RuleBroken as error:
            raise CommandError(str(error)) from error

    def _done(self, act: str, quarter: str) -> str:
        if act == "open":
            opened = open_reviews(quarter_named(quarter) if quarter else None)
            return f"{opened} reviews opened"
        if act == "close":
            return f"{close_reviews()} rows ended that nobody confirmed"
        remind_reviewers()
        return "Reminders written"
