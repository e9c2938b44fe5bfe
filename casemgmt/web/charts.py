"""Bar charts drawn on the server: the table of numbers itself, with a bar beside each one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

PATTERNS = 6


@dataclass(frozen=True)
class Part:
    """One stretch of a bar, in hundredths of the chart's width."""

    label: str
    value: float
    text: str
    start: float
    width: float
    pattern: int
    url: str = ""


@dataclass(frozen=True)
class Bar:
    """One row: its words, its number, where it leads and its stretches."""

    label: str
    text: str
    url: str
    parts: tuple[Part, ...]


def bars_of(rows: Iterable[Mapping[str, Any]]) -> list[Bar]:
    """Return the bars, to one scale, of rows {label, value, text, url}.

    Instead of its value a row may have parts, each {label, value, text, url}.
    """
    plain = [_parts(row) for row in rows]
    longest = max((sum(part[1] for part in parts) for _, parts in plain), default=0) or 1
    return [_bar(row, parts, longest) for row, parts in plain]


def headings_of(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the names of the parts, in order of appearance; none where bars have one part."""
    return list(dict.fromkeys(part["label"] for row in rows for part in row.get("parts", ())))


def _parts(row: Mapping[str, Any]) -> tuple[Mapping[str, Any], list[tuple[str, float, str, str]]]:
    parts = row.get("parts") or [{"label": "", "value": row["value"], "text": row.get("text")}]
    return row, [
        (
            part["label"],
            part["value"] or 0,
            str(part.get("text") or part["value"] or 0),
            part.get("url", ""),
        )
        for part in parts
    ]


def _bar(row: Mapping[str, Any], parts: list[tuple[str, float, str, str]], longest: float) -> Bar:
    stretches, start = [], 0.0
    for index, (label, value, text, url) in enumerate(parts):
        width = round(100 * value / longest, 2)
        stretches.append(Part(label, value, text, round(start, 2), width, index % PATTERNS, url))
        start += width
    total = sum(part[1] for part in parts)
    return Bar(row["label"], str(row.get("text") or total), row.get("url", ""), tuple(stretches))
