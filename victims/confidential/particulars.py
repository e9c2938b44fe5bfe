"""What the signed form of a release says, whole: the organization's own copy of it (B-VAWA-4)."""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Particulars:
    """Each field of the form in words; days as 2026-03-01. It is kept encrypted as one."""

    ways: tuple[str, ...] = ()
    risks_by: str = ""
    risks_on: str = ""
    case_id: str = ""
    item: str = ""
    release_id: str = ""
    name: str = ""
    organization: str = ""
    call: str = ""
    text: str = ""
    agency: str = ""
    person: str = ""
    role: str = ""
    purpose: str = ""
    starts_on: str = ""
    ends_on: str = ""
    risks: tuple[str, ...] = ()
    other_ways: tuple[str, ...] = ()
    language: str = ""
    interpreter: str = ""
    signed_by: str = ""
    guardian: str = ""
    signed_on: str = ""
    copy_on: str = ""
    copy_language: str = ""
    copy_why: str = ""

    @property
    def recipient(self) -> str:
        """Return who receives it: the person or the role, and the agency."""
        narrowed = self.person or self.role.replace("_", " ")
        return f"{narrowed}, {self.agency}" if narrowed else self.agency

    def words(self) -> str:
        """Return it as the text that is encrypted."""
        return json.dumps(asdict(self))


def particulars_of(words: str) -> Particulars:
    """Return the form that a kept text says; what an older one does not say is empty."""
    said = json.loads(words)
    lists = {"ways", "risks", "other_ways"}
    known = {field.name for field in fields(Particulars)} & set(said)
    held: dict[str, Any] = {n: tuple(said[n]) if n in lists else said[n] for n in known}
    return Particulars(**held)
