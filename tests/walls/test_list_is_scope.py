"""The list's and the count's own functions against the wall: the same cases for everybody."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import QuerySet

from casemgmt.models import Case, Conflict, ExamReferral, PersonLineGrant
from casemgmt.policy.people import Viewer
from tests import build
from tests.plugins.roles import as_owner

PEOPLE = ("ana", "ben", "rosa", "kim", "priya", "lee", "maya", "sam", "alex", "former", "eva")
PAGE = "SELECT id FROM case_page('-infinity', '00000000-0000-0000-0000-000000000000', %s)"


@pytest.fixture
def crowd(world):
    """Return the world with cases in every state and on every ground of standing."""
    p, teams = world.people, world.teams
    for number in range(8):
        team, officer = (teams["elm"], p["ana"]) if number % 2 else (teams["river"], p["ben"])
        case = build.make_case(
            f"25-050{number}", team=team, officer=officer, next_review=build.day(number // 3)
        )
        with as_owner():
            rows = Case.objects.unscoped(reason="test").filter(pk=case.pk)
            if number == 1:
                rows.update(sealed_at=build.moment(-1))
            if number == 3:
                rows.update(stage=Case.Stage.CLOSED)
            if number == 5:
                Conflict.objects.create(user=p["ana"], case=case)
                Conflict.objects.create(user=p["rosa"], case=case)
            if number == 7:
                ExamReferral.objects.create(
                    case=case,
                    author=p["ana"],
                    owner_agency=p["ana"].agency,
                    kind="maintenance",
                    areas="-",
                    examiner=p["priya"],
                )
        if number in (2, 4):
            build.grant(p["ana"], case, until=build.moment(1 if number == 2 else -1))
            build.grant(p["rosa"], case, until=build.moment(1))
    return world


def asked(sql: str, *values: object) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


def listed(cases: QuerySet[Case]) -> list:
    return list(
        cases.exclude(stage="closed").order_by("next_review", "pk").values_list("pk", flat=True)
    )


@pytest.mark.parametrize("name", PEOPLE)
def test_the_list_shows_what_the_wall_and_the_scope_show(crowd, name):
    viewer: Viewer = crowd.viewer(name)
    behind_the_wall = listed(Case.objects.unscoped(reason="test"))
    page = [str(key) for key in asked(PAGE, 100)]
    assert page == [str(key) for key in behind_the_wall]
    assert page == [str(key) for key in listed(Case.objects.visible_to(viewer))]
    assert asked("SELECT case_count(100)") == [len(page)]
    assert asked("SELECT case_count(2)") == [min(2, len(page))]
    assert len(asked(PAGE, 2)) == min(2, len(page))


def test_the_crowd_tries_every_ground(crowd):
    found = {}
    for name in PEOPLE:
        crowd.viewer(name)
        found[name] = len(asked(PAGE, 100))
    assert found["sam"] == found["alex"] == found["former"] == 0
    assert found["rosa"] > found["priya"] > 0


def paged(n: int) -> list[str]:
    """Return the keys of all pages of `n` rows, in their order."""
    found: list[str] = []
    after = ("-infinity", "00000000-0000-0000-0000-000000000000")
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id::text, next_review FROM case_page(%s, %s, %s)", [*after, n])
            rows = cursor.fetchall()
        found += [key for key, _ in rows]
        if len(rows) < n:
            return found
        after = (rows[-1][1].isoformat(), rows[-1][0])


@pytest.mark.parametrize("n", [1, 2, 3, 7, 40])
@pytest.mark.parametrize("name", ["kim", "maya"])
def test_the_pages_of_many_teams_and_of_a_line_over_many_people_show_each_case_once(crowd, name, n):
    p = crowd.people
    supervise = Permission.objects.get(codename="supervise_user")
    for number in range(11):
        team = build.make_team(f"Many {number}", crowd.units["elm"])
        officer = build.make_user(f"officer{number}", p["ana"].agency, "supervision")
        build.seat(team, p["kim"])
        with as_owner():
            PersonLineGrant.objects.create(
                user=p["maya"], permission=supervise, content_object=officer
            )
        for again in range(number % 4):
            due = build.day(number * again % 5)
            case = build.make_case(
                f"25-{number:02}{again}9", team=team, officer=officer, next_review=due
            )
            build.make_referral(case, officer, officer)
    crowd.viewer(name)
    shown = paged(n)
    assert shown == [str(key) for key in listed(Case.objects.unscoped(reason="test"))]
    assert len(shown) >= 15
