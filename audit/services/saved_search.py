"""Keeps, changes and throws away searches of the ledger; each act is on the ledger, its terms as a
hash."""

import json
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from audit.models import Kind, Outcome, SavedSearch
from audit.models.change import keyed
from audit.selectors.saved_search import MOST, access_saved_search, list_saved_searches
from audit.services.read import reading_office
from audit.services.record import Entry, record
from casemgmt.core.errors import RuleBroken
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer

Terms = dict[str, str]
TAKEN = "You have a search of this name already. Choose another name, or change that one."
CHANGED = "This search was changed in another window. Open it again, then change it."


@transaction.atomic
def keep_search(viewer: Viewer, *, name: str, terms: Terms) -> SavedSearch:
    """Keep a search under a name; raises NotVisible without the office, RuleBroken."""
    reading_office(viewer)
    _refuse_name(viewer, name)
    if len(list_saved_searches(viewer)) >= MOST:
        raise RuleBroken(f"You keep {MOST} searches, which is the most. Throw one away first.")
    made = SavedSearch(user_id=viewer.user_id, name=name, terms=terms, created_at=viewer.now)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:  # a second click was faster
        raise RuleBroken(TAKEN) from error
    _record(viewer, made, "keep search")
    return made


@transaction.atomic
def change_search(
    viewer: Viewer, search_id: UUID, *, name: str, terms: Terms, version: int
) -> SavedSearch:
    """Change name and terms of one's own search; raises NotVisible, RuleBroken."""
    held = access_saved_search(viewer, search_id)
    _refuse_name(viewer, name, but=held)
    rows = SavedSearch.objects.filter(pk=held.pk, version=version)
    if not rows.update(name=name, terms=terms, version=F("version") + 1):
        raise RuleBroken(CHANGED)
    held.name, held.terms = name, terms
    _record(viewer, held, "change search")
    return held


@transaction.atomic
def throw_away_search(viewer: Viewer, search_id: UUID) -> None:
    """Throw away one's own search; raises NotVisible."""
    held = access_saved_search(viewer, search_id)
    SavedSearch.objects.filter(pk=held.pk).delete()
    _record(viewer, held, "throw away search")


def _refuse_name(viewer: Viewer, name: str, *, but: SavedSearch | None = None) -> None:
    same = SavedSearch.objects.filter(user_id=viewer.user_id, name=name)
    if but:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise RuleBroken(TAKEN)


def _record(viewer: Viewer, row: SavedSearch, act: str) -> None:
    terms = keyed(json.dumps(row.terms, sort_keys=True))
    entry = Entry(
        kind=Kind.CHANGE, outcome=Outcome.DONE, subject_kind="savedsearch", subject_id=str(row.pk),
        category=Category.LEDGER, owner_agency_id=viewer.agency_id or None,
        authority="own_organization", detail={"act": act, "search": terms},
    )  # fmt: skip
    record(viewer, [entry])
