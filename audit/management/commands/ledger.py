"""`manage.py ledger`: seal it, verify it, change its key, hand out proofs and a stream of it."""

import argparse
import sys
from collections.abc import Callable

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from audit.cli import CANNOT, bundle, changes, seal, siem, verify
from audit.services.anchor import NoAnchors
from audit.services.journal import NoJournal
from audit.services.keys import NoKey
from audit.services.sink import BadAddress
from audit.services.stamp import BadStamp
from audit.services.verify import CannotVerify
from casemgmt.core.errors import RuleBroken

PARTS = (seal, verify, bundle, siem, changes)
ACTS = {
    "seal": seal.seal,
    "rotate-key": seal.rotate,
    "public-key": seal.public_key,
    "verify": verify.verify,
    "export-bundle": bundle.export,
    "siem": siem.stream,
    "changes": changes.report,
}
UNABLE = (NoKey, NoAnchors, NoJournal, BadAddress, BadStamp, CannotVerify, RuleBroken)


class Command(BaseCommand):
    """Seals, verifies and gives out the disclosure ledger."""

    help = "The disclosure ledger. Status: 0 clean or done, 1 tampered, 2 cannot."
    requires_system_checks: list[str] = []  # the sealer has only its own part of the environment

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the acts."""
        acts = parser.add_subparsers(dest="act", required=True)
        for part in PARTS:
            part.declare(acts)
        for name in settings.LEDGER_COMMANDS:
            import_string(f"{name}.declare")(acts)

    def handle(self, *args: object, **options: object) -> None:
        """Do the act and end with its status."""
        try:
            status = _act(str(options["act"]))(options, self.stdout, self.stderr)
        except UNABLE as error:
            self.stderr.write(str(error))
            status = CANNOT
        if status:
            sys.exit(status)


def _act(name: str) -> Callable[..., int]:
    found = dict(ACTS)
    # What needs to know cases: upper layers name their modules.
    for module in settings.LEDGER_COMMANDS:
        found |= import_string(f"{module}.ACTS")
    return found[name]
