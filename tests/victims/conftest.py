"""What tests of the victim's side share.

Both databases, the advocate's wall, a released statement's terms.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest

from casemgmt.policy.people import Viewer
from tests.build import day
from tests.world import World
from victims.confidential.services.client import CaseWords, Details, add_client
from victims.confidential.wall import open_for
from victims.services.terms import ROLE, ReleaseTerms


@contextmanager
def inside(world: World, name: str = "maya") -> Iterator[Viewer]:
    """Look as one person, with the organization's wall open for her."""
    viewer = world.viewer(name)
    with open_for(viewer):
        yield viewer


@pytest.fixture
def add_victim(world: World) -> Callable[..., UUID]:
    """Return a function that opens a confidential record."""

    def add(name: str = "Dana Whitlow", *, by: str = "maya", case=None, **more: str) -> UUID:
        given, _, family = name.partition(" ")
        case = case or world.case
        with inside(world, by) as viewer:
            details = Details(given, family, **more)
            return add_client(
                viewer, CaseWords(case.pk, case.number, case.person_name), details=details
            )

    return add


@pytest.fixture
def terms(world: World) -> Callable[..., ReleaseTerms]:
    """Return a function that gives the terms of a valid release, with what a test changes."""

    def make(**changes) -> ReleaseTerms:
        valid = {
            "item": "prefers no contact letters",
            "text": "MARK-own words: no letters, please.",
            "to_agency": str(world.agencies["probation"].key),
            "purpose": "safety",
            "days": 15,
            "ways": ("electronic",),
            "risks": ("learned",),
            "other_ways": ("nothing",),
            "language": "English",
            "copy": "now",
            "copy_language": "en",
            "told_free": True,
            "signed_by": "the victim",
            "signed_on": day(0),
        }
        said = valid | changes
        said.setdefault("to_user", role_at(said["to_agency"]))
        return ReleaseTerms(**said)

    def role_at(agency_key: str) -> str:
        there = [p for p in world.people.values() if p.agency and str(p.agency.key) == agency_key]
        return f"{ROLE}{there[0].discipline}" if there else f"{ROLE}supervision"

    return make
