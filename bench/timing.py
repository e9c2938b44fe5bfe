"""Times ways of doing the same thing in turns, so that a busy machine slows all of them alike."""

from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

Way = Callable[[], object]
WARM = 8  # more than the five executions after which PostgreSQL keeps a plan


def medians(
    ways: Mapping[str, Way], *, rounds: int = 150, slow: Mapping[str, Way] | None = None
) -> dict[str, float]:
    """Return each way's median in milliseconds; a slow way takes part in three of
    the rounds only."""
    slow = slow or {}
    for _ in range(WARM):
        for way in ways.values():
            way()
    times: dict[str, list[float]] = {name: [] for name in [*ways, *slow]}
    for number in range(rounds):
        for name, way in ways.items():
            times[name].append(once(way))
        if number % max(1, rounds // 3) == 0:
            for name, way in slow.items():
                times[name].append(once(way))
    return {name: median(values) for name, values in times.items()}


def once(way: Way) -> float:
    """Return the milliseconds that one run takes."""
    started = perf_counter()
    way()
    return (perf_counter() - started) * 1000
