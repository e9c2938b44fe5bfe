"""Sends the mails that are due without Celery: for a system timer when the broker is down."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from teams.services.scan import scan


class Command(BaseCommand):
    """`manage.py send_due [--limit N]`."""

    help = "Send the mails that are due."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the most mails of one run."""
        parser.add_argument("--limit", type=int, default=100)

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and say how many went out."""
        self.stdout.write(f"{scan(options['limit'])} sent")
