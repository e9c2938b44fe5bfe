"""Keeps mandated reports: a personal duty that no vote, supervisor or release stands before
(B-REP-1, B-VAWA-12, T51)."""

from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from audit.models import Kind, Outcome
from audit.services.record import Entry, record
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.models import MandatedReport, ReportStep
from casemgmt.policy.duties import oral_due, report_duty, written_due
from casemgmt.policy.people import Viewer
from casemgmt.selectors.case import access_case
from casemgmt.selectors.mandated_report import FIELDS, duty_here
from casemgmt.services.faults import Fault
from teams.models import Notice
from teams.services.notice import notify, withdraw_notices

ORAL, WRITTEN = ReportStep.Kind.ORAL, ReportStep.Kind.WRITTEN


@dataclass(frozen=True)
class ReportWords:
    """The least that a report needs."""

    learned_at: datetime
    child: str
    concern: str
    suspected: str = ""
    actions: str = ""
    from_part2: bool = False
    shown_to_line: bool = False


@dataclass(frozen=True)
class StepWords:
    """What was done about a report."""

    kind: str
    happened_at: datetime
    to_whom: str = ""
    reference: str = ""
    words: str = ""


@transaction.atomic
def begin_report(viewer: Viewer, case_id: object, *, words: ReportWords) -> MandatedReport:
    """Keep that the viewer learned of a child at risk; his clocks run from then.

    Works without any release, and where the site has set no state: then no time is told. Raises
    NotVisible, Fault for a moment to come.
    """
    case, _ = access_case(viewer, case_id)
    if words.learned_at > viewer.now:
        raise Fault("learned_at", "This moment is still to come. Give when you learned of it.")
    duty = duty_here()
    row = MandatedReport(
        case=case, case_number=case.number, reporter_id=viewer.user_id,
        agency_id=viewer.agency_id, unit_id=viewer.unit_id, created_by_id=viewer.user_id,
        state=duty.state if duty else "", **asdict(words),
    )  # fmt: skip
    row.full_clean(exclude=["case", "reporter", "agency", "unit"])
    row.save(force_insert=True)
    _record(viewer, row, "begin mandated report", FIELDS)
    if duty is not None:
        _remind(row, ORAL, oral_due(duty, row.learned_at))
        _remind(row, WRITTEN, written_due(duty, row.learned_at, None))
    return row


@transaction.atomic
def add_report_step(viewer: Viewer, report_id: object, *, words: StepWords) -> ReportStep:
    """Keep what was done; only the reporter writes. Raises NotVisible, Fault, RuleBroken."""
    rows = MandatedReport.objects.visible_to(viewer).filter(pk=report_id)
    row = rows.filter(reporter_id=viewer.user_id).first()
    if row is None:
        raise NotVisible("mandated report", report_id)
    _check(viewer, row, words)
    step = ReportStep(
        report=row, created_by_id=viewer.user_id, created_at=viewer.now, **asdict(words)
    )
    step.full_clean(exclude=["report"])
    step.save(force_insert=True)
    _record(viewer, row, f"mandated report: {words.kind}", ("kind", "happened_at"))
    if words.kind in (ORAL, WRITTEN):
        for hours in settings.DUTY_REMINDER_HOURS:
            withdraw_notices(about=_about(row, words.kind, hours), because="done")
    duty = report_duty(settings.DUTIES_FILE, row.state)
    if words.kind == ORAL and duty is not None:
        _remind(row, WRITTEN, written_due(duty, row.learned_at, words.happened_at), again=True)
    return step


def check_step(
    viewer: Viewer, words: StepWords, *, learned_at: datetime, made: AbstractSet[str]
) -> None:
    """Raise Fault for a step that says too little, or lies outside of its time; `made` are the
    kinds that are on record."""
    if words.kind not in ReportStep.Kind.values:
        raise Fault("kind", "Choose what was done.")
    if words.happened_at > viewer.now:
        raise Fault("happened_at", "This moment is still to come. Give when it was done.")
    if words.happened_at < learned_at:
        raise Fault("happened_at", "That is before you learned of it. Mend the moment.")
    if words.kind in (ORAL, WRITTEN) and not words.to_whom.strip():
        raise Fault("to_whom", "Say who took the report.")
    if words.kind == ReportStep.Kind.NOT_TOLD and not words.words.strip():
        raise Fault("words", "Say in a sentence why the victim was not told.")
    if words.kind in (ORAL, WRITTEN) and words.kind in made:
        raise Fault("kind", "This is on record already. Add what came after as an answer.")


def _check(viewer: Viewer, row: MandatedReport, words: StepWords) -> None:
    made = ReportStep.objects.visible_to(viewer).filter(report=row)
    kinds = set(made.values_list("kind", flat=True))
    check_step(viewer, words, learned_at=row.learned_at, made=kinds)
    if row.from_part2 and words.kind == ReportStep.Kind.FOLLOW_UP:
        raise RuleBroken(
            "This was learned in a program under 42 CFR Part 2: the initial report is allowed, and "
            "nothing after it without consent or a court's order (2.12(c)(6)). Ask counsel."
        )


def _remind(row: MandatedReport, kind: str, due_at: datetime, *, again: bool = False) -> None:
    for hours in settings.DUTY_REMINDER_HOURS:
        about = _about(row, kind, hours)
        if again:  # the clock of the written report starts anew with the oral one
            withdraw_notices(about=about, because="clock moved")
        when = due_at - timedelta(hours=hours)
        notify(Notice.Kind.REPORT_DUE, [row.reporter_id], about=about, due_at=when)


def _about(row: MandatedReport, kind: str, hours: int) -> str:
    return f"duty:{row.pk}:{kind}:{hours}"


def _record(viewer: Viewer, row: MandatedReport, act: str, fields: tuple[str, ...]) -> None:
    entry = Entry(
        kind=Kind.CHANGE, outcome=Outcome.DONE, subject_kind="mandated report",
        subject_id=str(row.pk), fields=fields, owner_agency_id=row.agency_id,
        authority="own_duty", detail={"act": act},
    )  # fmt: skip
    record(viewer, [entry])
