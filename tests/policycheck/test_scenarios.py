"""The bundled scenarios pass, leave nothing behind, and what differs is said."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import connections

from tests.plugins.roles import as_owner

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "policy" / "scenarios").glob("*.yaml"))
pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])


def rows() -> dict[str, int]:
    """Return how many rows each table of both databases has, the ledgers included."""
    counts = {}
    for alias in ("default", "advocacy"):
        with as_owner(alias), connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT schemaname, tablename FROM pg_tables"
                " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
            )
            for schema, table in cursor.fetchall():
                cursor.execute(f'SELECT count(*) FROM "{schema}"."{table}"')
                counts[f"{alias} {schema}.{table}"] = cursor.fetchone()[0]
    return counts


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_bundled_file_is_answered_as_expected_and_leaves_nothing(path, check):
    before = rows()
    ran = check(path)
    assert ran.code == 0, ran.out
    assert rows() == before


def test_a_folder_is_a_check_of_all_its_files(check, write, world, tmp_path):
    write(world, "a.yaml")
    write(world, "b.yml")
    (tmp_path / "notes.txt").write_text("no scenario")
    ran = check(tmp_path)
    assert ran.code == 0
    assert "2 files, 2 scenarios, 4 answers: all as expected." in ran.out


def test_a_wrong_expectation_is_told_by_file_name_line_and_both_answers(check, write, world):
    path = write(world.replace("authority: assignment", "authority: grant"))
    ran = check(path)
    assert ran.code == 1
    line = world.splitlines().index(
        "  - {ask: {who: ana, record: contact}, expect: allow, authority: assignment}"
    )
    assert f"{path}:{line + 1}: A small world: ask ana view contact: " in ran.out
    assert "expected allow, by grant, got allow, by assignment" in ran.out


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("{ask: {who: ana, record: contact}, expect: deny}", "expected deny, got allow"),
        ("{ask: {who: kim, record: contact}, expect: deny, because: sealed}", "because never"),
        (
            "{ask: {who: ana, record: safety}, expect: deny, existence: shown}",
            "got deny, existence hidden",
        ),
        ("{list: {who: kim, cases: true}, expect: [k1]}", "expected [k1], got [k1, k2]"),
        (
            "{list: {who: ana, case: k1, category: victim_statement}, expect: []}",
            "expected [], got [wish]",
        ),
        ("{refused: {do: {revoke: r1, by: v1, how: spoken}}}", "expected refused, got done"),
        (
            "{refused: {do: {break_glass: {who: ana, case: k1, reason: ''}}}, because: sealed}",
            "expected refused because sealed, got refused because",
        ),
        ("{do: {break_glass: {who: ana, case: k1, reason: ''}}}", "expected done, got refused"),
    ],
)
def test_each_kind_of_difference_is_told(check, write, world, step, told):
    ran = check(write(f"{world}  - {step}\n"))
    assert ran.code == 1
    assert told in ran.out
    assert "1 not as expected." in ran.out


def test_an_act_that_should_have_been_refused_leaves_the_world_as_it_was(check, write, world):
    steps = "  - {refused: {do: {revoke: r1, by: v1, how: spoken}}}\n"
    steps += "  - {ask: {who: ana, record: wish}, expect: allow, authority: release}\n"
    ran = check(write(world + steps))
    assert ran.out.count("not as expected") == 1
    assert "1 not as expected" in ran.out


def test_json_has_one_object_a_question(check, write, world):
    more = "  - {ask: {who: ana, record: safety}, expect: deny}\n"
    path = write(world + more + "  - {do: {declare_conflict: {who: maya, case: k2}}}\n")
    ran = check("--json", path)
    assert ran.code == 0
    first, second, third = ran.objects
    assert first["file"] == str(path)
    assert (first["scenario"], first["step"], first["line"]) == ("A small world", 1, 19)
    assert (first["expected"], first["got"], first["authority"]) == ("allow", "allow", "assignment")
    assert first["rule"] == "standing"
    assert len(first["policy"]) == 12
    assert second["got"] == ["k1", "k2"]
    assert (third["got"], third["because"], third["existence"]) == (
        "deny", "existence_hidden", "hidden",
    )  # fmt: skip
    assert "3 answers: all as expected" in ran.err


def test_worlds_do_not_touch_the_rows_that_are_there(check, write, world):
    agency, user = apps.get_model("teams", "Agency"), apps.get_model("teams", "User")
    with as_owner():
        there = agency.objects.create(name="elm", kind="supervision")
        user.objects.create(username="ana", name="ana", agency=there, discipline="supervision")
    assert check(write(world)).code == 0
    with as_owner():
        assert agency.objects.count() == 1
        assert user.objects.count() == 1


def test_a_zone_of_its_own_moves_the_days(check, write, world):
    text = world.replace("rules: [T01]", "zone: America/Los_Angeles").replace(
        "members: [ana, kim, maya]", "members: [ana, {who: kim, until: 2026-03-02}, maya]"
    )
    late = """
  - {at: "2026-03-03T02:59:59-05:00"}
  - {list: {who: kim, cases: true}, expect: [k1, k2]}
  - {at: "2026-03-03T03:00:00-05:00"}
  - {list: {who: kim, cases: true}, expect: []}
"""
    ran = check(write(text + late))
    assert ran.code == 0, ran.out
