"""YAML with the line of everything that is written, so that a mistake is told by its place."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

MOST_NODES = 200_000


class Wrong(Exception):
    """Something in a file that cannot be: where it stands, and what to do about it."""

    def __init__(self, line: int, reason: str):
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class Node:
    """A word, a list or a mapping as it was written; an empty value is `is_empty`."""

    line: int
    kind: str  # word, list, mapping
    text: str = ""
    is_empty: bool = False
    parts: tuple["Node", ...] = ()
    pairs: dict[str, "Node"] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)  # the line of each key

    @property
    def shape(self) -> str:
        """Return what it is, in words."""
        if self.is_empty:
            return "nothing"
        return {"word": f"“{self.text}”", "list": "a list", "mapping": "a mapping"}[self.kind]


def documents_of(text: str) -> Iterator[Node | Wrong]:
    """Return the documents of a file, empty ones left out, and what is wrong with those that
    cannot be read; after what is no YAML at all nothing more can be."""
    try:
        loader = yaml.SafeLoader(text)
        while loader.check_node():
            root = loader.get_node()
            if root is not None:
                yield from _document(loader, root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(part for part in (error.context, error.problem) if part)
        line = mark.line + 1 if mark else 1
        yield Wrong(line, f"this is not valid YAML: {said}. Mend the line.")
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        yield Wrong(line, "a character here is not allowed in YAML. Take it out.")
    except RecursionError:
        yield Wrong(1, "the file nests too deep to be a scenario.")


def _document(loader: yaml.SafeLoader, root: yaml.Node) -> Iterator[Node | Wrong]:
    try:
        node = _Reader(loader).node(root)
    except Wrong as wrong:
        yield wrong
    else:
        if not node.is_empty:
            yield node


class _Reader:
    """Turns PyYAML's nodes of one document into ours."""

    def __init__(self, loader: yaml.SafeLoader):
        self.loader = loader
        self.inside: list[int] = []
        self.count = 0

    def node(self, raw: yaml.Node) -> Node:
        line = raw.start_mark.line + 1
        self.count += 1
        if id(raw) in self.inside:
            raise Wrong(line, "this refers to itself. Write it out.")
        if self.count > MOST_NODES:
            raise Wrong(line, "this is too long to be a scenario.")
        self.inside.append(id(raw))
        try:
            return self._of_kind(raw, line)
        finally:
            self.inside.pop()

    def _of_kind(self, raw: yaml.Node, line: int) -> Node:
        if isinstance(raw, yaml.MappingNode):
            return self._mapping(raw, line)
        if isinstance(raw, yaml.SequenceNode):
            return Node(line, "list", parts=tuple(self.node(part) for part in raw.value))
        empty = raw.tag == "tag:yaml.org,2002:null" and getattr(raw, "style", None) is None
        return Node(line, "word", text=str(raw.value).strip(), is_empty=empty)

    def _mapping(self, raw: yaml.MappingNode, line: int) -> Node:
        self._refuse_twice(raw)
        self.loader.flatten_mapping(raw)
        pairs: dict[str, Node] = {}
        keys: dict[str, int] = {}
        for key, value in raw.value:
            name = self._key(key)
            pairs[name] = self.node(value)  # after a merge (<<) the mapping's own keys come last
            keys[name] = key.start_mark.line + 1
        return Node(line, "mapping", pairs=pairs, keys=keys)

    def _key(self, key: yaml.Node) -> str:
        if not isinstance(key, yaml.ScalarNode):
            raise Wrong(key.start_mark.line + 1, "a key is one word.")
        return str(key.value).strip()

    def _refuse_twice(self, raw: yaml.MappingNode) -> None:
        seen: dict[str, int] = {}
        for key, _ in raw.value:
            name, line = self._key(key), key.start_mark.line + 1
            if name in seen:
                raise Wrong(line, f"“{name}” stands here twice (first in line {seen[name]}).")
            seen[name] = line
