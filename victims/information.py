"""What a victim who asks may be told, by stage and law: a table that a jurisdiction can replace."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

DEFAULT_PATH = str(Path(__file__).with_name("information.yaml"))
AT_ONCE, ASK, NEVER = "at_once", "ask", "never"
STAGES = ("pretrial", "supervised", "closed")
WHO = {
    "officer": "the supervising officer",
    "victim_unit": "the agency's victim specialist",
    "prosecution": "the prosecutor",
}
OF_THE_CASE = frozenset({"stage", "officer", "conditions", "participation"})


class InformationTableError(ValueError):
    """A table that makes no sense, with every problem."""


@dataclass(frozen=True)
class Topic:
    """One thing that a victim may ask."""

    key: str
    label: str
    law: str
    stages: frozenset[str]
    way: str
    facts: tuple[str, ...] = ()
    who: str = ""
    needs: str = ""
    instead: tuple[str, ...] = ()


@dataclass(frozen=True)
class EventRule:
    """When an advocate tells of a kind of event, and whether one who never asked may be told."""

    within_days: int
    before_days: int
    unsolicited: bool

    def due_on(self, known_on: date, happens_on: date) -> date:
        """Return the day until which it is told: never before the day on which it was known."""
        soon = known_on + timedelta(days=self.within_days)
        if happens_on <= known_on:
            return soon
        return max(known_on, min(soon, happens_on - timedelta(days=self.before_days)))


@dataclass(frozen=True)
class Permitted:
    """What the table says to one question: told at once, asked, or refused with what is told
    instead."""

    way: str
    why: str = ""
    instead: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class InformationTable:
    """The topics and the events of a jurisdiction."""

    topics: dict[str, Topic]
    events: dict[str, EventRule]
    answer_within_days: int
    remind_before_days: int

    def permitted(self, key: str, *, stage: str, authorized: bool) -> Permitted:
        """Say whether a topic may be told in this stage (B-VR-1, T35); raises KeyError."""
        topic = self.topics[key]
        instead = tuple(
            self.topics[other].label
            for other in topic.instead
            if stage in self.topics[other].stages
        )
        if topic.way == NEVER:
            return Permitted(NEVER, f"It is not told to anyone who asks: {topic.law}.", instead)
        if stage not in topic.stages:
            return Permitted(NEVER, "It is not told at this stage of the case.", instead)
        if topic.needs and not authorized:
            why = "No authorization of the person is in force that allows it."
            return Permitted(NEVER, why, instead)
        return Permitted(topic.way)


def in_force() -> InformationTable:
    """Return the jurisdiction's table; raises InformationTableError."""
    return load(settings.VICTIM_INFORMATION_TABLE or DEFAULT_PATH)


@lru_cache(maxsize=8)
def load(path: str) -> InformationTable:
    """Return the table in a file; raises InformationTableError."""
    return read(Path(path).read_text(encoding="utf-8"))


def read(text: str) -> InformationTable:
    """Return the table that `text` (YAML) describes; raises InformationTableError with all that
    is wrong with it."""
    raw = yaml.safe_load(text) or {}
    topics = {key: _topic(key, row) for key, row in (raw.get("topics") or {}).items()}
    problems = [problem for topic in topics.values() for problem in _problems(topic, topics)]
    events: dict[str, EventRule] = {}
    for kind, row in (raw.get("events") or {}).items():
        try:
            events[kind] = EventRule(**row)
        except TypeError:
            problems.append(f"{kind}: give within_days, before_days and unsolicited.")
    days = [raw.get(name) for name in ("answer_within_days", "remind_before_days")]
    if not all(isinstance(number, int) for number in days):
        problems.append("Give answer_within_days and remind_before_days as whole numbers.")
    if problems:
        raise InformationTableError("\n".join(problems))
    return InformationTable(topics, events, *days)  # type: ignore[arg-type]


def _topic(key: str, row: dict[str, Any]) -> Topic:
    lists = {name: tuple(row.get(name) or ()) for name in ("facts", "instead")}
    return Topic(
        key, str(row.get("label", "")), str(row.get("law", "")),
        frozenset(row.get("stages") or ()), str(row.get("way", "")), who=str(row.get("who", "")),
        needs=str(row.get("needs", "")), **lists,
    )  # fmt: skip


def _problems(topic: Topic, topics: dict[str, Topic]) -> list[str]:
    found = []
    if not topic.label or not topic.law:
        found.append("say its label and its law")
    if not topic.stages <= set(STAGES):
        found.append(f"stages are {', '.join(STAGES)}")
    if topic.way not in (AT_ONCE, ASK, NEVER):
        found.append(f"way is {AT_ONCE}, {ASK} or {NEVER}")
    if topic.way == AT_ONCE and not topic.facts:
        found.append("what is told at once needs facts")
    if topic.way == ASK and topic.who not in WHO:
        found.append(f"who is one of {', '.join(WHO)}")
    found += [f"there is no topic {name}" for name in topic.instead if name not in topics]
    return [f"{topic.key}: {words}." for words in found]
