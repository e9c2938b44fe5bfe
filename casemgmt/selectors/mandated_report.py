"""Reads mandated reports: one's own, with the clocks of each in words."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from audit.models import Kind
from audit.services.record import Entry, record
from casemgmt.core.errors import NotVisible
from casemgmt.models import MandatedReport, ReportStep
from casemgmt.policy.duties import (
    Clock,
    ReportDuty,
    clock_of,
    is_late_entry,
    oral_due,
    report_duty,
    written_due,
)
from casemgmt.policy.people import Viewer
from casemgmt.selectors.sealed_words import SEALED, sealed_among

SHOWN_AT_ONCE = 100
FIELDS = ("child", "concern", "suspected", "actions", "learned_at")


@dataclass(frozen=True)
class StepShown:
    """One step; `late_entry` where it was written down later than it happened."""

    row: ReportStep
    late_entry: bool


@dataclass(frozen=True)
class ReportShown:
    """A report with its steps and clocks."""

    row: MandatedReport
    case_number: str
    steps: list[StepShown]
    oral: Clock
    oral_due: datetime | None
    written: Clock
    written_due: datetime | None
    is_told: bool
    is_mine: bool
    late_entry: bool


def duty_here() -> ReportDuty | None:
    """Return what the jurisdiction's law asks; None where the site has not set it."""
    return report_duty(settings.DUTIES_FILE, settings.DUTY_STATE)


def binds(viewer: Viewer, duty: ReportDuty | None) -> bool:
    """Return whether the law names the viewer's profession."""
    return duty is not None and viewer.discipline.value in duty.professions


def list_reports(viewer: Viewer) -> list[ReportShown]:
    """Return the reports that the viewer may read, the newest first."""
    rows = list(MandatedReport.objects.visible_to(viewer)[:SHOWN_AT_ONCE])
    return _shown(viewer, rows, Kind.LIST)


def access_report(viewer: Viewer, report_id: object) -> ReportShown:
    """Return one report; raises NotVisible."""
    rows = list(MandatedReport.objects.visible_to(viewer).filter(pk=report_id))
    if not rows:
        raise NotVisible("mandated report", report_id)
    return _shown(viewer, rows, Kind.VIEW)[0]


def _shown(viewer: Viewer, rows: list[MandatedReport], kind: Kind) -> list[ReportShown]:
    record(viewer, [_entry(row, kind) for row in rows])
    if not rows:
        return []
    steps = list(ReportStep.objects.visible_to(viewer).filter(report__in=rows))
    sealed = sealed_among(viewer, [str(row.case_id) for row in rows])
    return [
        _one(
            viewer,
            row,
            [step for step in steps if step.report_id == row.pk],
            SEALED if str(row.case_id) in sealed else row.case_number,
        )
        for row in rows
    ]


def _one(viewer: Viewer, row: MandatedReport, steps: list[ReportStep], number: str) -> ReportShown:
    duty = report_duty(settings.DUTIES_FILE, row.state)
    done = {step.kind: step.happened_at for step in reversed(steps)}
    oral_at, written_at = done.get(ReportStep.Kind.ORAL), done.get(ReportStep.Kind.WRITTEN)
    first = oral_due(duty, row.learned_at) if duty else None
    second = written_due(duty, row.learned_at, oral_at) if duty else None
    return ReportShown(
        row, number, [StepShown(s, is_late_entry(s.happened_at, s.created_at)) for s in steps],
        clock_of(first, oral_at, viewer.now), first, clock_of(second, written_at, viewer.now),
        second, bool({ReportStep.Kind.TOLD, ReportStep.Kind.NOT_TOLD} & set(done)),
        row.reporter_id == viewer.user_id, is_late_entry(row.learned_at, row.created_at),
    )  # fmt: skip


def _entry(row: MandatedReport, kind: Kind) -> Entry:
    """The ledger tells that a report was opened, never on which case or whose it is."""
    return Entry(
        kind=kind, subject_kind="mandated report", subject_id=str(row.pk), fields=FIELDS,
        owner_agency_id=row.agency_id, authority="own_duty",
    )  # fmt: skip
