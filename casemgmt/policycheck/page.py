"""Reads typed values off a scenario's nodes and keeps every fault with its line."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from casemgmt.policycheck import words
from casemgmt.policycheck.nodes import Node, Wrong

Fields = dict[str, Node]
NAMELESS = Node(1, "word", is_empty=True)


@dataclass
class Page:
    """One document while it is read: its zone, the names that it defines, what is wrong."""

    zone: str
    names: dict[str, frozenset[str]] = field(default_factory=dict)
    faults: list[Wrong] = field(default_factory=list)

    def wrong(self, line: int, reason: str) -> None:
        """Keep one fault."""
        self.faults.append(Wrong(line, reason))

    def mapping(
        self, node: Node, what: str, known: Iterable[str], *, needs: Iterable[str] = ()
    ) -> Fields:
        """Return the fields of a mapping that are not empty; unknown and missing ones are
        faults."""
        known = tuple(known)
        if node.kind != "mapping":
            if not (node.is_empty and not tuple(needs)):
                self.wrong(node.line, f"{what} is a mapping ({', '.join(known)}), not {node.shape}")
            return {}
        for key in node.pairs:
            if key not in known:
                self._unknown(node.keys[key], what, key, known)
        found = {key: value for key, value in node.pairs.items() if not value.is_empty}
        for key in needs:
            if key not in found:
                self.wrong(node.line, f"{what} has no “{key}”. Add it.")
        return {key: value for key, value in found.items() if key in known}

    def _unknown(self, line: int, what: str, key: str, known: Collection[str]) -> None:
        self.wrong(line, f"{what} does not know the key “{key}”.{_meant(key, known)}")

    def entries(self, node: Node | None, what: str) -> dict[str, Node]:
        """Return the named entries of a section."""
        if node is None or node.is_empty:
            return {}
        if node.kind != "mapping":
            self.wrong(node.line, f"{what} is a mapping of names, not {node.shape}")
            return {}
        return node.pairs

    def parts(self, node: Node | None) -> tuple[Node, ...]:
        """Return the parts of a list; one word alone is a list of one."""
        if node is None or node.is_empty:
            return ()
        if node.kind != "list":
            return (node,)
        for part in node.parts:
            if part.is_empty:
                self.wrong(part.line, "a part of this list is empty. Take it out.")
        return tuple(part for part in node.parts if not part.is_empty)

    def word(self, node: Node | None, what: str, default: str = "") -> str:
        """Return one word or line."""
        if node is None or node.is_empty:
            return default
        if node.kind != "word":
            self.wrong(node.line, f"“{what}” is one word or line, not {node.shape}")
            return default
        return node.text

    def words(self, node: Node | None, what: str) -> tuple[str, ...]:
        """Return a list of words."""
        return tuple(self.word(part, what) for part in self.parts(node))

    def choice(
        self, node: Node | None, what: str, allowed: Collection[str], default: str = ""
    ) -> str:
        """Return one of the allowed words."""
        if node is None or node.is_empty:
            return default
        text = self.word(node, what)
        if node.kind != "word" or text in allowed:
            return text
        self.wrong(node.line, f"“{what}” is not “{text}”.{_meant(text, allowed)}")
        return default

    def name(self, node: Node | None, what: str, *sections: str) -> str:
        """Return a name that one of the sections defines."""
        if node is None or node.is_empty:
            return ""
        text = self.word(node, what)
        known = frozenset().union(*(self.names.get(section, frozenset()) for section in sections))
        if node.kind == "word" and text not in known:
            places = " or ".join(sections)
            hint = _meant(text, known, some=False)
            self.wrong(node.line, f"“{what}” names “{text}”, which {places} does not define.{hint}")
        return text

    def listed(self, node: Node | None, what: str, *sections: str) -> tuple[str, ...]:
        """Return a list of names that the sections define."""
        return tuple(self.name(part, what, *sections) for part in self.parts(node))

    def flag(self, node: Node | None, what: str, *, default: bool) -> bool:
        """Return true or false."""
        if node is None or node.is_empty:
            return default
        text = self.word(node, what).casefold()
        if node.kind == "word" and text not in words.YES | words.NO:
            self.wrong(node.line, f"“{what}” is true or false, not {node.shape}")
        return text in words.YES

    def day(self, node: Node | None, what: str) -> date | None:
        """Return a whole day; of a time its day in the zone."""
        if node is None or node.is_empty:
            return None
        text = self.word(node, what)
        day, moment = words.day_of(text), words.moment_of(text)
        if day is None and moment is not None:
            zone = ZoneInfo(self.zone)
            day = moment.astimezone(zone).date() if moment.tzinfo else moment.date()
        if day is None and node.kind == "word":
            self.wrong(node.line, f"“{what}” is a day like 2026-03-01, not “{text}”")
        return day

    def moment(self, node: Node | None, what: str) -> datetime | None:
        """Return a time with its offset."""
        if node is None or node.is_empty:
            return None
        text = self.word(node, what)
        moment = words.moment_of(text)
        if moment is not None and moment.tzinfo is None:
            self.wrong(node.line, f"“{what}” needs an offset, like {text.replace(' ', 'T')}-05:00")
            return None
        if moment is None and node.kind == "word":
            self.wrong(
                node.line, f"“{what}” is a time like 2026-03-01T09:00:00-05:00, not “{text}”"
            )
        return moment

    def edge(self, node: Node | None, what: str, *, ends: bool = False) -> datetime | None:
        """Return a time; a whole day means its first moment, as an end the last that counts."""
        if node is None or node.is_empty or node.kind != "word":
            return self.moment(node, what)
        day = words.day_of(node.text)
        if day is None:
            return self.moment(node, what)
        return words.day_ends(day, self.zone) if ends else words.day_begins(day, self.zone)


def _meant(text: str, known: Collection[str], *, some: bool = True) -> str:
    near = get_close_matches(text, sorted(known), n=1, cutoff=0.6)
    if near:
        return f" Did you mean “{near[0]}”?"
    if not known or not some:
        return f" There are: {', '.join(sorted(known))}." if 0 < len(known) <= 12 else ""
    return f" There are: {', '.join(known)}."
