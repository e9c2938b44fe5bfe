"""The keys of the ledger, one after the other: a new key counts where the old one signed it in.

Whoever verifies gives the keys that he knows, best the newest. A head that changes the key is
signed by both and names both, so the chain is followed forward and back from any key of it; after
that head the old key is retired, and what it signs counts for nothing.
"""

from collections.abc import Iterable, Sequence

from audit.models import Head
from audit.note import BadNote, Checkpoint, PublicKey, read
from audit.services.report import Report

RETIRED = "The key that signed it had been retired before."
BROKEN = "It changes the key, and the old and the new one have not both signed it."


class KeyChain:
    """The keys that may sign, and which of them signs now as heads go by."""

    def __init__(self, given: Sequence[PublicKey], rotations: Iterable[str] = ()) -> None:
        """Take the keys that are trusted and the notes that change keys."""
        self.given = list(given)
        self.known = list(given)
        pairs = [pair for text in rotations if (pair := rotation_of(text))]
        while more := [key for pair in pairs if set(pair) & set(self.known) for key in pair
                       if key not in self.known]:  # fmt: skip
            self.known += more
        self.current: PublicKey | None = None
        self.retired: list[PublicKey] = []

    def check(self, report: Report, where: str, text: str, says: Checkpoint) -> bool:
        """Return whether the right key signed this head; name it where not."""
        if says.rotation and self.current:
            return self._change(report, where, text, says.rotation)
        if self.current and self.current.signed(text):
            return True
        if any(key.signed(text) for key in self.retired):
            report.add("HEAD-RETIRED-KEY", where, RETIRED)
            return False
        signer = next((key for key in self._open_to() if key.signed(text)), None)
        if signer is None:
            report.add("HEAD-BAD-SIGNATURE", where, "No key that was given signed this head.")
            return False
        if self.current:
            words = "A key that was given signs from here; the one before it did not sign it in."
            report.warn("KEY-CHANGED", where, words)
            self.retired.append(self.current)
        self.current = says.rotation[1] if says.rotation else signer
        return True

    def signed(self, text: str) -> bool:
        """Return whether any key of the chain signed the note."""
        return any(key.signed(text) for key in self.known)

    def _open_to(self) -> list[PublicKey]:
        keys = self.given if self.current else self.known
        return [key for key in keys if key not in self.retired]

    def _change(
        self, report: Report, where: str, text: str, rotation: tuple[PublicKey, PublicKey]
    ) -> bool:
        old, new = rotation
        if old != self.current or new in self.retired or rotation_of(text) != rotation:
            report.add("HEAD-BAD-ROTATION", where, BROKEN)
            return False
        self.retired.append(old)
        self.current = new
        return True


def rotation_of(text: str) -> tuple[PublicKey, PublicKey] | None:
    """Return the old and the new key of a note that changes them and that both signed."""
    try:
        pair = read(text).rotation
    except BadNote:
        return None
    return pair if pair and all(key.signed(text) for key in pair) else None


def stored_rotations() -> list[str]:
    """Return the first head of each key in the order of the tree: those that change the key."""
    first, notes = {}, []
    for key_id in _key_ids():
        head = Head.objects.filter(key_id=key_id).order_by("size").first()
        if head:
            first[head.size] = head.note
    notes = [first[size] for size in sorted(first)]
    return [text for text in notes if "\nrotate " in text]


def _key_ids() -> Iterable[str]:
    """Yield each key's id, by steps through the index: there are few keys and many heads."""
    last = ""
    while True:
        after = Head.objects.filter(key_id__gt=last).order_by("key_id").values_list("key_id")
        found = after.first()
        if found is None:
            return
        last = found[0]
        yield last
