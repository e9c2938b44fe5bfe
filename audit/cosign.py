"""Co-signatures of witnesses on signed heads, as C2SP writes them (tlog-cosignature)."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit.note import BadNote, signatures_of, text_of

COSIGNATURE = b"\x04"
BLOB = 4 + 8 + 64  # tag, seconds, signature


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """The public key of a witness, with its name."""

    name: str
    raw: bytes

    @property
    def tag(self) -> bytes:
        """The four bytes that stand before its signatures."""
        return hashlib.sha256(self.name.encode() + b"\n" + COSIGNATURE + self.raw).digest()[:4]

    def line(self) -> str:
        """Return the key as one line: name+tag+key."""
        return f"{self.name}+{self.tag.hex()}+{base64.b64encode(COSIGNATURE + self.raw).decode()}"

    def cosigned_at(self, note: str) -> datetime | None:
        """Return when this witness co-signed the note; None where it did not."""
        for name, blob in signatures_of(note):
            if name != self.name or blob[:4] != self.tag or len(blob) != BLOB:
                continue
            seconds = int.from_bytes(blob[4:12], "big")
            said = f"cosignature/v1\ntime {seconds}\n{text_of(note)}".encode()
            try:
                Ed25519PublicKey.from_public_bytes(self.raw).verify(blob[12:], said)
            except InvalidSignature:
                continue
            return datetime.fromtimestamp(seconds, UTC)
        return None


def witness_key_of(line: str) -> WitnessKey:
    """Return the key that a line name+tag+key holds; raises BadNote."""
    name, _, rest = line.strip().partition("+")
    tag, _, encoded = rest.partition("+")
    try:
        raw = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raw = b""
    key = WitnessKey(name, raw[1:])
    if not name or len(raw) != 33 or raw[:1] != COSIGNATURE or key.tag.hex() != tag:
        raise BadNote("This is no key of a witness: it reads name+8 hexadecimal digits+key.")
    return key
