"""Reads the file of an access table section by section; goes on after a problem, so that all of
them are told."""

import re
from collections.abc import Iterator

from yaml.nodes import Node, ScalarNode

from casemgmt.policy.categories import Category
from casemgmt.policy.people import Discipline, Office
from casemgmt.policy.reading import (
    Notebook,
    Problem,
    compose,
    entries,
    is_empty,
    known,
    line_of,
    text_of,
    words,
)
from casemgmt.policy.table import Grade, Places, Rule

# What a table must say; what it does not say of the rest is as in the default table.
NEEDED = ("disciplines", "offices", "never_overridable", "existence_hidden")
FROM_DEFAULT = ("writes", "pretrial_closed", "speaks_for_victims")
KEYS = (*NEEDED, *FROM_DEFAULT, "version", "parts", "everyone")
NAME = re.compile(r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,39}\Z")
OF_OFFICES = {Office.PRIVACY_OFFICER, Office.AUDITOR}
OFFICES_OPEN = "A privacy officer or an auditor has `ledger: own_agency`, all others `{}`."


class TableReader:
    """Reads one file; every method goes on after a problem, so that all of them are told."""

    def __init__(self, text: str):
        self.book = Notebook()
        self.places = Places()
        self.sections: dict[str, Node] = {}
        self.root = compose(text)
        for name, key, value in entries(self.root, "the table", self.book):
            if name in KEYS:
                self.sections[name] = value
                self.places.sections[name] = line_of(key)
            else:
                self.book.wrong(
                    key, f"unknown section {name!r}. There are: {', '.join(sorted(KEYS))}."
                )
        for name in NEEDED:
            if name not in self.sections:
                self.book.wrong(self.root, f"the section `{name}` is missing. Add it.")

    def name(self) -> str:
        """Return the name that the file gives itself, or nothing."""
        node = self.sections.get("version")
        found = text_of(node, "version", self.book) if node is not None else ""
        if found and not NAME.match(found):
            self.book.wrong(
                node, "version: up to 40 letters, digits, dots, hyphens and underscores, "
                "for example county-2026.1."
            )  # fmt: skip
        return found or ""

    def category(self, node: ScalarNode, place: str) -> Category | None:
        """Return the category that a word names."""
        return known(Category, node, "category", place, self.book)

    def discipline(self, node: ScalarNode, place: str) -> Discipline | None:
        """Return the discipline that a word names."""
        return known(Discipline, node, "discipline", place, self.book)

    def parts(self) -> dict[Category, dict[str, str]]:
        """Return the parts of each category with their words."""
        found: dict[Category, dict[str, str]] = {}
        for name, key, value in entries(self.sections.get("parts"), "parts", self.book):
            category = self.category(key, "parts")
            place = f"parts.{name}"
            held = {}
            for part, part_key, described in entries(value, place, self.book):
                held[part] = self._words_of(part, part_key, described, place)
                if category:
                    self.places.parts[category, part] = line_of(part_key)
            if category:
                found[category] = held
        return found

    def _words_of(self, part: str, key: ScalarNode, node: Node, place: str) -> str:
        """Return what a part is, in words; in braces a comma begins a new name."""
        if not is_empty(node):
            return text_of(node, f"{place}.{part}", self.book) or ""
        self.book.note(
            key, f"{place}.{part}: it has no words. If it belongs to the words before a comma, "
            "put those into quotes."
        )  # fmt: skip
        return ""

    def rules(
        self, parts: dict[Category, dict[str, str]]
    ) -> dict[tuple[Discipline, Category], Rule]:
        """Return the rule of each pair that is named; what is said for everyone fills the rest."""
        rules: dict[tuple[Discipline, Category], Rule] = {}
        section = self.sections.get("disciplines")
        for name, key, row in entries(section, "disciplines", self.book):
            discipline = self.discipline(key, "disciplines")
            if discipline:
                self.places.disciplines[discipline] = line_of(key)
            for category, rule, line in self._row(row, f"disciplines.{name}", parts):
                if discipline:
                    rules[discipline, category] = rule
                    self.places.cells[discipline, category] = line
        for category, rule, line in self._row(self.sections.get("everyone"), "everyone", parts):
            self.places.everyone[category] = line
            for discipline in Discipline:
                rules.setdefault((discipline, category), rule)
        return rules

    def _row(
        self, row: Node | None, place: str, parts: dict[Category, dict[str, str]]
    ) -> Iterator[tuple[Category, Rule, int]]:
        for word, key, value in entries(row, place, self.book):
            category = self.category(key, place)
            said = text_of(value, f"{place}.{word}", self.book)
            held = parts.get(category, {}) if category else {}
            rule = self.rule(value, said, f"{place}.{word}", held) if said else None
            if category:
                self.places.named.add((place, category))
            if category and rule:
                yield category, rule, line_of(key)

    def rule(self, node: Node, word: str, place: str, parts: dict[str, str]) -> Rule | None:
        """Return the rule that a word names."""
        if word.startswith("part:"):
            part = word.removeprefix("part:")
            if part in parts:
                return Rule(Grade.PART, part)
            there = ", ".join(parts) or "none"
            self.book.wrong(
                node, f"{place}: part {part!r} is not defined under parts (there: {there}). "
                "Define it there, or take another rule."
            )  # fmt: skip
            return None
        if word == Grade.PART.value:
            self.book.wrong(node, f"{place}: say which part, like part:status.")
            return None
        grade = known(Grade, ScalarNode("", word, node.start_mark), "rule", place, self.book)
        return Rule(grade) if grade else None

    def listed(self, section: str) -> frozenset[Category]:
        """Return the categories of a list."""
        found = set()
        for node in words(self.sections.get(section), section, self.book):
            category = self.category(node, section)
            if category:
                found.add(category)
                self.places.lists[section, category] = line_of(node)
        return frozenset(found)

    def writes(self) -> dict[Category, frozenset[Discipline]]:
        """Return who writes each category."""
        found = {}
        for name, key, value in entries(self.sections.get("writes"), "writes", self.book):
            category, place = self.category(key, "writes"), f"writes.{name}"
            listed = [(n, self.discipline(n, place)) for n in words(value, place, self.book)]
            if category:
                found[category] = frozenset(d for _, d in listed if d)
                self.places.writes |= {(category, d): line_of(n) for n, d in listed if d}
        return found

    def pretrial(self) -> dict[Discipline, frozenset[Category]]:
        """Return what stays closed to each discipline before trial."""
        found = {}
        section = self.sections.get("pretrial_closed")
        for name, key, value in entries(section, "pretrial_closed", self.book):
            discipline, place = self.discipline(key, "pretrial_closed"), f"pretrial_closed.{name}"
            listed = [self.category(node, place) for node in words(value, place, self.book)]
            if discipline:
                found[discipline] = frozenset(category for category in listed if category)
        return found

    def speakers(self) -> frozenset[Discipline]:
        """Return who brings the perspective of victims in general to the team."""
        place = "speaks_for_victims"
        listed = words(self.sections.get(place), place, self.book)
        found = [self.discipline(node, place) for node in listed]
        return frozenset(one for one in found if one)

    def offices(self) -> dict[Office, dict[Category, Rule]]:
        """Return what an office opens by itself: the ledger, or nothing."""
        found: dict[Office, dict[Category, Rule]] = {}
        for name, key, value in entries(self.sections.get("offices"), "offices", self.book):
            office = known(Office, key, "office", "offices", self.book)
            if office is None:
                continue
            if isinstance(value, ScalarNode) and office in (Office.SUPERVISOR, Office.AGENCY_HEAD):
                continue  # a sentence: what a supervisor sees comes from the line
            row = {}
            for category, rule, line in self._row(value, f"offices.{name}", {}):
                reads = office in OF_OFFICES and category == Category.LEDGER
                if reads and rule.grade == Grade.OWN_AGENCY:
                    row[category] = rule
                else:
                    told = f"offices.{name}.{category}: offices open no case. {OFFICES_OPEN}"
                    self.book.problems.append(Problem(line, told))
            found[office] = row
            self.places.offices[office] = line_of(key)
        return found
