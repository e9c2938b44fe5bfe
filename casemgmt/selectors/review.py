"""Reads what a team makes of a case: items, decisions, steps. Each reading is on the ledger."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from audit.models import Kind
from audit.reveal import Revealed, reveal_many
from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.models import Case, CaseReview, Decision, ExamReferral, Step, Worksheet
from casemgmt.models.worksheet import ASKED, INTEREST_WORDS, INTERESTS
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.load import in_force
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.policy.rules import decide
from casemgmt.policy.table import Grade
from casemgmt.selectors.facts import facts_for
from teams.models import Meeting, User
from teams.selectors.meeting import STAYS_AHEAD
from teams.selectors.memberships import members_of

CASE_HEAD = ("case__person", "case__unit", "case__team", "case__officer")
MOST_CASES = 60


@dataclass(frozen=True)
class ItemAhead:
    """The next meeting that has a case on its agenda."""

    review_id: str
    meeting_id: str
    title: str
    starts_at: datetime
    zone: str
    question: str


def access_review(
    viewer: Viewer, review_id: object, *, action: Action = Action.VIEW, lock: bool = False
) -> tuple[CaseReview, CaseFacts]:
    """Return an item of an agenda and the facts of its case; raises NotVisible or NotAllowed."""
    return _access(viewer, CaseReview, review_id, ("meeting__team", "author"), action, lock=lock)


def access_decision(
    viewer: Viewer, decision_id: object, *, action: Action = Action.VIEW
) -> tuple[Decision, CaseFacts]:
    """Return a decision and the facts of its case; raises NotVisible or NotAllowed."""
    with_these = ("review__meeting__team", "author")
    return _access(viewer, Decision, decision_id, with_these, action, lock=False)


def access_step(viewer: Viewer, step_id: object, *, lock: bool = False) -> tuple[Step, CaseFacts]:
    """Return a step and the facts of its case; raises NotVisible or NotAllowed."""
    return _access(viewer, Step, step_id, ("assigned_to", "decision"), Action.VIEW, lock=lock)


def show_decisions(
    viewer: Viewer, decisions: Iterable[Decision], facts: Mapping[str, CaseFacts]
) -> list[Revealed]:
    """Show decisions with their steps, and which one replaces which."""
    rows = {str(row.pk): row for row in decisions}
    if not rows:
        return []
    steps: dict[str, list[Revealed]] = {key: [] for key in rows}
    for step in _show_steps(viewer, _steps(viewer).filter(decision__in=list(rows)), facts):
        steps[step["decision_id"]].append(step)
    worksheets = _show_worksheets(viewer, rows.values(), facts)
    newer = Decision.objects.visible_to(viewer).filter(replaces__in=list(rows))
    replaced_by = {str(old): str(new) for old, new in newer.values_list("replaces_id", "pk")}
    return [
        shown.with_extra(
            outcome_words=rows[shown.id].get_outcome_display(),
            perspective_words=rows[shown.id].get_victim_perspective_display(),
            review_id=str(rows[shown.id].review_id),
            meeting_id=str(rows[shown.id].review.meeting_id),
            replaced_by_id=replaced_by.get(shown.id, ""),
            steps=steps[shown.id],
            touches_words=[Decision.Touches(name).label for name in rows[shown.id].touches],
            worksheet=worksheets.get(shown.id),
        )
        for shown in reveal_many(viewer, rows.values(), facts)
    ]


def _show_worksheets(
    viewer: Viewer, decisions: Iterable[Decision], facts: Mapping[str, CaseFacts]
) -> dict[str, Revealed]:
    """Show the worksheets of those decisions that can do harm, by the decision's key."""
    harmful = [row.pk for row in decisions if row.touches]
    if not harmful:
        return {}
    rows = Worksheet.objects.visible_to(viewer).filter(decision__in=harmful)
    found = {str(row.pk): row for row in rows}
    shown = reveal_many(viewer, found.values(), facts)
    return {
        str(one["decision_id"]): one.with_extra(**_weighed(found[one.id], one)) for one in shown
    }


def _weighed(row: Worksheet, shown: Revealed) -> dict[str, object]:
    interests = [
        (INTEREST_WORDS[name], {asked: shown[f"{name}_{asked}"] for asked in ASKED})
        for name in INTERESTS
    ]
    return {"interests": interests, "precedence_words": row.get_precedence_display()}


def rows_of_team(viewer: Viewer, case: Case) -> list[Decision | Step | CaseReview]:
    """Return what a case's page shows of the team: three decisions, open steps, the next item."""
    decisions = Decision.objects.visible_to(viewer).filter(case=case).select_related("author")
    steps = _steps(viewer).filter(case=case, done_on__isnull=True)
    ahead = CaseReview.objects.visible_to(viewer).select_related("meeting", "author")
    ahead = ahead.filter(
        case=case,
        meeting__status__in=(Meeting.Status.PLANNED, Meeting.Status.OPEN),
        meeting__starts_at__gte=viewer.now - STAYS_AHEAD,
    )
    return [*decisions[:3], *steps, *ahead.order_by("meeting__starts_at")[:1]]


