"""Teams, who sits in them from when until when, and who supervises which unit."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import Group, Permission

from casemgmt.demo.days import HISTORY_DAYS
from casemgmt.demo.keys import key
from casemgmt.demo.people import EXTRA_SEATS, SIGN_INS
from casemgmt.models import UnitUserGrant
from teams.models import Membership, Team, Unit, User

LONG_AGO = -(HISTORY_DAYS + 30)


@dataclass(frozen=True)
class Seat:
    """A membership in days from today."""

    username: str
    role: str = "member"
    starts: int = LONG_AGO
    until: int | None = None


ELM = (
    *(
        Seat(name)
        for name in [
            "ana",
            "marcus",
            "denise",
            "rosa",
            "kim",
            "shirin",
            "priya",
            "lee",
            "maya",
            "vic",
            "dale",
        ]
    ),
    Seat("cho", "coordinator"),
    Seat("greg", until=-140),
    Seat("ines", starts=14),
)
RIVER = (
    *(
        Seat(name)
        for name in [
            "ben",
            "tomas",
            "hana",
            "walt",
            "paolo",
            "greg",
            "otto",
            "judith",
            "ines",
            "vic",
            "yara",
        ]
    ),
    Seat("noor", "coordinator"),
    Seat("leslie", until=-95),
    Seat("priya", starts=-600, until=-200),
)
POLICY = (
    *(Seat(name) for name in ["rosa", "walt", "lee", "thea", "dale", "shirin", "freya"]),
    Seat("omar", "moderator", starts=-60, until=120),
    Seat("cho", "recorder"),
)
VISION = "No more victims. Every decision is weighed with the people who were harmed in mind."
SUPERVISORS = {"rosa": ("elm",), "walt": ("river",), "gloria": ("elm", "river")}


def make_teams(units: dict[str, Unit], people: dict[str, User], today: date) -> dict[str, Team]:
    """Write the teams with their groups and seats; return the teams by word."""
    names = {word: f"{unit.name} case team" for word, unit in units.items()}
    names["policy"] = "Altona County local policy team"
    groups = {word: Group(name=f"team {key('team', word)}") for word in names}
    Group.objects.bulk_create(groups.values())
    teams = {
        word: Team(
            key=key("team", word),
            name=name,
            group=groups[word],
            unit=units.get(word),
            vision=VISION,
            level="local_policy" if word == "policy" else "case",
            designees_allowed=word == "elm",
        )
        for word, name in names.items()
    }
    Team.objects.bulk_create(teams.values())
    seats = {"elm": ELM, "river": RIVER, "policy": POLICY}
    _make_memberships(
        [(teams[word], seat) for word in teams for seat in seats.get(word) or _extra_seats(word)],
        people,
        today,
    )
    return teams


def make_supervisory_lines(units: dict[str, Unit], people: dict[str, User]) -> None:
    """Write who supervises which unit; the chief of supervision has all of them."""
    permission = Permission.objects.get(codename="supervise_unit", content_type__app_label="teams")
    extra = [word for word in units if word.startswith("unit")]
    lines = {
        **SUPERVISORS,
        "gloria": (*SUPERVISORS["gloria"], *extra),
        **{f"{word}.supervisor": (word,) for word in extra},
    }
    UnitUserGrant.objects.bulk_create(
        UnitUserGrant(permission=permission, user=people[username], content_object=units[word])
        for username, words in lines.items()
        for word in words
    )


def _extra_seats(word: str) -> list[Seat]:
    return [
        Seat(f"{word}.{seat}", "coordinator" if seat == "coordinator" else "member")
        for seat, *_ in EXTRA_SEATS
    ]


def _make_memberships(seats: list[tuple[Team, Seat]], people: dict[str, User], today: date) -> None:
    """Write memberships, and Django's group rows of those that are current."""
    rows, in_groups = [], set()
    for team, seat in seats:
        user = people[seat.username]
        starts, until = today + timedelta(days=seat.starts), seat.until
        ends = None if until is None else today + timedelta(days=until)
        rows.append(
            Membership(
                key=key("seat", team.key, seat.username, seat.starts),
                team=team,
                user=user,
                role=seat.role,
                starts=starts,
                until=ends,
            )
        )
        if starts <= today and (ends is None or ends >= today):
            in_groups.add((user.pk, team.group_id))
    Membership.objects.bulk_create(rows, batch_size=1000)
    through = User.groups.through
    through.objects.bulk_create(
        [through(user_id=user, group_id=group) for user, group in sorted(in_groups)],
        batch_size=1000,
    )


def sign_in_names() -> list[str]:
    """Return the user names of those who sign in."""
    return [someone.username for someone in SIGN_INS]
