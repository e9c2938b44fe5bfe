"""Reads for seals: who sets one, the record to be sealed, and the stubs that are left."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils import timezone

from audit.models import Kind
from audit.services.record import Entry, record
from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.models import Case
from casemgmt.models.base import CaseRecord
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Office, Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case
from casemgmt.selectors.head import KEEPERS, access_head, keeps_head
from teams.selectors.meeting import OnlyFor

MOST = 50
LIFTERS = (Office.PRIVACY_OFFICER, Office.AGENCY_HEAD)
# The word for each kind of record that can be sealed by itself.
KINDS = {
    "condition": "Condition", "contact": "Contact", "assessment": "Assessment",
    "treatmentsummary": "Treatment summary", "examreferral": "Exam referral",
    "examresult": "Exam result", "entry": "Entry", "casereview": "Item of an agenda",
    "decision": "Decision", "step": "Action", "systemrecord": "Victim record of the system",
    "nocontactterm": "No-contact term", "statement": "Statement", "perspective": "Perspective",
}  # fmt: skip


@dataclass(frozen=True)
class Stub:
    """What is left of something sealed: that it is, under which order, since when, by whom."""

    kind: str
    subject_id: uuid.UUID
    case_id: uuid.UUID
    number: str
    sealed_at: datetime
    under: str
    sealed_by: str

    @property
    def words(self) -> str:
        """Return what was sealed, in a word."""
        return "Case" if self.kind == "case" else KINDS.get(self.kind, self.kind)


def access_sealing(viewer: Viewer, case_id: object) -> tuple[Case, CaseFacts]:
    """Return the case that the viewer may seal; raises NotVisible or NotAllowed."""
    return access_head(viewer, case_id, action=Action.CLOSE)


def access_record(viewer: Viewer, case_id: object, kind: str, record_id: object) -> Any:
    """Return a record that the viewer reads and may seal; raises NotVisible or NotAllowed."""
    case, facts = access_case(viewer, case_id)
    if not keeps_head(viewer, case, facts):
        only = OnlyFor(KEEPERS, category=Category.IDENTITY, how_to_ask="Ask one of them to do it.")
        raise NotAllowed(only, "case", case_id, case_id)
    model = (
        next((m for m in _models() if m._meta.model_name == kind), None) if kind in KINDS else None
    )
    if model is None:
        raise NotVisible("record", f"{kind}/{record_id}", case_id)
    row = model.objects.visible_to(viewer).filter(case=case, pk=record_id).first()
    if row is None or not _reads(viewer, row, facts):
        raise NotVisible(kind, record_id, case_id)
    return row


def sealable(viewer: Viewer, case: Case, facts: CaseFacts) -> list[tuple[str, str]]:
    """Return the records of a case that the viewer reads, as choices without their content."""
    found = []
    for model in _models():
        name = model._meta.model_name or ""
        if name in KINDS:
            rows = model.objects.visible_to(viewer).filter(case=case).select_related("author")
            found += [(name, row) for row in rows[:MOST] if _reads(viewer, row, facts)]
    entry = Entry(
        kind=Kind.LIST, subject_kind="case", subject_id=str(case.pk), case_id=facts.case_id,
        owner_agency_id=facts.owner_agency_id, category=Category.IDENTITY, total=len(found),
        fields=("kind", "created_at", "author"), authority=facts.standings[0].kind,
        authority_ref=facts.standings[0].ref,
    )  # fmt: skip
    record(viewer, [entry])
    return [(f"{name}:{row.pk}", _label(name, row)) for name, row in found]


def list_stubs(viewer: Viewer) -> list[Stub]:
    """Return the stubs of what is sealed in the viewer's agency; raises NotVisible."""
    require_lifter(viewer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM seal_stubs()")
        stubs = [_stub(*row) for row in cursor.fetchall()]
    record(viewer, [_entry(viewer, stub) for stub in stubs])
    return stubs


def access_stub(viewer: Viewer, kind: str, subject_id: object) -> Stub:
    """Return one stub; raises NotVisible."""
    for stub in list_stubs(viewer):
        if (stub.kind, str(stub.subject_id)) == (kind, str(subject_id)):
            return stub
    raise NotVisible("seal", subject_id)


def require_lifter(viewer: Viewer) -> None:
    """Raise NotVisible for whoever lifts no seals."""
    if viewer.office not in LIFTERS:
        raise NotVisible("seal", because="rule:seal_lifters")


def _models() -> list[type[Any]]:
    return [model for model in apps.get_models() if issubclass(model, CaseRecord)]


def _label(name: str, row: Any) -> str:
    written = timezone.localtime(row.created_at)
    by = f", {row.author.name}" if row.author else ""
    return f"{KINDS[name]}, written {written:%b %-d, %Y %H:%M}{by}"


def _reads(viewer: Viewer, row: Any, facts: CaseFacts) -> bool:
    category = next(iter(row.FIELD_CATEGORY.values()))
    return decide(viewer, Action.VIEW, category, facts, record=row.record_facts()).allowed


def _stub(  # noqa: PLR0913  # one row of the database's answer
    kind: str, subject: object, case: object, number: str, at: datetime, under: str, by: str
) -> Stub:
    return Stub(kind, uuid.UUID(str(subject)), uuid.UUID(str(case)), number, at, under, by)


def _entry(viewer: Viewer, stub: Stub) -> Entry:
    return Entry(
        kind=Kind.LIST, subject_kind="seal", subject_id=str(stub.subject_id),
        case_id=str(stub.case_id), owner_agency_id=viewer.agency_id, category=Category.LEDGER,
        fields=("number", "sealed_at", "under"), authority="own_organization",
    )  # fmt: skip
