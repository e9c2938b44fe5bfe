"""Keeps warnings: quickly, with what was said word for word; the rest follows, labelled (B-WARN-3).

A warning is no access: its receiver gets no account, only the message that is kept here (B-WARN-4).
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.db import transaction

from audit.models import Kind, Outcome
from audit.services.record import Entry, record, record_refusal
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.models import ThreatWarning, WarningEntry
from casemgmt.policy.people import Viewer
from casemgmt.policy.warning import SUD, WarningFault, WarningTerms, faults_of
from casemgmt.selectors.case import access_case
from casemgmt.selectors.threat_warning import FIELDS, duty_of
from casemgmt.services.faults import Fault


class WarningRefused(RuleBroken):
    """A warning that cannot be kept as it is, with each fault and its field."""

    def __init__(self, faults: Sequence[WarningFault]):
        super().__init__(" ".join(fault.words for fault in faults), because=faults[0].because)
        self.faults = faults


def keep_warning(
    viewer: Viewer, case_id: object, *, terms: WarningTerms, team_may_know: bool = False
) -> ThreatWarning:
    """Keep what was learned, decided and said.

    Raises NotVisible, and WarningRefused that names each field to mend (T44, T45).
    """
    case, _ = access_case(viewer, case_id)
    faults = faults_of(terms, now=viewer.now)
    if faults:
        barred = [fault for fault in faults if fault.because == "wrong_item"]
        if barred:
            record_refusal(
                viewer, kind="threat warning", subject_id="", case_id=case.pk,
                because="wrong_item", category=SUD,
            )  # fmt: skip
        raise WarningRefused(faults)
    duty = duty_of(viewer)
    row = ThreatWarning(
        case=case, case_number=case.number, assessor_id=viewer.user_id, assessor_name=viewer.name,
        agency_id=viewer.agency_id, unit_id=viewer.unit_id, created_by_id=viewer.user_id,
        created_at=viewer.now, duty=duty.duty, duty_source=duty.source[:200],
        team_may_know=team_may_know and terms.learned_from != SUD
        and settings.TEAM_LEARNS_OF_WARNINGS,
        **asdict(terms),
    )  # fmt: skip
    with transaction.atomic():
        row.full_clean(exclude=["case", "assessor", "agency", "unit"])
        row.save(force_insert=True)
        _record(viewer, row, "keep threat warning", FIELDS)
    return row


@transaction.atomic
def add_entry(
    viewer: Viewer, warning_id: object, *, kind: str, happened_at: datetime, words: str
) -> WarningEntry:
    """Add what came after; only the assessor writes. Raises NotVisible, Fault."""
    rows = ThreatWarning.objects.visible_to(viewer).filter(pk=warning_id)
    row = rows.filter(assessor_id=viewer.user_id).first()
    if row is None:
        raise NotVisible("threat warning", warning_id)
    if happened_at > viewer.now:
        raise Fault("happened_at", "This moment is still to come. Give when it was done.")
    terms = WarningTerms(row.learned_at, words, row.learned_from, "none", exact_words="-")
    for fault in faults_of(terms, now=viewer.now):
        raise Fault("words", fault.words, because=fault.because)
    entry = WarningEntry(
        warning=row, created_by_id=viewer.user_id, created_at=viewer.now, kind=kind,
        happened_at=happened_at, words=words,
    )  # fmt: skip
    entry.full_clean(exclude=["warning"])
    entry.save(force_insert=True)
    _record(viewer, row, f"threat warning: {kind}", ("words", "happened_at"))
    return entry


def _record(viewer: Viewer, row: ThreatWarning, act: str, fields: tuple[str, ...]) -> None:
    entry = Entry(
        kind=Kind.CHANGE, outcome=Outcome.DONE, subject_kind="threat warning",
        subject_id=str(row.pk), case_id=str(row.case_id), owner_agency_id=row.agency_id,
        fields=fields, authority="own_duty", authority_ref=row.duty, detail={"act": act},
    )  # fmt: skip
    record(viewer, [entry])
