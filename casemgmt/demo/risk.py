"""Assessments: totals and the level labels that the site entered; never item wording."""

from datetime import date, timedelta

from casemgmt.demo.days import long, workday
from casemgmt.demo.stage import Draft
from casemgmt.models import Assessment

# The site's own table of Static-99R levels: lowest total, label, band for charts.
STATIC = (
    (6, "IVb well above average", 5),
    (4, "IVa above average", 4),
    (1, "III average", 3),
    (-1, "II below average", 2),
    (-3, "I very low", 1),
)
STATIC_TOTALS = (-2, -1, -1, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 6)
GENERAL = ((20, "High", 4), (11, "Moderate", 3), (5, "Low", 2), (0, "Very low", 1))
SITE = "Levels entered by the site"
STABLE_LEVEL = "No level of its own"
STABLE_NOTE = "Enters the combined rating that the site keeps; the total alone has no level."
ACUTE_LEVELS = ("Low", "Low", "Moderate", "Low", "High")
STABLE_EVERY, ACUTE_EVERY = 182, 91
OVERDUE_SHARE, SOON_SHARE = 0.10, 0.22
INTERVAL = {5: 14, 4: 14, 3: 21, 2: 30, 1: 30}


def assess(draft: Draft) -> None:
    """Score what fits the person, and keep the case's label and next date."""
    case, dice = draft.case, draft.dice
    if case.stage == "pretrial":
        return  # these instruments are for people who were convicted
    first = min(
        draft.today - timedelta(days=14),
        workday(draft.begins + timedelta(days=dice.randrange(7, 30))),
    )
    main, band = _general(draft, first) if draft.woman else _static(draft, first)
    case.risk_level = f"{main.level} ({main.get_instrument_display()}, {long(first)})"
    case.risk_band = band
    if case.stage != "supervised":
        return
    due = draft.today + timedelta(days=_due_in(draft))
    case.assessment_due = due
    if draft.woman:
        main.due_on = due
        return
    _stable(draft, first, due)
    if draft.deep:
        _acute(draft, first)


def _due_in(draft: Draft) -> int:
    """Days until the next dynamic assessment: some are overdue, one in five is near."""
    if draft.number == 0:
        return 9
    draw, dice = draft.dice.random(), draft.dice
    if draw < OVERDUE_SHARE:
        return -dice.randrange(2, 75)
    return dice.randrange(0, 15) if draw < SOON_SHARE else dice.randrange(15, STABLE_EVERY)


def _band(table: tuple, total: int) -> tuple[str, int]:
    return next((label, band) for lowest, label, band in table if total >= lowest)


def _static(draft: Draft, day: date) -> tuple[Assessment, int]:
    total = 2 if draft.number == 0 else draft.dice.choice(STATIC_TOTALS)
    level, band = _band(STATIC, total)
    row = draft.record(
        Assessment,
        draft.case.officer,
        day,
        instrument="static_99r",
        total=total,
        level=level,
        band_scheme="Standardized levels, 2016",
        scored_on=day,
    )
    return row, band


def _general(draft: Draft, day: date) -> tuple[Assessment, int]:
    total = draft.dice.randrange(3, 27)
    level, band = _band(GENERAL, total)
    row = draft.record(
        Assessment,
        draft.case.officer,
        day,
        instrument="ls_cmi",
        total=total,
        level=level,
        band_scheme=SITE,
        scored_on=day,
    )
    return row, band


def _stable(draft: Draft, first: date, due: date) -> None:
    """Every half year backwards from the date that is due now."""
    day, next_due = due - timedelta(days=STABLE_EVERY), due
    oldest = first if draft.deep else max(first, draft.today - timedelta(days=STABLE_EVERY * 2))
    while day >= oldest:
        if day <= draft.today:
            draft.record(
                Assessment,
                draft.provider if draft.treated else draft.case.officer,
                day,
                instrument="stable_2007",
                total=draft.dice.randrange(3, 17),
                level=STABLE_LEVEL,
                band_scheme=SITE,
                scored_on=day,
                due_on=next_due,
                note=STABLE_NOTE,
            )
            next_due = day
        day -= timedelta(days=STABLE_EVERY)


def _acute(draft: Draft, first: date) -> None:
    day = draft.today - timedelta(days=draft.dice.randrange(3, 60))
    while day >= first:
        draft.record(
            Assessment,
            draft.case.officer,
            workday(day),
            instrument="acute_2007",
            total=draft.dice.randrange(0, 5),
            level=draft.dice.choice(ACUTE_LEVELS),
            band_scheme=SITE,
            scored_on=workday(day),
        )
        day -= timedelta(days=ACUTE_EVERY)
