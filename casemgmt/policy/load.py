"""Reads an access table and refuses one that does not make sense, naming every line that is wrong;
knows which table is in force."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from casemgmt.policy.categories import Category
from casemgmt.policy.contradictions import look_for_contradictions
from casemgmt.policy.people import Discipline
from casemgmt.policy.reading import Problem, TableError
from casemgmt.policy.table import NEVER, Grade, Rule, Table
from casemgmt.policy.table_reader import FROM_DEFAULT, TableReader

DEFAULT_PATH = str(Path(__file__).with_name("default.yaml"))


def check(text: str) -> tuple[Table, list[Problem]]:
    """Return the table that `text` (YAML) describes and what is odd about it; raises TableError
    with every problem by its line."""
    reader = TableReader(text)
    parts = reader.parts()
    whole = set(FROM_DEFAULT) <= set(reader.sections)
    rest: tuple[Table, ...] = () if whole else (load(DEFAULT_PATH),)
    writes, pretrial, speakers = reader.writes(), reader.pretrial(), reader.speakers()
    name, hashed = reader.name(), _hash(text, *(table.version for table in rest))
    rules = reader.rules(parts)
    table = Table(
        version=f"{name}/{hashed}" if name else hashed,
        rules=rules,
        parts=parts,
        never_overridable=reader.listed("never_overridable"),
        existence_hidden=reader.listed("existence_hidden"),
        writes=writes if "writes" in reader.sections else _readable(rest[0], rules),
        pretrial_closed=(
            pretrial if "pretrial_closed" in reader.sections else rest[0].pretrial_closed
        ),
        offices=reader.offices(),
        speaks_for_victims=(
            speakers if "speaks_for_victims" in reader.sections else rest[0].speaks_for_victims
        ),
    )
    look_for_contradictions(table, reader.places, reader.book)
    if reader.book.problems:
        raise TableError(reader.book.problems)
    return table, sorted(reader.book.notes)


def _readable(
    default: Table, rules: dict[tuple[Discipline, Category], Rule]
) -> dict[Category, frozenset[Discipline]]:
    """Return who writes by default, without those whom this table lets read nothing of it."""
    return {
        category: frozenset(
            discipline for discipline in writers
            if category == Category.IDENTITY
            or rules.get((discipline, category), NEVER).grade != Grade.NEVER
        )
        for category, writers in default.writes.items()
    }  # fmt: skip


def parse(text: str) -> Table:
    """Return the table that `text` (YAML) describes; raises TableError with every problem."""
    return check(text)[0]


def _hash(*texts: str) -> str:
    """Return the start of the hash of the file, and of the default where that fills the rest."""
    return hashlib.sha256("".join(texts).encode()).hexdigest()[:12]


def read(path: str) -> str:
    """Return the text of the file at `path`; raises TableError where there is none to read."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise TableError(
            [Problem(1, f"{path} cannot be read ({reason}). Check the path.")]
        ) from None
    except UnicodeDecodeError:
        raise TableError([Problem(1, f"{path} is no text in UTF-8. Save it as such.")]) from None


@lru_cache(maxsize=8)
def load(path: str) -> Table:
    """Return the table in the file at `path`, read once a process; raises TableError."""
    return parse(read(path))


_in_force: list[Table] = []
_instead: ContextVar[Table | None] = ContextVar("policy_table", default=None)


def in_force() -> Table:
    """Return the table that decisions follow: the one given to `use`, else the default."""
    return _instead.get() or (_in_force[-1] if _in_force else load(DEFAULT_PATH))


def use(path: str) -> None:
    """Let the table at `path` decide from now on (a jurisdiction's own; set once at start)."""
    _in_force[:] = [load(path or DEFAULT_PATH)]


@contextmanager
def instead(table: Table) -> Iterator[None]:
    """Let `table` decide inside the block: to compare two tables, or to ask what would change an
    answer."""
    token = _instead.set(table)
    try:
        yield
    finally:
        _instead.reset(token)
