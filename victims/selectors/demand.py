"""Reads legal demands: those of a case for the agency that filed them, and those that an
organization was told of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from audit.models import Kind
from audit.services.record import Entry, record
from casemgmt.core.errors import NotVisible
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.selectors.case import access_case
from casemgmt.selectors.sealed_words import SEALED, sealed_among
from teams.models import Agency, Membership
from victims.models import LegalDemand

FIELDS = ("kind", "received_on", "answer_by", "issuer", "docket")


@dataclass(frozen=True)
class DemandShown:
    """A demand in words."""

    id: UUID
    case_id: UUID
    case_number: str
    kind: str
    kind_words: str
    received_on: date
    answer_by: date | None
    issuer: str
    docket: str
    filed_by: str
    agency_name: str


def demands_of_case(viewer: Viewer, case_id: object) -> list[DemandShown]:
    """Return what the viewer's agency filed on a case; raises NotVisible."""
    case, _ = access_case(viewer, case_id)
    return _shown(viewer, LegalDemand.objects.visible_to(viewer).filter(case=case))


def demands_told(viewer: Viewer) -> list[DemandShown]:
    """Return the demands that the viewer's organization was told of, the newest first."""
    return _shown(viewer, LegalDemand.objects.visible_to(viewer))


def access_demand_told(viewer: Viewer, demand_id: object) -> DemandShown:
    """Return one that the viewer's organization was told of; raises NotVisible."""
    found = _shown(viewer, LegalDemand.objects.visible_to(viewer).filter(pk=demand_id))
    if not found:
        raise NotVisible("legal demand", demand_id)
    return found[0]


def organizations_at(team_id: int, today: date) -> list[Agency]:
    """Return the victim-service organizations with a seat at a team today."""
    seats = Membership.objects.filter(
        team_id=team_id, starts__lte=today, user__discipline=Discipline.COMMUNITY_ADVOCACY,
        user__agency__kind=Agency.Kind.VICTIM_SERVICE, user__is_active=True,
    ).exclude(until__lt=today)  # fmt: skip
    return list(Agency.objects.filter(pk__in=seats.values("user__agency_id")).order_by("pk"))


def _shown(viewer: Viewer, rows: Iterable[LegalDemand]) -> list[DemandShown]:
    found = list(rows.select_related("owner_agency")[:200])  # type: ignore[attr-defined]
    record(viewer, [_entry(row) for row in found])
    sealed = sealed_among(viewer, [str(row.case_id) for row in found]) if found else frozenset()
    return [
        DemandShown(
            row.pk, row.case_id, SEALED if str(row.case_id) in sealed else row.case_number,
            row.kind, row.get_kind_display(), row.received_on, row.answer_by, row.issuer,
            row.docket, row.filed_by, row.owner_agency.name,
        )
        for row in found
    ]  # fmt: skip


def _entry(row: LegalDemand) -> Entry:
    return Entry(
        kind=Kind.LIST, subject_kind="legal demand", subject_id=str(row.pk),
        case_id=str(row.case_id), owner_agency_id=row.owner_agency_id, fields=FIELDS,
        category=Category.IDENTITY, authority="own_organization",
    )  # fmt: skip
