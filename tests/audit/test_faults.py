"""Reads that fail closed: five faults of the database, twenty requests each, and never a word."""

import psycopg2
import pytest
from django.db import connections

from audit.models import Event
from tests.plugins import servers
from tests.plugins.databases import names_of
from tests.plugins.roles import as_role

pytestmark = pytest.mark.django_db(transaction=True)
SECRETS = (b"Marlow", b"MARK-", b"24-0117", b"Zephyr")
TRIGGER = """
CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN {body} RETURN NEW; END $$;
CREATE {kind} TRIGGER fault {moment} INSERT ON audit_event {deferred} FOR EACH ROW
  EXECUTE FUNCTION fault();
"""
BEFORE = {"kind": "", "moment": "BEFORE", "deferred": ""}
AT_COMMIT = {
    "kind": "CONSTRAINT", "moment": "AFTER", "deferred": "DEFERRABLE INITIALLY DEFERRED",
}  # fmt: skip
KILLED = "PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1);"
FAULTS = {
    "insert refused": (BEFORE, "RAISE EXCEPTION 'refused';"),
    "commit refused": (AT_COMMIT, "RAISE EXCEPTION 'refused at the end';"),
    "disk full": (
        BEFORE,
        "RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';",
    ),
    "backend killed": (BEFORE, KILLED),
    "backend killed at commit": (
        AT_COMMIT, KILLED,
    ),
    "statement time-out": (
        BEFORE, "PERFORM pg_sleep(2);",
    ),
}  # fmt: skip


def database():
    return names_of(f"{servers.run_name()}_{servers.WORKER}")["default"]


def on_the_tests_database(sql):
    address = servers.at_database(servers.os.environ["TEST_DATABASE_URL"], database())
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql)
    connection.close()


def events():
    with as_role("sealer"):
        return Event.objects.count()


@pytest.fixture
def pages(world, client_as):
    """Twenty readings by five people, each of which shows something where nothing fails."""
    case = f"/cases/{world.case.pk}/"
    readings = [
        ("ana", case), ("ana", "/cases/"), ("ana", "/"), ("ana", f"/api/v1/cases/{world.case.pk}/"),
        ("ana", "/cases/?q=Marlow"), ("kim", case), ("kim", "/cases/"), ("lee", case),
        ("cho", case), ("cho", "/"),
    ]  # fmt: skip
    clients = {name: client_as(name) for name in {name for name, _path in readings}}
    return [(clients[name], path) for name, path in readings] * 2


@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_shows_a_word_or_leaves_half_an_event(pages, fault, client_as):
    shown = [client.get(path) for client, path in pages[:10]]
    assert {answer.status_code for answer in shown} == {200}
    assert sum(any(secret in answer.content for secret in SECRETS) for answer in shown) >= 8
    shape, body = FAULTS[fault]
    before = events()
    on_the_tests_database(TRIGGER.format(body=body, **shape))
    if fault == "statement time-out":
        on_the_tests_database(f'ALTER DATABASE "{database()}" SET statement_timeout = 300')
    connections.close_all()
    try:
        silent = 0
        for client, path in pages:
            answer = client.get(path)
            whole = answer.content + str(dict(answer.headers)).encode()
            assert answer.status_code == 500, (path, answer.status_code)
            assert not any(secret in whole for secret in SECRETS)
            silent += 1
            connections.close_all()
    finally:
        on_the_tests_database("DROP TRIGGER fault ON audit_event; DROP FUNCTION fault")
        on_the_tests_database(f'ALTER DATABASE "{database()}" RESET statement_timeout')
        connections.close_all()
    assert silent == 20
    assert events() == before
    assert pages[0][0].get(pages[0][1]).status_code == 200  # and it goes on afterwards
