"""The gate: which release, if any, opens a record to this viewer, and what is wrong with the
nearest one."""

from casemgmt.policy.actions import Action
from casemgmt.policy.facts import RecordFacts, ReleaseFacts
from casemgmt.policy.people import Viewer

# In the order in which they are told; the release whose first fault comes last is the nearest one.
FAULTS = (
    "consent_incomplete", "wrong_recipient", "wrong_purpose", "wrong_item", "use_limited",
    "release_revoked", "release_ended", "release_not_started",
)  # fmt: skip


def _names(release: ReleaseFacts, viewer: Viewer) -> bool:
    return (
        release.to_agency_id == viewer.agency_id
        and release.to_user_id in (None, viewer.user_id)
        and release.to_discipline in ("", viewer.discipline)
    )


def _fits_item(release: ReleaseFacts, record: RecordFacts | None) -> bool:
    if record is None:
        return True
    if release.from_agency_id and record.owner_agency_id not in (None, release.from_agency_id):
        return False  # one center's authorization opens nothing of another's
    if record.release_id and record.release_id != release.id:
        return False
    if not release.items:
        return True
    if not record.items:  # such a record came under this release, or under none of its items
        return record.release_id == release.id
    return record.items <= release.items


def fault(
    release: ReleaseFacts, viewer: Viewer, record: RecordFacts | None, action: Action, purpose: str
) -> str:
    """Return the first fault of `release` for this question, or "" when it opens."""
    checks = {
        "consent_incomplete": not release.complete or release.ends is None,
        "wrong_recipient": not _names(release, viewer),
        "wrong_purpose": bool(purpose and release.purpose and purpose != release.purpose),
        "wrong_item": not _fits_item(release, record),
        "use_limited": action == Action.DISCLOSE or not release.for_case,
        "release_revoked": release.revoked_at is not None and release.revoked_at <= viewer.now,
        "release_ended": release.ends is not None and release.ends < viewer.now,
        "release_not_started": release.starts > viewer.now,
    }
    return next((name for name in FAULTS if checks[name]), "")


def through(
    releases: tuple[ReleaseFacts, ...],
    viewer: Viewer,
    record: RecordFacts | None,
    action: Action,
    purpose: str,
) -> tuple[ReleaseFacts | None, str]:
    """Return the release that opens, or None and the fault of the one that comes nearest."""
    if not releases:
        return None, "gate_missing"
    faults = [(fault(release, viewer, record, action, purpose), release) for release in releases]
    for name, release in faults:
        if not name:
            return release, ""
    return None, max((name for name, _ in faults), key=FAULTS.index)
