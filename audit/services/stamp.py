"""Time stamps of heads by a third party (RFC 3161): asked for by HTTP, checked against its root."""

import hashlib
import urllib.error
import urllib.request
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

PATIENCE = 10  # seconds
LARGEST = 100_000  # bytes of an answer


class BadStamp(Exception):
    """There is no valid time stamp; the message says why."""


def ask_for_stamp(note: str, url: str) -> bytes:
    """Return the authority's answer for a signed head; raises BadStamp."""
    wanted = TimestampRequestBuilder().data(note.encode()).hash_algorithm(HashAlgorithm.SHA256)
    question = wanted.build()
    request = urllib.request.Request(  # noqa: S310  # the site's own setting
        url, question.as_bytes(), {"Content-Type": "application/timestamp-query"}
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            token = answer.read(LARGEST)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise BadStamp(f"The authority at {url} does not answer: {error}.") from error
    info = _read(token).tst_info
    if info.nonce != question.nonce or info.message_imprint.message != _digest(note):
        raise BadStamp(f"The authority at {url} answered another question.")
    return token


def stamped_at(token: bytes, note: str, roots: Sequence[x509.Certificate]) -> datetime:
    """Return when the authority stamped this very head; raises BadStamp."""
    response = _read(token)
    verifier = VerifierBuilder(roots=list(roots)).build()
    try:
        verifier.verify(response, _digest(note))
    except (VerificationError, ValueError) as error:
        raise BadStamp(str(error)) from error
    return response.tst_info.gen_time.astimezone(UTC)


def read_roots(path: Path) -> list[x509.Certificate]:
    """Return the certificates of a PEM file; raises BadStamp."""
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        raise BadStamp(f"{path} holds no certificate in PEM form.") from error


def _digest(note: str) -> bytes:
    return hashlib.sha256(note.encode()).digest()


def _read(token: bytes) -> TimeStampResponse:
    try:
        response = decode_timestamp_response(token)
        _ = response.tst_info
    except ValueError as error:
        raise BadStamp("That is no time stamp.") from error
    return response
