"""What the demonstration derives and never stores: row keys and secrets."""

import base64
import hashlib
import hmac
import struct
import time
import uuid

from django.conf import settings

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "altona.example")
STEP_SECONDS = 30
DIGITS = 6
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def key(*parts: object) -> uuid.UUID:
    """Return the key of a thing: the same for the same parts, in each installation."""
    return uuid.uuid5(NAMESPACE, "|".join(str(part) for part in parts))


MARKER = key("agency", "probation")  # the agency by which demonstration data is known


def password(username: str) -> str:
    """Return a sign-in's password, derived from the installation's own secret key."""
    raw = _derived(username, "password")
    letters = "".join(LETTERS[byte % len(LETTERS)] for byte in raw[:20])
    return "-".join(letters[at : at + 5] for at in range(0, 20, 5))


def totp_secret(username: str) -> str:
    """Return the authenticator's secret of a demonstration sign-in, in base 32."""
    return base64.b32encode(_derived(username, "totp")[:20]).decode()


def api_token(username: str) -> str:
    """Return the API token of a demonstration sign-in."""
    return base64.urlsafe_b64encode(_derived(username, "token")).decode().rstrip("=")


def current_code(username: str) -> str:
    """Return the one-time code that an authenticator app would show now (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // STEP_SECONDS)
    digest = hmac.new(base64.b32decode(totp_secret(username)), counter, hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def _derived(username: str, what: str) -> bytes:
    message = f"demo|{username}|{what}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).digest()


def digest_of(token: str) -> str:
    """Return what the token table keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
