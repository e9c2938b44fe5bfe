"""Finds the victim who asks for a list of disclosures: by the whole name on one case, in what the
agency of the privacy officer keeps itself. The advocates' database is never asked."""

from django.db import connection

from audit.services.accounting import Subject
from casemgmt.policy.people import Viewer


def find_victim(viewer: Viewer, number: str, given_name: str, family_name: str) -> Subject | None:
    """Return the record of a victim; None where the number and the whole name do not meet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM accounting_victim(%s, %s, %s)", [number, given_name, family_name]
        )
        found = cursor.fetchone()
    if found is None or not viewer.reads_ledger:
        return None
    label = f"{given_name.strip()} {family_name.strip()} ({number.strip()})"
    return Subject("victim", str(found[0]), (str(found[1]),), label, max(found[2], 0))
