"""Puts questions of the victims' side to the team, and the team's answers to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from casemgmt.core import clock
from casemgmt.core.errors import NotAllowed, RuleBroken
from casemgmt.core.walltime import end_of
from casemgmt.models import Case
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.services.record import add_record
from teams.models import Membership, Notice
from teams.selectors.meeting import CONDUCTING
from teams.selectors.memberships import members_of
from teams.services.notice import notify, withdraw_notices
from victims.models import Answer, Question
from victims.selectors.names import names_on
from victims.selectors.question import access_question, may_answer
from victims.selectors.voice import speak_on
from victims.services.plain_speech import require_nameless, require_plain

Kind = Notice.Kind
ASKING = "Ask in general words, as of any case: whether a victim asked, and which, stays with you."


@dataclass(frozen=True)
class AnswerWords:
    """What the team tells."""

    kind: str
    text: str


@transaction.atomic
def ask_question(
    viewer: Viewer,
    case_id: object,
    *,
    text: str,
    private_names: Iterable[str] = (),
    looked: bool = False,
) -> Question:
    """Put a question to the team of a case; who answers for it is told, and reminded.

    Raises RuleBroken that says what to take out, NotAllowed, NotVisible.
    """
    case, facts = speak_on(viewer, case_id, "question")
    names = [*names_on(viewer, case, facts), *private_names]
    require_plain(text, names, looked=looked, what="A question to the team")
    due_on = viewer.today + timedelta(days=settings.VICTIM_QUESTION_DAYS)
    row = Question(text=text, asked_at=clock.now(), due_on=due_on)
    add_record(viewer, row, case, facts, act="ask question", fields=("text", "due_on"))
    people = _answering(viewer, case)
    notify(Kind.QUESTION_ASKED, people, about=_about(row))
    notify(Kind.QUESTION_LATE, people, about=_about(row), due_at=end_of(due_on))
    return row


@transaction.atomic
def answer_question(viewer: Viewer, question_id: object, *, words: AnswerWords) -> Answer:
    """Answer for the team; the answer names no victim, and a later one adds to it.

    Raises RuleBroken, NotAllowed, NotVisible.
    """
    question, facts = access_question(viewer, question_id)
    require_answerer(viewer, question.case, facts)
    if words.kind not in Answer.Kind.values:
        raise RuleBroken("Say whether the team answers, answers in part, or may not tell.")
    known = names_on(viewer, question.case, facts)
    require_nameless(words.text, [name for name in known if name != question.case.person_name])
    row = Answer(question=question, kind=words.kind, text=words.text, answered_at=clock.now())
    add_record(viewer, row, question.case, facts, act="answer question", fields=("kind", "text"))
    kinds = [Kind.QUESTION_ASKED, Kind.QUESTION_LATE]
    withdraw_notices(about=_about(question), because="answered", kinds=kinds)
    notify(Kind.QUESTION_ANSWERED, [question.author_id], about=f"answer:{row.pk}")
    return row


def require_answerer(viewer: Viewer, case: Case, facts: CaseFacts) -> None:
    """Raise NotAllowed for who does not answer for the team."""
    if not may_answer(viewer, case, facts):
        raise NotAllowed(None, "question", "", case.pk)


def _answering(viewer: Viewer, case: Case) -> set[int]:
    """Return who answers for the team: the case's officer, and who leads its meetings."""
    seats = members_of(case.team_id, viewer)
    leading = set(CONDUCTING) - {Membership.Role.RECORDER}
    people = {seat.user_id for seat in seats if seat.role_on(viewer.today) in leading}
    return (people | {case.officer_id}) - {viewer.user_id}


def _about(question: Question) -> str:
    return f"question:{question.pk}"
