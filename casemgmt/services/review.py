"""Puts cases on a meeting's agenda and writes what was said of them."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Case, CaseReview
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.facts import facts_for
from casemgmt.selectors.review import access_review
from casemgmt.services.events import record_change
from casemgmt.services.room import refuse_if_overheard
from casemgmt.services.versions import refuse_if_changed
from teams.models import Meeting, Team, User
from teams.selectors.meeting import access_meeting, require_conductor
from teams.services import agenda
from teams.services.meeting import Appointment, plan_meeting


@transaction.atomic
def plan_case_review(
    viewer: Viewer,
    team: Team,
    *,
    appointment: Appointment,
    invited: Sequence[User],
    case_ids: Sequence[object] = (),
    segments: Sequence[tuple[str, str]] = (),
) -> Meeting:
    """Plan a meeting with its agenda, invitations and mails in one act; raises RuleBroken."""
    meeting = plan_meeting(
        viewer, team, appointment=appointment, invited=invited, segments=segments
    )
    _put(viewer, meeting, case_ids)
    return meeting


@transaction.atomic
def add_cases(viewer: Viewer, meeting_id: UUID | str, *, case_ids: Sequence[object]) -> Meeting:
    """Put further cases on an agenda; one that is there stays as it is. Raises RuleBroken."""
    meeting = access_meeting(viewer, meeting_id, lock=True)
    require_conductor(viewer, meeting)
    agenda.refuse_if_over(meeting)
    _put(viewer, meeting, case_ids)
    return meeting


def case_by_number(viewer: Viewer, number: str) -> Case:
    """Return the case of that number; raises RuleBroken, the same for hidden and missing."""
    case = Case.objects.visible_to(viewer).filter(number__iexact=number.strip()).first()
    if case is None:
        raise RuleBroken("You have no case with this number. Check it, for example 24-0117.")
    return case


@transaction.atomic
def take_off_agenda(viewer: Viewer, review_id: object) -> Meeting:
    """Take a case off an agenda before anything is written to it. Raises RuleBroken afterwards."""
    review, facts = _writable(viewer, review_id)
    agenda.refuse_if_over(review.meeting)
    if review.minutes or review.status != CaseReview.Status.WAITING:
        raise RuleBroken("Something is written to this item already, so it stays on the agenda.")
    record_change(viewer, review, facts, act="take off agenda", fields=("status",))
    meeting = review.meeting
    review.delete()
    return meeting


@transaction.atomic
def write_item(
    viewer: Viewer, review_id: object, *, question: str, minutes: str, version: int
) -> CaseReview:
    """Write the question and what was said. Raises ChangedMeanwhile, RuleBroken."""
    review, facts = _writable(viewer, review_id)
    if minutes != review.minutes:
        agenda.refuse_if_locked(review.meeting)
        refuse_if_overheard(viewer, review)
    refuse_if_changed(review, version, {"question": question, "minutes": minutes})
    review.question = question
    review.minutes = minutes
    review.version += 1
    review.full_clean(exclude=["case", "author", "owner_agency", "meeting"])
    review.save(update_fields=["question", "minutes", "version"])
    record_change(viewer, review, facts, act="write item", fields=("question", "minutes"))
    return review


def _writable(viewer: Viewer, review_id: object) -> tuple[CaseReview, CaseFacts]:
    review, facts = access_review(viewer, review_id, action=Action.AMEND, lock=True)
    require_conductor(viewer, review.meeting)
    return review, facts


def _put(viewer: Viewer, meeting: Meeting, case_ids: Sequence[object]) -> None:
    """Add items at the end; a case that this viewer does not see is answered as missing."""
    wanted = list(dict.fromkeys(str(key) for key in case_ids))
    cases = {str(c.pk): c for c in Case.objects.visible_to(viewer).filter(pk__in=wanted)}
    if missing := [key for key in wanted if key not in cases]:
        raise NotVisible("case", missing[0], missing[0])
    facts = facts_for(viewer, cases.values())
    items = CaseReview.objects.visible_to(viewer).filter(meeting=meeting)
    there = {str(key) for key in items.values_list("case_id", flat=True)}
    position = items.aggregate(last=Max("position"))["last"] or 0
    for key in wanted:
        _refuse_foreign(viewer, meeting, cases[key], facts[key])
        if key not in there:
            position += 1
            _put_one(viewer, meeting, cases[key], facts[key], position)


def _refuse_foreign(viewer: Viewer, meeting: Meeting, case: Case, facts: CaseFacts) -> None:
    found = decide(viewer, Action.ADD, Category.TEAM_RECORD, facts)
    if not found:
        raise NotAllowed(found, "casereview", "", case.pk)
    if case.team_id != meeting.team_id:
        raise RuleBroken(f"Case {case.number} belongs to another team. Take it off the list.")


def _put_one(viewer: Viewer, meeting: Meeting, case: Case, facts: CaseFacts, position: int) -> None:
    row = CaseReview(
        meeting=meeting, case=case, position=position, author_id=viewer.user_id,
        owner_agency_id=viewer.agency_id, created_by_id=viewer.user_id,
    )  # fmt: skip
    row.save(force_insert=True)
    record_change(viewer, row, facts, act="put on agenda", fields=("position",))
