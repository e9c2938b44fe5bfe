"""Puts inquiries of the victims' side to the table, and answers them."""

from datetime import timedelta
from typing import cast

from django.db import IntegrityError, transaction

from casemgmt.core import clock
from casemgmt.core.errors import NotAllowed, RuleBroken
from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case
from casemgmt.services.events import record_change
from teams.models import Notice
from teams.services.notice import notify, withdraw_notices
from victims.information import ASK, WHO, in_force
from victims.models import Inquiry
from victims.selectors.inquiry import access_inquiry, answerers_of
from victims.selectors.names import names_on
from victims.services.plain_speech import find_identifying


@transaction.atomic
def put_inquiry(viewer: Viewer, case_id: object, *, topic: str) -> Inquiry:
    """Ask a topic in the name of the victims' side; one that is open already is the answer to
    both, so that nobody can count who asked (B-VR-6, S49).

    Raises NotVisible, NotAllowed, RuleBroken for a topic that is not asked.
    """
    case, facts = access_case(viewer, case_id)
    decision = decide(viewer, Action.ADD, Category.TEAM_RECORD, facts)
    if not decision or not viewer.is_advocate:
        raise NotAllowed(decision or None, "inquiry", "", case_id)
    table = in_force()
    asked = table.topics.get(topic)
    if asked is None or table.permitted(topic, stage=case.stage, authorized=True).way != ASK:
        raise RuleBroken("This is not asked of the team. Choose a topic that is.")
    if found := _waiting(viewer, case, topic):
        return found
    today = clock.today()
    row = Inquiry(
        case=case, author_id=viewer.user_id, owner_agency_id=viewer.agency_id,
        created_by_id=viewer.user_id, topic=topic, topic_words=asked.label, who=asked.who,
        who_words=WHO[asked.who], asked_on=today,
        due_on=today + timedelta(days=table.answer_within_days),
    )  # fmt: skip
    row.full_clean(exclude=["case", "author", "owner_agency"])
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # another advocate asked it in the same moment
        return cast(Inquiry, _waiting(viewer, case, topic))
    record_change(viewer, row, facts, act="put inquiry", fields=("topic", "who", "due_on"))
    people = answerers_of(viewer, case, asked.who)
    notify(Notice.Kind.INQUIRY, people, about=_about(row))
    remind_at = clock.now() + timedelta(days=table.answer_within_days - table.remind_before_days)
    notify(Notice.Kind.INQUIRY_DUE, people, about=_about(row), due_at=remind_at)
    return row


@transaction.atomic
def answer_inquiry(
    viewer: Viewer, case_id: object, inquiry_id: object, *, outcome: str, answer: str
) -> None:
    """Answer an inquiry once; the answer names no victim, for every advocate of the case reads it.

    Raises NotVisible, NotAllowed, RuleBroken.
    """
    row, case, facts = access_inquiry(viewer, case_id, inquiry_id)
    open_still = Inquiry.objects.visible_to(viewer).filter(pk=row.pk, answered_at__isnull=True)
    # Of two who answer at once one is first; the wall would keep the other without a word.
    if open_still.select_for_update(of=("self",)).first() is None:
        raise RuleBroken("It is answered already. Advocates ask again where they need more.")
    if outcome == Inquiry.Outcome.TOLD and not answer.strip():
        raise RuleBroken("Write the answer, or say that it is not known or may not be told.")
    victims = [name for name in names_on(viewer, case, facts) if name != case.person_name]
    _require_nameless(answer, victims)
    row.outcome, row.answer = outcome, answer
    row.answered_at, row.answered_by_name = clock.now(), viewer.name
    row.version += 1
    row.full_clean(exclude=["case", "author", "owner_agency"])
    row.save(update_fields=["outcome", "answer", "answered_at", "answered_by_name", "version"])
    record_change(viewer, row, facts, act="answer inquiry", fields=("outcome", "answer"))
    withdraw_notices(about=_about(row), because="answered")


def _waiting(viewer: Viewer, case: Case, topic: str) -> Inquiry | None:
    rows = Inquiry.objects.visible_to(viewer).filter(case=case, topic=topic)
    return rows.filter(answered_at__isnull=True).first()


def _require_nameless(answer: str, victims: list[str]) -> None:
    """Dates and places are what an answer is about; the name of a victim is not."""
    found = [one.words for one in find_identifying(answer, victims) if one.what == "a name"]
    if found:
        names = ", ".join(dict.fromkeys(found))
        raise RuleBroken(f"Take out what names a victim: {names}. Every advocate reads the answer.")


def _about(row: Inquiry) -> str:
    return f"inquiry:{row.pk}"
