"""Loading an access table: every problem by its line with what to do, and nothing half-read."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from casemgmt.policy import load
from casemgmt.policy.categories import Category
from casemgmt.policy.load import DEFAULT_PATH, check, parse
from casemgmt.policy.people import Discipline
from casemgmt.policy.reading import TableError
from casemgmt.startup import use_policy_table

DEFAULT = Path(DEFAULT_PATH).read_text()
SHORT = DEFAULT[: DEFAULT.index("# Who writes what")]


def broken(old: str, new: str, text: str = DEFAULT) -> str:
    """Return the default table with one place changed."""
    assert old in text
    return text.replace(old, new, 1)


def line_of(text: str, words: str) -> int:
    """Return the line on which the words first stand."""
    return text[: text.index(words)].count("\n") + 1


def problems_of(text: str) -> list[str]:
    with pytest.raises(TableError) as refused:
        parse(text)
    return [str(problem) for problem in refused.value.problems]


# What is put into the default table: the old words, the new ones, the words whose line is told,
# and what must be said.
WRONG = [
    ("    risk: standing\n", "    rsk: standing\n", "rsk",
     "unknown category 'rsk'. Did you mean risk?"),
    ("  treatment:\n", "  treatmnt:\n", "treatmnt:", "unknown discipline 'treatmnt'"),
    ("risk: standing", "risk: always", "risk: always", "unknown rule 'always'"),
    ("risk: standing", "risk: part", "risk: part", "say which part"),
    ("risk: part:level", "risk: part:total", "risk: part:total", "part 'total' is not defined"),
    ("risk: standing", "risk: [standing]", "risk: [standing]", "a word is expected"),
    ("risk: standing", "risk:", "risk:\n", "a word is expected"),
    ("  policy: {}\n", "", "disciplines:", "missing: policy"),
    ("    peer_group: own_agency\n", "    aggregate: standing\n", "disciplines:",
     "nothing is said of peer_group"),
    ("  auditor: {", "  auditer: {", "auditer", "unknown office 'auditer'. Did you mean auditor?"),
    ("  administrator: {}", "  administrator: {ledger: own_agency}", "administrator: {l",
     "offices open no case"),
    ("  auditor: {ledger: own_agency}", "  auditor: {risk: standing}", "auditor: {r",
     "offices open no case"),
    ("never_overridable: [", "never_overridable: [risk, ", "risk: standing",
     "nothing overrides its owner"),
    ("existence_hidden: [", "existence_hidden: [aggregate, ", "existence_hidden: [",
     "is hidden from nobody"),
    ("existence_hidden: [", "existence_hidden: [tribal, ", "existence_hidden: [", "is here twice"),
    ("  risk: [supervision, treatment]", "  risk: [polygraph]", "  risk: [polygraph]",
     "polygraph may never read it"),
    ("    risk: standing\n", "    risk: standing\n    risk: gate\n", "risk: gate",
     "is here a second time"),
    ("    risk: standing\n", "    risk: standing\n    aggregate: gate\n", "aggregate: gate",
     "says this for everyone"),
    ("    risk: standing\n", "    risk: standing\n    identity: standing\n", "identity: standing",
     "has no place here"),
    ("everyone:\n", "everyone:\n  ledger: standing\n", "ledger: standing", "has no place here"),
    ("parts:\n", "levels: {}\nparts:\n", "levels", "unknown section 'levels'"),
    ("parts:\n", "version: a b\nparts:\n", "version", "up to 40 letters"),
    ("pretrial_closed:\n  prosecution: [", "pretrial_closed:\n  prosecution: [risks, ", "risks",
     "unknown category 'risks'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "told"), WRONG)
def test_each_mistake_is_told_at_its_line(old, new, place, told):
    text = broken(old, new)
    found = problems_of(text)
    said = [one for one in found if told in one]
    assert said, found
    assert said[0].startswith(f"line {line_of(text, place)}: ")


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file():
    text = broken("risk: standing", "risk: always")
    text = broken("  auditor: {", "  auditer: {", text)
    text = broken("existence_hidden: [", "existence_hidden: [rsk, ", text)
    found = problems_of(text)
    lines = [int(one.split(":")[0].removeprefix("line ")) for one in found]
    assert len(found) == 3
    assert lines == sorted(lines)


@pytest.mark.parametrize("section", ["disciplines", "offices", "never_overridable"])
def test_a_missing_section_is_told(section):
    found = problems_of(broken(f"{section}:", f"# {section}:").replace("\n  - ", "\n#"))
    assert [one for one in found if f"the section `{section}` is missing" in one or "YAML" in one]


@pytest.mark.parametrize(
    "text", ["", "- a", "just words", "a: [b", "a:\n\tb: c", "a: 1\n---\nb: 2"]
)
def test_what_is_no_table_is_refused_with_a_line(text):
    assert all(one.startswith("line ") for one in problems_of(text))


def test_the_default_table_and_the_same_without_our_own_sections_are_valid():
    whole, short = parse(DEFAULT), parse(SHORT)
    assert "writes:" not in SHORT
    assert (short.writes, short.pretrial_closed) == (whole.writes, whole.pretrial_closed)
    assert short.rules == whole.rules
    assert short.version != whole.version


def test_what_is_odd_is_a_note_and_no_refusal():
    text = broken("risk: {level: the level label with instrument and date}",
                  "risk: {level: label, instrument, date: when}")  # fmt: skip
    _, notes = check(text)
    words = [str(note) for note in notes]
    assert [one for one in words if "parts.risk.instrument: it has no words" in one]
    assert [one for one in words if "parts.risk.date: no discipline receives" in one]


def test_a_pair_that_is_not_named_is_never_and_everyone_fills_the_rest():
    table = parse(DEFAULT)
    assert str(table.rule(Discipline.SCHOOL, Category.RISK)) == "never"
    assert str(table.rule(Discipline.EVALUATION, Category.AGGREGATE)) == "standing"


def test_the_version_is_the_name_and_the_start_of_the_hash():
    named = parse("version: county-2026.1\n" + DEFAULT).version
    assert named.startswith("county-2026.1/")
    assert len(named.split("/")[1]) == len(parse(DEFAULT).version) == 12
    assert named.split("/")[1] != parse(DEFAULT).version


def test_a_table_decides_inside_a_block_and_not_after_it():
    closed = parse(SHORT.replace("risk: standing", "risk: never"))
    before = load.in_force().version
    with load.instead(closed):
        assert load.in_force() is closed
    assert load.in_force().version == before


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path):
    (tmp_path / "picture").write_bytes(b"\xff\xd8\xff")
    for name, told in (("missing", "cannot be read"), ("picture", "UTF-8")):
        with pytest.raises(TableError, match=told):
            load.load(str(tmp_path / name))


def test_the_start_is_refused_with_the_file_and_every_line(tmp_path):
    path = tmp_path / "county.yaml"
    path.write_text(broken("risk: standing", "risk: always"))
    before = load.in_force().version
    with pytest.raises(ImproperlyConfigured) as refused:
        use_policy_table(str(path))
    words = str(refused.value)
    assert str(path) in words
    assert "POLICY_TABLE" in words
    assert f"line {line_of(path.read_text(), 'risk: always')}: " in words
    assert load.in_force().version == before


def test_a_jurisdiction_s_own_table_decides_and_its_name_stands_on_it(tmp_path, monkeypatch):
    monkeypatch.setattr(load, "_in_force", [])
    path = tmp_path / "county.yaml"
    path.write_text("version: county\n" + DEFAULT)
    use_policy_table(str(path))
    assert load.in_force().version.startswith("county/")
