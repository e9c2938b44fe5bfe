"""The gate: which release, if any, opens a record to this viewer, and what is wrong with the
nearest one."""

from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import RecordFacts, ReleaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.regimes import PART2

# In the order in which they are told; the release whose first fault comes last is the nearest one.
FAULTS = (
    "consent_incomplete", "wrong_recipient", "wrong_purpose", "wrong_item", "use_limited",
    "release_revoked", "release_ended", "release_not_started",
)  # fmt: skip

PART2_KINDS = frozenset({"part2_consent", "part2_justice_consent", "court_order"})
# What a paper must be to open a category at all; any kind opens the others.
KINDS = {
    Category.SUD_TREATMENT: PART2_KINDS,  # B-P2-2, T39: an authorization lacks what 2.31 asks
    Category.PSYCHOTHERAPY_NOTES: frozenset({"court_order"}),  # matrix: by order only
    Category.VICTIM_STATEMENT: frozenset({"victim_release", "court_order"}),
    Category.VICTIM_ADVOCACY: frozenset({"victim_release", "court_order"}),
}


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


def _fits_law(release: ReleaseFacts, category: Category, record: RecordFacts | None) -> bool:
    """Whether the paper is of a kind that every law on the record accepts (B-ENG-2)."""
    if record is not None and PART2 in record.regimes and release.kind not in PART2_KINDS:
        return False
    kinds = KINDS.get(category)
    return kinds is None or release.kind in kinds


def fault(
    release: ReleaseFacts,
    viewer: Viewer,
    category: Category,
    record: RecordFacts | None,
    action: Action,
    purpose: str,
) -> str:
    """Return the first fault of `release` for this question, or "" when it opens."""
    lawful = _fits_law(release, category, record)
    stops_at = release.stops_at
    checks = {
        "consent_incomplete": not release.complete or release.ends is None or not lawful,
        "wrong_recipient": not _names(release, viewer),
        "wrong_purpose": bool(purpose and release.purpose and purpose != release.purpose),
        "wrong_item": not _fits_item(release, record),
        "use_limited": action == Action.DISCLOSE or not release.for_case,
        "release_revoked": stops_at is not None and stops_at <= viewer.now,
        "release_ended": release.ends is not None and release.ends < viewer.now,
        "release_not_started": release.starts > viewer.now,
    }
    return next((name for name in FAULTS if checks[name]), "")


def through(
    releases: tuple[ReleaseFacts, ...],
    viewer: Viewer,
    category: Category,
    record: RecordFacts | None,
    action: Action,
    purpose: str,
) -> tuple[ReleaseFacts | None, str, bool]:
    """Return the release that opens, or None, the fault of the one that comes nearest, and whether
    one with that fault names the viewer: what is between others is nobody else's business (T26).
    """
    nearest, named = "gate_missing", False
    for release in releases:
        name = fault(release, viewer, category, record, action, purpose)
        if not name:
            return release, "", True
        if nearest == "gate_missing" or FAULTS.index(name) > FAULTS.index(nearest):
            nearest, named = name, _names(release, viewer)
        elif name == nearest:
            named = named or _names(release, viewer)
    return None, nearest, named
