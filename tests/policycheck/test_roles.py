"""The owners take the serving roles by saying so, and have nothing of them otherwise."""

import pytest
from django.db import connections

from casemgmt.policycheck.roles import OWNERS, SERVING, acting, held, looked, tried
from teams.models import Agency

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])


def ask(sql: str, alias: str) -> object:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@pytest.mark.parametrize("alias", OWNERS)
def test_an_owner_inherits_nothing_of_the_role_that_serves(alias):
    owner, serving = OWNERS[alias], SERVING[alias]
    assert ask(f"SELECT pg_has_role('{owner}', '{serving}', 'SET')", alias)
    assert not ask(f"SELECT pg_has_role('{owner}', '{serving}', 'USAGE')", alias)
    assert not ask(f"SELECT pg_has_role('{serving}', '{owner}', 'MEMBER')", alias)


@pytest.mark.parametrize("alias", OWNERS)
def test_a_role_is_given_back(alias):
    before = ask("SELECT current_user", alias)
    with acting(OWNERS):
        assert ask("SELECT current_user", alias) == OWNERS[alias]
        with acting(SERVING):
            assert ask("SELECT current_user", alias) == SERVING[alias]
        assert ask("SELECT current_user", alias) == OWNERS[alias]
    assert ask("SELECT current_user", alias) == before


def test_what_is_held_or_looked_at_is_undone_and_what_is_tried_stays():
    def count() -> int:
        with acting(OWNERS):
            return Agency.objects.count()

    def make(name: str) -> None:
        with acting(OWNERS):
            Agency.objects.create(name=name, kind="court")

    def fail() -> None:
        with tried():
            make("failed")
            raise LookupError

    before = count()
    with held():
        with tried():
            make("tried")
        with looked():
            make("looked")
            assert count() == before + 2
        assert count() == before + 1
        with pytest.raises(LookupError):
            fail()
        assert count() == before + 1
    assert count() == before
