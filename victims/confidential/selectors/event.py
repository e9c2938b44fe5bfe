"""Reads the organization's own ledger; reading it is an event too."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from casemgmt.core.errors import RuleBroken
from casemgmt.policy.people import Viewer
from victims.confidential.database import connection
from victims.confidential.ledger import Mark, record
from victims.confidential.models import AdvocacyEvent, Kind, Outcome

PAGE = 25
MOST = 5000
SEALED = "SELECT size, at FROM audit_head ORDER BY size DESC LIMIT 1"


@dataclass(frozen=True)
class EventsWanted:
    """What is looked for: a worker's name or part of it, days, the record of one victim."""

    worker: str = ""
    since: date | None = None
    until: date | None = None
    client_id: UUID | str | None = None

    def narrowed(self, rows: QuerySet[AdvocacyEvent]) -> QuerySet[AdvocacyEvent]:
        """Return the events that fit."""
        rows = rows.filter(actor_name__icontains=self.worker) if self.worker else rows
        rows = rows.filter(at__date__gte=self.since) if self.since else rows
        rows = rows.filter(at__date__lte=self.until) if self.until else rows
        return rows.filter(client_id=self.client_id) if self.client_id else rows


@dataclass(frozen=True)
class EventShown:
    """One line of the ledger, as a sentence is made of it."""

    id: int
    at: datetime
    actor_name: str
    kind_words: str
    subject_kind: str
    client_id: str
    fields: tuple[str, ...]
    outcome: str
    because: str


def list_events(
    viewer: Viewer, *, before: int | None = None, wanted: EventsWanted | None = None
) -> tuple[list[EventShown], int | None]:
    """Return a page of events, newest first, and the key of the next page."""
    rows = (wanted or EventsWanted()).narrowed(AdvocacyEvent.objects.visible_to(viewer))
    rows = rows.filter(id__lt=before) if before else rows
    found = list(rows.order_by("-id")[: PAGE + 1])
    record(viewer, [Mark(Kind.LEDGER, "ledger", client_id=wanted.client_id if wanted else None)])
    return [_shown(row) for row in found[:PAGE]], (
        found[PAGE - 1].id if len(found) > PAGE else None
    )


def take_events(viewer: Viewer, wanted: EventsWanted, *, reason: str) -> list[EventShown]:
    """Return all events that fit, for a file; it stands on the ledger that they were taken, and
    what for. Raises RuleBroken for more than a file holds, or without a reason."""
    rows = wanted.narrowed(AdvocacyEvent.objects.visible_to(viewer)).order_by("-id")
    found = list(rows[: MOST + 1])
    if len(found) > MOST:
        raise RuleBroken(f"More than {MOST:,} events fit. Narrow the days, and take it in parts.")
    if not reason.strip():
        raise RuleBroken("Say what the file is for.")
    mark = Mark(Kind.LEDGER, "ledger file", client_id=wanted.client_id, fields=("file",),
                outcome=Outcome.DONE, reason=reason.strip())  # fmt: skip
    record(viewer, [mark])
    return [_shown(row) for row in found]


def last_seal(viewer: Viewer) -> tuple[int, datetime] | None:
    """Return how many events the newest signed head of this database covers, and when it was
    made; None where nothing is sealed yet."""
    with connection().cursor() as cursor:
        cursor.execute(SEALED)
        return cursor.fetchone()


def _shown(row: AdvocacyEvent) -> EventShown:
    return EventShown(
        row.id, row.at, row.actor_name, row.get_kind_display(), row.subject_kind,
        str(row.client_id or ""), tuple(row.fields), row.outcome, row.because,
    )  # fmt: skip
