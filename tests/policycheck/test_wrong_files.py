"""Files that are not valid: told by file, line and reason, with exit code 2, and the rest still
runs."""

import pytest

from casemgmt.core.errors import RuleBroken
from casemgmt.policycheck.read import SECTIONS, read_file

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
ASK = "  - {ask: {who: ana, record: contact}, expect: allow, authority: assignment}"

WRONG = [
    # unknown keys, at each depth
    ("rules: [T01]", "rule: [T01]", "does not know the key “rule”. Did you mean “rules”?"),
    ("elm: {kind: supervision}", "elm: {kin: supervision}", "does not know the key “kin”"),
    ("officer: ana, person: john", "officers: ana, person: john", "key “officers”"),
    ("advocate: maya}}", "advocates: maya}}", "key “advocates”"),
    ("purpose: safety", "porpose: safety", "key “porpose”"),
    ("authority: assignment", "autority: assignment", "key “autority”"),
    ("{who: kim, cases: true}", "{who: kim, case: true}", "names “true”"),
    # what is needed
    ("name: A small world", "zone: America/New_York", "has no “name”"),
    ("ana: {agency: elm, discipline: supervision}", "ana: {agency: elm}", "no “discipline”"),
    ("kim: {agency: center, ", "kim: {", "has no “agency”"),
    (", expect: allow, authority: assignment", ", authority: assignment", "no “expect”"),
    # days and times
    ("2026-03-02T09:00:00-05:00", "yesterday", "is a time like"),
    ("2026-03-02T09:00:00-05:00", "2026-03-02T09:00:00", "needs an offset"),
    ("2026-03-02T09:00:00-05:00", "2026-02-30T09:00:00-05:00", "is a time like"),
    ("members: [ana, kim, maya]", "members: [ana, {who: kim, until: 2026-13-01}]", "is a day"),
    (
        "members: [ana, kim, maya]",
        "members: [ana, {who: kim, from: 2026-05-01, until: 2026-04-01}, maya]",
        "lies before",
    ),
    ('ends: "2026-03-10T00:00:00-05:00"', 'ends: "2026-02-10T00:00:00-05:00"', "lies before"),
    # words
    ("kind: supervision}", "kind: probation}", "“kind” is not “probation”"),
    ("discipline: treatment", "discipline: therapy", "“discipline” is not “therapy”"),
    ("category: supervision", "category: supervison", "Did you mean “supervision”?"),
    ("expect: allow, authority", "expect: yes, authority", "“expect” is not “yes”"),
    ("authority: assignment", "authority: assigned", "“authority” is not “assigned”"),
    ("authority: assignment", "existence: hiden", "“existence” is not “hiden”"),
    ("authority: assignment", "because: sealed", "says why it is denied"),
    ("record: contact}", "record: contact, action: look}", "“action” is not “look”"),
    ("category: victim_advocacy", "category: ledger", "no record is written"),
    # names
    ("officer: ana, person: john", "officer: anna, person: john", "names “anna”"),
    ("who: ana, record", "who: ann, record", "Did you mean “ana”?"),
    ("record: contact", "record: contract", "names “contract”"),
    ("team: unit, officer: ana, person: paul", "team: units, officer: ana", "names “units”"),
    ("expect: [k1, k2]", "expect: [k1, k3]", "names “k3”"),
    ("agency: elm, discipline", "agency: elms, discipline", "names “elms”"),
    ("release: r1", "release: r2", "names “r2”"),
    ("of: v1", "of: ana", "victims or people under supervision does not define"),
    # worlds that contradict themselves
    (
        "harbor, advocate: maya", "shore, advocate: maya",
        "the advocate maya works for harbor, not for shore",
    ),
    ("harbor, advocate: maya", "elm, advocate: ana", "not a victim_service"),
    ("k2: {team: unit", "k2: {team: council", "Policy teams hold no cases"),
    ("person: john}", "person: john, exam: kim}", "no polygraph examiner"),
    ("person: john}", "person: john, providers: [ana]}", "gives no treatment"),
    ("signed_by: [v1]", "signed_by: [v1], case: k2", "a victim of case k1"),
    ("to: {agency: elm}", "to: {agency: elm, person: kim}", "kim works for center"),
    ("to: {agency: elm}", "to: {team: unit}", "never to a team"),
    ("to: {agency: elm}", "to: {agency: [elm, center]}", "exactly one agency"),
    ("categories: [victim_statement]", "categories: [everything]", "“categories” is not"),
    ("wish: {case: k1", "wish: {case: k2", "cannot come under release r1"),
    ("victim_advocacy, by: maya", "victim_advocacy, by: ana", "not community_advocacy"),
    # steps
    ("list: {who: kim", "lists: {who: kim", "“lists” is not known"),
    ("ask: {who: ana, record: contact}", "do: {dance: ana}", "does not know the key “expect”"),
    (f"{ASK[:4]}", "  - {do: {dance: ana}}\n  - ", "“dance” is none"),
    # YAML
    ("teams: {unit:", "teams: {unit", "not valid YAML"),
    ("  contact: {case: k1", "\tcontact: {case: k1", "not valid YAML"),
    (
        "  maya: {agency", "  kim: {agency: elm, discipline: court}\n  maya: {agency",
        "“kim” stands here twice (first in line 7)",
    ),
    ("kind: supervision}", "kind: supervision, kind: court}", "“kind” stands here twice"),
    ("kind: treatment}", "kind: [treatment]}", "is one word or line, not a list"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), WRONG, ids=[w[2][:40] for w in WRONG])
