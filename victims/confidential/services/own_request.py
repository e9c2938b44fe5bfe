"""Answers a victim who asks what the organization holds of her (T31, B-VR-7): a tagged paper and
files. Nobody outside the organization learns that she asked."""

import hashlib
import io
import zipfile
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings

from casemgmt.core.errors import RuleBroken
from casemgmt.core.pdf import write_pdf
from casemgmt.policy.people import Viewer
from victims.confidential.database import in_transaction
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Kind, Outcome, OwnRequest
from victims.confidential.selectors.client import access_client
from victims.confidential.selectors.document import list_documents, open_document
from victims.confidential.selectors.own_request import access_own_request, sections_of_record
from victims.confidential.services.document import clean_name


@in_transaction()
def ask_own_record(viewer: Viewer, client_id: object, *, asked_on: date) -> UUID:
    """Keep that she asked; due in the days that the site sets. Raises NotVisible, RuleBroken."""
    client, _ = access_client(viewer, client_id)
    if asked_on > viewer.today:
        raise RuleBroken("This day is still to come. Give the day of the request.")
    row = OwnRequest(
        agency_id=client.agency_id, created_by_id=viewer.user_id, client=client, asked_on=asked_on,
        due_on=asked_on + timedelta(days=settings.OWN_REQUEST_DAYS), author_name=viewer.name,
    )  # fmt: skip
    row.save(force_insert=True)
    mark = Mark(Kind.ADD, "own request", row.pk, client.pk, ("asked_on",), outcome=Outcome.DONE)
    record(viewer, [mark])
    return row.pk


@in_transaction()
def copy_own_record(viewer: Viewer, client_id: object, request_id: object) -> bytes:
    """Return the copy as one archive: the paper, and her files. Raises NotVisible, RuleBroken for a
    request that was answered already."""
    row = access_own_request(viewer, client_id, request_id)
    if row.answered_at is not None:
        raise RuleBroken("This request was answered. Write down a new one for another copy.")
    sections = sections_of_record(viewer, client_id)
    paper = write_pdf(
        "letter.typ",
        {
            "title": "What we hold of you",
            "language": "en",
            "footer": f"Copy for the person it is about. {viewer.agency_name}.",
            "sections": sections,
        },
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("record.pdf", paper)
        for number, shown in enumerate(list_documents(viewer, client_id), start=1):
            _, parts = open_document(viewer, client_id, shown.id)
            name = f"files/{number:02d} {clean_name(shown.name)}"
            archive.writestr(name, b"".join(parts))
    content = out.getvalue()
    row.answered_at, row.answered_by_name = viewer.now, viewer.name
    row.digest = hashlib.sha256(content).hexdigest()
    row.save(update_fields=["answered_at", "answered_by_name", "digest"])
    fields = ("record", "files", "ledger")
    record(viewer, [Mark(Kind.EXPORT, "own request", row.pk, row.client_id, fields, Outcome.DONE)])
    return content
