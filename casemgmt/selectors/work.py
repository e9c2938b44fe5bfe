"""What waits for one person today: dates, actions, ending releases, news."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef, Q

from audit.reveal import Revealed, reveal_many
from audit.services.record import Entry, record
from casemgmt.models import (
    Case,
    Decision,
    ExamReferral,
    ExamResult,
    Release,
    Step,
    TreatmentSummary,
)
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import DUE_FIELD, HEAD
from casemgmt.selectors.facts import facts_for
from casemgmt.selectors.release import named_releases
from teams.models import Meeting
from teams.selectors.meeting import next_meetings

WEEK = timedelta(days=7)
EXAMS_AHEAD = timedelta(days=21)
SHOWN = 10
WINDOW = 100  # read of each table before the rules are asked
DUE_WORDS = {
    "contact": "Contacts",
    "review": "Reviews",
    "polygraph": "Polygraphs",
    "assessment": "Assessments",
}


@dataclass(frozen=True)
class DueKind:
    """One kind of thing that is due, with the cases it is due on."""

    key: str
    label: str
    rows: list[Revealed]
    total: int

    @property
    def has_more(self) -> bool:
        """Whether more is due than stands here."""
        return self.total > len(self.rows)


@dataclass(frozen=True)
class Ending:
    """A release that ends within a week; never what is shared under it."""

    case_id: str
    case_number: str
    kind: str
    categories: str
    parties: str
    ends_at: datetime


@dataclass(frozen=True)
class Work:
    """Everything on one person's page of work."""

    due: list[DueKind]
    steps: list[Revealed]
    exams: list[Revealed]
    endings: list[Ending]
    changes: list[Revealed]
    meeting: Meeting | None
    heads: dict[str, Revealed] = field(default_factory=dict)


def work_of(viewer: Viewer) -> Work:
    """Return what waits for the viewer; whatever is shown is on the ledger."""
    mine = _due_cases(viewer)
    steps, exams, changes = _steps(viewer), _exams(viewer), _changes(viewer)
    releases = _endings(viewer)
    rows = [*steps, *exams, *changes]
    found = _cases(
        viewer, mine, chain((row.case_id for row in rows), (r.case_id for r in releases))
    )
    facts = facts_for(viewer, found.values())
    changes = [row for row in changes if _is_open(viewer, row, facts)][:SHOWN]
    rows = [*steps, *exams, *changes]
    needed = {str(one.case_id) for one in chain(rows, releases)} | {str(one.pk) for one in mine}
    cases = {key: case for key, case in found.items() if key in needed}
    shown_rows: list[Any] = [*cases.values(), *rows]
    shown = {(one.kind, one.id): one for one in reveal_many(viewer, shown_rows, facts)}
    heads = {key: shown["case", key] for key in cases if ("case", key) in shown}
    return Work(
        due=_by_kind(viewer, [heads[str(case.pk)] for case in mine if str(case.pk) in heads]),
        steps=_with_case(steps, shown, heads),
        exams=_with_case(exams, shown, heads),
        changes=_with_case(changes, shown, heads),
        endings=_shown_endings(viewer, releases, heads, facts),
        meeting=next(iter(next_meetings(viewer, limit=1)), None),
        heads=heads,
    )


def _due_cases(viewer: Viewer) -> list[Case]:
    """The officer's own cases on which something is due by the end of today."""
    by_today = Q()
    for name in DUE_FIELD.values():
        by_today |= Q(**{f"{name}__lte": viewer.today})
    own = Case.objects.visible_to(viewer).filter(by_today, officer_id=viewer.user_id)
    return list(
        own.exclude(stage=Case.Stage.CLOSED).select_related(*HEAD).order_by("next_review", "pk")
    )


def _steps(viewer: Viewer) -> list[Step]:
    rows = Step.objects.visible_to(viewer).filter(
        assigned_to_id=viewer.user_id, done_on__isnull=True
    )
    return list(rows.select_related("assigned_to")[:SHOWN])


def _exams(viewer: Viewer) -> list[ExamReferral]:
    """An examiner's exams without a result, up to three weeks ahead."""
    if viewer.discipline != Discipline.POLYGRAPH:
        return []
    reported = ExamResult.objects.visible_to(viewer).order_by().filter(referral=OuterRef("pk"))
    rows = ExamReferral.objects.visible_to(viewer).filter(
        ~Exists(reported), examiner_id=viewer.user_id, scheduled_on__lte=viewer.today + EXAMS_AHEAD
    )
    return list(rows.select_related("examiner", "author").order_by("scheduled_on", "pk")[:SHOWN])


