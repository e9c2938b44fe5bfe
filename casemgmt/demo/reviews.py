"""Cases on the agendas of two years: what was asked, decided, weighed and done."""

from datetime import date, timedelta

from casemgmt.demo.calendar import RHYTHMS, Session, sessions
from casemgmt.demo.days import workday
from casemgmt.demo.harm import heard_in_general
from casemgmt.demo.stage import Draft, Stage
from casemgmt.models import CaseReview, Decision, Step

FIRST_AFTER = 35
CYCLE = {5: 56, 4: 77, 3: 91, 2: 112, 1: 112}
ROOM = 7
PUT_BY = 0.35  # of the cases due in the last weeks, those for which there was no time
RECENT = 45
QUESTIONS = (
    ("Is the supervision level still right?", "Level stays. Look at it again at the next review."),
    (
        "Should visits with relatives be chaperoned?",
        "Visits only with the approved chaperone; list goes to the provider.",
    ),
    (
        "Can the offered job be taken?",
        "Agreed, with hours told to the officer and no work near the exclusion zone.",
    ),
    (
        "What follows from the missed group sessions?",
        "Evening group from next week; officer and provider talk weekly.",
    ),
    ("Is the device list complete?", "Home visit within two weeks to go through the devices."),
    (
        "Is a move to another part of town acceptable?",
        "Not to the address asked for; two others will be looked at.",
    ),
    (
        "What should the next exam ask about?",
        "Maintenance exam on devices; officer writes the referral.",
    ),
    ("Can reporting be made less frequent?", "Not yet; look at it again after the next quarter."),
)
STEPS = (
    ("Home visit to go through the device list", "officer"),
    ("Write the referral for the next exam", "officer"),
    ("Send the summary of the quarter", "provider"),
    ("Check the address with the landlord", "officer"),
    ("Talk with the chaperone about the rules", "officer"),
    ("Ask the evening group for a place", "provider"),
)
WEIGHED = {
    "general": (
        "The advocate spoke for people who were harmed in general; distance and early word "
        "were given weight."
    ),
    "statement": (
        "The person's own words, under the release, were read first; the team kept to what "
        "was asked."
    ),
    "none_shared": "",
}
SLOTS = ("general",) * 12 + ("statement",) * 3 + ("none_shared",) * 5
DISSENT = "One member would have waited for the next exam."


def review(stage: Stage, drafts: list[Draft]) -> None:
    """Walk through the meetings of each team; leave each case with the date of its next review."""
    for word in RHYTHMS:
        ours = [draft for draft in drafts if draft.word == word]
        for draft in ours:
            draft.case.next_review = draft.begins + timedelta(
                days=FIRST_AFTER + draft.dice.randrange(30)
            )
        for session in sessions(stage, word):
            if session.held:
                _hold(stage, session, ours)
            elif session.day > stage.today:
                _plan(stage, session, ours)


def _due(drafts: list[Draft], day: date) -> list[Draft]:
    due = [d for d in drafts if d.case.next_review <= day and (d.case.closed_on or date.max) > day]
    return sorted(due, key=lambda draft: (draft.case.next_review, draft.number))


def _hold(stage: Stage, session: Session, drafts: list[Draft]) -> None:
    recent = (stage.today - session.day).days < RECENT
    taken = [d for d in _due(drafts, session.day) if not (recent and d.dice.random() < PUT_BY)]
    for position, draft in enumerate(taken[:ROOM]):
        row = _item(stage, session, draft, position)
        if draft.dice.random() < 0.04:
            row.status = CaseReview.Status.DEFERRED
            draft.case.next_review = session.day + timedelta(days=7)
            continue
        row.status, row.minutes = (
            CaseReview.Status.DISCUSSED,
            "Each discipline spoke; the advocate first.",
        )
        draft.case.next_review = session.day + timedelta(days=CYCLE[draft.case.risk_band or 3])
        _decide(stage, session, draft, row)


def _plan(stage: Stage, session: Session, drafts: list[Draft]) -> None:
    """Put on the next agenda what is due by then; the first case of the story always is."""
    for draft in drafts:
        if draft.number == 0:
            draft.case.next_review = session.day
    due = sorted(_due(drafts, session.day), key=lambda draft: draft.number != 0)
    for position, draft in enumerate(due[:ROOM]):
        _item(stage, session, draft, position)


def _item(stage: Stage, session: Session, draft: Draft, position: int) -> CaseReview:
    coordinator = stage.people[RHYTHMS[session.word].coordinator]
    question, _ = draft.dice.choice(QUESTIONS)
    return draft.record(
        CaseReview,
        coordinator,
        session.day - timedelta(days=6),
        meeting=session.meeting,
        position=position,
        question=question,
    )


def _decide(stage: Stage, session: Session, draft: Draft, row: CaseReview) -> None:
    dice, coordinator = draft.dice, stage.people[RHYTHMS[session.word].coordinator]
    slot = dice.choice(SLOTS)
    if slot == "general" and dice.random() < 0.5 and draft.advocate in session.people:
        heard_in_general(draft, session.day, draft.advocate)
    decision = draft.record(
        Decision,
        coordinator,
        session.day,
        hour=11,
        review=row,
        question=row.question,
        text=next(answer for question, answer in QUESTIONS if question == row.question),
        outcome="escalated" if dice.random() < 0.02 else "consensus",
        victim_perspective=slot,
        victim_perspective_note=WEIGHED[slot],
        dissent=DISSENT if dice.random() < 0.06 else "",
        decided_on=session.day,
        review_on=draft.case.next_review,
    )
    if dice.random() < 0.6:
        _step(stage, session, draft, decision)


def _step(stage: Stage, session: Session, draft: Draft, decision: Decision) -> None:
    dice = draft.dice
    text, who = dice.choice(STEPS)
    due = workday(session.day + timedelta(days=dice.choice((14, 21, 28))))
    owner = draft.provider if who == "provider" and draft.treated else draft.case.officer
    done = due < stage.today and not (
        due > stage.today - timedelta(days=30) and dice.random() < 0.3
    )
    draft.record(
        Step,
        stage.people[RHYTHMS[session.word].coordinator],
        session.day,
        hour=11,
        decision=decision,
        text=text,
        assigned_to=owner,
        due_on=due,
        done_on=due - timedelta(days=dice.randrange(0, 6)) if done else None,
        outcome_note="Done." if done else "",
    )
