"""Reads the rounds of thumbs on an item: those held, the one that stands, and who has to speak."""

from audit.models import Kind
from audit.reveal import Revealed, reveal_many
from casemgmt.models import CaseReview, Decision, Round
from casemgmt.policy.actions import Action
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.selectors.conflict import recused_at
from casemgmt.selectors.review import owners_for
from teams.models import User
from teams.selectors.meeting import HERE

ROUNDS = 2  # held on a proposal before it goes to a higher body


def show_rounds(viewer: Viewer, review: CaseReview, facts: CaseFacts) -> list[Revealed]:
    """Return the rounds of an item, the oldest first, each with its words."""
    rows = {str(row.pk): row for row in Round.objects.visible_to(viewer).filter(review=review)}
    shown = reveal_many(
        viewer, rows.values(), {facts.case_id: facts}, kind=Kind.VIEW, action=Action.VIEW
    )
    words = dict(Round.Thumb.choices)
    return [
        one.with_extra(
            result_words=rows[one.id].get_result_display(),
            said=[(name, words[thumb]) for name, thumb in sorted(one["thumbs"].items())],
        )
        for one in shown
    ]


def standing_round(viewer: Viewer, review: CaseReview) -> Round | None:
    """Return the last round of an item that no decision has followed yet."""
    last = Round.objects.visible_to(viewer).filter(review=review).last()
    decided = Decision.objects.visible_to(viewer).filter(review=review)
    if last is None or decided.filter(created_at__gt=last.held_at).exists():
        return None
    return last


def voices_of(viewer: Viewer, review: CaseReview) -> list[User]:
    """Return who is in the room, receives the decision and has no conflict: each has to speak."""
    present = review.meeting.attendances.filter(status__in=HERE, left_at__isnull=True)
    here = set(present.values_list("user_id", flat=True))
    recused = set(recused_at(review.meeting_id).get(str(review.case_id), []))
    people = owners_for(viewer, review.case)
    return [user for user in people if user.pk in here and user.name not in recused]
