"""Compares two access tables: which pairs change and how, and which lists beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from casemgmt.policy.categories import Category
from casemgmt.policy.people import Discipline
from casemgmt.policy.table import Grade, Rule, Table


class Effect(StrEnum):
    """What a change does to those it is about."""

    OPENS = "opens"
    CLOSES = "closes"
    NARROWS = "narrows"
    WIDENS = "widens"
    CHANGES = "changes"


# Each first rule shows a part of what the second one shows. Pairs that are not here differ without
# one being the narrower.
NARROWER = frozenset({
    (Grade.OWN, Grade.OWN_AGENCY), (Grade.OWN, Grade.STANDING), (Grade.OWN_AGENCY, Grade.STANDING),
    (Grade.PART, Grade.STANDING), (Grade.SCREENED, Grade.STANDING), (Grade.GATE, Grade.STANDING),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: where, what it was and is, and what it does."""

    section: str
    place: str
    before: str
    after: str
    effect: Effect
    discipline: Discipline | None = None
    category: Category | None = None

    def __str__(self) -> str:
        return f"{self.effect:<8} {self.place}: {self.before} -> {self.after}"


def compare(old: Table, new: Table) -> list[Change]:
    """Return what differs, pairs first, in the order of the table."""
    return [
        *_pairs(old, new),
        *_members("never_overridable", old.never_overridable, new.never_overridable),
        *_members("existence_hidden", old.existence_hidden, new.existence_hidden),
        *_writers(old, new),
        *_pretrial(old, new),
        *_speakers(old, new),
        *_offices(old, new),
        *_parts(old, new),
    ]


def touched(changes: list[Change]) -> dict[Discipline, set[Category]]:
    """Return the pairs whose answers can differ: on data nothing else needs to be asked."""
    found: dict[Discipline, set[Category]] = {}
    for change in changes:
        if change.category is None or change.section in ("writes", "offices", "parts"):
            continue
        for discipline in [change.discipline] if change.discipline else list(Discipline):
            found.setdefault(discipline, set()).add(change.category)
    return found


def _pairs(old: Table, new: Table) -> Iterator[Change]:
    for discipline in Discipline:
        for category in Category:
            before, after = old.rule(discipline, category), new.rule(discipline, category)
            if before != after:
                yield Change(
                    "disciplines", f"{discipline} x {category}", str(before), str(after),
                    effect_of(before, after), discipline, category,
                )  # fmt: skip


def effect_of(before: Rule, after: Rule) -> Effect:
    """Return what a changed cell does to the people of its discipline."""
    if before.grade == Grade.NEVER:
        return Effect.OPENS
    if after.grade == Grade.NEVER:
        return Effect.CLOSES
    if (after.grade, before.grade) in NARROWER:
        return Effect.NARROWS
    if (before.grade, after.grade) in NARROWER:
        return Effect.WIDENS
    return Effect.CHANGES


def _members(section: str, old: frozenset[Category], new: frozenset[Category]) -> Iterator[Change]:
    for category in Category:
        if (category in old) != (category in new):
            added = category in new  # either list takes away
            yield Change(
                section, f"{section}: {category}", _there(not added), _there(added),
                Effect.NARROWS if added else Effect.WIDENS, None, category,
            )  # fmt: skip


def _writers(old: Table, new: Table) -> Iterator[Change]:
    for category in Category:
        before, after = (t.writes.get(category, frozenset()) for t in (old, new))
        for discipline in Discipline:
            if (discipline in before) != (discipline in after):
                opens = discipline in after
                yield Change(
                    "writes", f"writes {category}: {discipline}", _there(not opens), _there(opens),
                    Effect.OPENS if opens else Effect.CLOSES, discipline, category,
                )  # fmt: skip


def _pretrial(old: Table, new: Table) -> Iterator[Change]:
    for discipline in Discipline:
        before, after = (t.pretrial_closed.get(discipline, frozenset()) for t in (old, new))
        for category in Category:
            if (category in before) != (category in after):
                closes = category in after
                yield Change(
                    "pretrial_closed", f"closed before trial, {discipline}: {category}",
                    _there(not closes), _there(closes),
                    Effect.CLOSES if closes else Effect.OPENS, discipline, category,
                )  # fmt: skip


def _speakers(old: Table, new: Table) -> Iterator[Change]:
    for discipline in Discipline:
        before, after = (discipline in t.speaks_for_victims for t in (old, new))
        if before != after:
            effect = Effect.OPENS if after else Effect.CLOSES
            yield Change(
                "speaks_for_victims", f"speaks for victims in general: {discipline}",
                _there(before), _there(after), effect, discipline,
            )  # fmt: skip


def _offices(old: Table, new: Table) -> Iterator[Change]:
    for office in sorted({*old.offices, *new.offices}):
        before, after = (t.of_office(office, Category.LEDGER) for t in (old, new))
        if before != after:
            yield Change(
                "offices", f"{office} x {Category.LEDGER}", str(before), str(after),
                effect_of(before, after), None, Category.LEDGER,
            )  # fmt: skip


def _parts(old: Table, new: Table) -> Iterator[Change]:
    for category in Category:
        before, after = old.parts.get(category, {}), new.parts.get(category, {})
        for name in sorted({*before, *after}):
            was, will = (held.get(name, "not defined") or "no words" for held in (before, after))
            if was != will:
                place = f"part {category}.{name}"
                yield Change("parts", place, was, will, Effect.CHANGES, None, category)


def _there(is_there: bool) -> str:  # noqa: FBT001
    return "listed" if is_there else "not listed"
