"""Reads for accountings: the ledger's disclosures of a subject, counted by the database; requests,
their steps and copies; statements that suspend. Row-level security bounds what an office finds."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet

from audit.accounting import LAWS, OF_VICTIMS, Law, Suspension, due_on
from audit.models import (
    AccountingCopy,
    AccountingRequest,
    AccountingRun,
    AccountingStep,
    Event,
    Kind,
    Outcome,
    SuspensionEnd,
    SuspensionRow,
)
from casemgmt.core.errors import NotVisible
from casemgmt.core.keys import key_in
from casemgmt.policy.people import Viewer

# What shows information of a subject to somebody; what is told by hand stands in a table of its
# own with its particulars.
SHOWS = (
    Kind.VIEW, Kind.LIST, Kind.SEARCH, Kind.EXPORT, Kind.PRINT, Kind.DOWNLOAD, Kind.API, Kind.MAIL,
)  # fmt: skip
MOST = 300
ENDS = ("given", "withdrawn")


@dataclass(frozen=True, slots=True)
class Span:
    """Whose disclosures of which cases, from when to when; one record where `subject` names it."""

    agency_id: int
    case_ids: tuple[str, ...]
    since: datetime
    until: datetime
    subject: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Events of one kind that one agency's people caused, with how many, the first and the last."""

    actor_agency_id: int | None
    actor_agency: str
    kind: str
    category: str
    part: str
    authority: str
    purpose: str
    recipient: str
    count: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Asked:
    """A request with its steps, and where it stands."""

    row: AccountingRequest
    steps: list[AccountingStep]
    today: date
    run: AccountingRun | None = None
    copies: list[AccountingCopy] = field(default_factory=list)

    @property
    def law(self) -> Law:
        """Return the law that it asks by."""
        return LAWS[self.row.law]

    @property
    def is_extended(self) -> bool:
        """Whether it was given thirty days more."""
        return any(step.kind == "extended" for step in self.steps)

    @property
    def end(self) -> AccountingStep | None:
        """Return the step that ended it: given or withdrawn."""
        return next((step for step in self.steps if step.kind in ENDS), None)

    @property
    def due(self) -> date:
        """Return the last day for the answer."""
        return due_on(self.row.asked_on, is_extended=self.is_extended)

    @property
    def is_late(self) -> bool:
        """Whether it should have been answered."""
        return self.end is None and self.due < self.today


@dataclass(frozen=True)
class Suspended:
    """A statement with its end, and whether it hides anything today."""

    row: SuspensionRow
    end: SuspensionEnd | None
    rule: Suspension
    is_in_force: bool


def groups_of(viewer: Viewer, span: Span) -> list[Group]:
    """Return what was shown of a subject, by who got it, what and why; raises NotVisible."""
    by = [item.name for item in fields(Group) if item.name not in ("count", "first_at", "last_at")]
    counted: QuerySet[Event, dict[str, Any]] = (
        _events(viewer, span).order_by().values(*by)
        .annotate(n=Count("*"), first_at=Min("at"), last_at=Max("at"))
    )  # fmt: skip
    return [
        Group(count=row.pop("n"), **row) for row in counted
    ]  # fmt: skip


def count_upto(viewer: Viewer, span: Span, most: int) -> int:
    """Return how many events there are to read, at most one more than `most`."""
    return _events(viewer, span).order_by().values("pk")[: most + 1].count()


def _events(viewer: Viewer, span: Span) -> QuerySet[Event]:
    if not viewer.reads_ledger:
        raise NotVisible("accounting")
    events = Event.objects.filter(
        case_id__in=span.case_ids, owner_agency_id=span.agency_id, outcome=Outcome.SHOWN,
        kind__in=SHOWS, at__gte=span.since, at__lt=span.until,
    ).exclude(category="")  # fmt: skip
    if span.subject is None:  # of a victim nothing stands in another person's list
        return events.exclude(category__in=OF_VICTIMS)
    return events.filter(subject_kind=span.subject[0], subject_id=span.subject[1])


