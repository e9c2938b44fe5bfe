"""Reads the gates of a case: releases, authorizations, consents and orders."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from audit.models import Kind
from audit.services.record import Entry, record
from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.models import Case, Release
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case
from teams.models import Agency
from teams.selectors.meeting import OnlyFor
from teams.selectors.memberships import members_of

SHARED = (Category.TREATMENT_SUMMARY, Category.TREATMENT_CLINICAL)
# What a person signs for a center; a victim's release is taken back in the advocate's workspace.
REVOKED_HERE = (
    Release.Kind.AUTHORIZATION,
    Release.Kind.PART2_CONSENT,
    Release.Kind.PART2_JUSTICE_CONSENT,
)
THEIRS = "Only people of the agency that shares under it take it back."


@dataclass(frozen=True)
class ReleaseShown:
    """One gate in words; never what is shared under it."""

    id: str
    kind: str
    categories: str
    parties: str
    purpose: str
    signed_on: date
    starts_at: datetime
    last_day: date
    state: str
    is_in_force: bool
    may_revoke: bool


def list_releases(
    viewer: Viewer, case: Case, facts: CaseFacts, *, in_force: bool = False
) -> list[ReleaseShown]:
    """Return the gates of a case that are between the viewer and others, each on the ledger."""
    rows = _mine(viewer).filter(case=case)
    if in_force:
        rows = rows.filter(
            revoked_at__isnull=True, starts_at__lte=viewer.now, ends_at__gte=viewer.now
        )
    found = list(rows.select_related("from_agency", "to_agency").order_by("-ends_at", "pk"))
    record(viewer, [_entry(row, facts) for row in found])
    return [_shown(viewer, row, facts) for row in found]


def access_revocable(
    viewer: Viewer, case_id: object, release_id: object, *, lock: bool = False
) -> tuple[Release, Case, CaseFacts]:
    """Return a gate that the viewer may take back; raises NotVisible or NotAllowed."""
    case, facts = access_case(viewer, case_id)
    rows = _mine(viewer).filter(case=case, pk=str(release_id), kind__in=REVOKED_HERE)
    rows = rows.select_for_update(of=("self",)) if lock else rows
    row = rows.select_related("from_agency", "to_agency").first()
    if row is None:
        raise NotVisible("release", release_id, case_id)
    if not shares(viewer, row, facts):
        category = Category(row.categories[0])
        only = OnlyFor(THEIRS, category=category, how_to_ask=f"Ask {row.from_agency.name}.")
        raise NotAllowed(only, "release", release_id, case_id)
    return row, case, facts


def show_release(viewer: Viewer, row: Release, facts: CaseFacts) -> ReleaseShown:
    """Return one gate in words, on the ledger."""
    record(viewer, [_entry(row, facts, Kind.VIEW)])
    return _shown(viewer, row, facts)


def shares(viewer: Viewer, row: Release, facts: CaseFacts) -> bool:
    """Return whether the viewer is of the agency that shares, and writes what is shared."""
    writes = any(decide(viewer, Action.ADD, Category(name), facts) for name in row.categories)
    return row.from_agency_id == viewer.agency_id and writes


def may_authorize(viewer: Viewer, facts: CaseFacts) -> bool:
    """Return whether the viewer records authorizations: a provider with standing on the case."""
    writes = decide(viewer, Action.ADD, Category.TREATMENT_SUMMARY, facts).allowed
    return writes and viewer.discipline == Discipline.TREATMENT


def recipients_of(viewer: Viewer, case: Case) -> list[Agency]:
    """Return the agencies to which a provider can share: the case's own, those at its table."""
    at_table = {m.user.agency for m in members_of(case.team_id, viewer) if m.user.agency}
    found = (at_table | {case.agency}) - {Agency(pk=viewer.agency_id)}
    return sorted(found, key=lambda agency: agency.name)


def _mine(viewer: Viewer) -> QuerySet[Release]:
    """Gates from the viewer's agency, and those to it that name nobody else there."""
    named = Q(to_user_id__isnull=True) | Q(to_user_id=viewer.user_id)
    discipline = Q(to_discipline="") | Q(to_discipline=viewer.discipline)
    ours = Q(from_agency_id=viewer.agency_id) | (named & discipline)
    return Release.objects.visible_to(viewer).filter(ours)


def _shown(viewer: Viewer, row: Release, facts: CaseFacts) -> ReleaseShown:
    state = _state(viewer, row)
    return ReleaseShown(
        id=str(row.pk),
        kind=row.get_kind_display(),
        categories=", ".join(LABELS[Category(name)].lower() for name in row.categories),
        parties=f"{row.from_agency} to {row.to_agency}",
        purpose=row.purpose,
        signed_on=row.signed_on,
        starts_at=row.starts_at,
        last_day=_last_day(row.ends_at),
        state=state,
        is_in_force=state == "In force",
        may_revoke=row.kind in REVOKED_HERE
        and state in ("In force", "Not started")
        and shares(viewer, row, facts),
    )


def _state(viewer: Viewer, row: Release) -> str:
    if row.revoked_at is not None:
        return f"Revoked {timezone.localtime(row.revoked_at):%b %-d, %Y}"
    if row.ends_at < viewer.now:
        return "Ended"
    return "In force" if row.starts_at <= viewer.now else "Not started"


def _last_day(ends_at: datetime) -> date:
    """Return the last day that counts: midnight ends the day before it."""
    local = timezone.localtime(ends_at)
    is_midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    return date.fromordinal(local.date().toordinal() - int(is_midnight))


def _entry(row: Release, facts: CaseFacts, kind: str = Kind.LIST) -> Entry:
    return Entry(
        kind=kind,
        subject_kind="release",
        subject_id=str(row.pk),
        case_id=facts.case_id,
        owner_agency_id=row.from_agency_id,
        category=row.categories[0],
        fields=("kind", "categories", "parties", "purpose", "ends_at"),
        authority=facts.standings[0].kind,
        authority_ref=facts.standings[0].ref,
    )
