"""Reads a YAML file of words as nodes that know their line, so that everything that is wrong is
told at once and by line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Word = TypeVar("Word", bound=str)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong or odd, at its line, with what to do about it."""

    line: int
    words: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.words}"


class TableError(ValueError):
    """The table cannot be used; `problems` has every reason, by line."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(slots=True)
class Notebook:
    """Collects problems, which forbid the table, and notes, which do not."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def wrong(self, node: Node | None, words: str) -> None:
        """Write down a problem at the line of `node`."""
        self.problems.append(Problem(line_of(node), words))

    def note(self, node: Node | None, words: str) -> None:
        """Write down something odd at the line of `node`."""
        self.notes.append(Problem(line_of(node), words))


def line_of(node: Node | None) -> int:
    """Return the line on which a node begins; what is not there is told at the first."""
    return node.start_mark.line + 1 if node is not None else 1


def compose(text: str) -> Node | None:
    """Return the root of a file, None for an empty one; raises TableError where it is no YAML."""
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        words = getattr(error, "problem", None) or "it cannot be read"
        line = mark.line + 1 if mark else 1
        raise TableError(
            [Problem(line, f"this is no YAML: {words}. Look at the indent, colons and quotes.")]
        ) from None


def entries(
    node: Node | None, place: str, book: Notebook
) -> Iterator[tuple[str, ScalarNode, Node]]:
    """Yield key, its node and its value of a mapping; an empty value has no entries, a key that
    comes twice is a problem."""
    if node is None or is_empty(node):
        return
    if not isinstance(node, MappingNode):
        book.wrong(node, f"{place}: names with a value each are expected here, like `name: value`.")
        return
    seen: dict[str, int] = {}
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            book.wrong(key, f"{place}: a name is expected here, not a list or a mapping.")
        elif key.value in seen:
            first = seen[key.value]
            book.wrong(
                key, f"{place}: {key.value!r} is here a second time (first on line {first}). "
                "Keep one of the two."
            )  # fmt: skip
        else:
            seen[key.value] = line_of(key)
            yield key.value, key, value


def words(node: Node | None, place: str, book: Notebook) -> Iterator[ScalarNode]:
    """Yield the words of a list; one that comes twice is a problem."""
    if node is None or is_empty(node):
        return
    if not isinstance(node, SequenceNode):
        book.wrong(node, f"{place}: a list is expected here, like [one, another].")
        return
    seen: set[str] = set()
    for item in node.value:
        if not isinstance(item, ScalarNode):
            book.wrong(item, f"{place}: a word is expected here.")
        elif item.value in seen:
            book.wrong(item, f"{place}: {item.value!r} is here twice. Take one away.")
        else:
            seen.add(item.value)
            yield item


def text_of(node: Node, place: str, book: Notebook) -> str | None:
    """Return the text of a value, or None, told, where it is none."""
    if isinstance(node, ScalarNode) and not is_empty(node):
        return node.value
    book.wrong(node, f"{place}: a word is expected here.")
    return None


def known(kind: type[Word], node: ScalarNode, name: str, place: str, book: Notebook) -> Word | None:
    """Return the member of an enumeration that a word names, or None, told with the nearest one."""
    try:
        return kind(node.value)
    except ValueError:
        there = [str(member) for member in kind if str(member)]  # type: ignore[attr-defined]
        near = get_close_matches(node.value, there, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(there)}."
        book.wrong(node, f"{place}: unknown {name} {node.value!r}. {hint}")
        return None


def is_empty(node: Node) -> bool:
    """Return whether nothing is said."""
    return isinstance(node, ScalarNode) and node.tag == "tag:yaml.org,2002:null"
