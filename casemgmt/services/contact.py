"""Records contacts. A contact is never edited: a correction is a contact that says which
one it corrects."""

from datetime import date, datetime

from django.db import transaction

from casemgmt.core import clock
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Case, Contact
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from casemgmt.policy.regimes import QUOTED
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case
from casemgmt.services.case import move_head
from casemgmt.services.record import add_record


@transaction.atomic
def record_contact(  # noqa: PLR0913  # what a contact consists of, by keyword
    viewer: Viewer,
    case_id: object,
    *,
    kind: str,
    outcome: str,
    happened_at: datetime,
    note: str,
    place: str = "",
    next_on: date | None = None,
    corrects_id: object = None,
    quotes_part2: bool = False,
) -> Contact:
    """Add a contact to the case, and move the date of the next one. Raises RuleBroken for a
    time to come."""
    case, facts = access_case(viewer, case_id)
    decision = decide(viewer, Action.ADD, Category.SUPERVISION, facts)
    if not decision:
        raise NotAllowed(decision, "contact", "", case_id)
    if happened_at > clock.now():
        raise RuleBroken("This contact lies in the future. Give the time at which it took place.")
    contact = Contact(
        kind=kind, outcome=outcome, happened_at=happened_at, note=note, place=place,
        next_on=next_on, corrects=_corrected(viewer, case, corrects_id),
        regimes=[QUOTED] if quotes_part2 else [],
    )  # fmt: skip
    add_record(viewer, contact, case, facts, act="record contact", fields=("kind", "note"))
    if next_on and case.agency_id == viewer.agency_id:  # any agency records, the keeper sets dates
        move_head(viewer, case, facts, act="set next contact", contact_due=next_on)
    return contact


def _corrected(viewer: Viewer, case: Case, contact_id: object) -> Contact | None:
    if not contact_id:
        return None
    contact = Contact.objects.visible_to(viewer).filter(case=case, pk=contact_id).first()
    if contact is None:
        raise NotVisible("contact", contact_id, case.pk)
    return contact
