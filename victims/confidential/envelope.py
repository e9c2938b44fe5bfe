"""Encryption of the advocate's record: one data key a victim, wrapped by the organization's key.

A value opens only in its place.
"""

import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass

import jellyfish
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = b"\x01"
NONCE = 12
TAG = 16


class Unreadable(Exception):
    """A value that does not open: another key, another place, or bytes that were altered."""


def place_of(table: str, column: str, row: object, version: int) -> str:
    """Return where a value lives; it is part of what is authenticated."""
    return f"{table}|{column}|{row}|{version}"


def encrypt(key: bytes, place: str, text: str) -> bytes:
    """Return the text encrypted with AES-256-GCM, bound to its place."""
    return encrypt_bytes(key, place, text.encode())


def encrypt_bytes(key: bytes, place: str, content: bytes) -> bytes:
    """Return bytes encrypted with AES-256-GCM, bound to their place."""
    nonce = os.urandom(NONCE)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, content, place.encode())


def decrypt(key: bytes, place: str, value: bytes | memoryview) -> str:
    """Return the text; raises Unreadable rather than anything that did not authenticate."""
    return decrypt_bytes(key, place, value).decode()


def decrypt_bytes(key: bytes, place: str, value: bytes | memoryview) -> bytes:
    """Return the bytes; raises Unreadable rather than anything that did not authenticate."""
    value = bytes(value)
    if value[:1] != FORMAT or len(value) < 1 + NONCE + TAG:
        raise Unreadable("The value is cut or in no known format.")
    try:
        return AESGCM(key).decrypt(value[1 : 1 + NONCE], value[1 + NONCE :], place.encode())
    except InvalidTag as error:
        raise Unreadable("The value was altered, moved, or encrypted with another key.") from error


def folded(text: str) -> str:
    """Return a name as it is compared.

    Accents, case, spaces and punctuation aside, in any script.
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())


def blind_index(key: bytes, field: str, text: str) -> bytes:
    """Return a token by which equal names find each other; without the key it says nothing."""
    return hmac.new(key, f"{field}|{folded(text)}".encode(), hashlib.sha256).digest()[:16]


def sound_tokens(key: bytes, text: str) -> list[bytes]:
    """Return a token for how each part of a name sounds; without the key it says nothing. Parts
    that have no sound in this scheme (many scripts) give their own letters."""
    parts = {jellyfish.metaphone(part) or part for part in folded(text).split()}
    return sorted(hmac.new(key, part.encode(), hashlib.sha256).digest()[:8] for part in parts)


def opaque(key: bytes, subject: object) -> bytes:
    """Return a reference that only the holder of the key can match with its subject."""
    return hmac.new(key, str(subject).encode(), hashlib.sha256).digest()


@dataclass(frozen=True, repr=False)
class Box:
    """Closes and opens the values of one victim; its key is in no repr."""

    key: bytes
    version: int = 1

    def close(self, table: str, column: str, row: object, text: str) -> bytes:
        """Return the text encrypted for its place."""
        return encrypt(self.key, place_of(table, column, row, self.version), text)

    def open(self, table: str, column: str, row: object, value: bytes | memoryview) -> str:
        """Return the text of a value; raises Unreadable."""
        return decrypt(self.key, place_of(table, column, row, self.version), value)
