"""The people at the table: a dozen who sign in, and those who sit beside them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password

from casemgmt.demo import keys
from casemgmt.demo.days import HISTORY_DAYS, at
from teams.models import Agency, Unit, User


@dataclass(frozen=True)
class Someone:
    """One person of the demonstration; `signs_in` are those of the story."""

    username: str
    name: str
    agency: str
    discipline: str
    title: str
    unit: str = ""
    office: str = ""
    signs_in: bool = False


P, T, E, H = "probation", "treatment", "polygraph", "harbor"
S, C, V, L = "supervision", "community_advocacy", "system_advocacy", "law_enforcement"
PEOPLE = (
    Someone("ana", "Ana Reyes", P, S, "Supervising officer", "elm", signs_in=True),
    Someone("ben", "Ben Ortega", P, S, "Supervising officer", "river", signs_in=True),
    Someone("rosa", "Rosa Whitlock", P, S, "Unit supervisor", "elm", "supervisor", signs_in=True),
    Someone("kim", "Kim Sung-Lee", "cedar", T, "Treatment provider", signs_in=True),
    Someone("priya", "Priya Nair", "meridian", E, "Polygraph examiner", signs_in=True),
    Someone("lee", "Lee Abrams", "prosecutor", "prosecution", "Prosecutor", signs_in=True),
    Someone("maya", "Maya Castellanos", H, C, "Community advocate", signs_in=True),
    Someone("vic", "Vic Marlowe", "prosecutor", V, "Victim-witness advocate", signs_in=True),
    Someone("cho", "Cho Nakamura-Bell", P, S, "Team coordinator", "elm", signs_in=True),
    Someone(
        "sam",
        "Sam Thorne",
        P,
        "policy",
        "System administrator",
        office="administrator",
        signs_in=True,
    ),
    Someone(
        "petra",
        "Petra Lindgren",
        P,
        "policy",
        "Privacy officer",
        office="privacy_officer",
        signs_in=True,
    ),
    Someone("alex", "Alex Dumont", P, "policy", "Auditor", office="auditor", signs_in=True),
    Someone("cora", "Cora Delacroix", H, C, "Counsel", office="counsel", signs_in=True),
    Someone("marcus", "Marcus Oyelaran", P, S, "Supervising officer", "elm"),
    Someone("denise", "Denise Faulkner", P, S, "Supervising officer", "elm"),
    Someone("leslie", "Leslie Prudhomme", P, S, "Supervising officer", "river"),
    Someone("tomas", "Tomas Vrba", P, S, "Supervising officer", "river"),
    Someone("hana", "Hana Idris", P, S, "Supervising officer", "river"),
    Someone("walt", "Walt Engstrom", P, S, "Unit supervisor", "river", "supervisor"),
    Someone("noor", "Noor Haddad", P, S, "Team coordinator", "river"),
    Someone("gloria", "Gloria Penrose", P, S, "Chief of supervision", office="agency_head"),
    Someone("paolo", "Paolo Ferrante", "cedar", T, "Treatment provider"),
    Someone("shirin", "Shirin Azadi", "lakeview", T, "Treatment provider"),
    Someone("greg", "Greg Tillman", "lakeview", T, "Treatment provider"),
    Someone("otto", "Otto Brandt", "meridian", E, "Polygraph examiner"),
    Someone("judith", "Judith Okoro", "prosecutor", "prosecution", "Prosecutor"),
    Someone("ines", "Ines Moreau", H, C, "Community advocate"),
    Someone("thea", "Thea Lockhart", H, C, "Director of advocacy"),
    Someone("dale", "Dale Rusk", "registry", L, "Registry officer"),
    Someone("yara", "Yara Boateng", "registry", L, "Registry officer"),
    Someone("omar", "Omar Siddiqui", "council", "policy", "Council chair"),
    Someone("freya", "Freya Nyland", "council", "policy", "Council staff"),
)
SIGN_INS = tuple(person for person in PEOPLE if person.signs_in)
EXTRA_SEATS = (
    *((f"officer{n}", "Officer", P, S) for n in range(1, 9)),
    ("supervisor", "Supervisor", P, S),
    ("coordinator", "Coordinator", P, S),
    ("provider", "Provider", "cedar", T),
    ("examiner", "Examiner", "meridian", E),
    ("advocate", "Advocate", H, C),
)


def extra_people(units: list[str]) -> list[Someone]:
    """Return the people of the numbered units of a larger jurisdiction; nobody signs in as them."""
    return [
        Someone(
            f"{unit}.{seat}",
            f"{word} {seat[-1] if seat[-1].isdigit() else ''} {unit}".replace("  ", " "),
            agency,
            discipline,
            word,
            unit if agency == P else "",
            "supervisor" if seat == "supervisor" else "",
        )
        for unit in units
        for seat, word, agency, discipline in EXTRA_SEATS
    ]


def make_people(
    people: list[Someone], agencies: dict[str, Agency], units: dict[str, Unit], today: date
) -> dict[str, User]:
    """Write the people and return them by user name; screenings and approvals are current."""
    rows = {
        someone.username: User(
            username=someone.username,
            name=someone.name,
            key=keys.key("user", someone.username),
            email=f"{someone.username}@{someone.agency}.altona.example",
            password=_password(someone),
            agency=agencies[someone.agency],
            unit=units.get(someone.unit),
            discipline=someone.discipline,
            office=someone.office,
            title=someone.title,
            phone=f"555-02{number % 100:02d}",
            screening_until=_screening(someone, today, number),
            approval_until=_approval(someone, today, number),
            date_joined=at(today - timedelta(days=HISTORY_DAYS + 60), 9),
        )
        for number, someone in enumerate(people)
    }
    User.objects.bulk_create(rows.values(), batch_size=1000)
    return rows


def _password(someone: Someone) -> str:
    if someone.signs_in:
        return make_password(keys.password(someone.username))
    return f"{UNUSABLE_PASSWORD_PREFIX}{keys.key('no password', someone.username).hex}"


def _screening(someone: Someone, today: date, number: int) -> date | None:
    if someone.discipline in (S, "prosecution", L):
        return today + timedelta(days=200 + number * 7 % 400)
    return None


def _approval(someone: Someone, today: date, number: int) -> date | None:
    if someone.discipline in (T, E):
        return today + timedelta(days=150 + number * 11 % 500)
    return None
