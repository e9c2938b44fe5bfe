"""Whether statements that stand on somebody's screen are still open to that person."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.decision import Decision
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from victims.models import Statement
from victims.selectors.parts import TOLD_TO_THE_NAMED

MOST = 50  # more never stand on one screen


@dataclass(frozen=True)
class Closed:
    """What to tell instead of the words: how a release that named the viewer ended, if one did."""

    ended: list[Decision]
    because: str


def closed_among(
    viewer: Viewer, case: Case, facts: CaseFacts, keys: Iterable[str]
) -> Closed | None:
    """Return None while all of these statements are open to the viewer.

    Nothing of a statement is read, so nothing is on the ledger. What never named the viewer is
    closed in the same words as what does not exist (T26).
    """
    asked = {key for key in map(_uuid, list(keys)[:MOST]) if key is not None}
    rows = Statement.objects.visible_to(viewer).filter(case=case, pk__in=asked)
    decisions = [
        decide(viewer, Action.VIEW, Category.VICTIM_STATEMENT, facts, record=row.record_facts())
        for row in rows.select_related("release")
    ]
    if len(decisions) == len(asked) and all(decision.allowed for decision in decisions):
        return None
    told = {d.because: d for d in decisions if d.because in TOLD_TO_THE_NAMED}
    ended = [told[because] for because in sorted(told)]
    return Closed(ended, ended[0].because if ended else "gate_missing")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
