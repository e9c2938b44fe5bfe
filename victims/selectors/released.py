"""What an organization has released on a case.

What the team can read today, with the end of each release.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from audit.models import Kind
from audit.reveal import reveal_many
from casemgmt.models import Case, Release
from casemgmt.policy.actions import Action
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from victims.models import Statement


@dataclass(frozen=True)
class ReleaseShown:
    """One release with the words that it opens, in the organization's own sight."""

    release_id: str
    item: str
    text: str
    given_on: date
    recipient: str
    purpose: str
    ways: str
    ends_at: datetime
    revoked_at: datetime | None
    revoked_how: str
    is_open: bool
    starts_later: bool = False


def list_released(viewer: Viewer, case: Case, facts: CaseFacts) -> list[ReleaseShown]:
    """Return the organization's releases on a case: those in force first, by the day they end."""
    rows = list(
        Statement.objects.visible_to(viewer)
        .filter(case=case, owner_agency_id=viewer.agency_id, release__isnull=False)
        .select_related("release__to_agency", "release__to_user")
    )
    by_id = {str(row.pk): row for row in rows}
    shown = reveal_many(viewer, rows, {facts.case_id: facts}, kind=Kind.VIEW, action=Action.VIEW)
    found = [_shown(viewer, by_id[revealed.id]) for revealed in shown]
    return sorted(found, key=lambda one: (not one.is_open, one.ends_at))


def access_own_release(viewer: Viewer, release_id: object) -> Release | None:
    """Return a release of the viewer's organization, or None."""
    return (
        Release.objects.visible_to(viewer)
        .filter(pk=release_id, kind=Release.Kind.VICTIM_RELEASE, from_agency_id=viewer.agency_id)
        .select_related("case")
        .first()
    )


def revoked_among(viewer: Viewer, release_ids: Iterable[str]) -> frozenset[str]:
    """Return which of the organization's releases are revoked, as far as they are in reach."""
    keys = [key for key in release_ids if key]
    rows = Release.objects.visible_to(viewer).filter(
        pk__in=keys, from_agency_id=viewer.agency_id, revoked_at__isnull=False
    )
    return frozenset(str(key) for key in rows.order_by().values_list("pk", flat=True))


def _shown(viewer: Viewer, row: Statement) -> ReleaseShown:
    release = cast(Release, row.release)  # those without one are not listed
    recipient = release.to_agency.name
    if release.to_user is not None:
        recipient = f"{release.to_user.name}, {recipient}"
    ended = release.revoked_at is not None or cast(datetime, release.ends_at) < viewer.now
    return ReleaseShown(
        str(release.pk),
        row.item,
        row.text,
        row.given_on,
        recipient,
        release.purpose,
        ", ".join(row.ways),
        cast(datetime, release.ends_at),
        release.revoked_at,
        release.get_revoked_how_display(),
        is_open=not ended,
        starts_later=release.starts_at > viewer.now,
    )
