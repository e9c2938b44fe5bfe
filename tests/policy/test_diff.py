"""Comparing two tables: each difference once, with what it does."""

from pathlib import Path

import pytest

from casemgmt.policy.categories import Category
from casemgmt.policy.compare import compare, effect_of, touched
from casemgmt.policy.load import DEFAULT_PATH, parse
from casemgmt.policy.people import Discipline
from casemgmt.policy.render import to_json, to_text
from casemgmt.policy.table import Grade, Rule

DEFAULT = Path(DEFAULT_PATH).read_text()
OLD = parse(DEFAULT)


def changed(old: str, new: str):
    assert old in DEFAULT
    return compare(OLD, parse(DEFAULT.replace(old, new, 1)))


def test_a_table_differs_from_itself_in_nothing():
    assert compare(OLD, parse(DEFAULT + "\n# a word beside\n")) == []


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        ("never", "own", "opens"), ("own", "never", "closes"), ("standing", "gate", "narrows"),
        ("gate", "standing", "widens"), ("own_agency", "own", "narrows"),
        ("standing", "standing+screened", "narrows"), ("gate", "own_agency", "changes"),
    ],
)  # fmt: skip
def test_the_effect_of_a_changed_cell(before, after, effect):
    assert effect_of(Rule(Grade(before)), Rule(Grade(after))) == effect


def test_another_part_is_a_change_and_a_part_of_what_was_whole_narrows():
    one, other = Rule(Grade.PART, "status"), Rule(Grade.PART, "conditions")
    assert effect_of(one, other) == "changes"
    assert effect_of(Rule(Grade.STANDING), one) == "narrows"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("    risk: standing\n", "    risk: gate\n",
         "narrows  supervision x risk: standing -> gate"),
        ("never_overridable: [", "never_overridable: [sud_treatment, ",
         "narrows  never_overridable: sud_treatment: not listed -> listed"),
        ("existence_hidden: [psychotherapy_notes, ", "existence_hidden: [",
         "widens   existence_hidden: psychotherapy_notes: listed -> not listed"),
        ("  risk: [supervision, treatment]", "  risk: [supervision]",
         "closes   writes risk: treatment: listed -> not listed"),
        ("sexual_history, risk]\n  law", "sexual_history]\n  law",
         "opens    closed before trial, prosecution: risk: listed -> not listed"),
        ("  auditor: {ledger: own_agency}", "  auditor: {}",
         "closes   auditor x ledger: own_agency -> never"),
        ("violations: violation packets", "violations: packets",
         "changes  part supervision.violations: violation packets -> packets"),
    ],
)  # fmt: skip
def test_each_kind_of_difference_is_one_line(old, new, told):
    assert [str(change) for change in changed(old, new)] == [told]


def test_on_data_only_the_pairs_that_can_differ_are_asked():
    assert touched(changed("    risk: standing\n", "    risk: gate\n")) == {
        Discipline.SUPERVISION: {Category.RISK}
    }
    hidden = touched(changed("existence_hidden: [psychotherapy_notes, ", "existence_hidden: ["))
    assert hidden == {d: {Category.PSYCHOTHERAPY_NOTES} for d in Discipline}
    assert touched(changed("  risk: [supervision, treatment]", "  risk: [supervision]")) == {}


def test_the_table_is_readable_in_a_terminal_and_by_programs():
    text = to_text(OLD)
    assert max(len(line) for line in text.splitlines()) <= 80
    assert OLD.version in text
    row = next(line for line in text.splitlines() if line.startswith("criminal_history"))
    assert row.split()[1:4] == ["As", "–", "–"]
    held = to_json(OLD)
    assert held["disciplines"]["school"]["supervision"] == "part:safety_plan"
    assert "risk" not in held["disciplines"]["school"]
