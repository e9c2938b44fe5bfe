"""Reads cases: one, a page of them, a search. Every read goes through the scope of the viewer."""

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from audit.models import Kind
from audit.reveal import Revealed, reveal_many
from audit.services.record import Entry, record
from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.core.keys import key_in
from casemgmt.models import Case, CaseUserGrant
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.load import in_force
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.policy.rules import decide
from casemgmt.policy.table import Grade
from casemgmt.selectors.facts import facts_for

PAGE = 25
COUNT_CAP = 1001
SOON_DAYS = 14
MINE = "me"
HEAD = ("person", "unit", "team", "officer")
START = (date(1, 1, 1), uuid.UUID(int=0))
DUE_FIELD = {
    "contact": "contact_due", "review": "next_review", "polygraph": "polygraph_due",
    "assessment": "assessment_due",
}  # fmt: skip


@dataclass(frozen=True)
class CaseFilter:
    """What a list is narrowed to; empty means everything open."""

    officer: str = ""
    risk: str = ""
    due: str = ""
    stage: str = ""
    team: str = ""
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is narrowed."""
        return not any((self.officer, self.risk, self.due, self.stage, self.team, self.words))


@dataclass(frozen=True)
class CasePage:
    """One page of a list."""

    rows: list[Revealed]
    total: int
    next_key: str = ""
    filter: CaseFilter = field(default_factory=CaseFilter)

    @property
    def is_capped(self) -> bool:
        """Whether there are more than the count goes."""
        return self.total >= COUNT_CAP


def access_case(
    viewer: Viewer, case_id: object, *, action: Action = Action.VIEW
) -> tuple[Case, CaseFacts]:
    """Return the case and its facts; raises NotVisible where the viewer has no standing
    (hidden = missing)."""
    case = Case.objects.visible_to(viewer).select_related(*HEAD).filter(pk=case_id).first()
    if case is None:
        raise NotVisible("case", case_id, case_id)
    facts = facts_for(viewer, [case])[str(case.pk)]
    decision = decide(viewer, action, Category.IDENTITY, facts)
    if decision.hidden:
        raise NotVisible("case", case_id, case_id, decision.because)
    if not decision:
        raise NotAllowed(decision, "case", case_id, case_id)
    return case, facts


def show_number(viewer: Viewer, case: Case, facts: CaseFacts) -> str:
    """Return the number of a case for the heading of a page about it; that it was shown is
    on the ledger."""
    decision = decide(viewer, Action.VIEW, Category.IDENTITY, facts)
    if not decision:
        raise NotVisible("case", case.pk, case.pk, decision.because)
    entry = Entry(
        subject_kind="case", subject_id=str(case.pk), case_id=facts.case_id,
        owner_agency_id=facts.owner_agency_id, category=Category.IDENTITY, fields=("number",),
        authority=decision.authority, authority_ref=decision.authority_ref,
        policy_version=decision.policy_version,
    )  # fmt: skip
    record(viewer, [entry])
    return case.number


def list_cases(viewer: Viewer, wanted: CaseFilter, *, after: str = "") -> CasePage:
    """Return a page of the viewer's cases by next review, each row on the ledger."""
    if wanted.is_empty:
        keys, total = _page_of_scope(after)
    else:
        narrowed = _narrowed(viewer, wanted)
        keys, total = _page_of(narrowed, after), narrowed.order_by()[:COUNT_CAP].count()
    rows = _heads(viewer, [key for key, _ in keys[:PAGE]])
    shown = _reveal_standing(viewer, rows, Kind.LIST)
    if not wanted.is_empty:  # what is not found tells too
        narrowed_by = [name for name, value in vars(wanted).items() if value]
        record(
            viewer,
            [
                Entry(
                    kind=Kind.COUNT,
                    subject_kind="case list",
                    category=Category.IDENTITY,
                    total=total,
                    detail={"by": narrowed_by},
                )
            ],
        )
    more = f"{keys[PAGE - 1][1].isoformat()}~{keys[PAGE - 1][0]}" if len(keys) > PAGE else ""
    return CasePage(shown, total, more, wanted)


