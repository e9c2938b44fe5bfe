"""Measures of the victims' voice: of the line alone, small numbers not shown, never a person
(B-VAWA-10)."""

from datetime import timedelta

import pytest

from audit.models import Event
from casemgmt.dashboards.periods import period_of
from casemgmt.dashboards.voice import ANSWERED, LENGTHS, count_voice
from tests import build, build_victims
from tests.build import moment
from tests.plugins.roles import as_owner
from victims.models import Answer, Question

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])


def counted(world, name="rosa", days="90"):
    viewer = world.viewer(name)
    return count_voice(viewer, period_of(viewer, days))


def make_questions(world, count, *, answered_after=None):
    maya, ana = world.people["maya"], world.people["ana"]
    for _ in range(count):
        with as_owner():
            row = Question(
                case=world.case, author=maya, owner_agency=maya.agency, text="When?",
                asked_at=moment(-40), due_on=build.day(-30),
            )  # fmt: skip
            row.save(force_insert=True)
            if answered_after is not None:
                at = moment(-40) + timedelta(days=answered_after)
                Answer(
                    case=world.case, author=ana, owner_agency=ana.agency, question=row,
                    kind="told", text="Then.", answered_at=at,
                ).save(force_insert=True)  # fmt: skip


def make_releases(world, count, days, *, begun=-40):
    a = world.agencies
    for _ in range(count):
        build.make_release(
            world.case, kind="victim_release", source=a["harbor"], to=a["probation"],
            categories=["victim_statement"], items=["wishes"],
            starts_at=moment(begun), ends_at=moment(begun) + timedelta(days=days),
        )  # fmt: skip


def test_units_with_an_advocate_are_counted(world):
    voice = counted(world)
    assert (voice.units, voice.units_with_advocate) == (1, 1)


def test_one_release_or_one_question_is_not_told(world):
    before = counted(world)
    make_releases(world, 1, 10)
    make_questions(world, 1, answered_after=2)
    after = counted(world)
    assert (before.releases, before.answers) == (after.releases, after.answers)
    assert set(after.releases.shown.values()) == {None}
    assert after.releases.total is None


def test_what_is_large_enough_is_shown(world):
    make_releases(world, 12, 10)
    make_releases(world, 12, 25)  # beside the one of the cast
    make_releases(world, 14, 60)
    make_questions(world, 11, answered_after=3)
    make_questions(world, 12, answered_after=9)
    voice = counted(world)
    assert [voice.releases.shown[name] for name in LENGTHS][1:] == [13, 14]
    assert voice.answers.shown == {
        ANSWERED[0]: 11, ANSWERED[1]: 12, ANSWERED[2]: None, ANSWERED[3]: None,
    }  # fmt: skip
    assert voice.answers.total is None


def test_two_periods_do_not_tell_what_one_hides(world):
    for length in (10, 25, 60):
        make_releases(world, 12, length, begun=-20)
    assert counted(world, days="30").releases.shown[LENGTHS[0]] == 12
    make_releases(world, 1, 10, begun=-50)
    wider = counted(world, days="90").releases
    assert set(wider.shown.values()) == {None}
    assert wider.total is None
    make_releases(world, 11, 10, begun=-50)
    for length in (25, 60):
        make_releases(world, 12, length, begun=-50)
    assert counted(world, days="90").releases.shown[LENGTHS[0]] == 24


def test_only_the_own_line_is_counted_and_the_counting_is_on_the_ledger(world):
    world.people["boss"] = build.make_user(
        "boss", world.agencies["probation"], "supervision", unit=world.units["river"],
        office="supervisor",
    )  # fmt: skip
    build.supervise(world.people["boss"], world.units["river"])
    make_releases(world, 12, 10)
    make_releases(world, 12, 25)
    assert counted(world, "boss").releases.total is None
    with as_owner():
        event = Event.objects.filter(subject_kind="dashboard", kind="count").latest("id")
    assert event.detail["of"] == "victims' voice"
    assert event.case_id is None


def test_the_page_is_for_supervisors(world, client_as):
    page = client_as("rosa").get("/dashboard/victims-voice/")
    assert page.status_code == 200
    assert b"not shown" in page.content
    assert world.case.person_name.encode() not in page.content
    for name in ("ana", "maya", "petra", "kim"):
        assert client_as(name).get("/dashboard/victims-voice/").status_code in (403, 404)


def test_the_numbers_of_the_team_are_the_same_whatever_an_advocate_keeps(world, client_as):
    rosa = client_as("rosa")
    world.viewer("rosa")
    with_none = counted(world).charts
    build_victims.make_perspective(world.case, world.people["maya"], "MARK")
    assert counted(world).charts == with_none
    assert rosa.get("/dashboard/victims-voice/").status_code == 200
