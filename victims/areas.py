"""Coarse areas of no-contact terms: chosen so that neither one list nor several tell an address."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

DEFAULT_PATH = str(Path(__file__).with_name("areas.yaml"))
Pick = Callable[[Sequence[str], int], Sequence[str]]


class AreasError(ValueError):
    """A file of areas that makes no sense, with every problem."""


@dataclass(frozen=True)
class Areas:
    """The areas of a jurisdiction, and how many stand together at least."""

    names: tuple[str, ...]
    least_count: int


def areas_in_force() -> Areas:
    """Return the jurisdiction's areas; raises AreasError."""
    return load(settings.COARSE_AREAS_FILE or DEFAULT_PATH)


@lru_cache(maxsize=8)
def load(path: str) -> Areas:
    """Return the areas in a file; raises AreasError."""
    return read(Path(path).read_text(encoding="utf-8"))


def read(text: str) -> Areas:
    """Return the areas that `text` (YAML) lists; raises AreasError for one that is too small and
    for too few of them."""
    raw = yaml.safe_load(text) or {}
    areas, least = raw.get("areas") or {}, raw.get("least_km2", 4)
    count = raw.get("least_count", 3)
    problems = [
        f"{name} has {size} square kilometers; the least is {least}."
        for name, size in areas.items() if size < least
    ]  # fmt: skip
    if count < 2:
        problems.append("Two areas at least stand together, or the list places somebody.")
    if len(areas) < 2 * count:
        problems.append(f"List {2 * count} areas at least, or there is nothing to choose from.")
    if problems:
        raise AreasError("\n".join(problems))
    return Areas(tuple(sorted(areas)), count)


def with_decoys(
    meant: Iterable[str], earlier: Iterable[frozenset[str]], areas: Areas, pick: Pick
) -> frozenset[str]:
    """Return the areas that a list holds: those that are meant, and others beside them.

    What two lists of one case have in common is either nothing or large enough by itself, so that
    laying list upon list leaves no single area (B-VR-5). `pick` chooses at random.
    """
    chosen = _closed(frozenset(meant), earlier)
    used = frozenset().union(*earlier) if earlier else frozenset()
    while chosen and len(chosen) < areas.least_count:
        fresh = sorted(set(areas.names) - chosen - used) or sorted(set(areas.names) - chosen)
        missing = min(areas.least_count - len(chosen), len(fresh))
        chosen = _closed(chosen | frozenset(pick(fresh, missing)), earlier)
    return chosen


def _closed(chosen: frozenset[str], earlier: Iterable[frozenset[str]]) -> frozenset[str]:
    """Take in whole each earlier list of which something is chosen, until nothing is left to do."""
    lists = list(earlier)
    while True:
        wider = chosen.union(*(held for held in lists if held & chosen))
        if wider == chosen:
            return chosen
        chosen = wider
