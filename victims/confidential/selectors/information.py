"""Reads what victims asked to know, what may be told of it, and what still waits."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from audit.reveal import Revealed
from casemgmt.core.errors import NotVisible
from casemgmt.models import Case
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from victims.confidential.envelope import Box
from victims.confidential.ledger import Mark, record
from victims.confidential.models import InformationRequest, InformationTold
from victims.confidential.models import Kind as EventKind
from victims.confidential.selectors.client import (
    ROW_FIELDS,
    access_client,
    box_for,
    known_clients,
    name_of,
)
from victims.information import AT_ONCE, Permitted, Topic, in_force
from victims.selectors.inquiry import inquiries_part
from victims.selectors.status import is_authorized, status_of

TABLE = InformationRequest._meta.db_table
TOLD = InformationTold._meta.db_table
FIELDS = ("content", "asked_at", "due_on")
SHOWN_AT_ONCE = 100


@dataclass(frozen=True)
class TopicAnswer:
    """One topic on one case: what may be told now, who has to be asked, or why it is not told."""

    key: str
    label: str
    law: str
    way: str
    words: tuple[str, ...] = ()
    who: str = ""
    why: str = ""
    instead: tuple[str, ...] = ()
    inquiry: Revealed | None = None


@dataclass(frozen=True)
class RequestShown:
    """A request in words."""

    id: UUID
    asked_at: datetime
    due_on: date
    author_name: str
    how: str
    topics: tuple[str, ...]
    told_at: datetime | None
    told_by: str
    told_words: str

    @property
    def done_on(self) -> date | None:
        """Return the day on which it was told, for the words of what is due."""
        return self.told_at.date() if self.told_at else None


@dataclass(frozen=True)
class RequestAhead:
    """A request that waits, with the victim's name; never what was asked."""

    id: UUID
    client_id: UUID
    client_name: str
    due_on: date
    is_late: bool
    is_mine: bool


def answers_on(viewer: Viewer, case: Case, facts: CaseFacts, head: Revealed) -> list[TopicAnswer]:
    """Return every topic of the jurisdiction as it stands on a case today.

    The same is read whatever is asked and whether or not anybody asked (B-VAWA-2).
    """
    status = status_of(viewer, case, facts, head)
    newest: dict[str, Revealed] = {}
    for row in inquiries_part(viewer, case, facts).rows:
        held = newest.get(row["topic"])
        if held is None or (row["asked_on"], row["answered_at"] is None) > (
            held["asked_on"], held["answered_at"] is None,
        ):  # fmt: skip
            newest[row["topic"]] = row
    found = []
    for key, topic in in_force().topics.items():
        authorized = is_authorized(viewer, facts, topic.needs)
        said = in_force().permitted(key, stage=case.stage, authorized=authorized)
        found.append(_answer(topic, said, status, newest.get(key)))
    return found


def _answer(
    topic: Topic, said: Permitted, status: dict[str, tuple[str, ...]], inquiry: Revealed | None
) -> TopicAnswer:
    words: list[str] = []
    if said.way == AT_ONCE:
        words = [line for fact in topic.facts for line in status.get(fact, ())]
    return TopicAnswer(
        topic.key, topic.label, topic.law, said.way, tuple(words), topic.who, said.why,
        said.instead, inquiry,
    )  # fmt: skip


def list_requests(viewer: Viewer, client_id: object) -> list[RequestShown]:
    """Return what a victim asked, the newest first; raises NotVisible. Each is on the ledger."""
    client, box = access_client(viewer, client_id)
    rows = list(InformationRequest.objects.visible_to(viewer).filter(client=client))
    told = _told(viewer, rows)
    record(viewer, [Mark(EventKind.VIEW, "information", row.pk, client.pk, FIELDS) for row in rows])
    return [_shown(row, told.get(row.pk), box) for row in rows]


def open_request(viewer: Viewer, client_id: object, asked_id: object) -> RequestShown:
    """Return one request; raises NotVisible."""
    client, box = access_client(viewer, client_id)
    row = InformationRequest.objects.visible_to(viewer).filter(client=client, pk=asked_id).first()
    if row is None:
        raise NotVisible("information", asked_id)
    record(viewer, [Mark(EventKind.VIEW, "information", row.pk, client.pk, FIELDS)])
    return _shown(row, _told(viewer, [row]).get(row.pk), box)


def requests_ahead(viewer: Viewer) -> list[RequestAhead]:
    """Return the requests of the organization that wait, the soonest first."""
    told = InformationTold.objects.visible_to(viewer).values("request_id")
    rows = InformationRequest.objects.visible_to(viewer).exclude(pk__in=told)
    rows = rows.filter(client__in=known_clients(viewer).order_by().values("pk"))
    found = list(rows.select_related("client__key").order_by("due_on", "pk")[:SHOWN_AT_ONCE])
    marks = [
        Mark(EventKind.LIST, "client", r.client_id, r.client_id, ROW_FIELDS[:1]) for r in found
    ]
    record(viewer, marks)
    return [
        RequestAhead(
            row.pk, row.client_id, name_of(row.client, box_for(row.client)), row.due_on,
            row.due_on < viewer.today, row.client.advocate_id == viewer.user_id,
        )
        for row in found
    ]  # fmt: skip


def _told(viewer: Viewer, rows: Iterable[InformationRequest]) -> dict[UUID, InformationTold]:
    found = InformationTold.objects.visible_to(viewer).filter(request__in=[row.pk for row in rows])
    return {row.request_id: row for row in found}


def _shown(row: InformationRequest, told: InformationTold | None, box: Box) -> RequestShown:
    content: dict[str, Any] = json.loads(box.open(TABLE, "content", row.pk, row.content))
    words = box.open(TOLD, "content", told.pk, told.content) if told else ""
    return RequestShown(
        row.pk, row.asked_at, row.due_on, row.author_name, content["how"],
        tuple(content["topics"]), told.told_at if told else None,
        told.author_name if told else "", words,
    )  # fmt: skip
