"""Reads sheets: those that count of each kind, the older ones under them, and what waits."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from casemgmt.core.errors import NotVisible
from casemgmt.policy.people import Viewer
from victims.confidential.envelope import Box
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Client, Sheet
from victims.confidential.models import Kind as EventKind
from victims.confidential.questions import KINDS, said
from victims.confidential.selectors.client import (
    ROW_FIELDS,
    access_client,
    box_for,
    known_clients,
    name_of,
)

TABLE = Sheet._meta.db_table
FIELDS = ("kind", "answers", "happened_on", "author_name")
SHOWN_AT_ONCE = 100


@dataclass(frozen=True)
class SheetShown:
    """One sheet in words; `answers` are the question's label and what was answered."""

    id: UUID
    kind: str
    happened_on: date
    written_at: datetime
    author_name: str
    answers: list[tuple[str, str]]
    raw: dict[str, Any]
    due_on: date | None
    is_done: bool


@dataclass(frozen=True)
class TaskAhead:
    """A task that waits, with the name of the victim; never what is to be done."""

    client_id: UUID
    client_name: str
    due_on: date
    is_late: bool
    is_mine: bool


def list_sheets(
    viewer: Viewer, client_id: object, kind: str
) -> tuple[list[SheetShown], list[SheetShown]]:
    """Return the sheets of a kind that count, and those that newer ones replaced.

    Raises NotVisible. Each is on the organization's ledger.
    """
    client, box = access_client(viewer, client_id)
    rows = list(Sheet.objects.visible_to(viewer).filter(client=client, kind=kind))
    record(viewer, [Mark(EventKind.VIEW, "sheet", row.pk, client.pk, FIELDS) for row in rows])
    replaced = {row.replaces_id for row in rows}
    standing = [row for row in rows if row.pk not in replaced]
    if KINDS[kind].one_counts:
        standing = standing[:1]
    ids = {row.pk for row in standing}
    earlier = [row for row in rows if row.pk not in ids]
    return [_shown(row, box) for row in standing], [_shown(row, box) for row in earlier]


def count_sheets(viewer: Viewer, client_id: object) -> dict[str, int]:
    """Return how many sheets of each kind count; nothing is opened."""
    rows = Sheet.objects.visible_to(viewer).filter(client_id=client_id)
    pairs = list(rows.values_list("pk", "kind", "replaces_id"))
    replaced = {older for _, _, older in pairs}
    counts = dict.fromkeys(KINDS, 0)
    for key, kind, _ in pairs:
        counts[kind] += key not in replaced
    return counts


def open_sheet(viewer: Viewer, client_id: object, sheet_id: object) -> SheetShown:
    """Return one sheet, to be written anew; raises NotVisible."""
    client, box = access_client(viewer, client_id)
    row = Sheet.objects.visible_to(viewer).filter(client=client, pk=sheet_id).first()
    if row is None:
        raise NotVisible("sheet", sheet_id)
    record(viewer, [Mark(EventKind.VIEW, "sheet", row.pk, client.pk, FIELDS)])
    return _shown(row, box)


def tasks_ahead(viewer: Viewer) -> list[TaskAhead]:
    """Return the organization's tasks that wait, the soonest first, one's own before others'."""
    known = known_clients(viewer).order_by().values("pk")
    rows = Sheet.objects.visible_to(viewer).filter(
        kind=Sheet.Kind.TASK, is_done=False, client__in=known
    )
    replaced = Sheet.objects.visible_to(viewer).filter(replaces__isnull=False)
    rows = rows.exclude(pk__in=replaced.values("replaces_id"))
    found = list(rows.select_related("client__key").order_by("due_on", "pk")[:SHOWN_AT_ONCE])
    shown = [row.client_id for row in found]
    record(viewer, [Mark(EventKind.LIST, "client", key, key, ROW_FIELDS[:1]) for key in shown])
    tasks = [
        TaskAhead(
            row.client_id,
            name_of(row.client, box_for(row.client)),
            row.due_on,
            row.due_on < viewer.today,
            row.client.advocate_id == viewer.user_id,
        )
        for row in found
        if row.due_on
    ]
    return sorted(tasks, key=lambda task: (not task.is_mine, task.due_on))


def open_tasks(viewer: Viewer, client: Client) -> set[str]:
    """Return what is to be done for a victim and is not done yet, for writing it down once."""
    rows = Sheet.objects.visible_to(viewer).filter(client=client, kind=Sheet.Kind.TASK)
    replaced = {row.replaces_id for row in rows}
    waiting = [row for row in rows if row.pk not in replaced and not row.is_done]
    box = box_for(client)
    said = [json.loads(box.open(TABLE, "answers", row.pk, row.answers)) for row in waiting]
    return {str(one.get("what", "")) for one in said}


def _shown(row: Sheet, box: Box) -> SheetShown:
    raw = json.loads(box.open(TABLE, "answers", row.pk, row.answers))
    answers = [
        (question.label, said(question, raw[question.name]))
        for question in KINDS[row.kind].questions
        if question.name in raw
    ]
    return SheetShown(
        row.pk, row.kind, row.happened_on, row.created_at, row.author_name, answers, raw,
        row.due_on, row.is_done,
    )  # fmt: skip
