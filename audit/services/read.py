"""Reading the ledger is itself on the ledger: a hash of what was asked, and how much was shown."""

import json

from audit.models import Kind, Outcome
from audit.models.change import keyed
from audit.selectors.events import (
    PAGE,
    EventFilter,
    EventPage,
    EventRow,
    RequestPage,
    access_event,
    list_events,
    list_own_use,
    list_requests,
)
from audit.selectors.tree import Proof, proof_of
from audit.services.record import Entry, record
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.policy.categories import Category
from casemgmt.policy.decision import Decision
from casemgmt.policy.offices import decide_offices
from casemgmt.policy.people import Viewer

EXPORT_MOST = 10_000
EXPORT_STEP = 500
OWN_USE = "own use"
SAY_WHY = "Say what the export is for."
FAILED_SIGN_INS = "failed sign-ins"


def read_ledger(
    viewer: Viewer, wanted: EventFilter, *, after: str = "", limit: int = PAGE
) -> EventPage:
    """Return a page of events and write that it was read; raises NotVisible without the office."""
    decision = reading_office(viewer)
    page = list_events(viewer, wanted, after=after, limit=limit)
    write_reading(viewer, decision, Kind.LEDGER, len(page.rows), wanted)
    return page


def read_requests(viewer: Viewer, wanted: EventFilter, *, after: str = "") -> RequestPage:
    """Return a page of events by request and write that it was read; raises NotVisible."""
    decision = reading_office(viewer)
    page = list_requests(viewer, wanted, after=after)
    write_reading(viewer, decision, Kind.LEDGER, page.count, wanted)
    return page


def open_search(viewer: Viewer) -> None:
    """Write that somebody asked for what cannot be searched; raises NotVisible."""
    write_reading(viewer, reading_office(viewer), Kind.LEDGER, 0, EventFilter())


def read_event(viewer: Viewer, event_id: int) -> EventRow:
    """Return one event and write that it was read; raises NotVisible."""
    decision = reading_office(viewer)
    row = access_event(viewer, event_id)
    write_reading(viewer, decision, Kind.LEDGER, 1, EventFilter(), subject=("event", str(event_id)))
    return row


def download_proof(viewer: Viewer, event_id: int) -> Proof:
    """Return an event's proof and write that it was taken; raises NotVisible, RuleBroken."""
    decision = reading_office(viewer)
    access_event(viewer, event_id)
    proof = proof_of(viewer, event_id)
    if proof is None:
        raise RuleBroken(
            "This event is not sealed yet. Sealing takes about ten seconds: try again then."
        )
    write_reading(
        viewer, decision, Kind.DOWNLOAD, 1, EventFilter(), subject=("event", str(event_id))
    )
    return proof


def read_own_use(viewer: Viewer, *, after: str = "") -> RequestPage:
    """Return what the ledger holds on the viewer's own use and write that it was read."""
    page = list_own_use(viewer, after=after)
    entry = Entry(
        kind=Kind.LEDGER, subject_kind="ledger", subject_id=OWN_USE, category=Category.LEDGER,
        owner_agency_id=viewer.agency_id or None, authority="authorship", total=page.count,
    )  # fmt: skip
    record(viewer, [entry])
    return page


def read_failed_sign_ins(viewer: Viewer, *, after: str = "") -> EventPage:
    """Return a page of sign-ins that failed and write that it was read; raises NotVisible.

    An administrator keeps every account, so that no name is told by it; nobody else sees failures
    of names that are nobody's, which would tell which names are somebody's.
    """
    if not viewer.is_administrator:
        raise NotVisible("ledger", because="rule:administrators")
    wanted = EventFilter(kind=Kind.SIGN_IN_FAILED)
    page = list_events(viewer, wanted, after=after)
    entry = Entry(
        kind=Kind.LEDGER, subject_kind="ledger", subject_id=FAILED_SIGN_INS, total=len(page.rows),
        category=Category.LEDGER, owner_agency_id=viewer.agency_id or None,
    )  # fmt: skip
    record(viewer, [entry])
    return page


def export_ledger(viewer: Viewer, wanted: EventFilter, *, reason: str) -> list[EventRow]:
    """Return all that fits and write that it was taken; raises RuleBroken, NotVisible."""
    if not reason.strip():
        raise RuleBroken(SAY_WHY)
    decision = reading_office(viewer)
    rows: list[EventRow] = []
    after = ""
    while True:
        page = list_events(viewer, wanted, after=after, limit=EXPORT_STEP)
        rows += page.rows
        if not page.next_key:
            break
        if len(rows) >= EXPORT_MOST:
            raise RuleBroken(
                f"More than {EXPORT_MOST:,} events fit. Narrow the days, and export in parts."
            )
        after = page.next_key
    write_reading(viewer, decision, Kind.EXPORT, len(rows), wanted, reason=reason.strip())
    return rows


def reading_office(viewer: Viewer) -> Decision:
    """Return by what office the ledger is read; raises NotVisible without one."""
    decision = decide_offices(viewer, Category.LEDGER)
    if not decision:
        raise NotVisible("ledger", because=decision.because)
    return decision


def write_reading(  # noqa: PLR0913  # what stands on the ledger
    viewer: Viewer,
    decision: Decision,
    kind: str,
    total: int,
    wanted: EventFilter,
    *,
    subject: tuple[str, str] = ("ledger", ""),
    reason: str = "",
) -> None:
    """Write that the ledger was read: how much, and a hash of what was asked."""
    terms = wanted.terms()
    entry = Entry(
        kind=kind, outcome=Outcome.SHOWN, subject_kind=subject[0], subject_id=subject[1],
        category=Category.LEDGER, owner_agency_id=viewer.agency_id or None,
        authority=decision.authority,
        policy_version=decision.policy_version, total=total, reason=reason,
        detail={"search": keyed(json.dumps(terms, sort_keys=True))} if terms else {},
    )  # fmt: skip
    record(viewer, [entry])
