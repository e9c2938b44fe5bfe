"""What happens to a case from outside: hearings, moves, a violation now and then."""

from datetime import date, timedelta

from casemgmt.demo.days import at, workday
from casemgmt.demo.names import TOWNS
from casemgmt.demo.stage import Draft, dice_of
from casemgmt.models import CaseEvent

COURT = "Altona Courthouse"


def happen(draft: Draft) -> None:
    """Write the events of a case: some that are over, and for some cases a hearing ahead."""
    dice = dice_of("events", draft.number)
    if draft.number == 0 or dice.random() < 0.3:
        ahead = workday(draft.today + timedelta(days=dice.randrange(14, 40)))
        _event(draft, "hearing", ahead, 10, place=COURT, note="Review of the conditions.")
    if dice.random() < 0.25:
        moved = draft.today - timedelta(days=dice.randrange(3, 200))
        _event(draft, "move", max(moved, draft.begins), 12, place=dice.choice(TOWNS))
    if dice.random() < 0.1:
        day = draft.today - timedelta(days=dice.randrange(5, 300))
        _event(
            draft, "violation", max(day, draft.begins), 16, place=dice.choice(TOWNS),
            note="Out after curfew; gone through with the supervisor.",
        )  # fmt: skip


def _event(draft: Draft, kind: str, day: date, hour: int, **words: str) -> None:
    draft.record(
        CaseEvent, draft.case.officer, day, hour, kind=kind, happens_at=at(day, hour), **words
    )  # fmt: skip
