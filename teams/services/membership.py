"""Seats on teams. A change writes at most two rows however many cases the team has: the seat and
the group's."""

from calendar import monthrange
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from casemgmt.core.errors import RuleBroken
from casemgmt.policy.people import Office, Viewer
from teams.models import Membership, Team, User
from teams.selectors.administration import access_membership, access_person, access_team, open_seats
from teams.services.permission import record_permission
from teams.services.person import NO_CASELOAD
from teams.services.states import refuse_if_changed


@dataclass(frozen=True)
class Terms:
    """What a seat is: its role, its first day, and its last day if it has one."""

    role: str
    starts: date
    until: date | None = None


@transaction.atomic
def add_membership(
    viewer: Viewer, team_key: object, person_key: object, *, terms: Terms, reason: str = ""
) -> Membership:
    """Give a person a seat. Raises RuleBroken for oneself, a second seat, a past start."""
    team = access_team(viewer, team_key, lock=True)
    person = access_person(viewer, person_key)
    _refuse_seat(viewer, team, person)
    if terms.starts < viewer.today:
        raise RuleBroken(
            "A seat begins today at the earliest. Days that have passed stay as they were."
        )
    _refuse_overlap(viewer, team, person, terms)
    seat = Membership(team=team, user=person, **asdict(terms))
    seat.role_until = _term_of(terms.role, terms.starts)
    _check_order(seat)
    seat.full_clean()
    seat.save(force_insert=True)
    if terms.starts == viewer.today:
        person.groups.add(team.group)
    record_permission(
        viewer, seat, act="add membership", fields=("role", "starts", "until"), reason=reason
    )
    return seat


@transaction.atomic
def change_membership(
    viewer: Viewer, key: object, *, role: str, until: date | None, seen: str
) -> Membership:
    """Change the role or the last day of a seat. Raises ChangedMeanwhile, or RuleBroken for
    one's own."""
    seat = access_membership(viewer, key, lock=True)
    _refuse_own(viewer, seat.user)
    refuse_if_changed(seat, seen, {"role": role, "until": until})
    if seat.until and seat.until < viewer.today:
        raise RuleBroken("This seat has ended. Give the person a new one.")
    if until and until < viewer.today:
        raise RuleBroken(
            "The last day is today at the earliest. To end a seat at once, choose “End the seat”."
        )
    _refuse_overlap(viewer, seat.team, seat.user, Terms(role, seat.starts, until), but=seat)
    if seat.role_on(viewer.today) != role or seat.role != role:
        seat.role_until = _term_of(role, viewer.today)
    seat.role, seat.until = role, until
    _check_order(seat)
    seat.full_clean()
    seat.save(update_fields=["role", "until", "role_until"])
    record_permission(viewer, seat, act="change membership", fields=("role", "until"))
    return seat


@transaction.atomic
def end_membership(viewer: Viewer, key: object, *, last_day: date, reason: str = "") -> None:
    """End a seat with `last_day`; yesterday ends it at once. A seat that would end before it
    began is withdrawn."""
    seat = access_membership(viewer, key, lock=True)
    if last_day < viewer.today - timedelta(days=1):
        raise RuleBroken(
            "The last day is yesterday at the earliest. Days that have passed stay as they were."
        )
    if seat.until and seat.until < viewer.today:
        raise RuleBroken("This seat has ended already.")
    if last_day < seat.starts:
        record_permission(viewer, seat, act="withdraw membership", reason=reason)
        seat.delete()
    else:
        seat.until = last_day
        seat.save(update_fields=["until"])
        record_permission(viewer, seat, act="end membership", fields=("until",), reason=reason)
    if last_day <= viewer.today:
        seat.user.groups.remove(seat.team.group)


def _term_of(role: str, first: date) -> date | None:
    """Return the last day of an elected role: a moderator's term is a number of months (T21)."""
    if role != Membership.Role.MODERATOR:
        return None
    months = first.month - 1 + settings.MODERATOR_TERM_MONTHS
    year, month = first.year + months // 12, months % 12 + 1
    day = min(first.day, monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


def _refuse_seat(viewer: Viewer, team: Team, person: User) -> None:
    _refuse_own(viewer, person)
    if team.closed_on:
        raise RuleBroken("This team is closed. Open it again first.")
    if not person.is_active:
        raise RuleBroken("This account is disabled. Enable it first.")
    if person.office in NO_CASELOAD and team.level == Team.Level.CASE:
        office = str(Office(person.office)).replace("_", " ")
        raise RuleBroken(
            f"{person.name} is {office}: whoever keeps accounts or reads the "
            "ledger has no seat on a case team."
        )


def _refuse_own(viewer: Viewer, person: User) -> None:
    """Separation of duties (CJIS AC-5): nobody gives himself a seat."""
    if person.pk == viewer.user_id:
        raise RuleBroken(
            "You cannot give or change a seat of your own. Ask another administrator to do it."
        )


def _refuse_overlap(
    viewer: Viewer, team: Team, person: User, terms: Terms, *, but: Membership | None = None
) -> None:
    for other in open_seats(viewer, person=person, team=team):
        ends_before = other.until is not None and other.until < terms.starts
        begins_after = terms.until is not None and other.starts > terms.until
        if other != but and not ends_before and not begins_after:
            raise RuleBroken(
                f"{person.name} has a seat on this team in that time. Change that one instead."
            )


def _check_order(seat: Membership) -> None:
    if seat.until and seat.until < seat.starts:
        raise RuleBroken(
            "The last day lies before the first. Choose a later last day, or leave it empty."
        )
