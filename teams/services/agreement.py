"""Agreements between agencies: made and ended by administrators; an ended one closes what it
covered from the next request on."""

from dataclasses import dataclass
from datetime import datetime

from audit.services.refusals import keeps_refusals
from casemgmt.core.errors import RuleBroken
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from teams.models import Agency, Agreement
from teams.selectors.administration import require_administrator
from teams.selectors.agreement import COVERABLE, access_agreement
from teams.selectors.people import keys_of
from teams.services.permission import record_permission

FIELDS = ("name", "parties", "covers", "starts_at", "ends_at")


@dataclass(frozen=True)
class Terms:
    """What an agreement says: between whom, on which categories, from when until when."""

    name: str
    parties: tuple[str, ...]  # keys of agencies
    covers: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime | None = None


@keeps_refusals("agreement")
def make_agreement(viewer: Viewer, *, terms: Terms) -> Agreement:
    """Record an agreement. Raises NotVisible for who is no administrator, RuleBroken for terms
    that cannot be."""
    require_administrator(viewer)
    parties = _parties(terms)
    _check(terms)
    row = Agreement(
        name=terms.name.strip(), covers=sorted(set(terms.covers)), starts_at=terms.starts_at,
        ends_at=terms.ends_at,
    )  # fmt: skip
    row.full_clean(exclude=["parties"])
    row.save(force_insert=True)
    Agreement.parties.through.objects.bulk_create(
        [Agreement.parties.through(agreement=row, agency=agency) for agency in parties]
    )
    record_permission(viewer, row, act="make agreement", fields=FIELDS)
    return row


@keeps_refusals("agreement")
def end_agreement(viewer: Viewer, key: object, *, reason: str) -> Agreement:
    """End an agreement now; one that has not begun never begins. Raises RuleBroken for one that
    is over."""
    row = access_agreement(viewer, key, lock=True)
    if not reason.strip():
        raise RuleBroken("Say why it ends. The reason stands on the ledger.")
    if row.ends_at is not None and row.ends_at <= viewer.now:
        raise RuleBroken("This agreement has ended already.", because="agreement_ended")
    row.ends_at = max(viewer.now, row.starts_at)
    row.ended_because = reason.strip()
    row.full_clean(exclude=["parties"])
    row.save(update_fields=["ends_at", "ended_because"])
    record_permission(viewer, row, act="end agreement", fields=("ends_at",), reason=reason)
    return row


def _parties(terms: Terms) -> list[Agency]:
    wanted = keys_of(terms.parties)
    found = list(Agency.objects.filter(key__in=wanted).order_by("name"))
    if len(found) != len(set(terms.parties)):
        raise RuleBroken("Choose among the agencies that are shown.")
    if len(found) < 2:
        raise RuleBroken("An agreement is between two agencies or more.")
    return found


def _check(terms: Terms) -> None:
    if not terms.name.strip():
        raise RuleBroken("Give the agreement a name, for example the number that it is filed by.")
    if not terms.covers or not set(terms.covers) <= {Category(c).value for c in COVERABLE}:
        raise RuleBroken("Choose at least one category that the agreement covers.")
    if terms.ends_at is not None and terms.ends_at < terms.starts_at:
        raise RuleBroken("It ends after it begins. Choose a later last day.")