def _endings(viewer: Viewer) -> list[Release]:
    """Releases that end within a week: of own cases, or those that the viewer took; none that
    names somebody else."""
    soon = named_releases(viewer).filter(
        revoked_at__isnull=True,
        missing=[],
        ends_at__gte=viewer.now,
        ends_at__lte=viewer.now + WEEK,
    )
    if viewer.discipline == Discipline.SUPERVISION:
        rows = soon.filter(case__officer_id=viewer.user_id)
    else:
        rows = soon.filter(from_agency_id=viewer.agency_id, created_by_id=viewer.user_id)
    return list(rows.select_related("from_agency", "to_agency").order_by("ends_at", "pk")[:SHOWN])


def _changes(viewer: Viewer) -> list[Any]:
    """What others added within a week; officers get that of their own cases."""
    found: list[Any] = []
    for table, joins in ((Decision, ()), (TreatmentSummary, ()), (ExamResult, ("referral",))):
        rows = table.objects.visible_to(viewer).filter(created_at__gte=viewer.now - WEEK)
        rows = rows.exclude(author_id=viewer.user_id).select_related("author", *joins)
        if (
            viewer.discipline == Discipline.SUPERVISION
            and not viewer.is_supervisor
            and not viewer.is_coordinator
        ):
            rows = rows.filter(case__officer_id=viewer.user_id)
        found += rows.order_by("-created_at", "pk")[:WINDOW]
    return sorted(found, key=lambda row: row.created_at, reverse=True)


def _is_open(viewer: Viewer, row: Any, facts: dict[str, CaseFacts]) -> bool:
    """Whether the rules open a row: what they do not open takes no place among the newest."""
    of_case = facts.get(str(row.case_id))
    category = next(iter(row.FIELD_CATEGORY.values()))
    return of_case is not None and bool(
        decide(viewer, Action.VIEW, category, of_case, record=row.record_facts())
    )


def _cases(viewer: Viewer, mine: list[Case], others: Iterable[object]) -> dict[str, Case]:
    found = {str(case.pk): case for case in mine}
    missing = {str(key) for key in others} - found.keys()
    if missing:
        rows = Case.objects.visible_to(viewer).filter(pk__in=missing).select_related(*HEAD)
        found |= {str(case.pk): case for case in rows}
    return found


def _by_kind(viewer: Viewer, heads: list[Revealed]) -> list[DueKind]:
    kinds = []
    for key, name in DUE_FIELD.items():
        due = [head for head in heads if _is_due(head.values.get(name), viewer.today)]
        rows = sorted(
            (head.with_extra(due_on=head.values[name]) for head in due),
            key=lambda row: row["due_on"],
        )
        if rows:
            kinds.append(DueKind(key, DUE_WORDS[key], rows[:SHOWN], len(rows)))
    return kinds


def _is_due(day: date | None, today: date) -> bool:
    return day is not None and day <= today


def _with_case(
    rows: list[Any], shown: dict[tuple[str, str], Revealed], heads: dict[str, Revealed]
) -> list[Revealed]:
    """Give each shown row the head of its case; leave out what may not be shown."""
    found = []
    for row in rows:
        one, head = shown.get((row._meta.model_name, str(row.pk))), heads.get(str(row.case_id))
        if one and head:
            found.append(one.with_extra(case=head, added_at=row.created_at, words=_words(row)))
    return found


def _words(row: Any) -> str:
    """Return the kind of a row in words; its content stays behind the link."""
    return {
        "decision": "Decision of the team",
        "treatmentsummary": "Treatment summary",
        "examresult": "Exam result",
        "step": "Action",
    }.get(row._meta.model_name) or row.get_kind_display()


def _shown_endings(
    viewer: Viewer, releases: list[Release], heads: dict[str, Revealed], facts: dict[str, CaseFacts]
) -> list[Ending]:
    kept = [release for release in releases if str(release.case_id) in heads]
    record(viewer, [_entry(release, facts[str(release.case_id)]) for release in kept])
    return [
        Ending(
            str(release.case_id),
            heads[str(release.case_id)].values["number"],
            release.get_kind_display(),
            ", ".join(LABELS[Category(name)].lower() for name in release.categories),
            f"{release.from_agency} to {release.to_agency}",
            release.ends_at,
        )
        for release in kept
        if release.ends_at is not None  # a paper without an end opens nothing, so nothing ends
    ]


def _entry(release: Release, facts: CaseFacts) -> Entry:
    return Entry(
        kind="list",
        subject_kind="release",
        subject_id=str(release.pk),
        case_id=facts.case_id,
        owner_agency_id=release.from_agency_id,
        category=release.categories[0],
        fields=("kind", "categories", "parties", "ends_at"),
        authority=facts.standings[0].kind,
        authority_ref=facts.standings[0].ref,
    )
