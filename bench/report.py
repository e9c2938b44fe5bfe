"""What is measured, against what was aimed at, as a table to read and a file to compare."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

WORDS = {True: "yes", False: "NO", None: ""}


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
    """Return how the rows that have a limit of their own grow from the smallest size
    to the largest."""
    sizes = sorted({row.cases for row in rows})
    if len(sizes) < 2:
        return []
    small = {row.name: row for row in rows if row.cases == sizes[0]}
    return [
        Row(
            f"growth from {sizes[0]:,}: {row.name}",
            row.value,
            small[row.name].value,
            target,
            cases=sizes[-1],
        )
        for row in rows
        if row.cases == sizes[-1] and row.name.startswith("list page 1, ") and row.name in small
    ]


def table(rows: list[Row]) -> str:
    """Return the rows as Markdown."""
    lines = [
        "| cases | what | value | limit | ratio | target | reached |",
        "|--:|---|--:|--:|--:|--:|---|",
    ]
    for row in rows:
        target = f"{'≥' if row.at_least else '≤'} {row.target:g}" if row.target is not None else ""
        cells = (
            f"{row.cases:,}", row.name, _number(row.value, row.unit), _number(row.limit, row.unit),
            f"{row.ratio:.1f}" if row.ratio else "", target, WORDS[row.reached],
        )  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def write(rows: list[Row], path: Path) -> None:
    """Keep the rows as JSON, with what is derived from them."""
    kept = [{**asdict(row), "ratio": row.ratio, "reached": row.reached} for row in rows]
    path.write_text(json.dumps(kept, indent=1) + "\n")


def _number(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    words = f"{value:,.0f}" if value >= 100 or unit == "rows" else f"{value:.2f}"
    return f"{words} {unit}"
