"""manage.py policy: what it prints, the status it ends with, and what of it is on the ledger."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from audit.models import Event
from casemgmt.policy.load import DEFAULT_PATH, in_force
from casemgmt.policy.render import to_markdown
from casemgmt.selectors.policy_effects import NotTheOwner, effects_of
from tests import build
from tests.plugins.roles import as_owner

DEFAULT = Path(DEFAULT_PATH).read_text()


@pytest.fixture
def run(capsys):
    """Run the command; return (status, output, errors)."""

    def call(*words):
        status = 0
        try:
            call_command("policy", *words)
        except SystemExit as ended:
            status = ended.code
        out, err = capsys.readouterr()
        return status, out, err

    return call


@pytest.fixture
def table(tmp_path):
    """Write the default table with places changed; return its path."""

    def written(*places: tuple[str, str]) -> str:
        text = DEFAULT
        for old, new in places:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.yaml"
        path.write_text(text)
        return str(path)

    return written


def test_show_prints_the_table_in_force_three_ways(run):
    assert run("show", "--markdown") == (0, to_markdown(in_force()), "")
    assert "psychotherapy_notes" in run("show")[1]
    assert json.loads(run("show", "--json")[1])["version"] == in_force().version


def test_show_prints_a_file_that_is_not_in_force(run, table):
    held = json.loads(run("show", table(("    risk: standing\n", "    risk: gate\n")), "--json")[1])
    assert held["disciplines"]["supervision"]["risk"] == "gate"
    assert held["version"] != in_force().version


def test_check_says_valid_or_every_line(run, table):
    status, out, _ = run("check", table())
    assert (status, "valid, version" in out) == (0, True)
    path = table(("risk: standing", "risk: always"), ("  auditor: {", "  auditer: {"))
    status, out, err = run("check", path)
    assert (status, out) == (2, "")
    assert err.count(f"{path}: line ") == 2
    assert "not valid, 2 problems" in err
    assert run("check", "/nowhere/table.yaml")[0] == 2


def test_diff_ends_with_0_1_or_2(run, table):
    reads = ("    risk: standing\n", "    risk: never\n")
    writes = ("  risk: [supervision, treatment]", "  risk: [treatment]")
    same, other = table(), table(reads, writes)
    assert run("diff", same, same) == (
        0, f"{in_force().version} -> {in_force().version}\nThe two tables say the same.\n", "",
    )  # fmt: skip
    status, out, _ = run("diff", same, other)
    assert status == 1
    assert "closes   supervision x risk: standing -> never" in out
    status, out, err = run("diff", same, table(("risk: standing", "risk: always")))
    assert (status, out) == (2, "")
    assert "unknown rule 'always'" in err


def test_diff_as_json_names_each_change(run, table):
    _, out, _ = run("diff", table(), table(("    risk: standing\n", "    risk: gate\n")), "--json")
    (change,) = json.loads(out)["changes"]
    assert (change["discipline"], change["category"]) == ("supervision", "risk")
    assert (change["before"], change["after"], change["effect"]) == ("standing", "gate", "narrows")


def test_on_data_who_loses_what_is_named_and_on_the_ledger(world, run, table):
    narrow = table(("    risk: standing\n", "    risk: gate\n"))
    with as_owner():
        status, out, err = run("diff", table(), narrow, "--on-data", "--json")
        event = Event.objects.latest("id")
    assert status == 1
    gains = json.loads(out)["on_data"]["gains"]
    named = {(gain["person"], tuple(gain["numbers"]), gain["word"]) for gain in gains}
    case, other = (world.case.number,), (world.other.number,)
    assert named == {
        ("Ana Example", case, "loses"), ("Rosa Example", case, "loses"),
        ("Cho Example", case, "loses"), ("Ben Example", other, "loses"),
    }  # fmt: skip
    assert "people" in err
    assert (event.kind, event.subject_kind, event.actor_role) == ("export", "policy", "operator")
    assert event.detail["gains"] == 4
    words = json.dumps(event.detail) + event.subject_id + str(event.fields)
    assert not [name for name in ("Ana", case[0], "risk") if name in words]


def test_on_data_a_pair_that_nobody_uses_changes_nobody(world, run, table):
    with as_owner():
        wide = table(("    polygraph_raw: own\n", "    polygraph_raw: standing\n"))
        _, out, _ = run("diff", wide, table(), "--on-data")
    assert "nobody gains or loses" in out  # own shows as open where there is a seat


def test_on_data_a_hidden_category_that_is_shown_as_withheld_tells_more(world, run, table):
    shown = table(("existence_hidden: [psychotherapy_notes, ", "existence_hidden: ["))
    with as_owner():
        _, out, _ = run("diff", table(), shown, "--on-data")
    line = next(one for one in out.splitlines() if one.startswith("Ana Example"))
    assert "is told more of psychotherapy_notes: hidden -> withheld on 1 case" in line


def test_on_data_runs_as_the_owner_only(world, run, table):
    world.viewer("ana")
    status, out, err = run("diff", table(), table(("    risk: standing\n", "    risk: gate\n")),
                           "--on-data")  # fmt: skip
    assert (status, out) == (2, "")
    assert "DATABASE_OWNER_URL" in err


def test_the_comparison_cannot_write(world, table):
    from casemgmt.policy.compare import compare  # noqa: PLC0415
    from casemgmt.policy.load import parse  # noqa: PLC0415

    new = parse(DEFAULT.replace("    risk: standing\n", "    risk: gate\n"))

    def tell(done: int, total: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE casemgmt_case SET offense = ''")

    with as_owner(), pytest.raises(DatabaseError, match="read-only"), transaction.atomic():
        effects_of(in_force(), new, compare(in_force(), new), tell)
    build.make_contact(world.case, world.people["ana"])  # and afterwards one can again


def test_who_is_not_the_owner_is_refused_by_the_comparison(world):
    world.viewer("ana")
    with pytest.raises(NotTheOwner):
        effects_of(in_force(), in_force(), [], lambda done, total: None)
