"""Makes tasks of events, by looking at them from this side; and notes what came of each.

Nothing is sent to a victim by the program, and nothing of it is in the main database.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.utils import timezone

from casemgmt.core import clock
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.policy.people import Viewer
from victims.confidential.database import in_transaction
from victims.confidential.envelope import Box, opaque
from victims.confidential.keys import keys_of
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Client, NoticeStep, NoticeTask, Outcome, Sheet
from victims.confidential.models import Kind as EventKind
from victims.confidential.notices import NOTHING, STOP, NoticeWish, task_for
from victims.confidential.selectors.client import access_client, box_for, known_clients
from victims.confidential.selectors.notice import CLOSING, open_notice, wishes_of
from victims.confidential.services.sheet import SheetWords, keep_sheet
from victims.information import in_force
from victims.selectors.events import EventSeen

TABLE, STEPS = NoticeTask._meta.db_table, NoticeStep._meta.db_table
By = NoticeStep.Outcome


@dataclass(frozen=True)
class StepWords:
    """What came of a try."""

    outcome: str
    note: str = ""


@in_transaction()
def take_in_events(viewer: Viewer, events: Iterable[EventSeen]) -> int:
    """Make the tasks that events ask for and that are not there yet; return how many.

    Events and victims meet by opaque references, which only the organization's key can make
    (B-VAWA-2). For one who never registered there is at most a task to consider (T33).
    """
    key = keys_of(viewer.agency_id).cases
    by_case: dict[bytes, list[EventSeen]] = defaultdict(list)
    for event in events:
        by_case[opaque(key, event.case_id)].append(event)
    found = known_clients(viewer).filter(case_ref__in=list(by_case), closed_on__isnull=True)
    clients = list(found)
    boxes = {client.pk: box_for(client) for client in clients}
    wishes, there = wishes_of(viewer, boxes), _there(viewer, clients)
    made: list[NoticeTask] = []
    for client in clients:
        events_here = by_case[bytes(client.case_ref)]
        if any(event.corrects_id for event in events_here):
            _overtake(viewer, client, events_here, key)
        asked = _Asked(client, boxes[client.pk], wishes.get(client.pk), there[client.pk], key)
        made += [task for event in _current(events_here) if (task := _task(viewer, asked, event))]
    NoticeTask.objects.bulk_create(made, ignore_conflicts=True)
    fields = ("kind", "content", "due_on")
    marks = [
        Mark(EventKind.ADD, "notice", one.pk, one.client_id, fields, Outcome.DONE) for one in made
    ]
    record(viewer, marks)
    return len(made)


@in_transaction()
def note_step(viewer: Viewer, client_id: object, notice_id: object, *, words: StepWords) -> None:
    """Note a try to tell a victim, or that she wants no more notices, which counts at once.

    Raises NotVisible, RuleBroken.
    """
    client, _ = access_client(viewer, client_id, lock=True)
    shown = open_notice(viewer, client_id, notice_id)
    if not shown.is_open:
        raise RuleBroken("This task is closed already.")
    if words.outcome in (By.FAILED, By.LEFT) and not words.note.strip():
        raise RuleBroken("Say in a few words what was tried, or why it is left alone.")
    _keep_step(viewer, client, shown.id, words)
    if words.outcome == By.STOPPED:
        note = {"standing": STOP, "note": words.note} if words.note else {"standing": STOP}
        keep_sheet(viewer, client.pk, words=SheetWords(Sheet.Kind.NOTICE, clock.today(), note))


@dataclass(frozen=True, repr=False)
class _Asked:
    """One victim, for whom events are looked at."""

    client: Client
    box: Box
    wish: NoticeWish | None
    there: set[tuple[bytes, str]]
    key: bytes


def _current(events: list[EventSeen]) -> list[EventSeen]:
    overtaken = {event.corrects_id for event in events}
    return [event for event in events if event.row.id not in overtaken]


def _task(viewer: Viewer, asked: _Asked, event: EventSeen) -> NoticeTask | None:
    """Return the task that an event asks for, or None where there is one or nothing to do."""
    kind, rules = str(event.row["kind"]), in_force().events
    wanted = task_for(kind, asked.wish, rules[kind])
    reference = opaque(asked.key, f"event|{event.row.id}")
    if wanted == NOTHING or (reference, wanted) in asked.there:
        return None
    task_id, happens = uuid4(), event.row["happens_at"]
    content = json.dumps(
        {"kind": kind, "happens_at": happens.isoformat(), "place": event.row["place"]}
    )
    return NoticeTask(
        id=task_id, agency_id=asked.client.agency_id, created_by_id=viewer.user_id,
        client=asked.client, event_ref=reference, kind=wanted, known_on=viewer.today,
        due_on=rules[kind].due_on(viewer.today, timezone.localtime(happens).date()),
        content=asked.box.close(TABLE, "content", task_id, content),
    )  # fmt: skip


def _there(viewer: Viewer, clients: list[Client]) -> dict[UUID, set[tuple[bytes, str]]]:
    """Return the tasks that are there already, by victim."""
    held: dict[UUID, set[tuple[bytes, str]]] = defaultdict(set)
    rows = NoticeTask.objects.visible_to(viewer).filter(client__in=[one.pk for one in clients])
    for client_id, reference, kind in rows.values_list("client_id", "event_ref", "kind"):
        held[client_id].add((bytes(reference), kind))
    return held


def _overtake(viewer: Viewer, client: Client, events: list[EventSeen], key: bytes) -> None:
    """Close what waits about an event that a newer one corrects."""
    older = [opaque(key, f"event|{event.corrects_id}") for event in events if event.corrects_id]
    rows = NoticeTask.objects.visible_to(viewer).filter(client=client, event_ref__in=older)
    closed = NoticeStep.objects.visible_to(viewer).filter(task__in=rows, outcome__in=CLOSING)
    for row in rows.exclude(pk__in=closed.values("task_id")):
        _keep_step(viewer, client, row.pk, StepWords(By.OVERTAKEN))


def _keep_step(viewer: Viewer, client: Client, task_id: UUID, words: StepWords) -> None:
    if words.outcome not in By.values:
        raise RuleBroken("Choose what came of it.")
    if not NoticeTask.objects.visible_to(viewer).filter(pk=task_id).exists():
        raise NotVisible("notice", task_id)
    step_id = uuid4()
    NoticeStep(
        id=step_id, agency_id=client.agency_id, created_by_id=viewer.user_id, task_id=task_id,
        outcome=words.outcome,
        content=box_for(client).close(STEPS, "content", step_id, words.note),
        happened_at=clock.now(), author_id=viewer.user_id, author_name=viewer.name,
    ).save(force_insert=True)  # fmt: skip
    fields = ("outcome", "content")
    mark = Mark(EventKind.AMEND, "notice", task_id, client.pk, fields, outcome=Outcome.DONE)
    record(viewer, [mark])
