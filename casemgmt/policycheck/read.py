"""Reads the files of scenarios: each document becomes a Scenario, or the list of its faults."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from casemgmt.policycheck.check import contradictions
from casemgmt.policycheck.nodes import Node, Wrong, documents_of
from casemgmt.policycheck.page import Fields, Page
from casemgmt.policycheck.read_papers import read_release
from casemgmt.policycheck.read_steps import read_step
from casemgmt.policycheck.read_world import (
    read_agency,
    read_agreement,
    read_case,
    read_person,
    read_record,
    read_team,
    read_victim,
)
from casemgmt.policycheck.world import Scenario

ENDINGS = (".yaml", ".yml")
SECTIONS: dict[str, Callable[[Page, Node, str], Any]] = {
    "agencies": read_agency, "people": read_person, "teams": read_team, "cases": read_case,
    "victims": read_victim, "releases": read_release, "agreements": read_agreement,
    "records": read_record,
}  # fmt: skip
TOP = ("name", "rules", "now", "zone", *SECTIONS, "steps")


@dataclass(frozen=True)
class File:
    """One file: what can be run of it, and what is wrong with the rest."""

    name: str
    scenarios: list[Scenario] = field(default_factory=list)
    faults: list[Wrong] = field(default_factory=list)


def files_of(paths: Iterable[str]) -> Iterator[File | Path]:
    """Return the scenario files among files and folders, in order; a path that holds none comes
    as a File with its fault."""
    seen: set[Path] = set()
    for path in map(Path, paths):
        for found in _files_at(path):
            key = found.resolve() if isinstance(found, Path) else Path(found.name)
            if key not in seen:
                seen.add(key)
                yield found


def _files_at(path: Path) -> list[File | Path]:
    if path.is_dir():
        found = [p for p in path.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file()]
        if found:
            return [*sorted(found)]
        return [_unread(path, "this folder holds no scenario (*.yaml). Name another one.")]
    if not path.exists():
        return [_unread(path, "there is no such file or folder. Check the path.")]
    return [path]


def _unread(path: Path, reason: str) -> File:
    return File(str(path), faults=[Wrong(0, reason)])


def read_file(path: Path, zone: str) -> File:
    """Read one file; `zone` is the jurisdiction's, for scenarios that name none."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return File(str(path), faults=[Wrong(line, "this file is not UTF-8. Save it as UTF-8.")])
    except OSError as error:
        return _unread(path, f"this file cannot be read ({error.strerror}).")
    file = File(str(path))
    for node in documents_of(text):
        found = node if isinstance(node, Wrong) else _scenario(node, str(path), zone)
        if isinstance(found, Scenario):
            file.scenarios.append(found)
        else:
            file.faults.extend([found] if isinstance(found, Wrong) else found)
    if not file.scenarios and not file.faults:
        return _unread(path, "this file is empty. A scenario has a name, a time and steps.")
    return file


def _scenario(root: Node, file: str, zone: str) -> Scenario | list[Wrong]:
    page = Page(zone)
    got = page.mapping(root, "a scenario", TOP, needs=("name", "now", "steps"))
    if root.kind != "mapping":
        return page.faults
    page.zone = _zone(page, got, zone)
    _collect_names(page, got)
    now = page.moment(got.get("now"), "now")
    rules, name = page.words(got.get("rules"), "rules"), page.word(got.get("name"), "name")
    world = {
        section: {
            key: read(page, entry, key)
            for key, entry in page.entries(got.get(section), section).items()
        }
        for section, read in SECTIONS.items()
    }
    steps = [read_step(page, node, world["records"]) for node in _steps(page, got)]
    if page.faults or now is None:
        return sorted(page.faults, key=lambda wrong: wrong.line)
    scenario = Scenario(
        file, root.line, name, now, page.zone, rules, steps=tuple(s for s in steps if s), **world
    )
    return list(contradictions(scenario)) or scenario


def _zone(page: Page, got: Fields, default: str) -> str:
    zone = page.word(got.get("zone"), "zone", default)
    try:
        ZoneInfo(zone)
    except (OSError, ValueError, KeyError):
        page.wrong(got["zone"].line, f"“{zone}” is no time zone. Write one like America/New_York.")
        return default
    return zone


def _steps(page: Page, got: Fields) -> tuple[Node, ...]:
    steps = got.get("steps")
    if steps is not None and steps.kind != "list":
        page.wrong(steps.line, f"“steps” is a list, not {steps.shape}")
        return ()
    return steps.parts if steps else ()


def _collect_names(page: Page, got: Fields) -> None:
    """Let entries name each other wherever they stand in the file."""
    for section in SECTIONS:
        page.names[section] = frozenset(page.entries(got.get(section), section))
    cases = page.entries(got.get("cases"), "cases").items()
    page.names["people under supervision"] = frozenset(
        _written(case, "person") or key for key, case in cases
    )
    victims = page.entries(got.get("victims"), "victims").values()
    page.names["guardians"] = frozenset(
        name for victim in victims for name in _guardians(victim.pairs.get("guardian"))
    )
    page.names["papers signed in the steps"] = frozenset(_signed(got.get("steps")))


def _written(node: Node, key: str) -> str:
    value = node.pairs.get(key)
    return value.text if value is not None and value.kind == "word" else ""


def _guardians(node: Node | None) -> Iterator[str]:
    if node is None:
        return
    for part in node.parts if node.kind == "list" else (node,):
        yield part.text or _written(part, "name") or _written(part, "who")


def _signed(steps: Node | None) -> Iterator[str]:
    for step in steps.parts if steps else ():
        sign = (step.pairs.get("do") or step).pairs.get("sign")
        if sign is None:
            continue
        if len(sign.pairs) == 1:
            yield next(iter(sign.pairs))
        elif name := _written(sign, "name"):
            yield name
