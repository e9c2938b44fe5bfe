"""Numbers that tell of no person: small cells are not shown, nor is what they could be worked out
from (B-VAWA-10, T60). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cells:
    """A list of numbers as it may be shown; None is a number that is not."""

    shown: dict[str, int | None]
    total: int | None


def suppress(
    numbers: Mapping[str, int], least: int, *, within: Sequence[Mapping[str, int]] = ()
) -> Cells:
    """Return the numbers without those below `least`, zero among them, and without their
    neighbours, so that the total does not give a small one away.

    Numbers stand in fixed pairs, by their order: a pair with a small number in it is not shown.
    Where they are odd the last stands alone, and takes the pair before it along where it is small.
    So which others go depends on their place, never on their size, and even who knows this rule
    and the total learns no more of a small number than that it is one. Where what is left out is
    less than `least` itself, the total is left out too. Raises ValueError for a negative number.

    `within` are the same counts of shorter periods that can be asked for too, the shortest first:
    what one period has more than another is a number as well, and no small one is told by two.
    """
    if any(number < 0 for number in numbers.values()):
        raise ValueError("a count is never negative")
    pairs = _pairs(list(numbers))
    told = [_More(part, suppress(part, least, within=within[:n])) for n, part in enumerate(within)]
    hidden = {
        name
        for pair in pairs
        for name in pair
        if _has_small(numbers, pair, least) or any(one.tells(numbers, pair, least) for one in told)
    }
    if len(pairs) > 1 and len(pairs[-1]) == 1 and hidden.issuperset(pairs[-1]):
        hidden.update(pairs[-2])
    shown = {name: None if name in hidden else number for name, number in numbers.items()}
    left_out = sum(numbers[name] for name in hidden)
    is_safe = not hidden or (len(hidden) > 1 and left_out >= least)
    is_safe = is_safe and not any(one.tells_total(numbers, hidden, least) for one in told)
    return Cells(shown, sum(numbers.values()) if is_safe else None)


@dataclass(frozen=True)
class _More:
    """A shorter period: its numbers, and what of them is shown."""

    numbers: Mapping[str, int]
    cells: Cells

    def tells(self, numbers: Mapping[str, int], pair: list[str], least: int) -> bool:
        """Whether a pair, beside what is shown of it here, would tell a small number."""
        is_known = self.cells.total is not None or any(
            self.cells.shown[n] is not None for n in pair
        )
        return is_known and any(numbers[name] - self.numbers[name] < least for name in pair)

    def tells_total(self, numbers: Mapping[str, int], hidden: set[str], least: int) -> bool:
        """Whether the total, beside the one that is shown here, would."""
        if self.cells.total is None:
            return False
        more = {name: numbers[name] - self.numbers[name] for name in numbers}
        out = sum(more[name] for name in hidden)
        return sum(more.values()) < least or (bool(hidden) and out < least)


def _pairs(names: list[str]) -> list[list[str]]:
    return [names[start : start + 2] for start in range(0, len(names), 2)]


def _has_small(numbers: Mapping[str, int], pair: list[str], least: int) -> bool:
    return any(numbers[name] < least for name in pair)
