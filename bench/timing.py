"""Times ways of doing the same thing in turns, so that a busy machine slows all of them alike."""

from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

Way = Callable[[], object]
WARM = 8  # more than the five executions after which PostgreSQL keeps a plan
ENOUGH = 8_000  # milliseconds after which a measurement ends, if it has more than LEAST rounds
LEAST = 7


def medians(
    ways: Mapping[str, Way], *, rounds: int = 150, slow: Mapping[str, Way] | None = None
) -> dict[str, float]:
    """Return each way's milliseconds: the median of its faster half, so that what else the machine
    does weighs less. A slow way runs three times, one that takes more than two seconds once."""
    for _ in range(WARM):
        for way in ways.values():
            way()
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name, way in ways.items():
            times[name].append(once(way))
        if number >= LEAST and sum(map(sum, times.values())) > ENOUGH:
            break
    for name, way in (slow or {}).items():
        times[name] = [once(way)]
        if times[name][0] < ENOUGH / 4:
            times[name] += [once(way), once(way)]
    return {name: _typical(values) for name, values in times.items()}


def _typical(values: list[float]) -> float:
    return median(sorted(values)[: len(values) // 2] if len(values) > LEAST else values)


def once(way: Way) -> float:
    """Return the milliseconds that one run takes."""
    started = perf_counter()
    way()
    return (perf_counter() - started) * 1000
