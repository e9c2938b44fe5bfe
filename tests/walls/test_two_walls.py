"""Two walls, each tested with the other one taken away: row-level security,
and the application's own scope."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Q

from casemgmt.core.scoping import ScopedModel
from casemgmt.models import Case, Contact
from casemgmt.models.base import CaseRecord
from casemgmt.models.person import Person
from tests.plugins.roles import as_owner

WALLED = [
    m for m in apps.get_models() if issubclass(m, ScopedModel) and m._meta.app_label != "advocacy"
]
FOREIGN = ("Zephyr", "FOREIGN", "24-0900")
SEEN_BY_ANA = ("/cases/", "/search/?q=er", "/", "/cases/?due=review", "/cases/?stage=supervised")


def bodies(client, world) -> list[str]:
    urls = (*SEEN_BY_ANA, f"/cases/{world.case.pk}/", f"/cases/{world.case.pk}/timeline/")
    return [client.get(url).content.decode() for url in urls]


@pytest.mark.parametrize("model", WALLED, ids=lambda m: m._meta.label)
def test_every_table_with_content_is_under_forced_row_level_security(db, model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (True, True)


def test_a_query_without_any_filter_shows_no_foreign_row(world):
    world.viewer("ana")  # opens the scope
    assert {c.number for c in Case.objects.unscoped(reason="test")} == {"24-0117"}
    assert {c.case_id for c in Contact.objects.unscoped(reason="test")} == {world.case.pk}
    assert Person.objects.unscoped(reason="test").count() == 1


def test_without_a_scope_nothing_is_there(world):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(name, '', true) FROM pg_settings WHERE name LIKE 'app.%%'"
        )
        cursor.execute(
            "SELECT set_config('app.user_id', '', true), set_config('app.group_ids', '', true),"
            " set_config('app.unit_ids', '', true)"
        )
    assert not Case.objects.unscoped(reason="test").exists()


def test_views_with_their_filter_taken_out_show_no_foreign_row(world, client_as, monkeypatch):
    client = client_as("ana")
    for model in (Case, Person, CaseRecord, *CaseRecord.__subclasses__()):
        monkeypatch.setattr(model, "visibility", classmethod(lambda cls, viewer: Q()))
    for body in bodies(client, world):
        assert not [mark for mark in FOREIGN if mark in body]
    assert client.get(f"/cases/{world.other.pk}/").status_code == 404


def test_the_application_alone_shows_no_foreign_row(world, client_as):
    with as_owner(), connection.cursor() as cursor:
        # Rows of this transaction would hold the tables.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in WALLED:
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE ROW LEVEL SECURITY")
        cursor.execute("ALTER TABLE casemgmt_casegroupgrant DISABLE ROW LEVEL SECURITY")
        cursor.execute("ALTER TABLE casemgmt_caseusergrant DISABLE ROW LEVEL SECURITY")
    assert Case.objects.unscoped(reason="test").count() == 2  # the wall is down
    client = client_as("ana")
    for body in bodies(client, world):
        assert not [mark for mark in FOREIGN if mark in body]
    assert client.get(f"/cases/{world.other.pk}/").status_code == 404


def test_the_application_s_role_cannot_write_into_a_foreign_case(world):
    from django.db import DatabaseError, transaction  # noqa: PLC0415

    viewer = world.viewer("ana")
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Contact(
            case=world.other, author_id=viewer.user_id, owner_agency_id=viewer.agency_id,
            kind="phone", happened_at=viewer.now, note="x",
        ).save(force_insert=True)  # fmt: skip


def test_every_record_of_a_case_is_behind_the_same_wall(db):
    """What random worlds show of one table of records holds for all of them; a restrictive policy
    beside it only closes more."""
    found = {}
    for model in apps.get_models():
        if not issubclass(model, CaseRecord) or model._meta.app_label == "advocacy":
            continue
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT string_agg(pg_get_expr(polqual, polrelid), ' | ') FROM pg_policy"
                " WHERE polrelid = %s::regclass AND polcmd IN ('r', '*')"
                " AND 'app_rt'::regrole = ANY (polroles) AND polpermissive",
                [table],
            )
            wall = cursor.fetchone()[0]
        found.setdefault(wall.replace(table, "this"), []).append(table)
    assert len(found) == 1, found
