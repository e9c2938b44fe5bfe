"""Bundles: events with everything that a stranger needs to check them, in one file.

Asking for a bundle is an event that names each event of it by id, with a digest over them all. Once
that event is sealed, the bundle is made with it inside: so nothing can be left out of the file.
"""

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

from audit.handles import EVENT, handle_of
from audit.models import Event, Kind
from audit.selectors.bundle import content_of, is_sealed, manifest_of, rows_of
from audit.selectors.events import READ_AT_ONCE, EventFilter, list_events
from audit.services.own_act import Act, record_act
from audit.services.record import Entry, record
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.policy.categories import Category
from casemgmt.policy.offices import decide_offices
from casemgmt.policy.people import Viewer

MOST = 2000
SUBJECT = "bundle"
STANDALONE = Path(__file__).parents[1] / "standalone"
FILES = ("README.txt", "verify_bundle.py", "verify_stamps.py")


@dataclass(frozen=True, slots=True)
class Asked:
    """A bundle that was asked for; `sealed` says that it can be made now."""

    event_id: int
    count: int
    sealed: bool

    @property
    def key(self) -> str:
        """What an address says in place of the event's number."""
        return handle_of(EVENT, self.event_id)


def ask_for_bundle(viewer: Viewer, wanted: EventFilter, *, reason: str) -> int:
    """Put on the ledger which events are wanted; return that event's id. Raises RuleBroken."""
    decision = decide_offices(viewer, Category.LEDGER)
    if not decision:
        raise NotVisible("ledger", because=decision.because)
    if not reason.strip():
        raise RuleBroken("Say what the bundle is for.")
    terms, ids = wanted.terms(), _ids(viewer, wanted)
    entry = Entry(
        kind=Kind.EXPORT, subject_kind=SUBJECT, category=Category.LEDGER, total=len(ids),
        owner_agency_id=viewer.agency_id or None, authority=decision.authority,
        policy_version=decision.policy_version, reason=reason.strip(), detail=_detail(terms, ids),
    )  # fmt: skip
    record(viewer, [entry])
    mine = Event.objects.filter(actor_id=viewer.user_id, subject_kind=SUBJECT)
    return mine.order_by("-id").values_list("id", flat=True)[0]


def ask_as_operator(terms: dict[str, str], ids: list[int], *, command: str, reason: str) -> int:
    """Put on the ledger which events an operator takes; return that event's id."""
    _refuse_size(len(ids))
    act = Act(
        command, kind=Kind.EXPORT, thing=SUBJECT, total=len(ids), reason=reason,
        detail=_detail(terms, ids),
    )  # fmt: skip
    return record_act(act)


def access_bundle(viewer: Viewer, event_id: int) -> Asked:
    """Return a bundle that this person asked for; raises NotVisible."""
    event = _own(viewer, event_id)
    return Asked(event.pk, event.total or 0, is_sealed(event.pk))


def download_bundle(viewer: Viewer, event_id: int) -> bytes:
    """Return the bundle as a file and write that it was taken; raises NotVisible, RuleBroken."""
    event = _own(viewer, event_id)
    if not is_sealed(event.pk):
        raise RuleBroken("The bundle is being sealed. That takes about ten seconds: try again.")
    entry = Entry(
        kind=Kind.DOWNLOAD, subject_kind=SUBJECT, subject_id=str(event.pk), total=event.total,
        category=Category.LEDGER, owner_agency_id=viewer.agency_id or None,
        authority=event.authority, policy_version=event.policy_version, reason=event.reason,
    )  # fmt: skip
    record(viewer, [entry])
    return made_bundle(event)


def made_bundle(event: Event, heads: tuple[int, ...] = ()) -> bytes:
    """Return the file of a bundle whose asking is sealed."""
    detail = event.detail
    asked = {
        "terms": detail["asked"], "count": len(detail["ids"]), "manifest": detail["manifest"],
        "export_event": event.pk,
    }  # fmt: skip
    return _packed(content_of(asked, [*detail["ids"], event.pk], heads))


def _ids(viewer: Viewer, wanted: EventFilter) -> list[int]:
    ids: list[int] = []
    after = ""
    while True:
        page = list_events(viewer, wanted, after=after, limit=READ_AT_ONCE)
        ids += [row.id for row in page.rows]
        _refuse_size(len(ids))
        if not page.next_key:
            return sorted(ids)
        after = page.next_key


def _refuse_size(count: int) -> None:
    if not count:
        raise RuleBroken("No event fits, so there is nothing to put into a bundle.")
    if count > MOST:
        raise RuleBroken(f"More than {MOST:,} events fit. Narrow the days, and ask in parts.")


def _detail(terms: dict[str, str], ids: list[int]) -> dict[str, object]:
    rows = rows_of(ids)
    return {"asked": terms, "ids": [row[0] for row in rows], "manifest": manifest_of(rows)}


def _own(viewer: Viewer, event_id: int) -> Event:
    mine = Event.objects.filter(actor_id=viewer.user_id, kind=Kind.EXPORT, subject_kind=SUBJECT)
    event = mine.filter(pk=event_id).first()
    if event is None or not decide_offices(viewer, Category.LEDGER):
        raise NotVisible(SUBJECT, event_id)
    return event


def _packed(content: dict) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bundle.json", json.dumps(content, indent=1, ensure_ascii=False))
        for name in FILES:
            archive.writestr(name, (STANDALONE / name).read_text(encoding="utf-8"))
    return packed.getvalue()
