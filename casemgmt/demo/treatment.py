"""Treatment: authorizations, summaries, and the record that stays with the center."""

from datetime import date, timedelta
from typing import Any

from casemgmt.demo.days import at, workday
from casemgmt.demo.keys import key
from casemgmt.demo.stage import Draft
from casemgmt.models import Entry, Release, TreatmentSummary
from casemgmt.policy.elements import REQUIRED

QUARTER = 91
PART2_PROVIDERS = ("shirin", "greg")  # their center is a Part 2 program
PURPOSE = "supervision and treatment planning"
SIGNED = "the person under supervision"
SUMMARIES = (
    (
        (
            "Came to the sessions of the period and did the homework. Worked on the chain of "
            "events before the offense and on the effects of harm."
        ),
        "Begin the module on healthy relationships.",
    ),
    (
        (
            "Takes part in group and gives others feedback. Two goals moved up one step; goal "
            "on isolation unchanged."
        ),
        "Bring the safety plan to the next team meeting.",
    ),
    (
        (
            "Missed sessions because of shift work; the center offered the evening group. "
            "Speaks little, listens well."
        ),
        "Move to the evening group.",
    ),
    (
        (
            "Steady period. Named warning signs early and called a supporter before the visit "
            "of relatives."
        ),
        "Share the prevention plan with the officer, if agreed.",
    ),
    (
        "Spoke of the harm done without being asked. Part of the earlier account stays.",
        "Speak about an exam with the officer.",
    ),
)
CLINICAL = (
    (
        "Individual session. Explored shame after the anniversary of the sentence; used the "
        "coping card twice this week."
    ),
    (
        "Group session. Role play on consent; took the listener's part first. Homework: "
        "letter that is not sent."
    ),
    "Individual session. Sleep better. Reviewed thinking patterns that came up when plans changed.",
)
NOTES = "Own impressions of the session, kept apart from the clinical record."
PACKET = "Disclosure packet begun with counsel's advice. Numbered without names, dates or places."
SCOPE = (
    "Scope sheet for the examiner: period, kinds of behavior to be asked about, words agreed "
    "with the person."
)
CHOICES = ("in_force",) * 6 + ("ended", "revoked", "missing", "ending")


def treat(draft: Draft) -> None:
    """Write the treatment side of a case, if the person is in treatment."""
    if not draft.treated:
        return
    _authorize(draft, "in_force" if draft.number == 0 else draft.dice.choice(CHOICES))
    _summaries(draft)
    if draft.deep:
        _clinical(draft)
        if draft.provider.username in PART2_PROVIDERS and draft.dice.random() < 0.4:
            _substance_use(draft)


def release(draft: Draft, word: str, starts: date, ends: date, **values: Any) -> Release:
    """Put a release of this case to the probation agency on the pile and return it."""
    row = Release(
        id=key("release", draft.number, word),
        case=draft.case,
        to_agency=draft.case.agency,
        starts_at=at(starts, 0),
        ends_at=at(ends, 23, 59),
        signed_on=starts,
        created_at=at(starts, 9),
        **values,
    )
    draft.stage.rows.add(row)
    return row


def _authorize(draft: Draft, state: str) -> None:
    today, begins = draft.today, draft.begins
    if state == "missing":
        _file_incomplete(draft)
        return
    ends = {
        "ended": today - timedelta(days=20),
        "ending": today + timedelta(days=draft.dice.randrange(1, 7)),
    }.get(state, today + timedelta(days=draft.dice.randrange(60, 300)))
    revoked = today - timedelta(days=30) if state == "revoked" else None
    release(
        draft,
        "authorization",
        kind="authorization",
        from_agency=draft.provider.agency,
        starts=begins,
        ends=max(ends, begins + timedelta(days=1)),
        categories=["treatment_summary"],
        purpose=PURPOSE,
        signed_by=SIGNED,
        created_by_id=draft.provider.pk,
        revoked_at=at(revoked, 11) if revoked else None,
        revoked_how="written" if revoked else "",
    )


def _file_incomplete(draft: Draft) -> None:
    """An older form that lacks two statements of 45 CFR 164.508(c)(2): kept, and opens nothing."""
    elements = [element.name for element in REQUIRED["authorization"]]
    lacks = ["no_condition", "redisclosure"]
    release(
        draft,
        "authorization",
        kind="authorization",
        from_agency=draft.provider.agency,
        starts=draft.begins,
        ends=draft.today + timedelta(days=90),
        categories=["treatment_summary"],
        purpose=PURPOSE,
        signed_by=SIGNED,
        created_by_id=draft.provider.pk,
        elements=[name for name in elements if name not in lacks],
        missing=lacks,
    )


def _summaries(draft: Draft) -> None:
    """One a quarter, the last one some weeks ago."""
    until = draft.today - timedelta(days=draft.dice.randrange(5, 50))
    oldest = draft.begins if draft.deep else draft.today - timedelta(days=QUARTER)
    while until - timedelta(days=QUARTER) >= oldest:
        missed = draft.dice.choice((0, 0, 0, 1, 1, 2, 4))
        summary, steps = draft.dice.choice(SUMMARIES)
        draft.record(
            TreatmentSummary,
            draft.provider,
            until,
            period_from=until - timedelta(days=QUARTER - 1),
            period_until=until,
            attended=12 - missed,
            missed=missed,
            summary=summary,
            next_steps=steps,
            participation="active" if missed < 2 else "partial" if missed < 4 else "little",
        )
        until -= timedelta(days=QUARTER)


def _clinical(draft: Draft) -> None:
    provider, dice = draft.provider, draft.dice
    for number in range(3 if draft.number == 0 else dice.randrange(0, 3)):
        day = workday(draft.today - timedelta(days=12 + number * 28))
        if day > draft.begins:
            _entry(
                draft, day, "treatment_clinical", "Progress note", CLINICAL[number % len(CLINICAL)]
            )
    if draft.number == 0 or provider.username == "kim" and dice.random() < 0.3:
        _entry(
            draft,
            workday(draft.today - timedelta(days=19)),
            "psychotherapy_notes",
            "Session notes",
            NOTES,
        )
    if draft.number == 0 or dice.random() < 0.15:
        day = workday(draft.today - timedelta(days=40))
        _entry(draft, day, "sexual_history", "Sexual history packet", PACKET)
        _entry(draft, day, "sexual_history", "Scope sheet", SCOPE, part="scope")


def _substance_use(draft: Draft) -> None:
    """A Part 2 program's record, open to the officer only under the criminal-justice consent."""
    _entry(
        draft,
        workday(draft.today - timedelta(days=25)),
        "sud_treatment",
        "Program attendance",
        "Attends the weekly group. Tests as agreed in the program.",
    )
    release(
        draft,
        "part 2",
        kind="part2_justice_consent",
        from_agency=draft.provider.agency,
        starts=draft.begins,
        ends=draft.today + timedelta(days=120),
        categories=["sud_treatment"],
        purpose="monitoring of the condition of treatment",
        signed_by=SIGNED,
        created_by_id=draft.provider.pk,
        elements=[element.name for element in REQUIRED["part2_justice_consent"]],
        revocable_after=at(draft.today + timedelta(days=90), 0),
    )


def _entry(draft: Draft, day: date, category: str, title: str, text: str, part: str = "") -> None:
    draft.record(
        Entry,
        draft.provider,
        day,
        hour=16,
        category=category,
        part=part,
        title=title,
        text=text,
        happened_on=day,
    )
