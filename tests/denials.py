"""People of the offices that review, set and lift, beside the cast; and what the ledger holds."""

from typing import Any

from audit.models import Event
from teams.models import Notice, User
from tests import build
from tests.plugins.roles import as_owner
from tests.world import World

REASON = "absconding reported by police tonight"


def head(world: World, name: str = "hanna", agency: str = "probation") -> User:
    """Give an agency a head."""
    user = build.make_user(name, world.agencies[agency], "supervision", office="agency_head")
    world.people[name] = user
    return user


def officer_of_privacy(world: World, name: str, agency: str) -> User:
    """Give an agency a privacy officer."""
    user = build.make_user(name, world.agencies[agency], "policy", office="privacy_officer")
    world.people[name] = user
    return user


def events(**wanted: Any) -> list[Event]:
    """Return what stands on the ledger, the oldest first."""
    with as_owner():
        return list(Event.objects.filter(**wanted).order_by("id"))


def notices(kind: str) -> set[str]:
    """Return who gets a notice of a kind."""
    rows = Notice.objects.filter(kind=kind).exclude(state=Notice.State.SKIPPED)
    return set(rows.values_list("recipient__username", flat=True))
