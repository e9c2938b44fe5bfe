"""The words that people read, in one file, so that a jurisdiction can change a word once."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.conf import settings

DEFAULT_FILE = Path(__file__).with_name("vocabulary.yaml")


@dataclass(frozen=True)
class Term:
    """One word of the domain, with what to write and what not to write instead."""

    key: str
    label: str
    plural: str
    gloss: str
    discipline: str
    avoid: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


def term(key: str) -> Term:
    """Return the term of a key; raises KeyError with the near keys for one that does not exist."""
    try:
        return terms()[key]
    except KeyError:
        near = ", ".join(known for known in sorted(terms()) if known[:2] == key[:2])
        raise KeyError(f"{key!r} is not in the vocabulary. Near it: {near or 'nothing'}.") from None


@cache
def terms() -> dict[str, Term]:
    """Return all terms, the jurisdiction's labels in place of the default ones."""
    raw = _read(DEFAULT_FILE)
    override = getattr(settings, "VOCABULARY_FILE", "")
    for key, changes in (_read(Path(override)) if override else {}).items():
        if key not in raw:
            raise KeyError(f"{override} names {key!r}, which is not in the vocabulary.")
        raw[key] |= changes
    return {key: _term(key, fields) for key, fields in raw.items()}


def _read(path: Path) -> dict[str, dict]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _term(key: str, fields: dict) -> Term:
    lists = {name: tuple(fields.get(name, ())) for name in ("avoid", "never")}
    return Term(key=key, **{**fields, **lists})
