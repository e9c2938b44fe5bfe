"""The records of one category of a case, whatever tables they are in: for programs, and for whoever
checks what the pages would show."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet

from audit.models import Kind
from audit.reveal import Revealed, reveal_many
from casemgmt.core.errors import NotAllowed
from casemgmt.models import Case, Entry
from casemgmt.models.base import CaseRecord
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case

PAGE = 50
CHUNK = 200


def list_records(
    viewer: Viewer, case_id: object, category: Category, *, after: str = "", limit: int = PAGE
) -> tuple[list[Revealed], str]:
    """Return a page of records, the newest first, and the key of the next one; each row is on the
    ledger. Raises NotVisible for a case that is hidden, NotAllowed for a category that is withheld
    and may be named; one that is hidden is as empty as one without records.
    """
    case, facts = access_case(viewer, case_id)
    found = list(islice(_allowed(viewer, case, facts, category, after), limit + 1))
    # A category can be withheld and a record of it open: the viewer's own agency's, for one.
    decision = decide(viewer, Action.LIST, category, facts)
    if not found and not decision and not decision.hidden:
        raise NotAllowed(decision, "record", "", case_id)
    kept = found[:limit]
    shown = reveal_many(viewer, kept, {facts.case_id: facts}, kind=Kind.LIST)
    more = f"{kept[-1].created_at.isoformat()}~{kept[-1].pk}" if len(found) > limit else ""
    return shown, more


def tables_of(category: Category) -> list[type[CaseRecord]]:
    """Return the tables that can hold records of a category."""
    held = [
        table for table in CaseRecord.__subclasses__()
        if table is not Entry and category in set(table.FIELD_CATEGORY.values())
    ]  # fmt: skip
    return [*held, Entry]


def _allowed(
    viewer: Viewer, case: Case, facts: CaseFacts, category: Category, after: str
) -> Iterator[CaseRecord]:
    """Give the rows that the policy opens, so that what it does not open takes no place on a
    page."""
    tables = tables_of(category)
    while True:
        chunk = [row for table in tables for row in _rows(viewer, case, table, category, after)]
        chunk.sort(key=lambda row: (row.created_at, row.pk), reverse=True)
        for row in chunk[:CHUNK]:
            if decide(viewer, Action.LIST, category, facts, record=row.record_facts()):
                yield row
        if len(chunk) < CHUNK:
            return
        last = chunk[CHUNK - 1]
        after = f"{last.created_at.isoformat()}~{last.pk}"


def _rows(
    viewer: Viewer, case: Case, table: Any, category: Category, after: str
) -> QuerySet[CaseRecord]:
    rows = table.objects.visible_to(viewer).filter(case=case)
    if table is Entry:
        rows = rows.filter(category=category)
    moment, key = _key(after)
    if moment:
        rows = rows.filter(Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=key))
    related = [name for name in ("author", "release") if hasattr(table, name)]
    return rows.select_related(*related).order_by("-created_at", "-pk")[:CHUNK]


def _key(after: str) -> tuple[datetime | None, uuid.UUID]:
    """Return the key that a page starts after; what is no key starts at the beginning."""
    moment, _, key = after.partition("~")
    try:
        found = datetime.fromisoformat(moment)
        return (found, uuid.UUID(key)) if found.tzinfo else (None, uuid.UUID(int=0))
    except ValueError:
        return None, uuid.UUID(int=0)
