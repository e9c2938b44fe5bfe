"""Measures of the victim's voice, from the team's side alone: never a person, small numbers not
shown (B-VAWA-10). What an organization measures of its own record stays with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min, QuerySet

from audit.services.record import Entry, record
from casemgmt.core.models import this_jurisdiction
from casemgmt.dashboards.decisions import SLOTS, count_decisions
from casemgmt.dashboards.periods import CHOICES, Period
from casemgmt.models import Case, Release
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.policy.small_cells import Cells, suppress
from teams.models import Membership, Unit
from victims.models import Answer, Inquiry, Question

ANSWERED = ("Within 7 days", "8 to 14 days", "15 days or more", "Not answered yet")
LENGTHS = ("15 days or fewer", "16 to 30 days", "More than 30 days")
SLOT_WORDS = {
    SLOTS.GENERAL.value: "Victims in general",
    SLOTS.STATEMENT.value: "A victim's own words",
    SLOTS.NONE_SHARED.value: "Considered, none shared",
}


@dataclass(frozen=True)
class Voice:
    """The measures of one viewer's line and one period."""

    period: Period
    units: int
    units_with_advocate: int
    decisions: Cells | None
    answers: Cells
    inquiries: Cells
    releases: Cells

    @property
    def charts(self) -> list[tuple[str, str, Cells]]:
        """Return each list with its heading and what is counted."""
        found = [
            ("Questions of the victims' side, by the time to the first answer", "Questions",
             self.answers),
            ("Requests for information, by the time to the answer", "Requests", self.inquiries),
            ("Releases of victims, by their length", "Releases", self.releases),
        ]  # fmt: skip
        if self.decisions is not None:
            heading = "Decisions, by the victim's perspective that was heard"
            found.insert(0, (heading, "Decisions", self.decisions))
        return found


def count_voice(viewer: Viewer, period: Period) -> Voice:
    """Count everything for the viewer's line; that it was shown is one event on the ledger."""
    units, advocates = _units(viewer)
    voice = Voice(
        period, units, advocates, _decisions(viewer, period), _answers(viewer, period),
        _inquiries(viewer, period), _releases(viewer, period),
    )  # fmt: skip
    entry = Entry(
        kind="count", subject_kind="dashboard", category=Category.AGGREGATE,
        fields=("units", "decisions", "answers", "inquiries", "releases"),
        authority="supervisory_line",
        total=units, detail={"days": period.days, "of": "victims' voice"},
    )  # fmt: skip
    record(viewer, [entry])
    return voice


def least() -> int:
    """Return the number below which none is shown."""
    return settings.SMALL_CELL


def _cases(viewer: Viewer) -> QuerySet[Case]:
    return Case.objects.visible_to(viewer).order_by()


def _units(viewer: Viewer) -> tuple[int, int]:
    """Return how many units of the line have cases, and at how many of them an advocate sits."""
    keys = set(_cases(viewer).values_list("unit_id", flat=True).distinct())
    seats = Membership.objects.filter(
        team__unit__in=keys, starts__lte=viewer.today, user__is_active=True,
        user__discipline=Discipline.COMMUNITY_ADVOCACY,
    ).exclude(until__lt=viewer.today)  # fmt: skip
    known = Unit.objects.filter(pk__in=keys)
    return known.count(), known.filter(pk__in=seats.values("team__unit_id")).count()


def _decisions(viewer: Viewer, period: Period) -> Cells | None:
    numbers = count_decisions(viewer, period)
    if numbers is None:
        return None
    return suppress({words: numbers.by_slot[slot] for slot, words in SLOT_WORDS.items()}, least())


def _answers(viewer: Viewer, period: Period) -> Cells:
    rows = Question.objects.visible_to(viewer).filter(asked_at__gte=period.start)
    asked = dict(rows.values_list("pk", "asked_at"))
    replies = Answer.objects.visible_to(viewer).filter(question__in=list(asked))
    first = dict(replies.order_by().values_list("question_id").annotate(first=Min("answered_at")))
    found = [(at, _bucket(first[key] - at if key in first else None)) for key, at in asked.items()]
    return _cells(period, found, ANSWERED)


def _inquiries(viewer: Viewer, period: Period) -> Cells:
    """Count what the victims' side asked the team to tell; an inquiry names no victim."""
    rows = Inquiry.objects.visible_to(viewer).filter(created_at__gte=period.start)
    times = rows.values_list("created_at", "answered_at")
    found = [(at, _bucket(answered - at if answered else None)) for at, answered in times]
    return _cells(period, found, ANSWERED)


def _bucket(span: timedelta | None) -> str:
    if span is None:
        return ANSWERED[3]
    days = span.days
    return ANSWERED[0] if days <= 7 else ANSWERED[1] if days <= 14 else ANSWERED[2]


def _releases(viewer: Viewer, period: Period) -> Cells:
    """Count releases by how long they were signed for, never what is in them or whose they are."""
    rows = Release.objects.visible_to(viewer).filter(
        kind=Release.Kind.VICTIM_RELEASE, starts_at__gte=period.start, ends_at__isnull=False,
        jurisdiction_id=this_jurisdiction(),
    )  # fmt: skip
    found = []
    for starts, ends in rows.values_list("starts_at", "ends_at"):
        days = round((ends - starts) / timedelta(days=1))
        word = LENGTHS[0] if days <= 15 else LENGTHS[1] if days <= 30 else LENGTHS[2]
        found.append((starts, word))
    return _cells(period, found, LENGTHS)


def _cells(period: Period, found: Iterable[tuple[datetime, str]], words: Sequence[str]) -> Cells:
    """Return the counts as they may be shown beside those of each shorter period."""
    held = list(found)

    def counted(days: int) -> dict[str, int]:
        numbers, start = dict.fromkeys(words, 0), Period(days, period.today, period.now).start
        for at, word in held:
            numbers[word] += at >= start
        return numbers

    shorter = [counted(days) for days in sorted(CHOICES) if days < period.days]
    return suppress(counted(period.days), least(), within=shorter)