def test_a_mistake_is_told_by_its_line(check, write, world, old, new, told):
    line = world[: world.index(old)].count("\n") + 1
    path = write(world.replace(old, new, 1))
    ran = check(path)
    assert ran.code == 2, ran.out
    assert any(
        said.startswith(f"{path}:{line}: ") and told in said for said in ran.out.splitlines()
    ), ran.out


def test_a_scenario_without_a_time_is_told(check, write, world):
    path = write(world.replace("now: 2026-03-02T09:00:00-05:00\n", ""))
    ran = check(path)
    assert ran.code == 2
    assert f"{path}:1: a scenario has no “now”. Add it." in ran.out


def test_every_mistake_of_a_file_is_told_at_once(check, write, world):
    text = world.replace("rules", "rule").replace("officer: ana", "officer: anna")
    assert check(write(text)).out.count("one.yaml:") == 3


def test_the_rest_still_runs_and_the_mistake_decides(check, write, world, tmp_path):
    write(world.replace("rules", "rule"), "a.yaml")
    write(world.replace("authority: assignment", "authority: grant"), "b.yaml")
    ran = check(tmp_path)
    assert ran.code == 2
    assert "2 files, 1 scenario, 2 answers: 1 not as expected; 1 mistake in files" in ran.out


def test_the_other_scenarios_of_a_file_still_run(check, write, world):
    ran = check(write(f"{world}---\n{world.replace('rules', 'rule')}---\n{world}"))
    assert ran.code == 2
    assert "1 file, 2 scenarios, 4 answers: all as expected; 1 mistake" in ran.out
    assert f":{world.count(chr(10)) + 3}: " in ran.out


def test_a_paper_that_nobody_can_file_is_a_mistake(check, write, world, monkeypatch):
    def refused(*args, **kwargs):
        raise RuleBroken("It is to nobody.")

    monkeypatch.setattr("casemgmt.policycheck.papers.record_release", refused)
    path = write(world)
    ran = check(path)
    assert ran.code == 2
    told = f"{path}:13: release r1 is no paper that anyone can file. It is to nobody."
    assert told in ran.out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "this file is empty"),
        ("---\n", "this file is empty"),
        ("- a list\n", "a scenario is a mapping"),
        ("only words\n", "a scenario is a mapping"),
        ("name: a\n  b: [\n", "not valid YAML"),
        ("name: \u0007bell\n", "a character here is not allowed"),
        ("name: &a [*a]\n", "refers to itself"),
    ],
)
def test_what_is_no_scenario_is_told(check, write, text, told):
    ran = check(write(text))
    assert ran.code == 2
    assert told in ran.out


def test_a_path_that_holds_nothing_is_told(check, tmp_path):
    ran = check(tmp_path / "nowhere.yaml", tmp_path)
    assert ran.code == 2
    assert "there is no such file or folder" in ran.out
    assert "this folder holds no scenario" in ran.out


def test_a_file_that_is_not_utf8_is_told_by_line(check, tmp_path):
    path = tmp_path / "latin.yaml"
    path.write_bytes("name: ok\nrules: [caf\u00e9]\n".encode("latin-1"))
    ran = check(path)
    assert ran.code == 2
    assert f"{path}:2: this file is not UTF-8" in ran.out


def test_json_tells_a_mistake_as_an_object_and_in_words(check, write, world):
    path = write(world.replace("rules", "rule"))
    ran = check("--json", path)
    assert ran.code == 2
    assert ran.objects[0]["line"] == 2
    assert "does not know the key" in ran.objects[0]["invalid"]
    assert f"{path}:2: " in ran.err


def test_a_file_that_lost_any_line_is_read_without_a_trace(write, world):
    lines = world.splitlines()
    for number in range(len(lines)):
        path = write("\n".join(lines[:number] + lines[number + 1 :]))
        file = read_file(path, "America/New_York")
        assert file.scenarios or file.faults


@pytest.mark.parametrize(
    "value", ["", "[]", "{}", "[~]", "[[a]]", "{a: {b: c}}", "''", "2026-99-99"]
)
def test_a_value_of_any_shape_is_read_without_a_trace(write, world, value):
    for section in ("rules", "zone", *SECTIONS, "steps"):
        text = "\n".join(
            f"{section}: {value}" if line.startswith(f"{section}:") else line
            for line in world.splitlines()
        )
        file = read_file(write(text), "America/New_York")
        assert file.scenarios or file.faults
