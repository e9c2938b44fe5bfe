"""What administrators read: agencies, people, teams and seats. Nothing here knows a case, nor
how many there are."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from casemgmt.core.errors import NotVisible
from casemgmt.core.keys import key_in
from casemgmt.policy.people import Viewer
from teams.models import Agency, Membership, Team, Unit, User

PAGE = 50
INACTIVE_DAYS = 90  # CJIS AC-2(3): an account that nobody used for so long is disabled
SOON_DAYS = 30


@dataclass(frozen=True)
class Counts:
    """What the landing page says at a glance."""

    agencies: int
    people: int
    disabled: int
    unused: int
    teams: int
    ending: int


@dataclass(frozen=True)
class PersonFilter:
    """What the list of people is narrowed to; empty means everybody who is active."""

    words: str = ""
    agency: str = ""
    discipline: str = ""
    state: str = ""


@dataclass(frozen=True)
class PeoplePage:
    """One page of people, by name."""

    rows: list[User]
    total: int
    next_key: str = ""


def require_administrator(viewer: Viewer) -> None:
    """Raise NotVisible for anybody else: administration does not exist for him."""
    if not viewer.is_administrator:
        raise NotVisible("administration", because="rule:administrators")


def count_everything(viewer: Viewer) -> Counts:
    """Return the numbers of the landing page."""
    require_administrator(viewer)
    people = User.objects.aggregate(
        active=Count("pk", filter=Q(is_active=True)),
        disabled=Count("pk", filter=Q(is_active=False)),
        unused=Count("pk", filter=_unused(viewer)),
    )
    return Counts(
        agencies=Agency.objects.filter(closed_on__isnull=True).count(),
        people=people["active"],
        disabled=people["disabled"],
        unused=people["unused"],
        teams=Team.objects.filter(closed_on__isnull=True).count(),
        ending=_current_seats(viewer)
        .filter(until__lte=viewer.today + timedelta(days=SOON_DAYS))
        .count(),
    )


def list_agencies(viewer: Viewer) -> list[Agency]:
    """Return all agencies with the number of their active people, open ones first."""
    require_administrator(viewer)
    active = Count("people", filter=Q(people__is_active=True), distinct=True)
    rows = Agency.objects.annotate(people_count=active, unit_count=Count("units", distinct=True))
    return sorted(rows, key=lambda agency: (agency.closed_on is not None, agency.name.lower()))


def access_agency(viewer: Viewer, key: object, *, lock: bool = False) -> Agency:
    """Return one agency; raises NotVisible."""
    require_administrator(viewer)
    return _one(Agency.objects.all(), "agency", key, lock=lock)


def access_unit(viewer: Viewer, key: object, *, lock: bool = False) -> Unit:
    """Return one unit with its agency; raises NotVisible."""
    require_administrator(viewer)
    return _one(Unit.objects.select_related("agency"), "unit", key, lock=lock)


def list_units(viewer: Viewer, agency: Agency) -> list[Unit]:
    """Return an agency's units with the number of their active people."""
    require_administrator(viewer)
    active = Count("people", filter=Q(people__is_active=True))
    return list(Unit.objects.filter(agency=agency).annotate(people_count=active))


def list_people(viewer: Viewer, wanted: PersonFilter, *, after: str = "") -> PeoplePage:
    """Return a page of people by name."""
    require_administrator(viewer)
    found = _narrowed(viewer, wanted)
    last = User.objects.filter(key=key_in(after)).first() if after else None
    page = (
        found.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk)) if last else found
    )
    rows = list(page.select_related("agency", "unit").order_by("name", "pk")[: PAGE + 1])
    more = str(rows[PAGE - 1].key) if len(rows) > PAGE else ""
    return PeoplePage(rows[:PAGE], found.count(), more)


def access_person(viewer: Viewer, key: object, *, lock: bool = False) -> User:
    """Return one account; raises NotVisible."""
    require_administrator(viewer)
    return _one(User.objects.select_related("agency", "unit"), "user", key, lock=lock)


