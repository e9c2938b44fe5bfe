"""One size's measurements, in the process that serves: prints them as JSON."""

import json
import sys
from dataclasses import asdict

import django

if __name__ == "__main__":
    django.setup()
    from bench import existence, ledger, lists, pages, search, seats

    found = [
        row for part in (lists, search, existence, pages, seats, ledger) for row in part.measure()
    ]
    sys.stdout.write(json.dumps([asdict(row) for row in found]))
