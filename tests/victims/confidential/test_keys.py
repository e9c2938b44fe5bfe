"""The organization's keys: wrapped by a file's key or by a key service; changed without a reader
noticing; destroyed for good by two people."""

import os
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from casemgmt.core.errors import NotVisible, RuleBroken
from tests.plugins.roles import as_owner, current_role
from tests.victims.conftest import inside
from victims.confidential.database import bound_to
from victims.confidential.envelope import Unreadable
from victims.confidential.holders import FileHolder, KeyMissing, roots
from victims.confidential.keys import box_of, keys_of, new_box
from victims.confidential.models import Client, Destruction, OrganizationSecret, VictimKey
from victims.confidential.router import ALIAS
from victims.confidential.selectors.client import clients_of_case, find_clients, open_client
from victims.confidential.selectors.note import list_notes
from victims.confidential.services.destruction import (
    ask_destruction,
    destroy,
    withdraw_destruction,
)
from victims.confidential.services.keys import key_state, rotate_keys
from victims.confidential.services.note import NoteWords, add_note
from victims.confidential.wall import scope_to

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])


@pytest.fixture
def key_file(settings, tmp_path):
    """Give the test a key file of its own, which it may change."""
    path = tmp_path / "keys"
    path.write_text("ab" * 32)
    settings.ADVOCACY_KEY_FILE = str(path)
    return path


def run(step):
    with as_owner(ALIAS):
        call_command("advocacy_keys", step, verbosity=0)


def test_each_use_and_each_organization_has_a_key_of_its_own():
    found = set()
    for agency_id in (1, 2):
        with bound_to(agency_id):
            scope_to(7, agency_id)
            keys = keys_of(agency_id)
            assert keys_of(agency_id) == keys
        found |= {keys.names, keys.cases, keys.releases, keys.sounds}
        assert keys.names.hex() not in repr(keys)
    assert len(found) == 8


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        ("", "does not hold"),
        ("zz" * 32, "does not hold"),
        ("ab" * 16, "does not hold"),
        ("ab" * 32 + "\n" + "cd" * 16, "does not hold"),
    ],
)
def test_a_bad_key_file_is_told_and_its_content_is_not(settings, tmp_path, content, said):
    path = tmp_path / "key"
    if content is not None:
        path.write_text(content)
    settings.ADVOCACY_KEY_FILE = str(path)
    with pytest.raises(KeyMissing, match=said) as raised:
        roots()
    assert not content or content not in str(raised.value)


def test_no_key_file_is_told(settings):
    settings.ADVOCACY_KEY_FILE = ""
    with pytest.raises(KeyMissing, match="ADVOCACY_KEY_FILE is not set"):
        new_box(1)


def test_a_victim_s_key_opens_in_its_organization_only():
    box, wrapped = new_box(1)
    value = box.close("t", "c", 1, "words")
    assert box_of(1, wrapped, 1).open("t", "c", 1, value) == "words"
    for bad in (wrapped[:-1], wrapped[:8], bytes([wrapped[0] ^ 1]) + wrapped[1:], b""):
        with pytest.raises(Unreadable):
            box_of(1, bad, 1)
    with pytest.raises(Unreadable):
        box_of(2, wrapped, 1)


class Service(FileHolder):
    """A key service as an organization might have one: it counts what it is asked."""

    asked = 0

    def unwrap(self, agency_id, wrapped):
        """Count, then do it."""
        Service.asked += 1
        return super().unwrap(agency_id, wrapped)


def test_a_key_service_takes_the_place_of_the_file(settings, world, add_victim):
    settings.ADVOCACY_KEY_HOLDER = f"{Service.__module__}.Service"
    client_id = add_victim("Dana Whitlow")
    with inside(world) as viewer:
        assert open_client(viewer, client_id).name == "Dana Whitlow"
    assert Service.asked


def test_a_change_of_key_leaves_every_record_every_name_and_every_reference(
    key_file, world, add_victim
):
    before = {name: add_victim(name) for name in ("Dana Whitlow", "José Núñez")}
    run("add")
    with as_owner(ALIAS):
        assert key_state() == {"newest": 0, "earlier": 3, "destroyed": 0}
    with inside(world) as viewer:  # between the two steps, and for one who writes then
        assert [row.name for row in find_clients(viewer, "nunez")] == ["José Núñez"]
    before["Abel Young"] = add_victim("Abel Young")
    run("rotate")
    run("retire")
    assert len(roots()) == 1
    assert roots()[0].hex() != "ab" * 32
    with inside(world) as viewer:
        for name, client_id in before.items():
            assert open_client(viewer, client_id).name == name
            assert [row.name for row in find_clients(viewer, name)] == [name]
        assert len(clients_of_case(viewer, world.case.pk)) == 3


