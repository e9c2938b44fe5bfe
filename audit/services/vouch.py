"""Has heads vouched for by others: a time stamp and the co-signature of each witness, when due.

What fails is logged and tried again at the next step: no fault out there stops the sealing.
"""

import base64
import logging
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from audit import merkle
from audit.models import Head, StoredAnchor
from audit.note import BadNote, read, signatures_of
from audit.selectors.tree import StoredNodes
from audit.services.anchor import write_anchor
from audit.services.chain import stored_rotations
from audit.services.stamp import BadStamp, ask_for_stamp
from casemgmt.core import clock

PATIENCE = 10  # seconds
LARGEST = 100_000
CONFLICT = 409

logger = logging.getLogger(__name__)


class NoWitness(Exception):
    """The witness did not co-sign; the message says what it answered."""


class SeenMore(NoWitness):
    """The witness has seen a larger tree than the head that it is shown."""

    def __init__(self, url: str, seen: int, size: int) -> None:
        """Take its size and the head's."""
        super().__init__(f"The witness at {url} has seen {seen} leaves, and this head has {size}.")
        self.seen = seen


def vouch() -> int:
    """Get what is due for the newest head and keep it; return how many stamps and signatures."""
    head = Head.objects.order_by("-size").first()
    if head is None:
        return 0
    kept = 0
    if settings.LEDGER_TSA_URL:
        kept += _try(StoredAnchor.Kind.STAMP, settings.LEDGER_TSA_URL, head)
    for url in settings.LEDGER_WITNESSES:
        kept += _try(StoredAnchor.Kind.WITNESS, url, head)
    return kept


def cosigned(head: Head, url: str, known: int) -> str:
    """Return the head's note with the witness's co-signature; raises NoWitness.

    `known` is the size that the witness signed last; where it says another, the proof begins there.
    """
    status, answer = _ask(head, url, known)
    if status == CONFLICT and answer.strip().isdecimal() and int(answer) != known:
        status, answer = _ask(head, url, int(answer))
    if status != 200:
        raise NoWitness(f"The witness at {url} answered {status}: {answer.strip()[:200]}")
    note = head.note + answer
    try:
        added = signatures_of(note)[len(signatures_of(head.note)) :]
    except BadNote as error:
        raise NoWitness(f"The witness at {url} answered with no signature.") from error
    if not added:
        raise NoWitness(f"The witness at {url} answered with no signature.")
    return note


def _try(kind: str, url: str, head: Head) -> int:
    last = StoredAnchor.objects.filter(kind=kind, by=url).order_by("-size").first()
    if last and (last.size >= head.size or clock.now() - last.at < _pause(kind)):
        return 0
    try:
        if kind == StoredAnchor.Kind.STAMP:
            note, body = head.note, ask_for_stamp(head.note, url)
        else:
            note, body = _cosigned_in_turn(head, url, last.size if last else 0), b""
        _keep(kind, url, head, note, body)
    except (BadStamp, NoWitness, OSError, KeyError) as fault:
        logger.error("The head of %s is not vouched for: %s", head.size, fault)
        return 0
    return 1


def _cosigned_in_turn(head: Head, url: str, known: int) -> str:
    """Show the witness first each change of key that it has not seen: it follows no other way."""
    for text in stored_rotations():
        size = read(text).size
        if known < size < head.size:
            try:
                cosigned(Head(size=size, note=text), url, known)
                known = size
            except SeenMore as more:
                known = more.seen
    return cosigned(head, url, known)


def _pause(kind: str) -> timedelta:
    is_stamp = kind == StoredAnchor.Kind.STAMP
    return timedelta(
        seconds=settings.LEDGER_TSA_EVERY if is_stamp else settings.LEDGER_WITNESS_EVERY
    )


def _ask(head: Head, url: str, known: int) -> tuple[int, str]:
    if known > head.size:
        raise SeenMore(url, known, head.size)
    proof = merkle.consistency_proof(known, head.size, StoredNodes()) if known > 0 else []
    lines = [f"old {known}", *(base64.b64encode(node).decode() for node in proof), "", head.note]
    request = urllib.request.Request(  # noqa: S310  # the site's own setting
        f"{url.rstrip('/')}/add-checkpoint", "\n".join(lines).encode()
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return answer.status, answer.read(LARGEST).decode(errors="replace")
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read(LARGEST).decode(errors="replace")


def _keep(kind: str, url: str, head: Head, note: str, body: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_anchor (kind, size, by, note, body) VALUES (%s, %s, %s, %s, %s)",
            [kind, head.size, url, note, body],
        )
    if settings.LEDGER_ANCHOR_FILE:
        write_anchor(note, Path(settings.LEDGER_ANCHOR_FILE), kind=kind, body=body)
