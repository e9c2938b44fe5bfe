"""What an organization counts of its own record, on its own side: never a person, small numbers not
shown (B-VAWA-10). Fit for a funder's report, which may hold no identifying detail."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from casemgmt.policy.people import Viewer
from casemgmt.policy.small_cells import Cells, suppress
from victims.confidential.ledger import Mark, record
from victims.confidential.models import (
    Client,
    Demand,
    DemandStep,
    InformationRequest,
    InformationTold,
    Kind,
    OwnRequest,
    Released,
    Sheet,
)

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Measure:
    """One list of numbers: what it is of, what is counted."""

    heading: str
    label: str
    cells: Cells


def list_measures(viewer: Viewer) -> list[Measure]:
    """Return the organization's measures of the last year; that they were shown is on its
    ledger."""
    since = viewer.today - YEAR
    found = [
        Measure("Victims served", "Records", _cells(_records(viewer, since))),
        Measure("What was done", "Work of the year", _cells(_work(viewer, since))),
        Measure("Victims who asked for information", "Requests", _cells(_asked(viewer, since))),
        Measure("Requests for one's own record", "Requests", _cells(_requests(viewer, since))),
        Measure("Legal demands", "Demands", _cells(_demands(viewer, since))),
    ]
    fields = tuple(one.heading for one in found)
    record(viewer, [Mark(Kind.LIST, "measures", fields=fields)])
    return found


def _cells(numbers: dict[str, int]) -> Cells:
    return suppress(numbers, settings.SMALL_CELL)


def _records(viewer: Viewer, since: date) -> dict[str, int]:
    rows = Client.objects.visible_to(viewer)
    return {
        "Opened in the year": rows.filter(opened_on__gte=since).count(),
        "Open now": rows.filter(closed_on=None, destroyed_at=None).count(),
    }


def _work(viewer: Viewer, since: date) -> dict[str, int]:
    sheets = Sheet.objects.visible_to(viewer).filter(happened_on__gte=since)
    counts = {
        label: sheets.filter(kind=kind).count()
        for kind, label in (
            (Sheet.Kind.SERVICE, "Services and contacts"),
            (Sheet.Kind.REFERRAL, "Referrals"),
            (Sheet.Kind.SAFETY_PLAN, "Safety plans"),
        )
    }
    released = Released.objects.visible_to(viewer).filter(created_at__gte=_start(since))
    return counts | {"Releases to a team": released.count()}


def _requests(viewer: Viewer, since: date) -> dict[str, int]:
    numbers = {"Answered in time": 0, "Answered late": 0, "Waiting": 0, "Waiting and late": 0}
    for row in OwnRequest.objects.visible_to(viewer).filter(asked_on__gte=since):
        done = row.answered_at
        late = (timezone.localdate(done) if done else viewer.today) > row.due_on
        words = ("Answered late" if late else "Answered in time") if done else (
            "Waiting and late" if late else "Waiting"
        )  # fmt: skip
        numbers[words] += 1
    return numbers


def _asked(viewer: Viewer, since: date) -> dict[str, int]:
    asked = InformationRequest.objects.visible_to(viewer).filter(asked_at__gte=_start(since))
    rows = dict(asked.values_list("pk", "asked_at"))
    told = InformationTold.objects.visible_to(viewer).filter(request__in=list(rows))
    days = [(at - rows[key]).days for key, at in told.values_list("request_id", "told_at")]
    return {
        "Told within 7 days": sum(n <= 7 for n in days),
        "Told later": sum(n > 7 for n in days),
        "Not told yet": len(rows) - len(days),
    }


def _demands(viewer: Viewer, since: date) -> dict[str, int]:
    rows = Demand.objects.visible_to(viewer).filter(received_on__gte=since)
    steps = DemandStep.objects.visible_to(viewer).filter(demand__in=rows.values("pk"))
    numbers = {
        str(label): steps.filter(kind=kind).values("demand").distinct().count()
        for kind, label in DemandStep.Kind.choices
        if kind in (DemandStep.Kind.OBJECTED, DemandStep.Kind.COMPLIED, DemandStep.Kind.WITHDRAWN)
    }
    return numbers | {"Came in the year": rows.count()}


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
