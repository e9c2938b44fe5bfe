"""Reads the contacts of a case, a page at a time, and one of them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from audit.reveal import Revealed, reveal, reveal_many
from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.models import Case, Contact
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts, RecordFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case

PAGE = 25


@dataclass(frozen=True)
class ContactPage:
    """One page of contacts, newest first."""

    rows: list[Revealed]
    next_key: str = ""


def list_contacts(viewer: Viewer, case_id: object, *, after: str = "") -> ContactPage:
    """Return a page of a case's contacts; raises NotVisible, or NotAllowed with the reason."""
    case, facts = _open_contacts(viewer, case_id)
    rows = Contact.objects.visible_to(viewer).filter(case=case).select_related("author")
    moment, _, key = after.partition("~")
    try:
        at, contact_id = datetime.fromisoformat(moment), uuid.UUID(key)
        rows = rows.filter(Q(happened_at__lt=at) | Q(happened_at=at, pk__gt=contact_id))
    except ValueError:
        pass  # what is no key starts at the beginning
    found = list(rows.order_by("-happened_at", "pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    more = f"{last.happened_at.isoformat()}~{last.pk}" if last else ""
    return ContactPage(reveal_many(viewer, found[:PAGE], {facts.case_id: facts}), more)


def show_contact(viewer: Viewer, case_id: object, contact_id: object) -> Revealed:
    """Return one contact of a case; raises NotVisible, or NotAllowed with the reason."""
    case, facts = _open_contacts(viewer, case_id)
    rows = Contact.objects.visible_to(viewer).filter(case=case, pk=contact_id)
    contact = rows.select_related("author").first()
    if contact is None:
        raise NotVisible("contact", contact_id, case_id)
    return reveal(viewer, contact, facts)


def _open_contacts(viewer: Viewer, case_id: object) -> tuple[Case, CaseFacts]:
    """Contacts belong to no named part, so who receives only a part of supervision receives none
    of them."""
    case, facts = access_case(viewer, case_id)
    decision = decide(viewer, Action.VIEW, Category.SUPERVISION, facts, record=RecordFacts())
    if not decision:
        raise NotAllowed(decision, "contact", "", case_id)
    return case, facts
