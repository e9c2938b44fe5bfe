"""Handles: what an address says in place of a running number, so that nobody learns from one how
many events or people there are, or tries the next (OWASP ASVS 8.2.1, CWE-639)."""

from functools import cache
from hashlib import sha256
from uuid import UUID

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

EVENT, PERSON = "event", "person"
HALF = 8  # bytes: the first half says what it is a number of, the second is the number
LARGEST = 2**63 - 1


def handle_of(kind: str, number: int) -> str:
    """Return the handle of a number: always the same one, and told from chance by nobody."""
    cipher = _cipher(settings.SECRET_KEY).encryptor()
    return str(UUID(bytes=cipher.update(_mark(kind) + number.to_bytes(HALF))))


def number_of(kind: str, handle: object) -> int | None:
    """Return the number behind a handle of this kind; None for what is no handle of ours."""
    try:
        given = UUID(str(handle)).bytes
    except ValueError:
        return None
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        plain = _cipher(secret).decryptor().update(given)
        if plain[:HALF] == _mark(kind):
            number = int.from_bytes(plain[HALF:])
            return number if number <= LARGEST else None
    return None


def _mark(kind: str) -> bytes:
    return sha256(kind.encode()).digest()[:HALF]


@cache
def _cipher(secret: str) -> Cipher:
    """Return a permutation of single blocks; each block is enciphered once and alone."""
    key = sha256(b"ledger-addresses|" + secret.encode()).digest()
    return Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305  # one block, which never repeats
