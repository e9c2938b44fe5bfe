"""Takes a victim's request for the list of what the agency disclosed of her or him."""

from audit.models import AccountingRequest
from audit.models.change import keyed
from audit.services.accounting import FieldFault, Terms, keeps
from audit.services.record import record_refusal
from casemgmt.policy.people import Viewer
from casemgmt.services.accounting import ask
from victims.selectors.accounting import find_victim

NOBODY = "Your agency keeps nothing under this number and this whole name. Look at both again."


def ask_for_victim(
    viewer: Viewer, number: str, given_name: str, family_name: str, terms: Terms
) -> AccountingRequest:
    """Take it; raises FieldFault, in the same words whichever of the two is wrong. A try that finds
    nobody is on the ledger, which keeps of what was typed a hash: this is no search."""
    keeps(viewer)
    subject = find_victim(viewer, number, given_name, family_name)
    if subject is None:
        tried = keyed(number.strip())
        record_refusal(viewer, kind="accountingrequest", subject_id=tried, because="never")
        raise FieldFault("family_name", NOBODY)
    return ask(viewer, subject, terms)
