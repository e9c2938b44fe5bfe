"""Reads a victim's requests for her own record, and gathers the record for the copy."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from casemgmt.core.errors import NotVisible
from casemgmt.policy.people import Viewer
from victims.confidential.ledger import Mark, record
from victims.confidential.models import AdvocacyEvent, Kind, OwnRequest
from victims.confidential.questions import KINDS
from victims.confidential.selectors.client import access_client, list_earlier, open_client
from victims.confidential.selectors.document import list_documents
from victims.confidential.selectors.information import list_requests
from victims.confidential.selectors.note import list_notes
from victims.confidential.selectors.notice import list_notices
from victims.confidential.selectors.released import releases_of_client
from victims.confidential.selectors.sheet import list_sheets
from victims.information import in_force

Section = dict[str, object]
MOST_EVENTS = 2000


@dataclass(frozen=True)
class OwnRequestShown:
    """One request in words."""

    id: UUID
    asked_on: date
    due_on: date
    author_name: str
    answered_at: datetime | None
    answered_by: str
    digest: str


def list_own_requests(viewer: Viewer, client_id: object) -> list[OwnRequestShown]:
    """Return a victim's requests, the newest first; raises NotVisible."""
    client, _ = access_client(viewer, client_id)
    rows = list(OwnRequest.objects.visible_to(viewer).filter(client=client))
    fields = ("asked_on", "due_on", "answered_at")
    record(viewer, [Mark(Kind.LIST, "own request", row.pk, client.pk, fields) for row in rows])
    return [
        OwnRequestShown(
            row.pk, row.asked_on, row.due_on, row.author_name, row.answered_at,
            row.answered_by_name, row.digest,
        )
        for row in rows
    ]  # fmt: skip


def access_own_request(viewer: Viewer, client_id: object, request_id: object) -> OwnRequest:
    """Return one request of a victim; raises NotVisible."""
    client, _ = access_client(viewer, client_id)
    rows = OwnRequest.objects.visible_to(viewer).filter(client=client)
    row = rows.filter(pk=request_id).first()
    if row is None:
        raise NotVisible("own request", request_id)
    return row


def sections_of_record(viewer: Viewer, client_id: object) -> list[Section]:
    """Return all that the organization holds of a victim, as sections of a paper.

    Raises NotVisible.

    Each reading is on the organization's ledger, whose list of disclosures is the last section.
    """
    return [
        _details(viewer, client_id),
        *_sheets(viewer, client_id),
        _notes(viewer, client_id),
        _files(viewer, client_id),
        _asked(viewer, client_id),
        _told(viewer, client_id),
        _releases(viewer, client_id),
        _ledger(viewer, client_id),
    ]


def _section(heading: str, lines: list[str]) -> Section:
    return {"heading": heading, "lines": lines or ["Nothing."]}


def _details(viewer: Viewer, client_id: object) -> Section:
    client = open_client(viewer, client_id)
    lines = [
        f"Name: {client.name}",
        f"Relation: {client.relation}",
        f"Case: {client.case_number} {client.person_name}",
        f"How to reach: {client.contact}",
        f"Safe contact: {client.safe_contact}",
        f"Advocate: {client.advocate_name}",
        f"Record since {client.opened_on:%m/%d/%Y}",
    ]
    for older in list_earlier(viewer, client_id):
        day = f"{older.replaced_at:%m/%d/%Y}"
        lines.append(
            f"Until {day}: {older.name}; {older.relation}; {older.contact}; {older.safe_contact}"
        )
    return _section("Who and where", lines)


def _sheets(viewer: Viewer, client_id: object) -> list[Section]:
    found = []
    for kind, asked in KINDS.items():
        standing, earlier = list_sheets(viewer, client_id, kind)
        for sheet, label in [*((s, "") for s in standing), *((s, ", earlier") for s in earlier)]:
            heading = f"{asked.heading}, {sheet.happened_on:%m/%d/%Y}{label}"
            found.append(_section(heading, [f"{q}: {words}" for q, words in sheet.answers]))
    return found


def _notes(viewer: Viewer, client_id: object) -> Section:
    lines = []
    for note in list_notes(viewer, client_id):
        for one, label in [
            (note, ""),
            *((older, " (before a correction)") for older in note.earlier),
        ]:
            head = f"{one.happened_on:%m/%d/%Y}, {one.kind_words}, {one.author_name}{label}"
            lines.append(f"{head}: {one.text}")
    return _section("Notes", lines)


def _files(viewer: Viewer, client_id: object) -> Section:
    rows = list_documents(viewer, client_id)
    lines = [f"{row.name}, {row.size} bytes, kept {row.kept_at:%m/%d/%Y}" for row in rows]
    return _section("Files (in the folder of this copy)", lines)


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%m/%d/%Y}"


def _asked(viewer: Viewer, client_id: object) -> Section:
    topics = in_force().topics
    lines = []
    for one in list_requests(viewer, client_id):
        labels = ", ".join(topics[key].label if key in topics else key for key in one.topics)
        told = f" Told {_day(one.told_at)}: {one.told_words}" if one.told_at else ""
        lines.append(f"{_day(one.asked_at)}: {labels}. {one.how}{told}")
    return _section("What you asked to know", lines)


def _told(viewer: Viewer, client_id: object) -> Section:
    lines = []
    for one in list_notices(viewer, client_id):
        lines.append(f"{one.spoken}: {_day(one.happens_at)}, {one.place}")
        lines += [f"{_day(s.happened_at)}, {s.outcome}: {s.words}" for s in one.steps]
    return _section("Notices", lines)


def _releases(viewer: Viewer, client_id: object) -> Section:
    lines = []
    for one in releases_of_client(viewer, client_id):
        form = one.form
        to = ", ".join(part for part in (form.person, form.role, form.agency) if part)
        days = f"from {form.starts_on} to {form.ends_on}"
        lines.append(
            f"{form.item}: “{form.text}”. To {to}, for {form.purpose}, {days}. Ways: "
            f"{', '.join(form.ways)}. Talked through by {form.risks_by} on {form.risks_on}. Signed "
            f"by {form.signed_by} on {form.signed_on}."
        )
        lines += [f"{act.kind_words}, {act.happened_on:%m/%d/%Y}: {act.words}" for act in one.acts]
    return _section("What you released to the team", lines)


def _ledger(viewer: Viewer, client_id: object) -> Section:
    rows = AdvocacyEvent.objects.visible_to(viewer).filter(client_id=client_id)
    found = list(rows.order_by("id")[:MOST_EVENTS])
    record(viewer, [Mark(Kind.LEDGER, "ledger", client_id=client_id)])
    lines = [
        f"{row.at:%m/%d/%Y %H:%M} UTC: {row.actor_name} {row.get_kind_display()} "
        f"{row.subject_kind} ({', '.join(row.fields)})"
        for row in found
    ]
    return _section("Who opened, wrote and disclosed what", lines)
