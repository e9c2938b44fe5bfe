"""A revocation while a page is open: the next request is refused, as a page, as a part of one, and
by the API; a file that was asked for and not yet sent is refused as well."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from casemgmt.models import Release
from casemgmt.services.broken_glass import break_glass
from casemgmt.services.conflict import declare_conflict
from casemgmt.services.designation import designate
from casemgmt.services.grant import end_grant, grant_standing
from casemgmt.services.release import revoke_release
from casemgmt.services.seal import seal_case
from teams.models import Agreement, User
from teams.services.agreement import end_agreement
from teams.services.meeting import close_meeting, open_meeting
from teams.services.membership import end_membership
from teams.services.person import disable_person
from tests import build
from tests.crawl import body_of, sign_in_again
from tests.plugins.roles import as_owner
from tests.victims.conftest import inside
from tests.world import World
from victims.services.release import withdraw_release

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
AS_A_PART = {"HTTP_HX_REQUEST": "true"}


@dataclass(frozen=True)
class Revoked:
    """Who loses it, what lends it first, and what takes it."""

    who: str
    give: Callable[[World], object]
    take: Callable[[World, object], object]


def nothing(world: World) -> None:
    """What the world has is what is taken."""


def seat_ends(world: World, _given: object) -> None:
    seat = world.people["kim"].memberships.get()
    end_membership(world.viewer("sam"), seat.key, last_day=build.day(-1), reason="left")


def covers(world: World) -> int:
    return grant_standing(
        world.viewer("ana"), world.case.pk, person_key=world.people["ben"].key,
        until=build.day(3), reason="covers for a week",
    )  # fmt: skip


def cover_ends(world: World, grant_id: object) -> None:
    end_grant(world.viewer("ana"), world.case.pk, grant_id, reason="back at work")


def declares(world: World, _given: object) -> None:
    declare_conflict(world.viewer("lee"), world.case.pk, reason="a neighbor")


def is_disabled(world: World, _given: object) -> None:
    disable_person(world.viewer("sam"), world.people["vic"].key, reason="left")


def is_sealed(world: World, _given: object) -> None:
    seal_case(world.viewer("rosa"), world.case.pk, order="Order 12/26")


def breaks(world: World) -> None:
    world.viewer("ben")
    break_glass(
        world.viewer("ben"), world.case.pk, because="danger",
        reason="He calls from the bridge and asks for his officer, who cannot be reached.",
    )  # fmt: skip


def sends_a_colleague(world: World) -> object:
    with as_owner():
        world.teams["elm"].designees_allowed = True
        world.teams["elm"].save()
    meeting = world.records["meeting"]
    designate(
        world.viewer("kim"), meeting.pk, absent_key=world.people["kim"].key,
        designee_key=world.people["nina"].key, case_ids=[world.case.pk],
    )  # fmt: skip
    return meeting.pk


def meeting_closes(world: World, meeting_id: object) -> None:
    open_meeting(world.viewer("cho"), meeting_id)
    close_meeting(world.viewer("cho"), meeting_id)


STANDING = {
    "membership ended": Revoked("kim", nothing, seat_ends),
    "grant ended": Revoked("ben", covers, cover_ends),
    "conflict declared": Revoked("lee", nothing, declares),
    "account disabled": Revoked("vic", nothing, is_disabled),
    "case sealed": Revoked("cho", nothing, is_sealed),
    "designee's meeting closed": Revoked("nina", sends_a_colleague, meeting_closes),
}


def open_pages(world: World) -> list[tuple[str, dict[str, str]]]:
    """Return what can be open on a case: pages, parts that are fetched alone, and calls."""
    case = f"/cases/{world.case.pk}/"
    return [
        (case, {}),
        (case, AS_A_PART),
        (f"{case}timeline/", {}),
        (f"{case}timeline/", AS_A_PART),
        (f"/api/v1{case}", {}),
        ("/cases/", {}),
        ("/search/?q=marlow", AS_A_PART),
        ("/api/v1/cases/", {}),
    ]


def reached(client: Client, world: World) -> list[str]:
    """Return the addresses that show the case: its own by opening, lists by naming the person."""
    found = []
    for url, headers in open_pages(world):
        answer = client.get(url, **headers)
        opens = answer.status_code == 200 and str(world.case.pk) in url
        if opens or b"Marlow" in body_of(answer):
            found.append(f"{url} {list(headers)}")
    return found


@pytest.mark.parametrize("name", STANDING)
def test_standing_that_ends_closes_every_page_at_once(world, client_as, name):
    revoked = STANDING[name]
    given = revoked.give(world)
    client = client_as(revoked.who)
    assert len(reached(client, world)) == len(open_pages(world)), "all of it is open first"
    revoked.take(world, given)
    assert reached(client, world) == []
    answer = client.get(f"/cases/{world.case.pk}/", **AS_A_PART)
    assert answer.status_code in (302, 401, 404)


def test_a_broken_glass_is_over_at_its_hour(world, client_as):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        breaks(world)
        client = client_as("ben")
        assert len(reached(client, world)) == len(open_pages(world))
        clock.shift(timedelta(hours=3, minutes=59))
        client = client_as("ben")  # a session does not last so long without a request
        assert len(reached(client, world)) == len(open_pages(world))
        clock.shift(timedelta(minutes=1))
        assert reached(client, world) == []


def withdraws(world: World) -> None:
    with inside(world) as viewer:
        withdraw_release(viewer, world.records["victim_release"].pk, how="spoken")


def authorization_is_revoked(world: World) -> None:
    release = world.records["authorization"]
    revoke_release(world.viewer("kim"), world.case.pk, release.pk, how="written")


def authorization_ends(world: World) -> None:
    with as_owner():
        rows = Release.objects.unscoped(reason="test").filter(pk=world.records["authorization"].pk)
        rows.update(ends_at=build.moment(0) - timedelta(seconds=1))


def screening_lapses(world: World) -> None:
    with as_owner():
        User.objects.filter(pk=world.people["ana"].pk).update(screening_until=build.day(-1))


def agreement_stops(world: World) -> None:
    end_agreement(world.viewer("sam"), Agreement.objects.get().key, reason="not renewed")


@pytest.fixture
def agreement(world) -> None:
    """The two agencies have an agreement on summaries of treatment."""
    with as_owner():
        one = Agreement.objects.create(
            name="Sharing", covers=["treatment_summary"], starts_at=build.moment(-9)
        )
        one.parties.set([world.agencies["probation"], world.agencies["center"]])


CONTENT = {
    "release withdrawn": ("victim_statement", b"MARK-statement", withdraws),
    "authorization revoked": ("treatment_summary", b"MARK-summary", authorization_is_revoked),
    "authorization ended": ("treatment_summary", b"MARK-summary", authorization_ends),
    "agreement ended": ("treatment_summary", b"MARK-summary", agreement_stops),
    "screening lapsed": ("criminal_history", b"MARK-criminal", screening_lapses),
}


@pytest.mark.parametrize("name", CONTENT)
def test_a_gate_that_closes_takes_the_words_away_at_once(world, agreement, client_as, name):
    category, mark, take = CONTENT[name]
    case = f"/cases/{world.case.pk}/"
    urls = [(case, {}), (case, AS_A_PART), (f"/api/v1{case}records/?category={category}", {})]
    if category == "victim_statement":
        urls[:2] = [(f"{case}victim/", {}), (f"{case}victim/", AS_A_PART)]
    client = client_as("ana")
    assert [url for url, more in urls if mark not in body_of(client.get(url, **more))] == []
    take(world)
    assert [url for url, more in urls if mark in body_of(client.get(url, **more))] == []


def office_ends(world: World, name: str) -> None:
    with as_owner():
        User.objects.filter(pk=world.people[name].pk).update(office="")


@pytest.mark.parametrize("take", [office_ends, None])
def test_an_export_that_was_prepared_is_not_sent(world, client_as, take):
    """The page that asks for the reason is open; between it and the file the office ends."""
    client = sign_in_again(client_as("petra"), world.people["petra"])
    assert client.get("/ledger/export/").status_code == 200
    sent = client.post("/ledger/export/", {"reason": "Yearly report to the council"})
    assert sent.headers["Content-Type"].startswith("text/csv")
    if take:
        take(world, "petra")
    else:
        disable_person(world.viewer("sam"), world.people["petra"].key, reason="left")
    refused = client.post("/ledger/export/", {"reason": "Yearly report to the council"})
    assert refused.status_code in (302, 401, 403, 404)
    assert not refused.headers["Content-Type"].startswith("text/csv")
