"""The search's own function against the wall: it finds what stands there and has the words, on any
ground and however short they are."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection

from casemgmt.models import AgencyUserGrant, Case, PersonLineGrant
from tests import build
from tests.plugins.roles import as_owner

PEOPLE = ("ana", "rosa", "kim", "priya", "lee", "maya", "sam", "alex", "eva", "former", "ben")
WORDS = ("n", "nu", "MB", "num", "Person", "25", "-05", "0501", "%", "_", "\\", "zz", "nowhere")


@pytest.fixture
def crowd(world):
    """Return the world with more cases, one of them sealed, and lines over an agency and a
    person."""
    p, teams = world.people, world.teams
    for number in range(6):
        team, officer = (teams["elm"], p["ana"]) if number % 2 else (teams["river"], p["ben"])
        case = build.make_case(f"25-050{number}", team=team, officer=officer)
        if number == 1:
            with as_owner():
                rows = Case.objects.unscoped(reason="test").filter(pk=case.pk)
                rows.update(sealed_at=build.moment(-1))
        if number == 2:
            build.grant(p["kim"], case)
    with as_owner():
        over_agency, over_user = (
            Permission.objects.get(codename=name) for name in ("supervise_agency", "supervise_user")
        )
        AgencyUserGrant.objects.create(
            user=p["lee"], permission=over_agency, content_object=p["ana"].agency
        )
        PersonLineGrant.objects.create(
            user=p["maya"], permission=over_user, content_object=p["ben"]
        )
    return world


@pytest.mark.parametrize("name", PEOPLE)
def test_the_search_finds_what_the_wall_shows_and_nothing_else(crowd, name):
    crowd.viewer(name)
    cases = Case.objects.unscoped(reason="test").order_by("person_name", "pk")
    seen = list(cases.values_list("pk", "person_name", "number"))
    for words in WORDS:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id::text FROM case_search(%s, 100)", [words])
            found = [key for (key,) in cursor.fetchall()]
        low = words.lower()
        wanted = [key for key, *texts in seen if any(low in text.lower() for text in texts)]
        assert found == [str(key) for key in wanted], words


def test_the_crowd_tries_each_way_of_searching(crowd):
    scopes = {name: crowd.viewer(name).scope for name in PEOPLE}
    assert scopes["lee"].agency_ids
    assert scopes["maya"].line_ids
    assert scopes["rosa"].unit_ids
    assert not scopes["ana"].unit_ids
    assert scopes["ana"].group_ids
