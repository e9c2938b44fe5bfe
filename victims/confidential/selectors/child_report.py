"""Reads an advocate's own mandated reports, with their clocks in words."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from casemgmt.core.errors import NotVisible
from casemgmt.policy.duties import (
    Clock,
    clock_of,
    is_late_entry,
    oral_due,
    report_duty,
    written_due,
)
from casemgmt.policy.people import Viewer
from victims.confidential.envelope import Box
from victims.confidential.ledger import Mark, record
from victims.confidential.models import ChildReport, ChildReportStep, Kind
from victims.confidential.selectors.client import box_for, known_clients, name_of

TABLE, STEPS = ChildReport._meta.db_table, ChildReportStep._meta.db_table
FIELDS = ("learned_at", "words")
SHOWN_AT_ONCE = 100


@dataclass(frozen=True)
class StepShown:
    """One step in words."""

    kind: str
    kind_words: str
    happened_at: datetime
    written_at: datetime
    words: dict[str, str]
    late_entry: bool


@dataclass(frozen=True)
class ChildReportShown:
    """A report with its steps and clocks."""

    id: UUID
    client_id: UUID
    client_name: str
    learned_at: datetime
    written_at: datetime
    words: dict[str, str]
    steps: list[StepShown]
    oral: Clock
    oral_due: datetime | None
    written: Clock
    written_due: datetime | None
    is_told: bool
    is_mine: bool
    late_entry: bool

    @property
    def waits(self) -> bool:
        """Whether something of it is still to be done."""
        return bool({self.oral.state, self.written.state} & {"open", "soon", "late"})


def list_child_reports(viewer: Viewer, *, client_id: object = None) -> list[ChildReportShown]:
    """Return the organization's reports, the newest first: all, or of one victim's record."""
    rows = _known(viewer)
    rows = rows.filter(client_id=client_id) if client_id else rows
    return _shown(viewer, list(rows[:SHOWN_AT_ONCE]))


def _known(viewer: Viewer) -> QuerySet:
    known = known_clients(viewer).order_by().values("pk")
    rows = ChildReport.objects.visible_to(viewer).filter(client__in=known)
    return rows.select_related("client__key")


def _shown(viewer: Viewer, found: list[ChildReport]) -> list[ChildReportShown]:
    marks = [Mark(Kind.VIEW, "child report", row.pk, row.client_id, FIELDS) for row in found]
    record(viewer, marks)
    steps = list(ChildReportStep.objects.visible_to(viewer).filter(report__in=found))
    return [
        _one(viewer, row, [step for step in steps if step.report_id == row.pk]) for row in found
    ]


def access_child_report(viewer: Viewer, report_id: object) -> tuple[ChildReport, Box]:
    """Return a report that is hers to go on with, and its box; raises NotVisible."""
    row = _known(viewer).filter(pk=report_id, reporter_id=viewer.user_id).first()
    if row is None:
        raise NotVisible("child report", report_id)
    return row, box_for(row.client)


def open_child_report(viewer: Viewer, report_id: object) -> ChildReportShown:
    """Return one report; raises NotVisible."""
    found = _shown(viewer, list(_known(viewer).filter(pk=report_id)))
    if not found:
        raise NotVisible("child report", report_id)
    return found[0]


def _one(viewer: Viewer, row: ChildReport, steps: list[ChildReportStep]) -> ChildReportShown:
    box = box_for(row.client)
    duty = report_duty(settings.DUTIES_FILE, row.state)
    done = {step.kind: step.happened_at for step in reversed(steps)}
    first = oral_due(duty, row.learned_at) if duty else None
    second = written_due(duty, row.learned_at, done.get("oral")) if duty else None
    return ChildReportShown(
        row.pk, row.client_id, name_of(row.client, box), row.learned_at, row.created_at,
        json.loads(box.open(TABLE, "words", row.pk, row.words)),
        [_step(step, box) for step in steps],
        clock_of(first, done.get("oral"), viewer.now), first,
        clock_of(second, done.get("written"), viewer.now), second,
        bool({"told", "not_told"} & set(done)), row.reporter_id == viewer.user_id,
        is_late_entry(row.learned_at, row.created_at),
    )  # fmt: skip


def _step(step: ChildReportStep, box: Box) -> StepShown:
    return StepShown(
        step.kind, step.get_kind_display(), step.happened_at, step.created_at,
        json.loads(box.open(STEPS, "words", step.pk, step.words)),
        is_late_entry(step.happened_at, step.created_at),
    )  # fmt: skip
