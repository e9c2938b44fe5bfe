"""`manage.py demo_signins`: who can sign in to the demonstration, and with what."""

import json
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from casemgmt.demo import keys, seed
from casemgmt.demo.people import SIGN_INS, Someone
from teams.models import User

CODE_HINT = (
    "One-time code of a person: manage.py demo_signins --code ana (a code works once, for 30 "
    "seconds)"
)


class Command(BaseCommand):
    """Prints derived secrets, so only where both setting and data are the demonstration's."""

    requires_system_checks = ()
    help = "List the sign-ins of the demonstration: password, second factor, API token."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--json", action="store_true", help="as a JSON list")
        parser.add_argument(
            "--code", metavar="NAME", help="print only NAME's current one-time code"
        )

    def handle(self, *args: object, **options: object) -> None:
        """Print the sign-ins. Raises CommandError where this is not the demonstration."""
        self._check()
        known = {person.username for person in SIGN_INS}
        if options["code"]:
            if options["code"] not in known:
                raise CommandError(f"No {options['code']!r}. Sign-ins: {', '.join(sorted(known))}.")
            self.stdout.write(keys.current_code(options["code"]))
        elif options["json"]:
            self.stdout.write(json.dumps([_row(person) for person in SIGN_INS], indent=2))
        else:
            self._table()

    def _check(self) -> None:
        if not getattr(settings, "DEMO", False):
            raise CommandError("The demonstration is off here (settings.DEMO).")
        if not seed.is_there():
            raise CommandError(
                "The data here is not the demonstration's. `manage.py seed_demo` writes it."
            )
        name = SIGN_INS[0].username
        if not User.objects.get(username=name).check_password(keys.password(name)):
            raise CommandError("The secret key is not the one that this data was seeded with.")

    def _table(self) -> None:
        self.stdout.write(f"{'User':8}{'Role':26}{'Password':26}Authenticator secret")
        for person in SIGN_INS:
            row = _row(person)
            self.stdout.write(
                f"{row['username']:8}{row['role']:26}{row['password']:26}{row['totp_secret']}"
            )
        self.stdout.write(CODE_HINT)


def _row(person: Someone) -> dict[str, str]:
    return {
        "username": person.username,
        "role": person.title,
        "password": keys.password(person.username),
        "totp_secret": keys.totp_secret(person.username),
        "api_token": keys.api_token(person.username),
    }
