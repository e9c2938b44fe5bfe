"""Reads inquiries of the victims' side: those of a case, one to answer, and who answers."""

from dataclasses import dataclass

from audit.models import Kind
from audit.reveal import Revealed, reveal_many
from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.facts import CaseFacts, RecordFacts
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case
from teams.selectors.meeting import OnlyFor
from teams.selectors.memberships import members_of
from victims.models import Inquiry

ANSWER = "Those whom it is put to answer it, or the supervising officer for them."
# Where a team has no victim specialist or prosecutor, supervision answers for them.
ANSWERERS = {
    "officer": frozenset({Discipline.SUPERVISION}),
    "victim_unit": frozenset({Discipline.SYSTEM_ADVOCACY, Discipline.SUPERVISION}),
    "prosecution": frozenset({Discipline.PROSECUTION, Discipline.SUPERVISION}),
}


@dataclass(frozen=True)
class Inquiries:
    """The inquiries of a case, the open ones first; `is_open` where the viewer may read them."""

    rows: list[Revealed]
    is_open: bool = False


def inquiries_part(viewer: Viewer, case: Case, facts: CaseFacts) -> Inquiries:
    """Return the inquiries of a case for those who may read them."""
    typical = RecordFacts(parts=Inquiry().parts())
    if not decide(viewer, Action.VIEW, Inquiry.CATEGORY, facts, record=typical):
        return Inquiries([])
    rows = list(Inquiry.objects.visible_to(viewer).filter(case=case))
    shown = reveal_many(viewer, rows, {facts.case_id: facts}, kind=Kind.VIEW, action=Action.VIEW)
    dressed = [row.with_extra(may_answer=_may_answer(viewer, row["who"])) for row in shown]
    return Inquiries(sorted(dressed, key=lambda row: row["answered_at"] is not None), True)


def access_inquiry(
    viewer: Viewer, case_id: object, inquiry_id: object
) -> tuple[Inquiry, Case, CaseFacts]:
    """Return an inquiry that the viewer answers; raises NotVisible or NotAllowed."""
    case, facts = access_case(viewer, case_id)
    row = Inquiry.objects.visible_to(viewer).filter(case=case, pk=inquiry_id).first()
    if row is None:
        raise NotVisible("inquiry", inquiry_id, case_id)
    decision = decide(viewer, Action.VIEW, row.CATEGORY, facts, record=row.record_facts())
    if not decision:
        raise NotAllowed(decision, "inquiry", inquiry_id, case_id)
    if not _may_answer(viewer, row.who):
        only = OnlyFor(ANSWER, category=row.CATEGORY, how_to_ask="")
        raise NotAllowed(only, "inquiry", inquiry_id, case_id)
    return row, case, facts


def answerers_of(viewer: Viewer, case: Case, who: str) -> list[int]:
    """Return the people who are told that an inquiry waits."""
    named = [
        member.user_id for member in members_of(case.team_id, viewer)
        if member.user.discipline in ANSWERERS[who] - {Discipline.SUPERVISION}
    ]  # fmt: skip
    return named or [case.officer_id]


def _may_answer(viewer: Viewer, who: object) -> bool:
    return viewer.discipline in ANSWERERS.get(str(who), frozenset())
