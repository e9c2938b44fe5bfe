"""Signed heads as C2SP checkpoints in signed notes (c2sp.org): text that any verifier reads."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
DASH = "\u2014"
FIRST = bytes(32)  # what the first head names as the one before it


class BadNote(ValueError):
    """The text is no signed head of ours."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a head says: `complete` is the moment up to which every event was in the tree.

    `rotation` names the old key and the new one where the key changes here; both sign that head.
    """

    origin: str
    size: int
    root: bytes
    at: datetime
    complete: datetime
    previous: bytes
    rotation: "tuple[PublicKey, PublicKey] | None" = None

    def text(self) -> str:
        """Return the text that is signed."""
        keys = " ".join(key.line() for key in self.rotation or ())
        return (
            f"{self.origin}\n{self.size}\n{_b64(self.root)}\n"
            f"time {_stamp(self.at)}\ncomplete {_stamp(self.complete)}\n"
            f"previous {_b64(self.previous)}\n"
        ) + (f"rotate {keys}\n" if keys else "")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key with the name that it signs under."""

    name: str
    raw: bytes

    @property
    def id(self) -> str:
        """The key's own hash, by which heads name it."""
        return hashlib.sha256(self.raw).hexdigest()[:16]

    @property
    def tag(self) -> bytes:
        """The four bytes that stand before its signatures."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.raw).digest()[:4]

    def line(self) -> str:
        """Return the key as one line: name+tag+key."""
        return f"{self.name}+{self.tag.hex()}+{_b64(ED25519 + self.raw)}"

    def signed(self, note: str) -> bool:
        """Return whether this key signed the note."""
        text, signatures = _parts(note)
        for name, blob in signatures:
            if name == self.name and blob[:4] == self.tag:
                try:
                    Ed25519PublicKey.from_public_bytes(self.raw).verify(blob[4:], text.encode())
                except InvalidSignature:
                    continue
                return True
        return False


@dataclass(frozen=True, slots=True)
class SealKey:
    """The private key of the sealer."""

    name: str
    private: Ed25519PrivateKey

    @classmethod
    def of_seed(cls, name: str, seed: str) -> "SealKey":
        """Return the key of 32 bytes in hexadecimal; raises ValueError for anything else."""
        return cls(name, Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)))

    @property
    def public(self) -> PublicKey:
        """The public half."""
        return PublicKey(self.name, self.private.public_key().public_bytes_raw())

    def sign(self, checkpoint: Checkpoint, also: "SealKey | None" = None) -> str:
        """Return the checkpoint as a signed note; `also` signs beside, as at a change of key."""
        text = checkpoint.text()
        signers = [self, also] if also else [self]
        return f"{text}\n" + "".join(signer.signature_of(text) for signer in signers)

    def signature_of(self, text: str) -> str:
        """Return the line that signs the text."""
        signature = _b64(self.public.tag + self.private.sign(text.encode()))
        return f"{DASH} {self.name} {signature}\n"


def public_key_of(line: str) -> PublicKey:
    """Return the key that a line name+tag+key holds; raises BadNote."""
    name, _, rest = line.strip().partition("+")
    tag, _, encoded = rest.partition("+")
    raw = _unb64(encoded)
    key = PublicKey(name, raw[1:])
    if not name or len(raw) != 33 or raw[:1] != ED25519 or key.tag.hex() != tag:
        raise BadNote("This is no public key of a ledger: it reads name+8 hexadecimal digits+key.")
    return key


def read(note: str) -> Checkpoint:
    """Return what a signed note says, whoever signed it; raises BadNote."""
    try:
        origin, size, root, at, complete, previous, *more = _parts(note)[0].splitlines()
        return Checkpoint(
            origin, int(size), _unb64(root), _moment(at, "time "), _moment(complete, "complete "),
            _unb64(previous.removeprefix("previous ")), _rotation(more),
        )  # fmt: skip
    except ValueError as error:
        raise BadNote("This is no signed head of a ledger.") from error


def _rotation(lines: list[str]) -> tuple[PublicKey, PublicKey] | None:
    if not lines:
        return None
    word, old, new = lines[0].split(" ")
    if len(lines) > 1 or word != "rotate":
        raise BadNote("A signed head has six lines, and a seventh where the key changes.")
    return public_key_of(old), public_key_of(new)


def text_of(note: str) -> str:
    """Return the part of a note that is signed; raises BadNote."""
    return _parts(note)[0]


def signatures_of(note: str) -> list[tuple[str, bytes]]:
    """Return the names and the signatures under a note; raises BadNote."""
    return _parts(note)[1]


def hash_of(note: str) -> bytes:
    """Return what the next head names as the one before it."""
    return hashlib.sha256(note.encode()).digest()


def _parts(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    text, blank, lines = note.partition("\n\n")
    if not blank:
        raise BadNote("A signed note has a blank line before its signatures.")
    signatures = []
    for line in lines.splitlines():
        mark, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        if mark == DASH:
            signatures.append((name, _unb64(encoded)))
    return f"{text}\n", signatures


def _b64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _unb64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise BadNote("This is not base64.") from error


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _moment(line: str, word: str) -> datetime:
    return datetime.strptime(line.removeprefix(word), "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
