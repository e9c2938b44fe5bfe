"""Writes the access table for people: as Markdown (a test keeps docs/policy-matrix.md equal to it),
for a terminal, and for programs."""

from collections.abc import Iterable
from textwrap import wrap

from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.people import Discipline
from casemgmt.policy.table import Grade, Rule, Table

SYMBOL = {
    Grade.STANDING: "standing",
    Grade.SCREENED: "standing, screened",
    Grade.GATE: "gate",
    Grade.OWN: "own",
    Grade.OWN_AGENCY: "own agency",
    Grade.NEVER: "–",
}
SHORT = {
    Grade.STANDING: "A",
    Grade.SCREENED: "As",
    Grade.GATE: "G",
    Grade.OWN: "own",
    Grade.OWN_AGENCY: "org",
    Grade.PART: "P",
    Grade.NEVER: "–",
}
LEGEND = (
    "A    by standing on the case",
    "As   by standing on the case, with a current screening",
    "P    a part of it, by standing",
    "G    through a release, authorization, consent or order",
    "own  its author",
    "org  people of the agency that owns it, with standing",
    "–    never",
)
COLUMNS = [d for d in Discipline if d not in (Discipline.POLICY, Discipline.EVALUATION)]
HEADS = {
    Discipline.SUPERVISION: "sup", Discipline.TREATMENT: "tre", Discipline.POLYGRAPH: "pol",
    Discipline.COMMUNITY_ADVOCACY: "adv", Discipline.SYSTEM_ADVOCACY: "sys",
    Discipline.PROSECUTION: "pro", Discipline.DEFENSE: "def", Discipline.COURT: "cou",
    Discipline.LAW_ENFORCEMENT: "law", Discipline.CHILD_PROTECTION: "chi",
    Discipline.SCHOOL: "sch", Discipline.TRIBAL: "tri", Discipline.FACILITATION: "fac",
}  # fmt: skip
ROWS = [c for c in Category if c not in (Category.IDENTITY, Category.LEDGER)]


def to_markdown(table: Table) -> str:
    """Return the table: a row a category, a column a discipline, then the lists beside it."""
    heads = " | ".join(_words(d) for d in COLUMNS)
    lines = [
        "# Who may see what",
        "",
        f"Version `{table.version}` (the start of the hash of the table's file). "
        "Written by `manage.py policy show --markdown`.",
        "",
        f"| category | {heads} |",
        "|---|" + "---|" * len(COLUMNS),
    ]
    lines += [_row(table, c) for c in ROWS]
    return "\n".join([*lines, "", *_lists(table)]) + "\n"


def to_text(table: Table) -> str:
    """Return the table in 80 columns or fewer, with its legend and the lists beside it."""
    width = max(len(c) for c in ROWS) + 1
    lines = [f"Who may see what: version {table.version}", ""]
    lines.append(" " * width + "".join(f"{HEADS[d]:>4}" for d in COLUMNS))
    for category in ROWS:
        cells = "".join(f"{SHORT[table.rule(d, category).grade]:>4}" for d in COLUMNS)
        lines.append(f"{category:<{width}}{cells}")
    lines += ["", *LEGEND, ""]
    lines += [f"{HEADS[d]}  {_words(d)}" for d in COLUMNS]
    lines += ["", "Policy and evaluation receive what everyone does."]
    lines += ["", *_wrapped(_lists(table))]
    return "\n".join(lines) + "\n"


def to_json(table: Table) -> dict[str, object]:
    """Return the table as plain values; pairs that are not there are never."""
    return {
        "version": table.version,
        "disciplines": {
            str(d): {
                str(c): str(table.rule(d, c)) for c in ROWS if table.rule(d, c).grade != Grade.NEVER
            }
            for d in Discipline
        },
        "parts": {str(c): dict(parts) for c, parts in table.parts.items()},
        "offices": {
            str(office): {str(c): str(rule) for c, rule in row.items()}
            for office, row in table.offices.items()
        },
        "never_overridable": _ordered(table.never_overridable),
        "existence_hidden": _ordered(table.existence_hidden),
        "writes": {str(c): sorted(table.writes[c]) for c in Category if c in table.writes},
        "pretrial_closed": {
            str(d): _ordered(closed) for d, closed in table.pretrial_closed.items()
        },
        "speaks_for_victims": sorted(table.speaks_for_victims),
    }


def rule_words(rule: Rule, parts: dict[str, str]) -> str:
    """Return a cell as a sentence."""
    return {
        Grade.STANDING: "Shown to whoever of this discipline stands on the case.",
        Grade.SCREENED: "Shown by standing on the case, with a current criminal-justice screening.",
        Grade.GATE: "Shown only through a release, authorization, consent or order in force that "
        "names the recipient and this category.",
        Grade.OWN: "Shown only to its author.",
        Grade.OWN_AGENCY: "Shown only to people of the agency that owns the record, with standing "
        "on the case.",
        Grade.PART: f"In part, by standing: {parts.get(rule.part) or rule.part}.",
        Grade.NEVER: "Never shared with this discipline.",
    }[rule.grade]


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
        f"- {LABELS[category]}, {name}{_receivers(table, category, name)}: {words}"
        for category, parts in sorted(table.parts.items())
        for name, words in parts.items()
    ]
    lines += ["", "## Who writes", ""]
    lines += [
        f"- {LABELS[category]}: {_disciplines(table.writes[category])}"
        for category in Category
        if category in table.writes
    ]
    speakers = _disciplines(table.speaks_for_victims) or "nobody"
    lines.append(f"- Perspective of victims in general, and questions for them: {speakers}")
    if table.pretrial_closed:
        lines += ["", "## Closed before trial", ""]
        lines += [f"- {_words(d)}: {_named(closed)}" for d, closed in table.pretrial_closed.items()]
    return lines


def _receivers(table: Table, category: Category, part: str) -> str:
    found = [d for (d, c), rule in table.rules.items() if (c, rule.part) == (category, part)]
    return f" ({_disciplines(found)})" if found else ""


def _wrapped(lines: Iterable[str]) -> list[str]:
    """Return Markdown lines for a terminal: headings without marks, long lines broken."""
    found: list[str] = []
    for line in lines:
        plain = line.removeprefix("## ")
        found += wrap(plain, 79, subsequent_indent="  ") or [""]
    return found


def _words(discipline: Discipline) -> str:
    return discipline.value.replace("_", " ")


def _disciplines(disciplines: Iterable[Discipline]) -> str:
    return ", ".join(sorted(_words(d) for d in disciplines))


def _named(categories: frozenset[Category]) -> str:
    return ", ".join(LABELS[c] for c in Category if c in categories)


def _ordered(categories: frozenset[Category]) -> list[str]:
    return [str(c) for c in Category if c in categories]
