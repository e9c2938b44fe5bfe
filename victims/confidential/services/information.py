"""Keeps what a victim asked to know, and that she was told; both stay as they were written."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from casemgmt.core import clock
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.policy.people import Viewer
from victims.confidential.database import in_transaction
from victims.confidential.ledger import Mark, record
from victims.confidential.models import InformationRequest, InformationTold, Outcome
from victims.confidential.models import Kind as EventKind
from victims.confidential.selectors.client import access_client
from victims.information import in_force

TABLE = InformationRequest._meta.db_table
TOLD = InformationTold._meta.db_table


@dataclass(frozen=True)
class AskedWords:
    """What a victim asked, when and how."""

    topics: tuple[str, ...]
    how: str
    asked_at: datetime


@in_transaction()
def keep_request(viewer: Viewer, client_id: object, *, words: AskedWords) -> UUID:
    """Keep what a victim asked to know; a victim asks, nobody asks for her (S49).

    Raises NotVisible, RuleBroken without a topic or for a time to come.
    """
    client, box = access_client(viewer, client_id, lock=True)
    table = in_force()
    if not words.topics or not set(words.topics) <= set(table.topics):
        raise RuleBroken("Choose what was asked.")
    if words.asked_at > clock.now():
        raise RuleBroken("This time is still to come. Give the time at which it was asked.")
    asked_id = uuid4()
    content = json.dumps({"topics": list(words.topics), "how": words.how})
    InformationRequest(
        id=asked_id, agency_id=client.agency_id, created_by_id=viewer.user_id, client=client,
        content=box.close(TABLE, "content", asked_id, content), asked_at=words.asked_at,
        due_on=words.asked_at.date() + timedelta(days=table.answer_within_days),
        author_id=viewer.user_id, author_name=viewer.name,
    ).save(force_insert=True)  # fmt: skip
    fields = ("content", "asked_at", "due_on")
    mark = Mark(EventKind.ADD, "information", asked_id, client.pk, fields, outcome=Outcome.DONE)
    record(viewer, [mark])
    return asked_id


@in_transaction()
def note_told(viewer: Viewer, client_id: object, asked_id: object, *, words: str) -> None:
    """Note that the victim was told, and close the request. Raises NotVisible, RuleBroken."""
    client, box = access_client(viewer, client_id, lock=True)
    rows = InformationRequest.objects.visible_to(viewer).filter(client=client)
    request = rows.filter(pk=asked_id).first()
    if request is None:
        raise NotVisible("information", asked_id)
    if InformationTold.objects.visible_to(viewer).filter(request=request).exists():
        raise RuleBroken("It is noted already that this was told. Keep a new request for more.")
    told_id = uuid4()
    InformationTold(
        id=told_id, agency_id=client.agency_id, created_by_id=viewer.user_id, request=request,
        content=box.close(TOLD, "content", told_id, words), told_at=clock.now(),
        author_id=viewer.user_id, author_name=viewer.name,
    ).save(force_insert=True)  # fmt: skip
    mark = Mark(
        EventKind.AMEND, "information", request.pk, client.pk, ("content", "told_at"),
        outcome=Outcome.DONE,
    )  # fmt: skip
    record(viewer, [mark])
