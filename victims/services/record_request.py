"""Answers a victim who asks an agency what it holds of her (T31, B-VR-7, B-HIP-7): her own records
alone, with what a person cleared of others, and to whom they were shown."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from audit.models import Kind, Outcome
from audit.services.record import Entry, record
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.core.pdf import write_pdf
from casemgmt.policy.clearing import WordsAdded, struck_from
from casemgmt.policy.people import Office, Viewer
from casemgmt.selectors.emergency import case_of_own_agency
from casemgmt.services.faults import Fault
from victims.models import RecordRequest
from victims.selectors.record_request import (
    Held,
    disclosures_of,
    entry_of_copy,
    has_own_conflict,
    open_record_request,
)

TEXTS = ("relation", "contact", "note")


@dataclass(frozen=True)
class Cleared:
    """A record that is hers, with each text as it goes."""

    texts: Mapping[str, str]


@transaction.atomic
def keep_record_request(
    viewer: Viewer, *, number: str, asked_by: str, asked_on: date
) -> RecordRequest:
    """Write down that a person asks; due in the days that the site sets.

    Raises NotVisible for whoever is no privacy officer, Fault.
    """
    if viewer.office != Office.PRIVACY_OFFICER:
        raise NotVisible("record request", because="never")
    if asked_on > viewer.today:
        raise Fault("asked_on", "This day is still to come. Give the day of the request.")
    case_id = case_of_own_agency(viewer, number)
    if case_id is None or has_own_conflict(case_id):
        raise Fault("number", "No case of your agency has this number.", because="never")
    row = RecordRequest(
        case_id=case_id, case_number=number.strip(), agency_id=viewer.agency_id,
        asked_by=asked_by.strip(), asked_on=asked_on, created_by_id=viewer.user_id,
        due_on=asked_on + timedelta(days=settings.OWN_REQUEST_DAYS),
    )  # fmt: skip
    row.full_clean(exclude=["case", "agency", "cleared"])
    row.save(force_insert=True)
    _record(viewer, row, "keep record request")
    return row


@transaction.atomic
def answer_record_request(
    viewer: Viewer, request_id: object, *, hers: Mapping[str, Cleared]
) -> bytes:
    """Return the copy as a tagged paper: the records that are hers by their key, each text as it
    was cleared, and to whom they were shown. What was struck is kept with the request.

    Raises NotVisible, RuleBroken where nothing is hers, or a text says more than the record.
    """
    file = open_record_request(viewer, request_id)
    row = file.row
    if row.answered_at is not None:
        raise RuleBroken("This request was answered. Write down a new one for another copy.")
    chosen = [one for one in file.held if str(one.id) in hers]
    if not chosen or len(chosen) != len(hers):
        raise RuleBroken("Choose at least one record that is about the person who asks.")
    kept, sections = [], []
    for one in chosen:
        texts = hers[str(one.id)].texts
        kept.append({"record": str(one.id), "struck": _struck(one, texts), "texts": dict(texts)})
        sections.append(_section(one, texts))
    sections.append(_ledger(viewer, [str(one.id) for one in chosen]))
    paper = write_pdf(
        "letter.typ",
        {
            "title": "What the agency holds of you",
            "language": "en",
            "footer": f"Copy for the person it is about. {viewer.agency_name}.",
            "sections": sections,
        },
    )
    row.cleared, row.answered_at, row.answered_by = kept, viewer.now, viewer.name
    row.digest = hashlib.sha256(paper).hexdigest()
    row.save(update_fields=["cleared", "answered_at", "answered_by", "digest"])
    fields = ("given_name", "family_name", "source", *TEXTS)
    record(viewer, [entry_of_copy(row, one.id, fields) for one in chosen])
    _record(viewer, row, "answer record request")
    return paper


@transaction.atomic
def answer_nothing_held(viewer: Viewer, request_id: object) -> None:
    """Close a request of somebody of whom the agency made no record.

    Raises NotVisible, RuleBroken for one that was answered.
    """
    row = open_record_request(viewer, request_id).row
    if row.answered_at is not None:
        raise RuleBroken("This request was answered already.")
    row.answered_at, row.answered_by = viewer.now, viewer.name
    row.save(update_fields=["answered_at", "answered_by"])
    _record(viewer, row, "answer record request: nothing held")


def _struck(one: Held, texts: Mapping[str, str]) -> list[str]:
    found: list[str] = []
    for name in TEXTS:
        try:
            found += struck_from(getattr(one, name), texts.get(name, ""))
        except WordsAdded as error:
            raise RuleBroken(
                f"The cleared text says more than the record: {error}. A copy only loses words; "
                "write [struck] where you took something out."
            ) from None
    return found


def _section(one: Held, texts: Mapping[str, str]) -> dict[str, object]:
    lines = [
        f"Name: {one.given_name} {one.family_name}".strip(),
        f"Came from: {one.source_words}",
        *(f"{name.capitalize()}: {texts.get(name, '')}" for name in TEXTS if texts.get(name)),
    ]
    return {"heading": f"Record of {one.created_at:%m/%d/%Y}", "lines": lines}


def _ledger(viewer: Viewer, keys: list[str]) -> dict[str, object]:
    lines = [
        f"{one.at:%m/%d/%Y %H:%M} UTC: {one.who}: {', '.join(one.fields)}"
        + (f", for {one.purpose}" if one.purpose else "")
        for one in disclosures_of(viewer, keys)
    ]
    return {"heading": "To whom this was shown", "lines": lines or ["To nobody yet."]}


def _record(viewer: Viewer, row: RecordRequest, act: str) -> None:
    entry = Entry(
        kind=Kind.CHANGE, outcome=Outcome.DONE, subject_kind="record request",
        subject_id=str(row.pk), owner_agency_id=row.agency_id, authority="own_organization",
        fields=("asked_by", "asked_on", "cleared"), detail={"act": act},
    )  # fmt: skip
    record(viewer, [entry])
