"""manage.py access explain: the engine's own answer, for the operator, on the ledger."""

import json

import pytest
from django.core.management import call_command

from audit.models import Event
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case
from tests.plugins.roles import as_owner


@pytest.fixture
def run(world, capsys):
    """Run the command as the owner of the tables; return (status, output, errors)."""

    def call(*words):
        status = 0
        with as_owner():
            try:
                call_command("access", "explain", *words)
            except SystemExit as ended:
                status = ended.code
        out, err = capsys.readouterr()
        return status, out, err

    return call


@pytest.mark.parametrize("name", ["ana", "kim", "priya", "lee", "maya", "paul", "rosa"])
def test_it_says_what_the_page_decides(world, run, name):
    viewer = world.viewer(name)
    _, facts = access_case(viewer, world.case.pk)
    page = {str(c): decide(viewer, Action.VIEW, c, facts) for c in Category}
    status, out, _ = run(name, world.case.number, "--json")
    assert status == 0
    for row in json.loads(out)["answers"]:
        decision = page[row["category"]]
        said = (row["answer"] == "allow", row["authority"], row["authority_ref"], row["because"])
        assert said == (
            decision.allowed, decision.authority, decision.authority_ref, decision.because,
        )  # fmt: skip
        assert row["parts"] == sorted(decision.parts or ())
        assert bool(row["would_change"] or row["nothing_would"]) == (not decision.allowed)


def test_one_category_by_any_name_of_person_and_case(world, run):
    _, by_number, _ = run("ana", world.case.number, "treatment_summary", "--json")
    _, by_id, _ = run("Ana Example", str(world.case.pk), "treatment-summary", "--json")
    (answer,) = json.loads(by_number)["answers"]
    assert answer == json.loads(by_id)["answers"][0]
    assert (answer["answer"], answer["authority"]) == ("allow", "authorization")
    assert answer["ground"]["ref"] == str(world.records["authorization"].pk)
    assert answer["ground"]["until"]


def test_a_person_without_standing_is_explained_and_what_would_change(world, run):
    status, out, _ = run("dora", world.case.number, "risk")
    assert status == 0
    assert "risk: deny, no_standing, and its existence is hidden" in out
    assert (
        "would open it: a membership on the case's team, an assignment or a dated grant; and" in out
    )
    assert (
        "Nothing: this category is never shared"
        in run("paul", world.case.number, "sud_treatment")[1]
    )


def test_a_text_names_rule_law_and_ground(world, run):
    _, out, _ = run("kim", world.case.number, "treatment_clinical")
    assert "treatment_clinical: allow, own_organization" in out
    assert "rule: own_agency." in out
    assert "law: 45 CFR 164.508" in out
    assert "Member of Elm case team [membership:" in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nobody", "24-0117"), "Nobody is called 'nobody'"),
        (("example", "24-0117"), "fits several people"),
        (("ana", "99-9999"), "There is no case '99-9999'"),
        (("ana", "24-0117", "secrets"), "There is no category 'secrets'"),
        (("ana", "24-0117", "--at", "soon"), "'soon' is no moment"),
    ],
)
def test_an_unknown_name_is_told(run, words, told):
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert told in err


def test_it_is_on_the_ledger_with_the_operator_s_name_and_without_content(world, run):
    run("kim", world.case.number, "risk")
    with as_owner():
        event = Event.objects.latest("id")
    assert (event.actor_id, event.actor_role, event.channel) == (None, "operator", "command")
    assert event.actor_name.endswith("(on the server)")
    assert (event.subject_kind, event.case_label) == ("explanation", world.case.number)
    assert event.fields == ["risk"]


def test_only_the_owner_of_the_tables_runs_it(world, capsys):
    world.viewer("petra")
    with pytest.raises(SystemExit) as ended:
        call_command("access", "explain", "kim", world.case.number)
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (2, "")
    assert "DATABASE_OWNER_URL" in err
