"""Records what a team decides. A decision is never edited: a correction is one that replaces it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from audit.models import Kind, Outcome
from audit.services.record import Entry, record
from casemgmt.core.errors import RuleBroken
from casemgmt.models import CaseReview, Decision
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.selectors.review import access_decision, access_review
from casemgmt.services.case import set_next_review
from casemgmt.services.events import record_change
from casemgmt.services.room import refuse_if_overheard
from casemgmt.services.round import refuse_if_blocked
from casemgmt.services.step import StepWords, give_step
from casemgmt.services.worksheet import WorksheetWords, keep_worksheet, require_worksheet
from teams.selectors.meeting import HERE, require_conductor
from teams.services import agenda

STATUS_AFTER = {
    Decision.Outcome.CONSENSUS: CaseReview.Status.DISCUSSED,
    Decision.Outcome.ESCALATED: CaseReview.Status.DISCUSSED,
    Decision.Outcome.DEFERRED: CaseReview.Status.DEFERRED,
}


@dataclass(frozen=True)
class DecisionWords:
    """What a decision says; the victim-perspective slot is never empty."""

    question: str
    text: str
    outcome: str
    victim_perspective: str
    victim_perspective_note: str = ""
    dissent: str = ""
    review_on: date | None = None
    touches: tuple[str, ...] = ()


@transaction.atomic
def decide_case(
    viewer: Viewer,
    review_id: object,
    *,
    words: DecisionWords,
    steps: Sequence[StepWords] = (),
    worksheet: WorksheetWords | None = None,
) -> Decision:
    """Record a decision with its steps, the case's next review, and where it can do harm the
    worksheet. Raises RuleBroken that names what is missing (T18)."""
    review, facts = access_review(viewer, review_id, action=Action.ADD, lock=True)
    require_conductor(viewer, review.meeting)
    agenda.refuse_if_locked(review.meeting)
    day = timezone.localdate(review.meeting.opened_at or review.meeting.starts_at)
    refuse_if_overheard(viewer, review)
    refuse_if_blocked(viewer, review, words.outcome)
    require_worksheet(words.touches, worksheet)
    decision = _write(viewer, review, facts, words, steps, decided_on=day)
    _keep_worksheet(viewer, decision, facts, worksheet)
    _tell_the_room(viewer, review, facts)
    return decision


@transaction.atomic
def correct_decision(
    viewer: Viewer,
    decision_id: object,
    *,
    words: DecisionWords,
    steps: Sequence[StepWords] = (),
    worksheet: WorksheetWords | None = None,
) -> Decision:
    """Record a decision that replaces another one, which stays as it was. Raises RuleBroken."""
    old, facts = access_decision(viewer, decision_id, action=Action.ADD)
    review, _ = access_review(viewer, old.review_id, action=Action.ADD, lock=True)
    require_conductor(viewer, review.meeting)
    if Decision.objects.visible_to(viewer).filter(replaces=old).exists():
        raise RuleBroken("A newer decision replaces this one already. Correct that one.")
    require_worksheet(words.touches, worksheet)
    newer = _write(viewer, review, facts, words, steps, decided_on=viewer.today, replaces=old)
    _keep_worksheet(viewer, newer, facts, worksheet)
    return newer


def _write(  # noqa: PLR0913
    viewer: Viewer,
    review: CaseReview,
    facts: CaseFacts,
    words: DecisionWords,
    steps: Sequence[StepWords],
    *,
    decided_on: date,
    replaces: Decision | None = None,
) -> Decision:
    _check(words, decided_on)
    decision = Decision(
        case=review.case, review=review, decided_on=decided_on, replaces=replaces,
        author_id=viewer.user_id, owner_agency_id=viewer.agency_id, created_by_id=viewer.user_id,
        **{**asdict(words), "touches": list(words.touches)},
    )  # fmt: skip
    decision.full_clean(exclude=["case", "author", "owner_agency", "review", "replaces"])
    decision.save(force_insert=True)
    act = "correct decision" if replaces else "decide"
    record_change(viewer, decision, facts, act=act, fields=("text", "outcome"))
    for step in steps:
        give_step(viewer, decision, facts, words=step)
    review.status = STATUS_AFTER[Decision.Outcome(words.outcome)]
    review.version += 1
    review.save(update_fields=["status", "version"])
    if words.review_on:
        set_next_review(viewer, review.case, facts, on=words.review_on)
    return decision


def _keep_worksheet(
    viewer: Viewer, decision: Decision, facts: CaseFacts, words: WorksheetWords | None
) -> None:
    if words is not None and decision.touches:
        keep_worksheet(viewer, decision, facts, words=words)


def _check(words: DecisionWords, decided_on: date) -> None:
    if not words.victim_perspective:
        raise RuleBroken("Say how the victim's perspective was heard, or that none was shared.")
    if words.outcome == Decision.Outcome.DEFERRED and not words.review_on:
        raise RuleBroken("What is put off needs a day: say when the team looks at it again.")
    if words.review_on and words.review_on <= decided_on:
        raise RuleBroken(
            "The team looks at it again on a day after the decision. Choose a later one."
        )


def _tell_the_room(viewer: Viewer, review: CaseReview, facts: CaseFacts) -> None:
    """Write that each person present heard of this case: what is told is disclosed too."""
    present = review.meeting.attendances.filter(status__in=HERE).exclude(user_id=viewer.user_id)
    entries = [
        Entry(
            kind=Kind.SPOKEN, outcome=Outcome.DONE, subject_kind="casereview",
            subject_id=str(review.pk), case_id=facts.case_id, category=Category.TEAM_RECORD,
            owner_agency_id=facts.owner_agency_id, authority="membership", recipient=str(user_id),
            detail={"meeting": str(review.meeting_id)},
        )
        for user_id in present.values_list("user_id", flat=True)
    ]  # fmt: skip
    record(viewer, entries)
