"""The victim's side as the team may know it, and what the law's side recorded."""

from datetime import date, timedelta

from casemgmt.core.walltime import start_of
from casemgmt.demo.names import victim_name
from casemgmt.demo.stage import Draft, dice_of
from casemgmt.demo.treatment import release
from casemgmt.models import Entry
from teams.models import User
from victims.areas import areas_in_force
from victims.models import (
    Answer,
    LegalDemand,
    NoContactTerm,
    Perspective,
    Question,
    Statement,
    SystemRecord,
)

RELATIONS = (
    "not known to the person before",
    "neighbor",
    "former partner",
    "relative",
    "former student",
    "co-worker",
)
TERM = (
    "No contact, direct or through others, with the person named as victim. Keep 300 feet "
    "from home, school and work as told by the officer."
)
WISHES = (
    (
        "Please send no letters, not even an apology. I want the rule about contact through "
        "relatives to stay as it is."
    ),
    "I feel safer when I know that the bus line by my work is off limits. Please keep that.",
    "I do not want to be told about hearings. I want the no-contact rule to stay.",
    "If a move to my side of the river is asked for, please say no.",
)
ITEM = "wishes about contact and safety"
GENERAL = (
    (
        "People who were harmed often learn of a move from others, and by chance. Tell them "
        "early, if they asked to be told."
    ),
    (
        "Contact through relatives is felt as contact. Many change their own ways to avoid it "
        "and tell nobody."
    ),
    (
        "When supervision eases, fear often rises for a time. A call to those who asked for "
        "news costs little."
    ),
    "Holidays and birthdays are hard dates; plans for visits should keep distance then.",
    "Saying what was decided, in plain words, is itself a relief. Silence is read as indifference.",
)
ASKED = "When does the team look at travel outside the county again?"
TOLD = (
    "At the next review. Until then travel needs the officer's written permit, and the terms of no "
    "contact stay as they are."
)
HISTORY = (
    "Record check of the state repository. One earlier conviction for a property offense; no "
    "other sexual offense."
)
VIOLATION = (
    "Violation packet: entered an exclusion zone on the way to work; left when told. Written "
    "warning, route changed."
)
STATES = ("in_force",) * 3 + ("ended", "withdrawn") + ("none",) * 5


def tell_harm(draft: Draft) -> None:
    """Write what court, police and advocates brought to the case."""
    if not draft.deep:
        return
    _system(draft)
    _statement(draft, "in_force" if draft.number == 0 else draft.dice.choice(STATES))
    _history(draft)
    _question(draft)


def subpoena(draft: Draft) -> None:
    """File a subpoena for the victim's side that came to the probation agency; it opens nothing."""
    stage, officer = draft.stage, draft.case.officer
    LegalDemand(
        case=draft.case, case_number=draft.case.number, owner_agency=stage.agencies["probation"],
        created_by_id=officer.pk, filed_by=officer.name, kind=LegalDemand.Kind.SUBPOENA,
        received_on=draft.today - timedelta(days=2), answer_by=draft.today + timedelta(days=12),
        issuer="Counsel for the defense", docket="CR-26-0418",
        told_agency_ids=[stage.agencies["harbor"].pk],
    ).save(force_insert=True)  # fmt: skip


def heard_in_general(draft: Draft, day: date, advocate: User) -> None:
    """Write an advocate's perspective on victims in general, given for one meeting."""
    draft.record(Perspective, advocate, day, hour=8, text=draft.dice.choice(GENERAL), given_on=day)


def _system(draft: Draft) -> None:
    vic, dice = draft.stage.people["vic"], draft.dice
    for number in range(2 if dice.random() < 0.12 else 1):
        given, family = victim_name(dice_of("victim", draft.number, number))
        draft.record(
            SystemRecord,
            vic if number == 0 else draft.case.officer,
            draft.begins,
            given_name=given,
            family_name=family,
            relation=dice.choice(RELATIONS),
            is_minor=dice.random() < 0.25,
            contact="through the victim-witness office",
            source="prosecution" if number == 0 else "court",
        )
    own = dice_of("areas", draft.number)
    areas = sorted(own.sample(areas_in_force().names, 3)) if own.random() < 0.4 else []
    draft.record(
        NoContactTerm,
        draft.case.officer,
        draft.begins,
        text=TERM,
        ordered_on=draft.begins,
        areas=areas,
    )


def _statement(draft: Draft, state: str) -> None:
    """A victim's own words, released to the probation agency, never for long."""
    if state == "none" or draft.case.stage != "supervised":
        return
    today, advocate = draft.today, draft.advocate
    starts = today - timedelta(days=60 if state == "ended" else 6)
    ends = (
        today - timedelta(days=32)
        if state == "ended"
        else today + timedelta(days=12 + draft.dice.randrange(0, 12))
    )
    if draft.number == 0:
        ends = today + timedelta(days=12)
    signed = release(
        draft,
        "victim",
        kind="victim_release",
        from_agency=advocate.agency,
        starts=starts,
        ends=ends,
        categories=["victim_statement"],
        items=[ITEM],
        purpose="safety",
        signed_by="the victim",
        created_by_id=advocate.pk,
    )
    if state == "withdrawn":
        signed.revoked_at, signed.revoked_how = (
            signed.starts_at + timedelta(days=3, hours=10),
            "spoken",
        )
    text = WISHES[0] if draft.number == 0 else draft.dice.choice(WISHES)
    draft.statement = draft.record(
        Statement, advocate, starts, hour=11, release=signed, item=ITEM, text=text, given_on=starts
    )


def _question(draft: Draft) -> None:
    """A question of the victims' side on some cases; on the second of them it still waits."""
    if draft.number > 1 or draft.case.stage != "supervised":
        return
    day = draft.today - timedelta(days=5)
    asked_at = start_of(day) + timedelta(hours=9)
    asked = draft.record(
        Question, draft.advocate, day, text=ASKED, asked_at=asked_at, due_on=day + timedelta(days=7)
    )
    if draft.number == 0:
        told_at = asked_at + timedelta(days=2)
        draft.record(
            Answer, draft.case.officer, told_at.date(), question=asked, kind="told", text=TOLD,
            answered_at=told_at,
        )  # fmt: skip


def _history(draft: Draft) -> None:
    _entry(
        draft,
        "criminal_history",
        "Record check",
        HISTORY,
        draft.begins + timedelta(days=4),
    )
    if draft.number == 0 or draft.dice.random() < 0.15:
        day = draft.today - timedelta(days=33)
        _entry(draft, "supervision", "Violation packet", VIOLATION, day, part="violations")


def _entry(draft: Draft, category: str, title: str, text: str, day: date, part: str = "") -> None:
    draft.record(
        Entry,
        draft.case.officer,
        day,
        category=category,
        part=part,
        title=title,
        text=text,
        happened_on=day,
    )
