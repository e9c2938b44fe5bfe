"""What a table may not say all at once: looked for after each of its words is known."""

from collections.abc import Iterator

from casemgmt.policy.categories import Category
from casemgmt.policy.people import Discipline, Office
from casemgmt.policy.reading import Notebook, Problem
from casemgmt.policy.table import Grade, Places, Table

BY_STANDING = (Grade.STANDING, Grade.SCREENED, Grade.PART)
BESIDE_THE_TABLE = {
    Category.IDENTITY: "the head of a case shows to whoever stands on it",
    Category.LEDGER: "the ledger is opened by offices",
}


def look_for_contradictions(table: Table, places: Places, book: Notebook) -> None:
    """Write down what is missing, what two lines say against each other, and what is odd."""
    for find in (_missing, _beside, _twice, _overridden, _hidden, _written, _offices):
        book.problems.extend(find(table, places))
    book.notes.extend(_unused_parts(table, places))


def _missing(table: Table, places: Places) -> Iterator[Problem]:
    line = places.sections.get("disciplines")
    if line is None:
        return  # told already
    absent = [str(d) for d in Discipline if d not in places.disciplines]
    if absent:
        yield Problem(
            line, f"disciplines: missing: {', '.join(absent)}. Add each; one with `{{}}` receives "
            "nothing but what everyone does."
        )  # fmt: skip
    named = {category for _, category in places.named} | set(BESIDE_THE_TABLE)
    unsaid = [str(category) for category in Category if category not in named]
    if unsaid:
        yield Problem(
            line, f"disciplines: nothing is said of {', '.join(unsaid)}. Give each a rule for one "
            "discipline at least; `never` closes it to all."
        )  # fmt: skip


def _beside(table: Table, places: Places) -> Iterator[Problem]:
    lines = [(c, f"disciplines.{d}", line) for (d, c), line in places.cells.items()]
    lines += [(c, "everyone", line) for c, line in places.everyone.items()]
    lines += [(c, section, line) for (section, c), line in places.lists.items()]
    for category, place, line in lines:
        if why := BESIDE_THE_TABLE.get(category):
            yield Problem(line, f"{place}: {category} has no place here: {why}. Take it away.")


def _twice(table: Table, places: Places) -> Iterator[Problem]:
    for (discipline, category), line in places.cells.items():
        if category in places.everyone:
            yield Problem(
                line, f"disciplines.{discipline}.{category}: line {places.everyone[category]} says "
                "this for everyone. Say it in one place."
            )  # fmt: skip


def _overridden(table: Table, places: Places) -> Iterator[Problem]:
    for (discipline, category), rule in table.rules.items():
        if category in table.never_overridable and rule.grade in BY_STANDING:
            line = places.cells.get((discipline, category)) or places.everyone.get(category, 1)
            yield Problem(
                line, f"disciplines.{discipline}.{category}: {rule} opens it to other agencies "
                f"by standing, and line {places.lists['never_overridable', category]} says that "
                "nothing overrides its owner. Take own, own_agency, gate or never, or take it off "
                "that list."
            )  # fmt: skip


def _hidden(table: Table, places: Places) -> Iterator[Problem]:
    for category in table.existence_hidden:
        if category in places.everyone and table.rule(Discipline.POLICY, category).opens_to_all:
            yield Problem(
                places.lists["existence_hidden", category],
                f"existence_hidden: {category} is hidden from nobody: line "
                f"{places.everyone[category]} opens it to everyone. Keep one of the two.",
            )


def _written(table: Table, places: Places) -> Iterator[Problem]:
    for (category, discipline), line in places.writes.items():
        told = (f"disciplines.{discipline}", category) in places.named
        if category == Category.IDENTITY or (told and (discipline, category) not in table.rules):
            continue
        if table.rule(discipline, category).grade == Grade.NEVER:
            yield Problem(
                line, f"writes.{category}: {discipline} may never read it, so it cannot write it. "
                f"Give it a rule under disciplines.{discipline}, or take it off."
            )  # fmt: skip


def _offices(table: Table, places: Places) -> Iterator[Problem]:
    line = places.sections.get("offices")
    if line is not None and not any(Category.LEDGER in row for row in table.offices.values()):
        yield Problem(
            line, "offices: nobody reads the ledger. Give `ledger: own_agency` to "
            f"{Office.PRIVACY_OFFICER} or {Office.AUDITOR}."
        )  # fmt: skip


def _unused_parts(table: Table, places: Places) -> Iterator[Problem]:
    used = {(category, rule.part) for (_, category), rule in table.rules.items()}
    for (category, part), line in places.parts.items():
        if (category, part) not in used:
            yield Problem(
                line, f"parts.{category}.{part}: no discipline receives this part. "
                "Leave it out, or name it in a rule."
            )  # fmt: skip
