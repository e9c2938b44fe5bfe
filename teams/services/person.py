"""Accounts of people: made, changed, disabled and enabled again. Never deleted: the ledger
speaks of them for years."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.db import transaction

from casemgmt.core.errors import RuleBroken
from casemgmt.policy.people import Office, Viewer
from teams.models import ApiToken, User
from teams.selectors.administration import access_person, open_seats, require_administrator
from teams.services.permission import record_permission
from teams.services.states import refuse_if_changed, save_once

FIELDS = (
    "name",
    "email",
    "agency",
    "unit",
    "discipline",
    "office",
    "title",
    "phone",
    "screening_until",
    "approval_until",
)
STANDING = ("agency", "unit", "discipline", "office", "screening_until", "approval_until")
NO_CASELOAD = (Office.ADMINISTRATOR, Office.PRIVACY_OFFICER, Office.AUDITOR)


@transaction.atomic
def add_person(viewer: Viewer, *, username: str, values: dict[str, object], approved: str) -> User:
    """Make an account without a password; `approved` says who asked for it (CJIS AC-2). Raises
    ValidationError."""
    require_administrator(viewer)
    person = User(username=username, **{name: values[name] for name in FIELDS})
    person.set_unusable_password()
    _check_place(values)
    person.full_clean()
    save_once(person)
    record_permission(
        viewer, person, act="add account", fields=("username", *FIELDS), reason=approved
    )
    return person


@transaction.atomic
def change_person(viewer: Viewer, key: object, *, values: dict[str, object], seen: str) -> User:
    """Change an account. Raises ChangedMeanwhile, or RuleBroken for one's own standing."""
    person = access_person(viewer, key, lock=True)
    yours = {name: values[name] for name in FIELDS}
    refuse_if_changed(person, seen, yours)
    changed = tuple(name for name in FIELDS if getattr(person, name) != yours[name])
    _refuse_own_standing(viewer, person, changed)
    if {"agency", "unit"} & set(changed):
        _check_place(values)
    if "office" in changed and yours["office"] in NO_CASELOAD:
        _refuse_while_seated(viewer, person)
    for name in changed:
        setattr(person, name, yours[name])
    person.full_clean(exclude=["password"])
    person.save(update_fields=FIELDS)
    record_permission(viewer, person, act="change account", fields=changed)
    return person


@transaction.atomic
def disable_person(viewer: Viewer, key: object, *, reason: str) -> User:
    """Disable an account: sessions and tokens end at once. Raises RuleBroken for one's own."""
    person = access_person(viewer, key, lock=True)
    if person.pk == viewer.user_id:
        raise RuleBroken("You cannot disable your own account. Ask another administrator to do it.")
    if not person.is_active:
        raise RuleBroken("This account is disabled already.")
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(person)
    revoke_tokens(viewer, person)
    record_permission(viewer, person, act="disable account", fields=("is_active",), reason=reason)
    return person


@transaction.atomic
def enable_person(viewer: Viewer, key: object, *, reason: str) -> User:
    """Enable a disabled account again; its seats count again from the next request. Tokens stay
    revoked."""
    person = access_person(viewer, key, lock=True)
    if person.agency and person.agency.closed_on:
        raise RuleBroken(f"{person.agency.name} is closed. Give the person another agency first.")
    person.is_active = True
    person.save(update_fields=["is_active"])
    record_permission(viewer, person, act="enable account", fields=("is_active",), reason=reason)
    return person


def end_sessions(person: User) -> None:
    """End every session of a person, wherever it runs."""
    for session in UserSession.objects.filter(user=person):
        session.end()


def revoke_tokens(viewer: Viewer, person: User) -> None:
    """Revoke every token of a person."""
    ApiToken.objects.filter(user=person, revoked_at__isnull=True).update(revoked_at=viewer.now)


def _refuse_own_standing(viewer: Viewer, person: User, changed: tuple[str, ...]) -> None:
    """Separation of duties (CJIS AC-5): nobody gives himself a standing."""
    if person.pk == viewer.user_id and set(changed) & set(STANDING):
        raise RuleBroken(
            "You cannot change your own agency, unit, discipline, office, screening or approval. "
            "Ask another administrator to do it."
        )


def _refuse_while_seated(viewer: Viewer, person: User) -> None:
    teams = sorted({seat.team.name for seat in open_seats(viewer, person=person)})
    if teams:
        raise RuleBroken(
            f"{person.name} has a seat on {', '.join(teams)}. End it first: "
            "whoever keeps accounts or reads the ledger has no caseload."
        )


def _check_place(values: dict[str, Any]) -> None:
    agency, unit = values["agency"], values["unit"]
    if agency.closed_on:
        raise RuleBroken(f"{agency.name} is closed. Choose another agency, or open it again first.")
    if unit and unit.agency != agency:
        raise RuleBroken(
            f"{unit.name} is not a unit of {agency.name}. Choose a unit of that agency, or none."
        )
