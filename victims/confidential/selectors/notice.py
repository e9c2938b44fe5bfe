"""Reads what is to be told to victims, how, and what came of it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from casemgmt.core.errors import NotVisible
from casemgmt.policy.people import Viewer
from victims.confidential.envelope import Box
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Kind as EventKind
from victims.confidential.models import NoticeStep, NoticeTask, Sheet
from victims.confidential.notices import SPOKEN, NoticeWish
from victims.confidential.selectors.client import (
    ROW_FIELDS,
    access_client,
    box_for,
    known_clients,
    name_of,
)

TABLE, STEPS, SHEETS = (m._meta.db_table for m in (NoticeTask, NoticeStep, Sheet))
FIELDS = ("kind", "content", "due_on")
CLOSING = frozenset(set(NoticeStep.Outcome.values) - {NoticeStep.Outcome.FAILED})
SHOWN_AT_ONCE = 200


@dataclass(frozen=True)
class StepShown:
    """A try in words."""

    outcome: str
    words: str
    happened_at: datetime
    author_name: str


@dataclass(frozen=True)
class NoticeShown:
    """A task in words: what is told, until when, and what was tried."""

    id: UUID
    kind: str
    event_kind: str
    spoken: str
    happens_at: datetime
    place: str
    due_on: date
    known_on: date
    is_open: bool
    tries: int
    steps: tuple[StepShown, ...]


@dataclass(frozen=True)
class NoticeAhead:
    """A task that waits, with the victim's name; never what happened."""

    id: UUID
    client_id: UUID
    client_name: str
    kind_words: str
    due_on: date
    tries: int
    is_mine: bool

    @property
    def is_escalated(self) -> bool:
        """Whether a try failed: it then stands first, for the whole organization (B-VR-4)."""
        return self.tries > 0


def wishes_of(viewer: Viewer, boxes: Mapping[UUID, Box]) -> dict[UUID, NoticeWish]:
    """Return what victims wish to be told, each by her newest sheet; one who never said is not
    among them. One query whatever their number."""
    rows = Sheet.objects.visible_to(viewer).filter(client__in=list(boxes), kind=Sheet.Kind.NOTICE)
    newest = {row.client_id: row for row in rows.order_by("happened_on", "created_at")}
    checked = [
        Mark(EventKind.CHECK, "sheet", row.pk, key, ("answers",)) for key, row in newest.items()
    ]
    record(viewer, checked)
    return {
        key: NoticeWish.of(json.loads(boxes[key].open(SHEETS, "answers", row.pk, row.answers)))
        for key, row in newest.items()
    }


def notices_ahead(viewer: Viewer) -> list[NoticeAhead]:
    """Return the tasks that wait: first those that failed, then one's own, the soonest first.

    Of a victim who wants no more notices none is shown from that moment on.
    """
    rows = NoticeTask.objects.visible_to(viewer).filter(
        client__in=known_clients(viewer).order_by().values("pk")
    )
    closed = NoticeStep.objects.visible_to(viewer).filter(outcome__in=CLOSING)
    waiting = rows.exclude(pk__in=closed.values("task_id")).select_related("client__key")
    found = list(waiting.order_by("due_on", "pk")[:SHOWN_AT_ONCE])
    steps = _steps_of(viewer, found)
    boxes = {row.client_id: box_for(row.client) for row in found}
    wishes = wishes_of(viewer, boxes)
    shown = [row for row in found if not _is_stopped(wishes.get(row.client_id))]
    keys = {row.client_id for row in shown}
    record(viewer, [Mark(EventKind.LIST, "client", key, key, ROW_FIELDS[:1]) for key in keys])
    ahead = [_ahead(viewer, row, steps[row.pk], boxes[row.client_id]) for row in shown]
    return sorted(ahead, key=lambda one: (not one.is_escalated, not one.is_mine, one.due_on))


def list_notices(viewer: Viewer, client_id: object) -> list[NoticeShown]:
    """Return every task of a victim, the open ones first; raises NotVisible."""
    client, box = access_client(viewer, client_id)
    rows = list(NoticeTask.objects.visible_to(viewer).filter(client=client))
    steps, wish = _steps_of(viewer, rows), wishes_of(viewer, {client.pk: box}).get(client.pk)
    record(viewer, [Mark(EventKind.VIEW, "notice", row.pk, client.pk, FIELDS) for row in rows])
    shown = [_shown(row, steps[row.pk], box, wish) for row in rows]
    return sorted(shown, key=lambda one: not one.is_open)


def open_notice(viewer: Viewer, client_id: object, notice_id: object) -> NoticeShown:
    """Return one task; raises NotVisible."""
    client, box = access_client(viewer, client_id)
    row = NoticeTask.objects.visible_to(viewer).filter(client=client, pk=notice_id).first()
    if row is None:
        raise NotVisible("notice", notice_id)
    record(viewer, [Mark(EventKind.VIEW, "notice", row.pk, client.pk, FIELDS)])
    wish = wishes_of(viewer, {client.pk: box}).get(client.pk)
    return _shown(row, _steps_of(viewer, [row])[row.pk], box, wish)


def _steps_of(viewer: Viewer, rows: Iterable[NoticeTask]) -> dict[UUID, list[NoticeStep]]:
    held: dict[UUID, list[NoticeStep]] = defaultdict(list)
    for step in NoticeStep.objects.visible_to(viewer).filter(task__in=[row.pk for row in rows]):
        held[step.task_id].append(step)
    return held


def _is_stopped(wish: NoticeWish | None) -> bool:
    return wish is not None and wish.stopped


def _due(row: NoticeTask, steps: list[NoticeStep]) -> date:
    """A try that failed is made again on the next day at the latest."""
    failed = [step.happened_at for step in steps if step.outcome == NoticeStep.Outcome.FAILED]
    if not failed:
        return row.due_on
    return max(row.due_on, timezone.localtime(failed[-1]).date() + timedelta(days=1))


def _tries(steps: list[NoticeStep]) -> int:
    return sum(step.outcome == NoticeStep.Outcome.FAILED for step in steps)


def _ahead(viewer: Viewer, row: NoticeTask, steps: list[NoticeStep], box: Box) -> NoticeAhead:
    return NoticeAhead(
        row.pk, row.client_id, name_of(row.client, box), row.get_kind_display(), _due(row, steps),
        _tries(steps), row.client.advocate_id == viewer.user_id,
    )  # fmt: skip


def _shown(
    row: NoticeTask, steps: list[NoticeStep], box: Box, wish: NoticeWish | None
) -> NoticeShown:
    content = json.loads(box.open(TABLE, "content", row.pk, row.content))
    closed = any(step.outcome in CLOSING for step in steps) or _is_stopped(wish)
    return NoticeShown(
        id=row.pk, kind=row.kind, event_kind=content["kind"], spoken=SPOKEN[content["kind"]],
        happens_at=datetime.fromisoformat(content["happens_at"]), place=content["place"],
        due_on=_due(row, steps), known_on=row.known_on, is_open=not closed, tries=_tries(steps),
        steps=tuple(
            StepShown(
                step.get_outcome_display(), box.open(STEPS, "content", step.pk, step.content),
                step.happened_at, step.author_name,
            )
            for step in steps
        ),
    )  # fmt: skip
