"""`manage.py policy show`: prints the access table in force."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from casemgmt.policy import load
from casemgmt.policy.render import to_markdown


class Command(BaseCommand):
    """Prints the access table as Markdown."""

    help = "Print who may see what, as the table in force says."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the word show."""
        parser.add_argument("act", choices=["show"])

    def handle(self, *args: str, **options: str) -> None:
        """Print it."""
        self.stdout.write(to_markdown(load.in_force()), ending="")