def test_a_key_is_not_retired_while_something_needs_it(key_file, world, add_victim):
    add_victim()
    run("add")
    with pytest.raises(CommandError, match="rotate"):
        run("retire")
    assert len(roots()) == 2


def test_what_another_key_wrapped_is_refused_and_nothing_is_changed(key_file, world, add_victim):
    client_id = add_victim()
    key_file.write_text("cd" * 32)
    os.utime(key_file, (1, 1))
    with inside(world) as viewer, pytest.raises(Unreadable):
        open_client(viewer, client_id)
    with pytest.raises(CommandError, match="Nothing of that batch"):
        run("rotate")
    key_file.write_text("ab" * 32)
    os.utime(key_file, (2, 2))
    with inside(world) as viewer:
        assert open_client(viewer, client_id).name == "Dana Whitlow"


@pytest.mark.django_db(transaction=True, databases=["default", ALIAS])
def test_readers_never_fail_while_keys_are_wrapped_anew(key_file, world, add_victim):
    ids = [add_victim(f"Dana Whitlow{number}") for number in range(12)]
    agency, user = world.agencies["harbor"].pk, world.people["maya"].pk
    run("add")
    failed: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        viewer = world.viewer("maya")
        try:
            while not done.is_set():
                with inside_plain(user, agency):
                    for client_id in ids:
                        open_client(viewer, client_id)
        except Exception as error:  # noqa: BLE001 - the test tells which
            failed.append(error)
        finally:
            connections.close_all()

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(5):
        with as_owner(ALIAS):
            rotate_keys()
        run("add")
    done.set()
    reader.join(timeout=60)
    assert failed == []
    with as_owner(ALIAS):
        rotate_keys()
        assert key_state()["earlier"] == 0


def inside_plain(user, agency):
    """Open the wall in a thread of its own, whose connection serves as the application's."""
    from contextlib import contextmanager  # noqa: PLC0415

    from django.db import transaction  # noqa: PLC0415

    @contextmanager
    def opened():
        with bound_to(agency), transaction.atomic(using=ALIAS):
            scope_to(user, agency)
            yield

    return opened()


def test_two_people_destroy_a_record_and_nothing_of_it_opens_again(world, add_victim):
    client_id = add_victim("Dana Whitlow", contact="555 0100")
    with inside(world) as maya:
        add_note(maya, client_id, words=NoteWords("call", maya.today, "MARK-destroyed words"))
        kept = bytes(Client.objects.visible_to(maya).get(pk=client_id).name)
        request = ask_destruction(maya, client_id, because="wish")
        with pytest.raises(RuleBroken, match="a colleague"):
            destroy(maya, request)
    with inside(world, "tess") as tess:
        certificate = destroy(tess, request)
        assert (certificate.notes, certificate.done_by_name) == (1, "Tess Example")
        for read in (open_client, list_notes):
            with pytest.raises(NotVisible):
                read(tess, client_id)
        assert find_clients(tess, "Dana Whitlow", sounds_like=True) == []
        assert clients_of_case(tess, world.case.pk) == []
    with as_owner(ALIAS):
        row = Client.objects.unscoped(reason="test").get(pk=client_id)
        key = VictimKey.objects.unscoped(reason="test").get(pk=row.key_id)
        with pytest.raises(Unreadable):
            box_of(row.agency_id, key.wrapped, 1).open("advocacy_client", "name", row.pk, kept)
        assert key_state()["destroyed"] == 1


def test_a_request_taken_back_destroys_nothing(world, add_victim):
    client_id = add_victim()
    with inside(world) as maya:
        request = ask_destruction(maya, client_id, because="error")
        with pytest.raises(RuleBroken, match="asked already"):
            ask_destruction(maya, client_id, because="wish")
        withdraw_destruction(maya, request)
        assert ask_destruction(maya, client_id, because="wish") != request
    with inside(world, "tess") as tess, pytest.raises(NotVisible):
        destroy(tess, request)
    with inside(world) as maya:
        assert open_client(maya, client_id).name == "Dana Whitlow"


def test_the_application_cannot_take_a_key_away_by_itself(world, add_victim):
    from django.db import Error, transaction  # noqa: PLC0415

    add_victim()
    with inside(world) as maya:
        assert current_role(ALIAS) == "advocacy_rt"
        for statement in (
            "UPDATE advocacy_victimkey SET wrapped = ''",
            "UPDATE advocacy_organizationsecret SET wrapped = ''",
            "DELETE FROM advocacy_victimkey",
            "UPDATE advocacy_destruction SET done_by = 1",
        ):
            with (
                pytest.raises(Error),
                transaction.atomic(using=ALIAS),
                connections[ALIAS].cursor() as cursor,
            ):
                cursor.execute(statement)
        assert OrganizationSecret.objects.visible_to(maya).count() == 1
        assert not Destruction.objects.visible_to(maya).exists()
