"""What is measured, against what was aimed at, as a table to read and a file to compare."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One measurement; the ratio is to the same work without permissions, in the same run."""

    name: str
    value: float
    limit: float | None = None
    target: float | None = None
    at_least: bool = False
    unit: str = "ms"
    cases: int = 0

    @property
    def ratio(self) -> float | None:
        """Return how many times the limit it takes."""
        return self.value / self.limit if self.limit else None

    @property
    def reached(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        if self.target is None:
            return None
        held = self.value if self.ratio is None else self.ratio
        return held >= self.target if self.at_least else held <= self.target


def growth(rows: list[Row], target: float) -> list[Row]:
    """Return how the first pages grow from the smallest size to the largest: as times their limit,
    for the sizes are measured minutes apart and the machine is not the same."""
    sizes = sorted({row.cases for row in rows})
    if len(sizes) < 2:
        return []
    small = {row.name: row for row in rows if row.cases == sizes[0]}
    return [
        Row(
            f"growth from {sizes[0]:,}: {row.name}",
            row.ratio,
            small[row.name].ratio,
            target,
            unit="x",
            cases=sizes[-1],
        )
        for row in rows
        if row.cases == sizes[-1] and row.name.startswith("list page 1, ") and row.ratio
    ]


def table(rows: list[Row]) -> str:
    """Return the rows as Markdown, a column a size: the value, and its ratio to the limit; in bold
    what misses its target."""
    sizes = sorted({row.cases for row in rows})
    held = {(row.name, row.cases): row for row in rows}
    heads = ["what", "target", *(f"{size:,} cases" for size in sizes)]
    lines = [f"| {' | '.join(heads)} |", f"|---|--:|{'--:|' * len(sizes)}"]
    for name in dict.fromkeys(row.name for row in rows):
        found = [held.get((name, size)) for size in sizes]
        target = next(_target(row) for row in found if row)
        lines.append(f"| {' | '.join([name, target, *map(_cell, found)])} |")
    return "\n".join(lines)


def _target(row: Row) -> str:
    return "" if row.target is None else f"{'≥' if row.at_least else '≤'} {row.target:g}"


def _cell(row: Row | None) -> str:
    if row is None:
        return ""
    ratio = f" ({row.ratio:,.1f})" if row.ratio else ""
    words = _number(row.value, row.unit) + ratio
    return f"**{words}**" if row.reached is False else words


def write(rows: list[Row], path: Path) -> None:
    """Keep the rows as JSON, with what is derived from them."""
    kept = [{**asdict(row), "ratio": row.ratio, "reached": row.reached} for row in rows]
    path.write_text(json.dumps(kept, indent=1) + "\n")


def _number(value: float, unit: str) -> str:
    words = f"{value:,.0f}" if value >= 100 or unit == "rows" else f"{value:.2f}"
    return f"{words} {unit}"