def find_cases(viewer: Viewer, words: str) -> list[Revealed]:
    """Return up to 25 cases whose person or number has `words`; the search is on the ledger,
    found or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM case_search(%s, %s)", [words, PAGE])
        keys = [row[0] for row in cursor.fetchall()]
    shown = _reveal_standing(viewer, _heads(viewer, keys), Kind.SEARCH)
    record(
        viewer,
        [
            Entry(
                kind=Kind.SEARCH,
                subject_kind="search",
                category=Category.IDENTITY,
                total=len(shown),
            )
        ],
    )
    return shown


def _reveal_standing(viewer: Viewer, cases: list[Case], kind: str) -> list[Revealed]:
    """Show heads, leaving out those on which the discipline does not stand (an examiner
    without an exam)."""
    shown = reveal_many(viewer, cases, facts_for(viewer, cases), kind=kind)
    return [row.with_extra(due_soon=due_soon(viewer, row)) for row in shown]


def due_soon(viewer: Viewer, head: Revealed) -> list[tuple[str, date]]:
    """Return what is overdue or due within two weeks, of what this viewer may see."""
    dates = [
        (name, head.values.get(field)) for name, field in DUE_FIELD.items() if name != "review"
    ]
    horizon = viewer.today + timedelta(days=SOON_DAYS)
    return [(name.title(), on) for name, on in dates if on and on <= horizon]


def _page_of_scope(after: str) -> tuple[list[tuple[uuid.UUID, date]], int]:
    """Return the keys of a page and the capped count of all, in one statement."""
    day, key = _key(after)
    with connection.cursor() as cursor:
        cursor.execute(  # OFFSET 0: without it the count is made anew for each row of the page
            "SELECT p.id, p.next_review, c.n FROM (SELECT case_count(%s) AS n OFFSET 0) c"
            " LEFT JOIN case_page(%s, %s, %s) p ON true",
            [COUNT_CAP, day, str(key), PAGE + 1],
        )
        rows = cursor.fetchall()
    return [(uuid.UUID(str(row[0])), row[1]) for row in rows if row[0]], rows[0][2]


def _page_of(cases: QuerySet[Case], after: str) -> list[tuple[uuid.UUID, date]]:
    day, key = _key(after)
    later = Q(next_review__gt=day) | Q(next_review=day, pk__gt=key)
    rows = cases.filter(later).order_by("next_review", "pk").values_list("pk", "next_review")
    return list(rows[: PAGE + 1])


def _key(after: str) -> tuple[date, uuid.UUID]:
    """Return the key that a page starts after; what is no key starts at the beginning."""
    day, _, key = after.partition("~")
    try:
        return date.fromisoformat(day), uuid.UUID(key)
    except ValueError:
        return START


LEVEL = "level"  # the part of risk by which advocates and police see the label
FILTERED_CATEGORY = {
    "contact": Category.SUPERVISION,
    "assessment": Category.RISK,
    "polygraph": Category.POLYGRAPH_REFERRAL,
}


def may_filter(viewer: Viewer, category: Category, part: str = "") -> bool:
    """Whether a filter on this category, or on this part of it, tells the viewer nothing that the
    rows would not."""
    rule = in_force().rule(viewer.discipline, category)
    opens = rule.grade == Grade.STANDING or (bool(part) and rule.part == part)
    return opens and not viewer.approval_has_lapsed


def _narrowed(viewer: Viewer, wanted: CaseFilter) -> QuerySet[Case]:
    cases: QuerySet[Case] = Case.objects.visible_to(viewer)
    cases = (
        cases.filter(stage=wanted.stage) if wanted.stage else cases.exclude(stage=Case.Stage.CLOSED)
    )
    if wanted.officer == MINE:
        cases = cases.filter(officer_id=viewer.user_id)
    elif wanted.officer:
        cases = cases.filter(officer__key=key_in(wanted.officer))
    if wanted.team:
        cases = cases.filter(team__key=key_in(wanted.team))
    if wanted.risk.isdecimal() and may_filter(viewer, Category.RISK, LEVEL):
        cases = open_in(viewer, cases, Category.RISK).filter(risk_band=int(wanted.risk))
    if wanted.due == "review":
        cases = cases.filter(next_review__lt=viewer.today)
    elif (category := FILTERED_CATEGORY.get(wanted.due)) and may_filter(viewer, category):
        cases = open_in(viewer, cases, category).filter(
            **{f"{DUE_FIELD[wanted.due]}__lt": viewer.today}
        )
    if wanted.words:
        cases = cases.filter(
            Q(person_name__icontains=wanted.words) | Q(number__icontains=wanted.words)
        )
    return cases


def agreements_ended(viewer: Viewer, category: Category) -> list[int]:
    """Return the agencies whose agreement on a category with the viewer's has ended."""
    return sorted(agency for agency, name in viewer.scope.lapsed if name == category)


def open_in(viewer: Viewer, cases: QuerySet[Case], category: Category) -> QuerySet[Case]:
    """Leave out cases whose rows withhold the category: being found or counted by it would tell
    it."""
    if category in in_force().pretrial_closed.get(viewer.discipline, ()):
        cases = cases.exclude(stage=Case.Stage.PRETRIAL)
    if ended := agreements_ended(viewer, category):
        cases = cases.exclude(agency_id__in=ended)
    ours = Q(agency_id=viewer.agency_id)
    if viewer.discipline == Discipline.TRIBAL:
        cases = cases.filter(ours | Q(sovereign="tribal"))
    glasses = CaseUserGrant.objects.filter(
        user_id=viewer.user_id, kind="break_glass", valid_until__gt=viewer.now
    )
    return cases.filter(ours | ~Q(pk__in=glasses.values("content_object")))


def _heads(viewer: Viewer, keys: list) -> list[Case]:
    """Fetch the heads in the order of `keys`, through the walls once more."""
    found = {
        case.pk: case
        for case in Case.objects.visible_to(viewer).select_related(*HEAD).filter(pk__in=keys)
    }
    return [found[uuid.UUID(str(key))] for key in keys if uuid.UUID(str(key)) in found]
