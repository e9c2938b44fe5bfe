"""Reads requests for one's own record: those to the agency, and what it holds, for whoever
answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from audit.models import Event, Kind, Outcome
from audit.services.record import Entry, record
from casemgmt.core.errors import NotVisible
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from victims.models import RecordRequest, SystemRecord

SHOWN_AT_ONCE = 100
MOST_EVENTS = 2000
ROWS = "SELECT * FROM record_request_rows(%s)"


@dataclass(frozen=True)
class Held:
    """One record that the agency itself made of a victim."""

    id: UUID
    given_name: str
    family_name: str
    relation: str
    is_minor: bool
    contact: str
    source: str
    note: str
    created_at: datetime

    @property
    def source_words(self) -> str:
        """Return where it came from, in words."""
        return SystemRecord.Source(self.source).label


@dataclass(frozen=True)
class RequestFile:
    """A request with what the agency holds on its case while it is open."""

    row: RecordRequest
    held: list[Held]


@dataclass(frozen=True)
class Disclosed:
    """One line of the ledger on a victim's record: when, to whom, what of it, what for."""

    at: datetime
    who: str
    fields: tuple[str, ...]
    purpose: str


def list_record_requests(viewer: Viewer) -> list[RecordRequest]:
    """Return the agency's requests, the open ones first."""
    rows = list(RecordRequest.objects.visible_to(viewer)[:SHOWN_AT_ONCE])
    record(viewer, [_entry(row, Kind.LIST, ("asked_by", "due_on")) for row in rows])
    return rows


def access_record_request(viewer: Viewer, request_id: object) -> RecordRequest:
    """Return one request to the viewer's agency; raises NotVisible."""
    row = RecordRequest.objects.visible_to(viewer).filter(pk=request_id).first()
    if row is None:
        raise NotVisible("record request", request_id)
    return row


def has_own_conflict(case_id: object) -> bool:
    """Return whether whoever asks has a conflict of interest with a case (T14)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s = ANY (app_own_conflicts())", [str(case_id)])
        return bool(cursor.fetchone()[0])


def open_record_request(viewer: Viewer, request_id: object) -> RequestFile:
    """Return a request with the records on its case; raises NotVisible."""
    row = access_record_request(viewer, request_id)
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [str(row.pk)])
        held = [Held(*found) for found in cursor.fetchall()]
    fields = ("given_name", "family_name", "relation", "is_minor", "contact", "source", "note")
    entries = [_entry(row, Kind.VIEW, ("asked_by", "cleared"))]
    entries += [_of_record(row, one.id, Kind.VIEW, fields) for one in held]
    record(viewer, entries)
    return RequestFile(row, held)


def disclosures_of(viewer: Viewer, record_ids: list[str]) -> list[Disclosed]:
    """Return to whom these records were shown, as the ledger says."""
    rows = Event.objects.filter(
        subject_kind="systemrecord", subject_id__in=record_ids, outcome=Outcome.SHOWN
    )
    return [
        Disclosed(row.at, f"{row.actor_name}, {row.actor_agency}", tuple(row.fields), row.purpose)
        for row in rows.order_by("at")[:MOST_EVENTS]
    ]


def entry_of_copy(row: RecordRequest, record_id: object, fields: tuple[str, ...]) -> Entry:
    """Return the ledger's line on a record that went into a copy for the person it is about."""
    return _of_record(row, record_id, Kind.EXPORT, fields, recipient="the person it is about")


def _of_record(
    row: RecordRequest, key: object, kind: Kind, fields: tuple[str, ...], **more: Any
) -> Entry:
    return Entry(
        kind=kind, subject_kind="systemrecord", subject_id=str(key), case_id=str(row.case_id),
        owner_agency_id=row.agency_id, category=Category.VICTIM_SYSTEM, fields=fields,
        authority="own_request", **more,
    )  # fmt: skip


def _entry(row: RecordRequest, kind: Kind, fields: tuple[str, ...]) -> Entry:
    return Entry(
        kind=kind, subject_kind="record request", subject_id=str(row.pk), fields=fields,
        owner_agency_id=row.agency_id, authority="own_organization",
    )  # fmt: skip