def list_teams(viewer: Viewer) -> list[Team]:
    """Return all teams with the number of their current members, open ones first."""
    require_administrator(viewer)
    current = Count("memberships", filter=_current(viewer, "memberships__"))
    rows = Team.objects.select_related("unit__agency").annotate(member_count=current)
    return sorted(rows, key=lambda team: (team.closed_on is not None, team.name.lower()))


def access_team(viewer: Viewer, key: object, *, lock: bool = False) -> Team:
    """Return one team; raises NotVisible."""
    require_administrator(viewer)
    return _one(Team.objects.select_related("unit__agency", "group"), "team", key, lock=lock)


def access_membership(viewer: Viewer, key: object, *, lock: bool = False) -> Membership:
    """Return one seat with its team and person; raises NotVisible."""
    require_administrator(viewer)
    return _one(
        Membership.objects.select_related("team__group", "user__agency"),
        "membership",
        key,
        lock=lock,
    )


def seats_of_team(viewer: Viewer, team: Team) -> list[Membership]:
    """Return every seat that the team has, had or will have."""
    require_administrator(viewer)
    return list(
        Membership.objects.filter(team=team)
        .select_related("user__agency")
        .order_by("user__name", "starts")
    )


def seats_of_person(viewer: Viewer, person: User) -> list[Membership]:
    """Return every seat that a person has, had or will have, the newest first."""
    require_administrator(viewer)
    return list(Membership.objects.filter(user=person).select_related("team").order_by("-starts"))


def open_seats(
    viewer: Viewer, *, person: User | None = None, team: Team | None = None
) -> list[Membership]:
    """Return the seats that count today or will count."""
    seats = Membership.objects.filter(Q(until__isnull=True) | Q(until__gte=viewer.today))
    seats = seats.filter(user=person) if person else seats
    seats = seats.filter(team=team) if team else seats
    return list(seats.select_related("team__group", "user"))


def open_agencies() -> QuerySet[Agency]:
    """Return the agencies that a form may choose from."""
    return Agency.objects.filter(closed_on__isnull=True)


def open_units() -> QuerySet[Unit]:
    """Return the units that a form may choose from."""
    return (
        Unit.objects.filter(agency__closed_on__isnull=True)
        .select_related("agency")
        .order_by("agency__name", "name")
    )


def seatable_people() -> QuerySet[User]:
    """Return the people who can be given a seat."""
    return User.objects.filter(is_active=True).select_related("agency").order_by("name")


def state_of(row: object, names: tuple[str, ...]) -> str:
    """Return a digest of a row's values: a form carries it, so that a save knows whether it saw
    the latest."""
    values = [f"{name}={getattr(row, row._meta.get_field(name).attname)}" for name in sorted(names)]  # type: ignore[attr-defined]
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()


def _one(rows: QuerySet[Any], kind: str, key: object, *, lock: bool) -> Any:
    row = (rows.select_for_update(of=("self",)) if lock else rows).filter(key=key).first()
    if row is None:
        raise NotVisible(kind, key)
    return row


def _narrowed(viewer: Viewer, wanted: PersonFilter) -> QuerySet[User]:
    found = User.objects.filter(agency__isnull=False)
    states = {
        "": Q(is_active=True),
        "disabled": Q(is_active=False),
        "unused": _unused(viewer),
        "all": Q(),
    }
    found = found.filter(states.get(wanted.state, Q(is_active=True)))
    if wanted.agency:
        found = found.filter(agency__key=key_in(wanted.agency))
    if wanted.discipline:
        found = found.filter(discipline=wanted.discipline)
    for word in wanted.words.split():
        found = found.filter(
            Q(name__icontains=word) | Q(username__icontains=word) | Q(email__icontains=word)
        )
    return found


def _unused(viewer: Viewer) -> Q:
    limit = viewer.now - timedelta(days=INACTIVE_DAYS)
    never = Q(last_login__isnull=True, date_joined__lt=limit)
    return Q(is_active=True) & (Q(last_login__lt=limit) | never)


def _current(viewer: Viewer, prefix: str = "") -> Q:
    no_end = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": viewer.today})
    return Q(**{f"{prefix}starts__lte": viewer.today}) & no_end


def _current_seats(viewer: Viewer) -> QuerySet[Membership]:
    return Membership.objects.filter(_current(viewer))
