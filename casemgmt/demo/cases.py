"""Cases and their people: who is supervised by whom, at which stage."""

from datetime import date, timedelta
from random import Random

from casemgmt.demo.days import HISTORY_DAYS, at
from casemgmt.demo.keys import key
from casemgmt.demo.names import person_name
from casemgmt.demo.stage import Draft, Stage, dice_of
from casemgmt.models import Case, CaseGroupGrant, CaseUserGrant, Person
from teams.models import User

STORY_NUMBER = "24-0117"
STORY_INDEX = 0
CORE = 120  # cases of the two units; more go to numbered units
UNIT_SIZE = 360
OFFICERS = {
    "elm": ("ana",) * 24 + ("marcus",) * 24 + ("denise",) * 22,
    "river": ("ben",) * 18 + ("tomas",) * 17 + ("hana",) * 15,
}
PROVIDERS = {"elm": ("kim", "kim", "shirin"), "river": ("paolo", "greg", "paolo")}
EXAMINERS = {"elm": "priya", "river": "otto"}
ADVOCATES = {"elm": "maya", "river": "ines"}
OFFENSES = (
    "Sexual assault, second degree",
    "Sexual assault, third degree",
    "Unlawful sexual contact",
    "Sexual abuse of a minor, second degree",
    "Possession of child sexual abuse material",
    "Enticement of a minor by computer",
    "Indecent exposure, repeated",
)
CLOSED_BECAUSE = "The term of supervision was completed"
SHUFFLE = 49  # mixes officers and teams; has no factor in common with 120
NEVER_BEFORE = 90  # the newest of the deep cases has at least this many days of history


def extra_units(cases: int) -> int:
    """Return how many numbered units a number of cases needs beside the two."""
    return -(-max(0, cases - CORE) // UNIT_SIZE)


def place_of(number: int) -> tuple[str, str]:
    """Return the unit's word and the officer's user name of the case with this running number."""
    if number < CORE:
        at_place = number * SHUFFLE % CORE
        elm = len(OFFICERS["elm"])
        return (
            ("elm", OFFICERS["elm"][at_place])
            if at_place < elm
            else ("river", OFFICERS["river"][at_place - elm])
        )
    unit = f"unit{3 + (number - CORE) // UNIT_SIZE}"
    return unit, f"{unit}.officer{1 + number % 8}"


def draft_case(stage: Stage, number: int, *, deep: bool) -> Draft:
    """Put a case, its person and its standing on the pile; return the draft."""
    dice = dice_of("case", number)
    word, officer = place_of(number)
    case, woman = _case(stage, number, word, officer, dice)
    provider = _pick(stage, word, "provider", dice.choice(PROVIDERS.get(word, ("",))))
    treated = case.stage == "supervised" and (number == STORY_INDEX or dice.random() < 0.86)
    draft = Draft(
        stage=stage,
        number=number,
        word=word,
        case=case,
        provider=provider,
        treated=treated,
        examiner=_pick(stage, word, "examiner", EXAMINERS.get(word, "")),
        advocate=_pick(stage, word, "advocate", ADVOCATES.get(word, "")),
        woman=woman,
        deep=deep,
        dice=dice,
    )
    if number == STORY_INDEX:
        draft.provider = stage.people["kim"]
    return draft


def _pick(stage: Stage, word: str, seat: str, core: str) -> User:
    return stage.people[core or f"{word}.{seat}"]


def _case(stage: Stage, number: int, word: str, officer: str, dice: Random) -> tuple[Case, bool]:
    given, family, woman = person_name(dice, number)
    opened = _opened_on(stage.today, number, dice)
    state = _state(number, opened, stage.today, dice)
    person = Person(
        id=key("person", number),
        given_name=given,
        family_name=family,
        created_at=at(opened, 9),
        born_on=stage.day(-dice.randrange(22 * 365, 66 * 365)),
    )
    owner = stage.people[officer]
    person.created_by_id = owner.pk
    case = Case(
        id=key("case", number),
        number=_number(number, opened),
        person=person,
        person_name=person.full_name,
        agency=stage.agencies["probation"],
        unit=stage.units[word],
        team=stage.teams[word],
        officer=owner,
        offense=dice.choice(OFFENSES[1:] if woman else OFFENSES),
        opened_on=opened,
        ends_on=stage.today + timedelta(days=dice.randrange(200, 2600)),
        next_review=stage.today,
        created_at=at(opened, 9, 30),
        created_by_id=owner.pk,
        **state,
    )
    if case.stage == Case.Stage.CLOSED:
        case.ends_on, case.closing_reason = case.closed_on, CLOSED_BECAUSE
    if case.stage == Case.Stage.PRETRIAL:
        case.offense = ""
    stage.rows.add(person, case)
    _stand(stage, case)
    return case, woman


def _stand(stage: Stage, case: Case) -> None:
    """Write the team's row and the officer's, the one store of standing."""
    stage.rows.add(
        CaseGroupGrant(
            permission_id=stage.permission_id, group_id=case.team.group_id, content_object=case
        ),
        CaseUserGrant(
            permission_id=stage.permission_id,
            user=case.officer,
            content_object=case,
            kind="assignment",
            reason="Assigned when the case was opened",
        ),
    )


def _number(number: int, opened: date) -> str:
    if number == STORY_INDEX:
        return STORY_NUMBER
    return f"{opened:%y}-{number + 200:04d}"


def _opened_on(today: date, number: int, dice: Random) -> date:
    """Two years of history: most cases were there before it or opened in its first year."""
    if number == STORY_INDEX:
        return today - timedelta(days=HISTORY_DAYS - 16)
    return today - timedelta(days=dice.randrange(NEVER_BEFORE, HISTORY_DAYS))


def _state(number: int, opened: date, today: date, dice: Random) -> dict:
    """Most are supervised, some wait for trial, some have ended."""
    draw = dice.random()
    if number == STORY_INDEX or draw < 0.88:
        return {"stage": Case.Stage.SUPERVISED}
    if draw < 0.92:
        return {"stage": Case.Stage.PRETRIAL}
    length = (today - opened).days
    return {
        "stage": Case.Stage.CLOSED,
        "closed_on": today - timedelta(days=dice.randrange(5, max(6, length // 2))),
    }
