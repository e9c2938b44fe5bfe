"""Writes the access table as Markdown that a privacy officer reads;
a test keeps docs/policy-matrix.md equal to it."""

from collections.abc import Iterable

from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.people import Discipline
from casemgmt.policy.table import Grade, Table

SYMBOL = {
    Grade.STANDING: "standing",
    Grade.SCREENED: "standing, screened",
    Grade.GATE: "gate",
    Grade.OWN: "own",
    Grade.OWN_AGENCY: "own agency",
    Grade.NEVER: "–",
}
COLUMNS = [d for d in Discipline if d not in (Discipline.POLICY, Discipline.EVALUATION)]


def to_markdown(table: Table) -> str:
    """Return the table: a row a category, a column a discipline, then the lists beside it."""
    heads = " | ".join(d.value.replace("_", " ") for d in COLUMNS)
    lines = [
        "# Who may see what",
        "",
        f"Version `{table.version}` (the start of the hash of the table's file). "
        "Written by `manage.py policy show`.",
        "",
        f"| category | {heads} |",
        "|---|" + "---|" * len(COLUMNS),
    ]
    lines += [_row(table, c) for c in Category if c not in (Category.IDENTITY, Category.LEDGER)]
    return "\n".join([*lines, "", *_lists(table)]) + "\n"


def _row(table: Table, category: Category) -> str:
    cells = []
    for discipline in COLUMNS:
        rule = table.rule(discipline, category)
        cells.append(f"part: {rule.part}" if rule.grade == Grade.PART else SYMBOL[rule.grade])
    return f"| {LABELS[category]} | {' | '.join(cells)} |"


def _lists(table: Table) -> list[str]:
    lines = [
        "The head of a case (name, date of birth, number, stage, officer, team, next review) "
        "shows to whoever has standing.",
        "",
    ]
    lines.append("- Nothing overrides: " + _named(table.never_overridable))
    lines.append("- Hidden even as withheld: " + _named(table.existence_hidden))
    lines += ["", "## Parts", ""]
    lines += [
        f"- {LABELS[category]}, {name}: {words}"
        for category, parts in sorted(table.parts.items())
        for name, words in parts.items()
    ]
    lines += ["", "## Who writes", ""]
    lines += [
        f"- {LABELS[category]}: {_writers(table.writes[category])}"
        for category in Category
        if category in table.writes
    ]
    return lines


def _writers(disciplines: Iterable[Discipline]) -> str:
    return ", ".join(sorted(d.value.replace("_", " ") for d in disciplines))


def _named(categories: frozenset[Category]) -> str:
    return ", ".join(LABELS[c] for c in Category if c in categories)
