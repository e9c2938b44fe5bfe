"""Polygraph referrals about every half year, and the examiner's results."""

from datetime import date, timedelta

from casemgmt.demo.days import workday
from casemgmt.demo.stage import Draft
from casemgmt.models import ExamReferral, ExamResult

EVERY = 182
SHARE = 0.62
RESULTS = (
    ("not_significant",) * 6
    + ("significant",) * 2
    + ("inconclusive",) * 2
    + ("not_tested", "stopped")
)
STATEMENTS = {
    "significant": (
        "Said before the test: used a friend's phone twice to look at social "
        "media. Added after the test: a third time. No other statement."
    ),
    "not_significant": "Nothing was added to what the referral says.",
    "inconclusive": (
        "Told of a bad night. Reactions could not be told apart; a follow-up within 90 "
        "days is advised."
    ),
    "not_tested": "Not tested on medical grounds.",
    "stopped": "Stopped because the building was evacuated.",
}
AREAS = {
    "maintenance": "Contact with minors; devices that are not on the list.",
    "monitoring": "New sexual contact against the conditions in the period.",
    "instant_offense": "Details of the offense of conviction that are denied.",
    "specific_issue": "Whether the exclusion zone was entered in the week of the alert.",
}
SUITABILITY = "No medical limits told. Medication unchanged."
OVERDUE_SHARE, SOON_SHARE = 0.12, 0.25


def examine(draft: Draft) -> None:
    """Write referrals and results, and the date of the next exam."""
    case, dice = draft.case, draft.dice
    if case.stage != "supervised" or (draft.number and dice.random() > SHARE):
        return
    due = draft.today + timedelta(days=_due_in(draft))
    case.polygraph_due = due
    if not draft.deep:
        return
    day = workday(due - timedelta(days=EVERY))
    if 0 <= (due - draft.today).days < 21:
        _refer(draft, workday(due), draft.today - timedelta(days=9))
    while day > draft.begins + timedelta(days=60):
        if day < draft.today:
            _exam(draft, day)
        day = workday(day - timedelta(days=EVERY + dice.randrange(-8, 9)))


def _due_in(draft: Draft) -> int:
    if draft.number == 0:
        return 12
    draw, dice = draft.dice.random(), draft.dice
    if draw < OVERDUE_SHARE:
        return -dice.randrange(3, 60)
    return dice.randrange(0, 21) if draw < SOON_SHARE else dice.randrange(21, EVERY)


def _refer(draft: Draft, day: date, referred: date) -> ExamReferral:
    kind = draft.dice.choice(
        ("maintenance", "maintenance", "monitoring", "instant_offense", "specific_issue")
    )
    return draft.record(
        ExamReferral,
        draft.case.officer,
        workday(referred),
        kind=kind,
        areas=AREAS[kind],
        suitability=SUITABILITY,
        period="since the last exam",
        examiner=draft.examiner,
        scheduled_on=day,
    )


def _exam(draft: Draft, day: date) -> None:
    referral = _refer(draft, day, day - timedelta(days=18))
    newest = draft.number == 0 and day > draft.today - timedelta(days=EVERY)
    result = "significant" if newest else draft.dice.choice(RESULTS)
    draft.record(
        ExamResult,
        draft.examiner,
        day,
        hour=15,
        referral=referral,
        result=result,
        examined_on=day,
        statements=STATEMENTS[result],
    )
