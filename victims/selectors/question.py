"""Reads the questions of the victims' side to the team, with the team's answers."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from audit.models import Kind
from audit.reveal import Revealed, reveal_many
from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts, RecordFacts
from casemgmt.policy.load import in_force
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.facts import facts_for
from casemgmt.selectors.review import CASE_HEAD
from teams.selectors.meeting import CONDUCTING
from teams.selectors.memberships import current_memberships
from victims.models import Answer, Question
from victims.selectors.parts import Part, reason_of

SHOWN_AT_ONCE = 50


def questions_part(viewer: Viewer, case: Case, facts: CaseFacts) -> Part:
    """Return the questions on a case, the open ones first, each with its answers."""
    typical = RecordFacts(parts=Question().parts())
    decision = decide(viewer, Action.VIEW, Question.CATEGORY, facts, record=typical)
    if not decision:
        return Part(withheld=reason_of(decision))
    rows = Question.objects.visible_to(viewer).filter(case=case).select_related("author", "case")
    shown = _with_answers(viewer, list(rows[:SHOWN_AT_ONCE]), {facts.case_id: facts})
    return Part(sorted(shown, key=lambda one: bool(one.answers)), is_open=True)


def access_question(viewer: Viewer, question_id: object) -> tuple[Question, CaseFacts]:
    """Return a question and the facts of its case; raises NotVisible or NotAllowed."""
    rows = Question.objects.visible_to(viewer).filter(pk=question_id)
    row = rows.select_related("author", *CASE_HEAD).first()
    if row is None:
        raise NotVisible("question", question_id)
    facts = facts_for(viewer, [row.case])[str(row.case_id)]
    decision = decide(viewer, Action.VIEW, Category.TEAM_RECORD, facts, record=row.record_facts())
    if decision.hidden:
        raise NotVisible("question", question_id, row.case_id, decision.because)
    if not decision:
        raise NotAllowed(decision, "question", question_id, row.case_id)
    return row, facts


def show_question(viewer: Viewer, question_id: object) -> Revealed:
    """Return one question with its answers; raises NotVisible or NotAllowed."""
    row, facts = access_question(viewer, question_id)
    return _with_answers(viewer, [row], {facts.case_id: facts})[0]


def waiting_questions(viewer: Viewer) -> list[Revealed]:
    """Return the questions without an answer on the viewer's cases, the soonest due first, with
    the head of the case."""
    answered = Answer.objects.visible_to(viewer).order_by().values("question")
    rows = Question.objects.visible_to(viewer).exclude(pk__in=answered)
    found = list(rows.select_related("author", *CASE_HEAD).order_by("due_on", "pk")[:SHOWN_AT_ONCE])
    cases = {str(row.case_id): row.case for row in found}
    facts = facts_for(viewer, cases.values())
    shown = _with_answers(viewer, found, facts)
    wanted = [cases[key] for key in {one.case_id for one in shown}]
    heads = {head.id: head for head in reveal_many(viewer, wanted, facts)}
    return [one.with_extra(case=heads[one.case_id]) for one in shown]


def may_answer(
    viewer: Viewer, case: Case, facts: CaseFacts, *, leading: frozenset[int] | None = None
) -> bool:
    """Whether the viewer answers for the team: the case's officer, the officer's line, whoever
    leads or records the team's meetings; never who speaks for victims."""
    if not decide(viewer, Action.ADD, Category.TEAM_RECORD, facts):
        return False
    if viewer.discipline in in_force().speaks_for_victims:
        return False
    leads = viewer.user_id == case.officer_id or viewer.is_supervisor
    return leads or case.team_id in (teams_led(viewer) if leading is None else leading)


def teams_led(viewer: Viewer) -> frozenset[int]:
    """Return the teams whose meetings the viewer plans, leads or records; none for who asks."""
    if viewer.discipline in in_force().speaks_for_victims:
        return frozenset()
    seats = current_memberships(viewer)
    led = {seat.team_id for seat in seats if seat.role_on(viewer.today) in CONDUCTING}
    return frozenset(led | set(viewer.coordinates))


def _with_answers(
    viewer: Viewer, rows: Iterable[Question], facts: Mapping[str, CaseFacts]
) -> list[Revealed]:
    by_key = {str(row.pk): row for row in rows}
    told = Answer.objects.visible_to(viewer).filter(question__in=list(by_key))
    held = {str(row.pk): row for row in told.select_related("author")}
    answers: dict[str, list[Revealed]] = {key: [] for key in by_key}
    for shown in reveal_many(viewer, held.values(), facts, kind=Kind.VIEW, action=Action.VIEW):
        row = held[shown.id]
        extra = {"kind_words": row.get_kind_display()}
        answers[str(row.question_id)].append(shown.with_extra(**extra))
    leading = teams_led(viewer)
    shown_rows = reveal_many(viewer, by_key.values(), facts, kind=Kind.VIEW, action=Action.VIEW)
    return [
        one.with_extra(
            answers=answers[one.id],
            case_id=str(by_key[one.id].case_id),
            is_late=not answers[one.id] and one["due_on"] < viewer.today,
            days=_days(one["asked_at"], answers[one.id]),
            may_answer=may_answer(
                viewer, by_key[one.id].case, facts[str(by_key[one.id].case_id)], leading=leading
            ),
        )
        for one in shown_rows
    ]


def _days(asked_at: datetime, answers: list[Revealed]) -> int | None:
    """Return how many days the first answer took, None where there is none yet."""
    return (answers[0]["answered_at"] - asked_at).days if answers else None
