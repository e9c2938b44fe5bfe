"""Reads agreements between agencies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from casemgmt.core.errors import NotVisible
from casemgmt.core.walltime import last_day_of
from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.people import Viewer
from teams.models import Agency, Agreement
from teams.selectors.administration import require_administrator
from teams.selectors.people import keys_of

NOT_SHARED = (Category.IDENTITY, Category.AGGREGATE, Category.STAFF_WELLBEING, Category.LEDGER)
COVERABLE = tuple(category for category in Category if category not in NOT_SHARED)


def list_agreements(viewer: Viewer, *, agency: Agency | None = None) -> list[Agreement]:
    """Return the agreements, of one agency where it is given, those in force first."""
    require_administrator(viewer)
    rows = Agreement.objects.prefetch_related("parties")
    rows = rows.filter(parties=agency) if agency else rows
    order = {"In force": 0, "Not begun": 1, "Ended": 2}
    return sorted(rows, key=lambda row: (order[state_of(viewer, row)], row.name.lower()))


@dataclass(frozen=True)
class AgreementShown:
    """One agreement in words."""

    key: str
    name: str
    parties: str
    covers: str
    first_day: date
    last_day: date | None
    state: str
    ended_because: str


def shown_agreements(viewer: Viewer, rows: Iterable[Agreement]) -> list[AgreementShown]:
    """Return agreements in words."""
    return [
        AgreementShown(
            key=str(row.key), name=row.name,
            parties=", ".join(sorted(agency.name for agency in row.parties.all())),
            covers=", ".join(LABELS[Category(name)].lower() for name in row.covers),
            first_day=timezone.localtime(row.starts_at).date(),
            last_day=last_day_of(row.ends_at) if row.ends_at else None,
            state=state_of(viewer, row), ended_because=row.ended_because,
        )
        for row in rows
    ]  # fmt: skip


def access_agreement(viewer: Viewer, key: object, *, lock: bool = False) -> Agreement:
    """Return one agreement; raises NotVisible."""
    require_administrator(viewer)
    rows = Agreement.objects.select_for_update() if lock else Agreement.objects.all()
    row = rows.filter(key__in=keys_of([key])).first()
    if row is None:
        raise NotVisible("agreement", key)
    return row


def state_of(viewer: Viewer, row: Agreement) -> str:
    """Say whether an agreement is in force."""
    if row.ends_at is not None and row.ends_at <= viewer.now:
        return "Ended"
    return "In force" if row.starts_at <= viewer.now else "Not begun"
