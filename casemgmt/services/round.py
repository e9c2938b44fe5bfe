"""Holds rounds of thumbs; what somebody is against is no decision, after two rounds it goes to a
higher body. An order of the court stands whatever is said in a room (T17)."""

from collections.abc import Mapping

from django.db import transaction

from casemgmt.core import clock
from casemgmt.core.errors import RuleBroken
from casemgmt.models import CaseReview, Decision, Round
from casemgmt.policy.actions import Action
from casemgmt.policy.people import Viewer
from casemgmt.selectors.review import access_review
from casemgmt.selectors.round import ROUNDS, standing_round, voices_of
from casemgmt.services.record import add_record
from casemgmt.services.room import refuse_if_overheard
from teams.selectors.meeting import require_conductor
from teams.services import agenda

AGAINST = (Decision.Outcome.ESCALATED, Decision.Outcome.DEFERRED)


@transaction.atomic
def hold_round(
    viewer: Viewer, review_id: object, *, proposal: str, thumbs: Mapping[str, str]
) -> Round:
    """Keep what each person at the table said, all at once; `thumbs` are by the person's key.

    Raises RuleBroken where somebody has not spoken, or where two rounds were held already.
    """
    review, facts = access_review(viewer, review_id, action=Action.ADD, lock=True)
    require_conductor(viewer, review.meeting)
    agenda.refuse_if_locked(review.meeting)
    refuse_if_overheard(viewer, review)
    if not proposal.strip():
        raise RuleBroken("Write the proposal in a sentence, so that everybody speaks to the same.")
    said = _said(viewer, review, thumbs)
    last = standing_round(viewer, review)
    number = last.number + 1 if last and last.result == Round.Result.BLOCKED else 1
    if number > ROUNDS:
        raise RuleBroken("Two rounds were held. Put it off, or take it to a higher body.")
    blocked = Round.Thumb.DOWN in said.values()
    row = Round(
        review=review, number=number, proposal=proposal.strip(), thumbs=said, held_at=clock.now(),
        result=Round.Result.BLOCKED if blocked else Round.Result.CONSENSUS,
    )  # fmt: skip
    return add_record(viewer, row, review.case, facts, act="hold round", fields=("thumbs",))


def refuse_if_blocked(viewer: Viewer, review: CaseReview, outcome: str) -> None:
    """Raise RuleBroken for a decision that somebody at the table is against."""
    last = standing_round(viewer, review)
    if last is None or last.result == Round.Result.CONSENSUS or outcome in AGAINST[1:]:
        return
    if last.number < ROUNDS:
        raise RuleBroken("Somebody is against it: nothing is decided. Hold the second round.")
    if outcome not in AGAINST:
        raise RuleBroken(
            "Somebody is still against it after two rounds. Take it to a higher body or put it "
            "off. What the court ordered stays in force."
        )


def _said(viewer: Viewer, review: CaseReview, thumbs: Mapping[str, str]) -> dict[str, str]:
    people = voices_of(viewer, review)
    if not people:
        raise RuleBroken("Mark who is here first; then everybody who is here speaks.")
    silent = [user.name for user in people if thumbs.get(str(user.key)) not in Round.Thumb.values]
    if silent:
        raise RuleBroken(f"All thumbs are shown at once. Still to speak: {', '.join(silent)}.")
    return {user.name: thumbs[str(user.key)] for user in people}
