"""Clearing a text before it goes to the person it is about: a person strikes what is of others, and
nothing can be added (B-VR-7). Pure."""

import re
from difflib import SequenceMatcher

STRUCK = "[struck]"
_PARTS = re.compile(r"\[struck\]|\w+|[^\w\s]")


class WordsAdded(ValueError):
    """The cleared text holds words that the record does not."""


def struck_from(original: str, cleared: str) -> list[str]:
    """Return what was struck, piece by piece, in the record's own words.

    Raises WordsAdded with the words that the record does not have at that place: a copy only loses.
    """
    before, after = _PARTS.findall(original), _PARTS.findall(cleared)
    struck, added = [], []
    for act, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if act in ("delete", "replace"):
            struck.append(" ".join(before[i:j]))
        if act in ("insert", "replace"):
            added += [part for part in after[k:m] if part != STRUCK]
    if added:
        raise WordsAdded(", ".join(added))
    return struck
