"""Supervision contacts over two years, told backwards from the one that is due."""

from datetime import date, timedelta

from casemgmt.demo.days import at
from casemgmt.demo.names import EMPLOYERS, TOWNS
from casemgmt.demo.risk import INTERVAL
from casemgmt.demo.stage import Draft
from casemgmt.models import Contact

KINDS = ("office", "office", "home", "phone", "office", "field", "collateral", "home", "virtual")
NOTES = {
    "office": (
        (
            "Came on time. Reviewed the weekly log and the travel permit. Conditions gone "
            "through; no change asked."
        ),
        (
            "Pay slips and the treatment card seen. Spoke of the coming month; a change of "
            "shift is possible."
        ),
        "Arrived 20 minutes late, called ahead. Reviewed contact rules; the answers fit the log.",
        "Talked through a stressful week and who can be called. Registration papers are current.",
    ),
    "home": (
        (
            "Home seen, two rooms and kitchen. No minors present. Devices shown and listed; "
            "nothing new."
        ),
        "Landlord greeted us at the door. Home orderly. One new phone, added to the device list.",
        "Evening visit. A cousin was there and knows the conditions. No concern seen.",
    ),
    "phone": (
        "Called back within the hour. Confirmed the appointment and the address.",
        "Short call about transport to group. Bus pass arranged.",
    ),
    "field": (
        "Seen at work, {job}. The lead confirms attendance.",
        "Met on the way to {job}; schedule as approved.",
    ),
    "collateral": (
        "Spoke with the brother, who drives to group on Mondays. No worries voiced.",
        "Treatment center confirms attendance for the month.",
    ),
    "virtual": ("Video call from home. Room shown. Reviewed the safety plan for the holiday.",),
}
MISSED = (
    "Did not come and did not call. Left a message; a new appointment was set for the next "
    "working day."
)
CANCELLED = "Cancelled by the office because of a staff training day."
OVERDUE_SHARE, TODAY_SHARE, WEEK_SHARE = 0.12, 0.18, 0.45


def contact(draft: Draft) -> None:
    """Write the contacts and the date of the next one."""
    every = INTERVAL[draft.case.risk_band or 3]
    active = draft.case.stage != "closed"
    due = draft.today + timedelta(days=_due_in(draft, every)) if active else None
    draft.case.contact_due = due
    last = due - timedelta(days=every) if due else draft.case.closed_on or draft.today
    oldest = (
        draft.begins if draft.deep else max(draft.begins, draft.today - timedelta(days=every * 3))
    )
    day, following = _weekday(draft, min(last, draft.today - timedelta(days=1))), due
    while day > oldest:
        _one(draft, day, following)
        following, day = (
            day,
            _weekday(draft, day - timedelta(days=every + draft.dice.randrange(-3, 4))),
        )


def _due_in(draft: Draft, every: int) -> int:
    if draft.number == 0:
        return 0
    draw, dice = draft.dice.random(), draft.dice
    if draw < OVERDUE_SHARE:
        return -1 - int(44 * dice.random() ** 2)
    if draw < TODAY_SHARE:
        return 0
    return dice.randrange(1, 8) if draw < WEEK_SHARE else dice.randrange(1, every + 1)


def _weekday(draft: Draft, day: date) -> date:
    """A contact planned for a weekend took place on a day of the week before."""
    return day if day.weekday() < 5 else day - timedelta(days=draft.dice.randrange(2, 6))


def _one(draft: Draft, day: date, following: date | None) -> None:
    dice = draft.dice
    kind = dice.choice(KINDS)
    draw = dice.random()
    outcome = "missed" if draw < 0.05 else "cancelled" if draw < 0.07 else "held"
    texts = {"missed": MISSED, "cancelled": CANCELLED}
    note = texts.get(outcome) or dice.choice(NOTES[kind]).format(job=dice.choice(EMPLOYERS))
    hour = 18 if kind == "home" else 8 + dice.randrange(8)
    draft.record(
        Contact,
        draft.case.officer,
        day,
        hour=19,
        kind=kind,
        outcome=outcome,
        note=note,
        next_on=following,
        happened_at=at(day, hour, dice.choice((0, 15, 30, 45))),
        place=_place(draft, kind),
    )


def _place(draft: Draft, kind: str) -> str:
    if kind == "office":
        return draft.case.unit.name
    return draft.dice.choice(TOWNS) if kind in ("home", "field") else ""
