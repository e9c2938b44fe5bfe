"""The wall between the two databases, and between organizations inside the advocate's own."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, connections, transaction

from tests.build import day, make_agency, make_user
from tests.plugins.roles import as_owner
from tests.victims.conftest import inside
from victims.confidential.database import in_database
from victims.confidential.models import AdvocacyEvent, Client, EarlierDetails, Note, VictimKey
from victims.confidential.router import ALIAS
from victims.confidential.services.client import Details, correct_client
from victims.confidential.services.note import NoteWords, add_note
from victims.confidential.wall import scope_to

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])
ROOT = Path(__file__).parents[3]
MODELS = list(apps.get_app_config("advocacy").get_models())
MARK = "ZQXMARK"


@pytest.fixture
def full(world, add_victim):
    """Return a victim whose every text carries a mark."""
    client_id = add_victim(
        f"{MARK}given {MARK}family",
        relation=f"{MARK}relation",
        contact=f"{MARK}contact",
        safe_contact=f"{MARK}safe",
    )
    with inside(world) as viewer:
        add_note(viewer, client_id, words=NoteWords("call", day(-1), f"{MARK}note"))
        correct_client(viewer, client_id, details=Details(f"{MARK}x", f"{MARK}y"), version=1)
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or PostgreSQL itself holds the tables
    return client_id


def all_text(alias: str, tables: list[str]) -> str:
    found = []
    with as_owner(alias), connections[alias].cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def test_the_main_database_has_no_advocacy_table_and_the_other_way_round():
    main = set(connections["default"].introspection.table_names())
    own = set(connections[ALIAS].introspection.table_names())
    assert not [name for name in main if name.startswith("advocacy")]
    tree = {f"audit_{name}" for name in ("leaf", "node", "head", "key", "anchor")}  # its ledger's
    assert own - tree - {"django_migrations"} == {model._meta.db_table for model in MODELS}
    assert tree < own


def test_no_word_of_a_confidential_record_is_in_any_main_table(full, world):
    main = connections["default"].introspection.table_names()
    text = all_text("default", main)
    assert world.case.number in text  # the scan reads
    assert MARK not in text
    assert str(full) not in text


def test_in_the_organization_s_own_tables_the_words_are_encrypted(full):
    text = all_text(ALIAS, [model._meta.db_table for model in MODELS])
    assert str(full) in text
    for form in (MARK, MARK.encode().hex()):
        assert form not in text


def test_neither_database_alone_joins_a_victim_to_a_case(full, world):
    own = all_text(ALIAS, [model._meta.db_table for model in MODELS])
    for reference in (
        str(world.case.pk),
        world.case.pk.hex,
        world.case.number,
        world.case.person_name,
    ):
        assert reference not in own


def test_another_organization_sees_no_row(full, world):
    shore = make_agency("Shore Advocacy", "victim_service")
    world.people["iris"] = make_user("iris", shore, "community_advocacy")
    with inside(world, "iris"):
        for model in MODELS:
            assert not model.objects.unscoped(reason="test").exists(), model
    with inside(world):  # the denied twin's other half
        for model in (VictimKey, Client, EarlierDetails, Note, AdvocacyEvent):
            assert model.objects.unscoped(reason="test").exists(), model


def test_without_a_scope_there_is_no_row(full):
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.user_id', '', true), set_config('app.agency_id', '', true)"
        )
    with in_database(ALIAS):
        assert not Client.objects.unscoped(reason="test").exists()


def test_nobody_writes_a_row_of_another_organization(world):
    with inside(world) as viewer:
        key = VictimKey(agency_id=viewer.agency_id + 1, wrapped=b"x" * 40)
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(using=ALIAS),
        ):
            key.save(force_insert=True)


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.db_table)
def test_row_level_security_is_forced(model):
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (True, True)


APPEND_ONLY = ("advocacy_event", "advocacy_note", "advocacy_earlierdetails")
ATTACKS = [
    *(f"UPDATE {table} SET agency_id = agency_id" for table in APPEND_ONLY),
    *(f"DELETE FROM {table}" for table in APPEND_ONLY),
    *(f"TRUNCATE {table} CASCADE" for table in APPEND_ONLY),
]
REFUSED_TO_SERVING = [
    "DELETE FROM advocacy_client",
    "DELETE FROM advocacy_victimkey",
    "UPDATE advocacy_victimkey SET wrapped = ''",
    "UPDATE advocacy_client SET case_ref = ''",
    "UPDATE advocacy_client SET key_id = key_id",
    "INSERT INTO advocacy_event (id, actor_id, agency_id, kind, outcome) "
    "OVERRIDING SYSTEM VALUE VALUES (1, 1, 1, 'x', 'x')",
    "INSERT INTO advocacy_event (at, actor_id, agency_id, kind, outcome) VALUES "
    "(now(), 1, 1, 'x', 'x')",
    "ALTER TABLE advocacy_event DISABLE TRIGGER ALL",
    "ALTER TABLE advocacy_client DISABLE ROW LEVEL SECURITY",
    "SET session_replication_role = replica",
    "DELETE FROM django_migrations",
]


def run(statement: str) -> None:
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", [*ATTACKS, *REFUSED_TO_SERVING])
def test_the_serving_role_is_refused(full, world, statement):
    with inside(world), pytest.raises(DatabaseError):
        run(statement)


@pytest.mark.parametrize("statement", ATTACKS)
def test_what_was_written_stays_for_the_owner_too(full, statement):
    with pytest.raises(DatabaseError, match="append-only"), as_owner(ALIAS):
        run(statement)


def test_an_event_has_the_database_s_own_time(full, world):
    with inside(world), connections[ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT bool_and(at > now() - interval '1 hour' AND at <= clock_timestamp())"
            " FROM advocacy_event"
        )
        assert cursor.fetchone() == (True,)


def test_the_scope_ends_with_the_transaction_of_the_next(world):
    with in_database(ALIAS):
        scope_to(1, 1)
    with inside(world) as viewer, connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT org_agency_id(), org_user_id()")
        assert cursor.fetchone() == (viewer.agency_id, viewer.user_id)


def test_nothing_outside_imports_the_confidential_record():
    """Only its own package, the addresses that include it, the demonstration, and the check of the
    policy, whose worlds are undone, may."""
    allowed = {"victims/urls.py", "casemgmt/settings/base.py"}
    found = []
    for app in ("casemgmt", "teams", "victims", "audit"):
        for path in (ROOT / app).rglob("*.py"):
            name = str(path.relative_to(ROOT))
            own = ("victims/confidential", "casemgmt/policycheck")
            if name.startswith(own) or name in allowed:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                modules = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
                modules += (
                    [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                )
                found += [(name, m) for m in modules if m.startswith("victims.confidential")]
    assert {module for _, module in found} <= {"victims.confidential.seed"}


def test_no_foreign_key_leads_out_of_the_advocacy_database():
    for model in MODELS:
        for field in model._meta.concrete_fields:
            if field.related_model:
                assert field.related_model._meta.app_label == "advocacy"
