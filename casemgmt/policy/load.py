"""Reads an access table and refuses one that does not make sense, naming the place."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from casemgmt.policy.categories import Category
from casemgmt.policy.people import Discipline
from casemgmt.policy.table import Grade, Rule, Table

KEYS = {
    "parts", "disciplines", "everyone", "offices", "never_overridable", "existence_hidden",
    "writes", "pretrial_closed",
}  # fmt: skip


class TableError(ValueError):
    """The table has a word that nobody defined, or two that contradict each other."""


def _category(word: str, place: str) -> Category:
    try:
        return Category(word)
    except ValueError:
        raise TableError(f"{place}: unknown category {word!r}") from None


def _discipline(word: str, place: str) -> Discipline:
    try:
        return Discipline(word)
    except ValueError:
        raise TableError(f"{place}: unknown discipline {word!r}") from None


def _rule(word: str, place: str, parts: dict[str, str]) -> Rule:
    if word.startswith("part:"):
        part = word.removeprefix("part:")
        if part not in parts:
            raise TableError(f"{place}: part {part!r} is not defined under parts")
        return Rule(Grade.PART, part)
    try:
        return Rule(Grade(word))
    except ValueError:
        raise TableError(f"{place}: unknown rule {word!r}") from None


def _rules(
    raw: dict[str, Any], parts: dict[Category, dict[str, str]]
) -> dict[tuple[Discipline, Category], Rule]:
    rules = {}
    for name, row in raw["disciplines"].items():
        discipline = _discipline(name, "disciplines")
        for word, rule in (row or {}).items():
            place = f"disciplines.{name}.{word}"
            category = _category(word, place)
            rules[discipline, category] = _rule(str(rule), place, parts.get(category, {}))
    for word, rule in raw.get("everyone", {}).items():
        category = _category(word, f"everyone.{word}")
        for discipline in Discipline:
            rules.setdefault((discipline, category), _rule(str(rule), f"everyone.{word}", {}))
    return rules


def _categories(raw: dict[str, Any], key: str) -> frozenset[Category]:
    return frozenset(_category(word, key) for word in raw.get(key, []))


def parse(text: str) -> Table:
    """Return the table that `text` (YAML) describes; raises TableError with the place
    and the word."""
    raw = yaml.safe_load(text)
    if not isinstance(raw, dict) or "disciplines" not in raw:
        raise TableError("the file has no disciplines")
    if unknown := set(raw) - KEYS:
        raise TableError(f"unknown key {sorted(unknown)[0]!r}")
    parts = {_category(word, "parts"): dict(rows) for word, rows in raw.get("parts", {}).items()}
    return Table(
        version=hashlib.sha256(text.encode()).hexdigest()[:12],
        rules=_rules(raw, parts),
        parts=parts,
        never_overridable=_categories(raw, "never_overridable"),
        existence_hidden=_categories(raw, "existence_hidden"),
        writes={
            _category(word, "writes"): frozenset(_discipline(d, f"writes.{word}") for d in row)
            for word, row in raw.get("writes", {}).items()
        },
        pretrial_closed={
            _discipline(word, "pretrial_closed"): frozenset(
                _category(c, f"pretrial_closed.{word}") for c in row
            )
            for word, row in raw.get("pretrial_closed", {}).items()
        },
    )


@lru_cache(maxsize=8)
def load(path: str) -> Table:
    """Return the table in the file at `path`, read once a process."""
    return parse(Path(path).read_text(encoding="utf-8"))


DEFAULT_PATH = str(Path(__file__).with_name("default.yaml"))
_in_force: list[Table] = []


def in_force() -> Table:
    """Return the table that decisions follow: the one given to `use`, else the default."""
    return _in_force[-1] if _in_force else load(DEFAULT_PATH)


def use(path: str) -> None:
    """Let the table at `path` decide from now on (a jurisdiction's own; set once at start)."""
    _in_force[:] = [load(path)]
