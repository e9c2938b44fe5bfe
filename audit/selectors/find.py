"""Finds the ways into the ledger that fit what somebody typed: exactly by number, key or reference,
by words for the name of a person."""

import uuid
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Exists, Max, OuterRef

from audit.handles import PERSON, handle_of
from audit.models import Event
from casemgmt.policy.people import Viewer

MOST = 25
CASE, PERSON_WAY, VICTIM, RECORD, AUTHORITY = "case", "person", "victim", "record", "authority"
VICTIM_RECORD = "systemrecord"


@dataclass(frozen=True, slots=True)
class Way:
    """One way in: what it is, what it is called, and the key of its page."""

    kind: str
    label: str
    key: str
    of: str = ""


def list_ways(viewer: Viewer, words: str) -> list[Way]:
    """Return the ways in that fit, as far as the reader may read an event of each."""
    words = words.strip().replace("\0", "")
    if not words:
        return []
    return [*_cases(words), *_people(words), *_records(words), *_authorities(words)]


def _cases(words: str) -> list[Way]:
    by_key = _key(words)
    wanted = {"case_id": by_key} if by_key else {"case_label": words}
    found = Event.objects.filter(**wanted).order_by().values("case_id")
    return [
        Way(CASE, row["label"] or "Case without a number", str(row["case_id"]))
        for row in found.annotate(label=Max("case_label"))[:MOST]
        if row["case_id"]
    ]


def _people(words: str) -> list[Way]:
    seen = Exists(Event.objects.filter(actor_id=OuterRef("pk")))
    people = get_user_model().objects.filter(name__icontains=words).filter(seen).order_by("name")
    return [
        Way(PERSON_WAY, name, handle_of(PERSON, number))
        for number, name in people.values_list("pk", "name")[:MOST]
    ]


def _records(words: str) -> list[Way]:
    found = Event.objects.filter(subject_id=words).exclude(subject_kind__in=("case", "")).order_by()
    kinds = found.values_list("subject_kind", flat=True).distinct()[:MOST]
    return [
        Way(VICTIM if kind == VICTIM_RECORD and _key(words) else RECORD, kind, words, kind)
        for kind in kinds
    ]


def _authorities(words: str) -> list[Way]:
    found = Event.objects.filter(authority_ref=words).order_by()
    kinds = found.values_list("authority", flat=True).distinct()[:MOST]
    return [Way(AUTHORITY, kind, words, kind) for kind in kinds]


def _key(words: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(words)
    except ValueError:
        return None
