"""Reads the ledger by key, newest first. Row-level security bounds what a reader finds."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone

from audit.handles import EVENT, PERSON, handle_of, number_of
from audit.models import Event, Leaf, Outcome
from audit.selectors.page_load import of_page
from casemgmt.core.errors import NotVisible
from casemgmt.core.keys import key_in
from casemgmt.policy.people import Viewer

PAGE = 25
READ_AT_ONCE = 500
PEOPLE = 200  # people whose name fits the words of a search
HIDDEN_FROM_SELF = (
    "case_id",
    "case_label",
    "category",
    "part",
    "because",
    "authority",
    "authority_ref",
)


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What a reading is narrowed to; empty means everything the reader may read."""

    case: str = ""
    number: str = ""
    person: str = ""
    actor: str = ""
    kind: str = ""
    category: str = ""
    authority: str = ""
    outcome: str = ""
    subject: str = ""
    request: str = ""
    event: str = ""
    ref: str = ""
    of: str = ""
    because: str = ""
    since: date | None = None
    until: date | None = None

    def within(self, since: date | None, until: date | None) -> "EventFilter":
        """Return the same question over these days."""
        return replace(self, since=since, until=until)

    def terms(self) -> dict[str, str]:
        """Return what is asked, as text by name."""
        return {
            item.name: str(value) for item in fields(self) if (value := getattr(self, item.name))
        }


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event as read; `leaf` is its place in the sealed tree, None while it waits."""

    id: int
    at: datetime
    kind: str
    outcome: str
    actor_id: int | None
    actor_name: str
    actor_role: str
    actor_agency: str
    session: str
    request_id: str
    page_id: str
    route: str
    channel: str
    purpose: str
    reason: str
    authority: str
    authority_ref: str
    because: str
    policy_version: str
    subject_kind: str
    subject_id: str
    case_id: str
    case_label: str
    category: str
    part: str
    fields: tuple[str, ...]
    recipient: str
    total: int | None
    detail: dict[str, Any]
    leaf: int | None = None

    @property
    def key(self) -> str:
        """What an address says in place of the event's number."""
        return handle_of(EVENT, self.id)

    @property
    def actor_key(self) -> str:
        """What an address says in place of the person's number; empty for nobody."""
        return handle_of(PERSON, self.actor_id) if self.actor_id else ""


@dataclass(frozen=True, slots=True)
class EventPage:
    """A page of events; `next_key` is empty on the last one."""

    rows: tuple[EventRow, ...]
    next_key: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """The events of one page load, its parts included, newest first; `id` is the page's."""

    id: str
    rows: list[EventRow] = field(default_factory=list)

    @property
    def first(self) -> EventRow:
        """The newest event; it tells who and when."""
        return self.rows[0]


@dataclass(frozen=True, slots=True)
class RequestPage:
    """A page of requests."""

    requests: tuple[Request, ...]
    next_key: str = ""

    @property
    def count(self) -> int:
        """How many events the page shows."""
        return sum(len(request.rows) for request in self.requests)


COLUMNS = tuple(item.name for item in fields(EventRow) if item.name != "leaf")


def list_events(
    viewer: Viewer, wanted: EventFilter, *, after: str = "", limit: int = PAGE
) -> EventPage:
    """Return a page of what this viewer may read; audit.services.read also writes that he did."""
    limit = min(max(limit, 1), READ_AT_ONCE)
    found = list(_from(narrowed(wanted), after)[: limit + 1].values(*COLUMNS))
    more = len(found) > limit
    rows = _rows(found[:limit])
    return EventPage(rows, key_of(rows[-1]) if more else "")


def list_requests(viewer: Viewer, wanted: EventFilter, *, after: str = "") -> RequestPage:
    """Return events by page load: up to 25 of them or 500 events, whichever comes first."""
    return _by_request(list_events(viewer, wanted, after=after, limit=READ_AT_ONCE))


def list_own_use(viewer: Viewer, *, after: str = "") -> RequestPage:
    """Return what the ledger holds on the viewer's own use; of what was refused, not what it was.

    The database names the case of a refusal for the ledger's readers; told to the person himself,
    it would say that the case exists.
    """
    page = list_events(
        viewer, EventFilter(actor=str(viewer.user_id)), after=after, limit=READ_AT_ONCE
    )
    rows = tuple(_for_self(viewer, row) for row in page.rows)
    return _by_request(EventPage(rows, page.next_key))