def ahead_of(rows: Iterable[object], shown: Iterable[Revealed]) -> ItemAhead | None:
    """Return the next meeting with the case on its agenda, where the item itself may be shown."""
    seen = {row.id: row for row in shown}
    for row in rows:
        if isinstance(row, CaseReview) and str(row.pk) in seen:
            held, item = row.meeting, seen[str(row.pk)]
            return ItemAhead(
                item.id, str(held.pk), held.title, held.starts_at, held.zone, item["question"]
            )
    return None


def my_open_steps(viewer: Viewer, *, limit: int = 50) -> list[Revealed]:
    """Return the viewer's own steps that are not done, with the head of the case."""
    mine = _steps(viewer).filter(assigned_to_id=viewer.user_id, done_on__isnull=True)
    return _with_heads(viewer, list(mine.select_related("assigned_to", *CASE_HEAD)[:limit]))


def my_done_steps(viewer: Viewer, *, limit: int = 10) -> list[Revealed]:
    """Return the viewer's steps that were done last, with the head of the case."""
    mine = _steps(viewer).filter(assigned_to_id=viewer.user_id, done_on__isnull=False)
    rows = mine.select_related("assigned_to", *CASE_HEAD).order_by("-done_on", "id")[:limit]
    return _with_heads(viewer, list(rows))


def show_step(viewer: Viewer, step_id: object) -> Revealed:
    """Return one step with the head of its case; raises NotVisible or NotAllowed."""
    step, _ = access_step(viewer, step_id)
    return _with_heads(viewer, [step])[0]


def due_cases(
    viewer: Viewer, team_id: int, *, until: date, meeting_id: object = None
) -> list[Revealed]:
    """Return the heads of a team's cases due for review by a day and not on this agenda already."""
    rows = Case.objects.visible_to(viewer).filter(team_id=team_id, next_review__lte=until)
    rows = rows.exclude(stage=Case.Stage.CLOSED).order_by("next_review", "pk")
    if meeting_id:
        items = CaseReview.objects.visible_to(viewer).filter(meeting=meeting_id)
        rows = rows.exclude(pk__in=items.values("case_id"))
    cases = list(rows.select_related("person", "unit", "team", "officer")[:MOST_CASES])
    return reveal_many(viewer, cases, facts_for(viewer, cases))


def owners_for(viewer: Viewer, case: Case) -> list[User]:
    """Return the members of a case's team who could read a step that is given to them."""
    examiners = ExamReferral.objects.visible_to(viewer).filter(case=case)
    assigned = set(examiners.values_list("examiner_id", flat=True))
    people = [seat.user for seat in members_of(case.team_id, viewer)]
    return [user for user in people if _could_read(user, assigned)]


def may_read(viewer: Viewer, row: CaseReview | Decision | Step, facts: CaseFacts) -> bool:
    """Return whether the policy opens a row of the team's record."""
    found = decide(viewer, Action.VIEW, Category.TEAM_RECORD, facts, record=row.record_facts())
    return found.allowed


def _could_read(user: User, examiners: set[int]) -> bool:
    discipline = Discipline(user.discipline or Discipline.POLICY)
    rule = in_force().rule(discipline, Category.TEAM_RECORD)
    if discipline == Discipline.POLYGRAPH and user.pk not in examiners:
        return False
    return rule.grade == Grade.STANDING or rule.part == "own_items"


def _access(viewer, model, key, related, action, *, lock):  # noqa: ANN001, ANN202, PLR0913
    rows = model.objects.visible_to(viewer).filter(pk=key)
    rows = rows.select_for_update(of=("self",)) if lock else rows
    row = rows.select_related(*CASE_HEAD, *related).first()
    name = model._meta.model_name
    if row is None:
        raise NotVisible(name, key)
    facts = facts_for(viewer, [row.case])[str(row.case_id)]
    for wanted in (Action.VIEW, action):
        found = decide(viewer, wanted, Category.TEAM_RECORD, facts, record=row.record_facts())
        if found.hidden:
            raise NotVisible(name, key, row.case_id, found.because)
        if not found:
            raise NotAllowed(found, name, key, row.case_id)
    return row, facts


def _steps(viewer: Viewer) -> QuerySet[Step]:
    return Step.objects.visible_to(viewer).select_related("assigned_to").order_by("due_on", "id")


def _show_steps(
    viewer: Viewer, steps: Iterable[Step], facts: Mapping[str, CaseFacts]
) -> list[Revealed]:
    rows = {str(row.pk): row for row in steps}
    return [
        shown.with_extra(
            decision_id=str(rows[shown.id].decision_id),
            owner_key=str(rows[shown.id].assigned_to.key),
            is_mine=rows[shown.id].assigned_to_id == viewer.user_id,
        )
        for shown in reveal_many(viewer, rows.values(), facts, kind=Kind.LIST)
    ]


def _with_heads(viewer: Viewer, steps: list[Step]) -> list[Revealed]:
    cases = {row.case_id: row.case for row in steps}
    facts = facts_for(viewer, cases.values())
    heads = {head.id: head for head in reveal_many(viewer, cases.values(), facts)}
    case_of = {str(row.pk): str(row.case_id) for row in steps}
    return [
        step.with_extra(
            case_id=case_of[step.id],
            number=heads[case_of[step.id]]["number"],
            person_name=heads[case_of[step.id]]["person_name"],
            is_overdue=step["done_on"] is None and step["due_on"] < viewer.today,
        )
        for step in _show_steps(viewer, steps, facts)
    ]
