"""Numbers that tell of no person: small cells are not shown, nor is what they could be worked out
from (B-VAWA-10, T60). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Cells:
    """A list of numbers as it may be shown; None is a number that is not."""

    shown: dict[str, int | None]
    total: int | None


def suppress(numbers: Mapping[str, int], least: int) -> Cells:
    """Return the numbers without those below `least`, zero among them, and without their
    neighbours, so that the total does not give a small one away.

    Numbers stand in fixed pairs, by their order: a pair with a small number in it is not shown.
    Where they are odd the last stands alone, and takes the pair before it along where it is small.
    So which others go depends on their place, never on their size, and even who knows this rule
    and the total learns no more of a small number than that it is one. Where what is left out is
    less than `least` itself, the total is left out too. Raises ValueError for a negative number.
    """
    if any(number < 0 for number in numbers.values()):
        raise ValueError("a count is never negative")
    pairs = _pairs(list(numbers))
    hidden = {name for pair in pairs for name in pair if _has_small(numbers, pair, least)}
    if len(pairs) > 1 and len(pairs[-1]) == 1 and hidden.issuperset(pairs[-1]):
        hidden.update(pairs[-2])
    shown = {name: None if name in hidden else number for name, number in numbers.items()}
    left_out = sum(numbers[name] for name in hidden)
    is_safe = not hidden or (len(hidden) > 1 and left_out >= least)
    return Cells(shown, sum(numbers.values()) if is_safe else None)


def _pairs(names: list[str]) -> list[list[str]]:
    return [names[start : start + 2] for start in range(0, len(names), 2)]


def _has_small(numbers: Mapping[str, int], pair: list[str], least: int) -> bool:
    return any(numbers[name] < least for name in pair)