def count_refused(viewer: Viewer, *, since: datetime) -> int:
    """Return how many refusals the reader may read since a moment."""
    return Event.objects.filter(outcome=Outcome.REFUSED, at__gte=since).order_by().count()


def is_anything(wanted: EventFilter) -> bool:
    """Return whether the reader may read a single event that fits."""
    return narrowed(wanted).order_by().exists()


def access_event(viewer: Viewer, event_id: int) -> EventRow:
    """Return one event; raises NotVisible where there is none for this viewer."""
    found = _rows(Event.objects.filter(pk=event_id).values(*COLUMNS)[:1])
    if not found:
        raise NotVisible("event", event_id)
    return found[0]


def event_of(handle: object) -> int:
    """Return the event behind what an address says; raises NotVisible for none of ours."""
    found = number_of(EVENT, handle)
    if found is None:
        raise NotVisible("event", handle)
    return found


def key_of(row: EventRow) -> str:
    """Return the key that the page after this row begins from."""
    return f"{row.at.isoformat()}~{row.id}"


def _by_request(page: EventPage) -> RequestPage:
    requests: dict[str, Request] = {}
    for number, row in enumerate(page.rows):
        load = row.page_id or row.request_id
        if load not in requests and len(requests) == PAGE:
            return RequestPage(tuple(requests.values()), key_of(page.rows[number - 1]))
        requests.setdefault(load, Request(load)).rows.append(row)
    return RequestPage(tuple(requests.values()), page.next_key)


def _from(events: QuerySet[Event], after: str) -> QuerySet[Event]:
    """Go on after a key; what is no key begins at the newest."""
    moment, _, number = after.partition("~")
    try:
        at, event_id = datetime.fromisoformat(moment), int(number)
    except ValueError:
        return events
    if timezone.is_naive(at):
        return events
    return events.filter(at__lte=at).filter(Q(at__lt=at) | Q(id__lt=event_id))


def narrowed(wanted: EventFilter) -> QuerySet[Event]:
    """Return the events that fit, newest first, as far as the reader's row security goes."""
    same = {
        "case_label": wanted.number, "kind": wanted.kind, "category": wanted.category,
        "authority": wanted.authority, "outcome": wanted.outcome, "subject_id": wanted.subject,
        "authority_ref": wanted.ref, "subject_kind": wanted.of,
        "because": wanted.because,
    }  # fmt: skip
    events = Event.objects.filter(**{name: value for name, value in same.items() if value})
    if wanted.request:
        events = of_page(events, wanted.request)
    if wanted.case:
        events = events.filter(case_id=key_in(wanted.case))
    if wanted.actor:
        events = events.filter(actor_id=int(wanted.actor) if wanted.actor.isdecimal() else -1)
    if wanted.event:
        events = events.filter(pk=int(wanted.event) if wanted.event.isdecimal() else -1)
    if wanted.person:
        events = events.filter(actor_id__in=_people(wanted.person))
    if wanted.since:
        events = events.filter(at__gte=_begin_of(wanted.since))
    if wanted.until:
        events = events.filter(at__lte=_end_of(wanted.until))
    return events.order_by("-at", "-id")


def _people(words: str) -> list[int]:
    """Return the accounts of people whose name has the words: their events have an index."""
    people = get_user_model().objects.filter(name__icontains=words.strip()).order_by("pk")
    return list(people.values_list("pk", flat=True)[:PEOPLE])


def _rows(found: Iterable[dict[str, Any]]) -> tuple[EventRow, ...]:
    found = list(found)
    ids = [row["id"] for row in found]
    leaves = dict(Leaf.objects.filter(event_id__in=ids).values_list("event_id", "index"))
    return tuple(
        EventRow(
            **row | {"case_id": str(row["case_id"] or ""), "fields": tuple(row["fields"])},
            leaf=leaves.get(row["id"]),
        )
        for row in found
    )


def _for_self(viewer: Viewer, row: EventRow) -> EventRow:
    """Leave out what a refusal was about, and the name of a case in conflict."""
    if row.outcome != Outcome.REFUSED and row.case_id not in viewer.scope.conflict_case_ids:
        return row
    values = {item.name: getattr(row, item.name) for item in fields(row)}
    return EventRow(**values | dict.fromkeys(HIDDEN_FROM_SELF, ""))


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))