def list_asked(viewer: Viewer) -> list[Asked]:
    """Return the agency's requests, what is due first, with their steps."""
    over = AccountingStep.objects.filter(request_id=OuterRef("pk"), kind__in=ENDS)
    # What is owed comes first: a cut never takes away the oldest, which is the most overdue.
    by_due = AccountingRequest.objects.order_by(Exists(over), "-asked_on", "pk")
    rows = list(by_due[:MOST])
    steps = _steps([row.pk for row in rows])
    found = [Asked(row, steps.get(row.pk, []), viewer.today) for row in rows]
    return sorted(found, key=lambda one: (one.end is not None, one.due))


def access_asked(viewer: Viewer, accounting_id: object) -> Asked:
    """Return one request with its steps, its latest making and the files of it; raises
    NotVisible."""
    row = AccountingRequest.objects.filter(pk=key_in(accounting_id)).first()
    if row is None or not viewer.reads_ledger:
        raise NotVisible("accounting", accounting_id)
    run = AccountingRun.objects.filter(request_id=row.pk).order_by("-at").first()
    ready = (
        AccountingRun.objects.filter(request_id=row.pk, state=AccountingRun.State.READY)
        .order_by("-finished_at").first()
    )  # fmt: skip
    copies = AccountingCopy.objects.filter(run_id=ready.pk).defer("content") if ready else []
    return Asked(row, _steps([row.pk]).get(row.pk, []), viewer.today, run, list(copies))


def access_copy(viewer: Viewer, accounting_id: object, copy_id: object) -> AccountingCopy:
    """Return one file of a request; raises NotVisible."""
    asked = access_asked(viewer, accounting_id)
    rows = AccountingCopy.objects.filter(pk=key_in(copy_id), request_id=asked.row.pk)
    copy = rows.first()
    if copy is None:
        raise NotVisible("accounting", copy_id)
    return copy


def asked_within(viewer: Viewer, subject_id: str, since: date) -> bool:
    """Whether a list of this subject was asked for since a day and not taken back: the next one
    need not be free (45 CFR 164.528(c)(2))."""
    earlier = AccountingRequest.objects.filter(
        agency_id=viewer.agency_id, subject_id=subject_id, asked_on__gte=since
    )
    steps = _steps(earlier.values_list("pk", flat=True))
    return any(
        not any(step.kind == "withdrawn" for step in steps.get(key, []))
        for key in earlier.values_list("pk", flat=True)
    )


def list_suspended(viewer: Viewer, case_ids: Iterable[object] | None = None) -> list[Suspended]:
    """Return the agency's statements, those in force first; of these cases, where any are named."""
    if not viewer.reads_ledger:
        raise NotVisible("suspension")
    rows = SuspensionRow.objects.order_by("-ends", "pk")
    if case_ids is not None:
        rows = rows.filter(case_id__in=[str(key) for key in case_ids])
    found = list(rows[:MOST])
    ends = {
        one.suspension_id: one
        for one in SuspensionEnd.objects.filter(suspension_id__in=[row.pk for row in found])
    }
    shown = [_suspended(row, ends.get(row.pk), viewer.today) for row in found]
    return sorted(shown, key=lambda one: not one.is_in_force)


def access_suspended(viewer: Viewer, suspension_id: object) -> Suspended:
    """Return one statement of the agency; raises NotVisible."""
    row = SuspensionRow.objects.filter(pk=key_in(suspension_id)).first()
    if row is None or not viewer.reads_ledger:
        raise NotVisible("suspension", suspension_id)
    end = SuspensionEnd.objects.filter(suspension_id=row.pk).first()
    return _suspended(row, end, viewer.today)


def due_requests() -> list[tuple[str, int, date]]:
    """Return each request that waits: its key, its agency, its last day. Asked with nobody's
    eyes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounting_due()")
        return [(str(key), agency, due) for key, agency, due in cursor.fetchall()]


def _steps(ids: Iterable[object]) -> dict[object, list[AccountingStep]]:
    found: dict[object, list[AccountingStep]] = {}
    for step in AccountingStep.objects.filter(request_id__in=list(ids)).order_by("at"):
        found.setdefault(step.request_id, []).append(step)
    return found


def _suspended(row: SuspensionRow, end: SuspensionEnd | None, today: date) -> Suspended:
    rule = Suspension(
        agency_id=row.recipient_agency_id, recipient=row.recipient, kind=row.kind,
        starts=row.starts, ends=row.ends, statement=row.statement, said_by=row.said_by,
        lifted_on=end.on_day if end else None,
    )  # fmt: skip
    return Suspended(row, end, rule, rule.is_in_force(today))
