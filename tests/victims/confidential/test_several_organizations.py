"""Organizations with a database of their own: each reaches its own only, or nothing at all."""

import re
import secrets
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError, connections

from casemgmt.settings.parts.advocacy import databases, files, organizations
from casemgmt.startup import refuse_unsafe_role
from tests.build import make_agency, make_user, seat
from tests.plugins import servers
from tests.plugins.databases import as_superuser, ensure_templates, open_to_tests
from tests.plugins.roles import as_owner
from tests.victims.conftest import inside
from victims.confidential.database import NoDatabase, NotBound, alias_of, here, in_database
from victims.confidential.holders import KeyMissing
from victims.confidential.models import AdvocacyEvent, Client
from victims.confidential.router import ALIAS, AdvocacyRouter
from victims.confidential.seed import SeedClient, seed_confidential
from victims.confidential.selectors.client import list_clients, open_client

SHORE = "advocacy_shore"
pytestmark = pytest.mark.django_db(databases=["default", ALIAS, SHORE])


@pytest.fixture(scope="module", autouse=True)
def shore_database(django_db_setup, django_db_blocker):
    """Give a second advocacy database for this module: a copy of the same template."""
    name = f"test_advocacy_{servers.run_name()}_{servers.WORKER}_shore"
    with django_db_blocker.unblock():
        template = ensure_templates()[ALIAS]
        as_superuser(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER advocacy_owner')
        open_to_tests({"default": name, ALIAS: name})
    connections.settings[SHORE] = {**connections.settings[ALIAS], "NAME": name}
    yield
    with django_db_blocker.unblock():
        connections[SHORE].close()
        del connections[SHORE], connections.settings[SHORE]
        as_superuser(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def shore(world, settings, tmp_path):
    """Give a second organization with a database and a key of its own; iris is its advocate."""
    agency = make_agency("Shore Advocacy", "victim_service")
    world.agencies["shore"] = agency
    world.people["iris"] = make_user("iris", agency, "community_advocacy")
    seat(world.teams["elm"], world.people["iris"])
    key = tmp_path / "shore_key"
    key.write_text(secrets.token_hex(32))
    settings.ADVOCACY_ORGANIZATIONS = {agency.pk: SHORE}
    settings.ADVOCACY_KEY_FILES = {SHORE: str(key)}
    return agency


@contextmanager
def stopped(alias, monkeypatch):
    """Let one organization's server refuse every connection."""

    def refuse(*args, **kwargs):
        raise OperationalError("connection to server at 10.0.0.1 failed")

    with monkeypatch.context() as patched:
        for name in ("cursor", "ensure_connection"):
            patched.setattr(connections[alias], name, refuse)
        yield


def test_each_reads_and_writes_in_its_own_database(world, add_victim, shore):
    ours = add_victim("Dana Whitlow")
    theirs = add_victim("Noor Castell", by="iris")
    with in_database(ALIAS), as_owner(ALIAS):
        assert [c.pk for c in Client.objects.unscoped(reason="test")] == [ours]
    with in_database(SHORE), as_owner(SHORE):
        assert theirs in [c.pk for c in Client.objects.unscoped(reason="test")]
        events = AdvocacyEvent.objects.unscoped(reason="test")
        assert {event.agency_id for event in events} == {shore.pk}
    with inside(world, "iris") as viewer:
        assert here() == SHORE
        assert open_client(viewer, theirs).name == "Noor Castell"
        names = [row.name for row in list_clients(viewer).mine]
        assert "Dana Whitlow" not in names


def test_without_a_bound_organization_nothing_is_reached(world, shore):
    with pytest.raises(NotBound):
        Client.objects.unscoped(reason="test").exists()
    with pytest.raises(NotBound):
        Client(agency_id=shore.pk).save()


def test_inside_of_one_organization_another_is_not_reached(world, shore):
    with inside(world), pytest.raises(NotBound, match="while advocacy is bound"):
        in_database(SHORE).__enter__()


def test_rows_of_two_databases_are_never_related():
    router = AdvocacyRouter()
    one, other = Client(), Client()
    one._state.db, other._state.db = ALIAS, SHORE
    assert not router.allow_relation(one, other)
    other._state.db = ALIAS
    assert router.allow_relation(one, other)


def test_its_own_key_never_falls_back_to_the_shared_one(world, add_victim, shore, settings):
    settings.ADVOCACY_KEY_FILES = {}
    with pytest.raises(KeyMissing, match="ADVOCACY_KEY_FILE_SHORE is not set"):
        add_victim("Noor Castell", by="iris")


def test_a_stopped_server_is_told_to_its_own_advocates_only(
    world, shore, client_as, monkeypatch, add_victim
):
    add_victim("Dana Whitlow")
    maya, iris, ana = client_as("maya"), client_as("iris"), client_as("ana")
    assert iris.get("/victims/").status_code == 200
    with stopped(SHORE, monkeypatch):
        refused = iris.get("/victims/")
        assert refused.status_code == 503
        assert "own database does not answer" in refused.content.decode()
        assert "Dana Whitlow" in maya.get("/victims/").content.decode()
        assert ana.get("/").status_code == 200
        assert maya.get("/healthz").json().keys() == {"database", "migrations", "broker"}


def test_the_start_does_not_wait_for_a_stopped_server(shore, monkeypatch):
    with stopped(SHORE, monkeypatch):
        refuse_unsafe_role()


def test_the_start_refuses_an_owner_in_any_of_them(shore):
    with as_owner(SHORE), pytest.raises(ImproperlyConfigured, match="advocacy_shore. owns tables"):
        refuse_unsafe_role()


def test_the_operator_sees_which_organization_is_where(world, shore, capsys, monkeypatch):
    call_command("advocacy_databases")
    lines = capsys.readouterr().out
    assert f"{SHORE}: ready. Of: {shore.pk} Shore Advocacy." in lines
    assert f"{ALIAS}: ready." in lines
    with stopped(SHORE, monkeypatch), pytest.raises(CommandError):
        call_command("advocacy_databases")
    assert f"{SHORE}: does not answer" in capsys.readouterr().out


def test_keys_are_changed_in_one_database_alone(world, shore, add_victim, capsys, settings):
    add_victim("Noor Castell", by="iris")
    shared = Path(settings.ADVOCACY_KEY_FILE).read_text()
    call_command("advocacy_keys", "add", "--database", SHORE)
    with in_database(SHORE), as_owner(SHORE):
        call_command("advocacy_keys", "rotate", "--database", SHORE)
        call_command("advocacy_keys", "retire", "--database", SHORE)
        call_command("advocacy_keys", "status", "--database", SHORE)
    assert "0 by an earlier one" in capsys.readouterr().out
    assert Path(settings.ADVOCACY_KEY_FILE).read_text() == shared
    with inside(world, "iris") as viewer:
        assert "Noor Castell" in [row.name for row in list_clients(viewer).mine]


def test_demonstration_records_go_to_each_organization_s_own_database(world, shore):
    rows = [
        SeedClient(world.agencies[name].pk, world.people[who].pk, world.case.pk, given, "Seeded")
        for name, who, given in (("harbor", "maya", "Ada"), ("shore", "iris", "Bea"))
    ]
    assert seed_confidential(rows) == 2
    assert seed_confidential(rows) == 0
    with inside(world, "iris") as viewer:
        names = [row.name for row in list_clients(viewer).mine]
    assert "Bea Seeded" in names
    assert "Ada Seeded" not in names


def test_where_no_database_is_shared_the_others_have_none(world, shore, monkeypatch):
    monkeypatch.delitem(connections.settings, ALIAS)
    assert alias_of(shore.pk) == SHORE
    with pytest.raises(NoDatabase, match="has no database"):
        alias_of(world.agencies["harbor"].pk)


def test_the_settings_come_from_the_environment(monkeypatch):
    address = "postgres://advocacy_rt@db.shore.example/advocacy"
    monkeypatch.setenv("ADVOCACY_DATABASE_URL_SHORE", address)
    monkeypatch.setenv("ADVOCACY_KEY_FILE_SHORE", "/run/secrets/shore")
    chosen = organizations(["12=shore"])
    assert chosen == {12: SHORE}
    found = databases(chosen)
    assert found[SHORE]["HOST"] == "db.shore.example"
    assert found[SHORE]["OPTIONS"]["connect_timeout"] == 5
    assert files("ADVOCACY_KEY_FILE", chosen)[SHORE] == "/run/secrets/shore"
    monkeypatch.delenv("ADVOCACY_DATABASE_URL")
    assert set(databases(chosen)) == {SHORE}
    assert set(databases({})) == {ALIAS}


@pytest.mark.parametrize("pair", ["shore", "12=", "x=shore", "12=Shore!", "12=a,12=b"])
def test_settings_that_make_no_sense_are_refused(pair):
    with pytest.raises(ImproperlyConfigured, match="NUMBER=word"):
        organizations(pair.split(","))


def test_code_of_this_side_names_no_database_by_itself():
    """What reaches a fixed one would miss an organization that has its own."""
    root = Path(__file__).parents[3] / "victims" / "confidential"
    own = {"database.py", "router.py"}  # who may
    wrong = [
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if path.name not in own
        and "migrations" not in path.parts
        and re.search(r"\bALIAS\b|transaction\.atomic\b", path.read_text())
    ]
    assert wrong == []
