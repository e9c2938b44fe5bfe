"""Keeps what an investigation needs out of accountings for a time, on a statement of law
enforcement or of who oversees health care (45 CFR 164.528(a)(2)). Each act is on the ledger."""

from datetime import timedelta

from django.db import transaction

from audit.accounting import ORAL_MOST, Suspension, faults_of_suspension
from audit.models import Kind, Outcome, SuspensionEnd, SuspensionRow
from audit.selectors.accounting import Suspended, access_suspended, list_suspended
from audit.services.accounting import FieldFault, keeps, once, require_office, signed_by
from audit.services.record import Entry, record
from casemgmt.core.errors import RuleBroken
from casemgmt.policy.categories import Category
from casemgmt.policy.load import in_force
from casemgmt.policy.people import Viewer

SUSPENSION = "suspension"
NOT_YET = "A spoken statement counts from the day on which it was made. That day is not yet."
SPOKEN_BEFORE = (
    "Their spoken statement stands here already, and is good for thirty days in all. Ask for it "
    "in writing."
)


@transaction.atomic
def suspend(viewer: Viewer, case_id: str, label: str, rule: Suspension) -> SuspensionRow:
    """Keep an agency's disclosures out of accountings on its statement, for its time; raises
    FieldFault (45 CFR 164.528(a)(2))."""
    keeps(viewer)
    for name, words in faults_of_suspension(rule).items():
        raise FieldFault(name, words)
    if rule.is_oral:
        _refuse_more_than_spoken(viewer, case_id, rule)
    row = SuspensionRow(
        agency_id=viewer.agency_id, case_id=case_id, case_label=label, kind=rule.kind,
        recipient_agency_id=rule.agency_id, recipient=rule.recipient.strip(), starts=rule.starts,
        ends=rule.ends, statement=rule.statement.strip(), said_by=rule.said_by.strip(),
        at=viewer.now, **signed_by(viewer),
    )  # fmt: skip
    row.save(force_insert=True)
    record(viewer, [_suspension(viewer, row, "suspend an accounting")])
    return row


@transaction.atomic
def lift(viewer: Viewer, suspension_id: object, *, reason: str) -> None:
    """End a suspension before its day: from now on its lines are in the list again. Raises
    RuleBroken for one that is over."""
    keeps(viewer)
    found = access_suspended(viewer, suspension_id)
    if found.end is not None or found.row.ends < viewer.today:
        raise RuleBroken("It is over already.")
    end = SuspensionEnd(
        suspension_id=found.row.pk, agency_id=viewer.agency_id, on_day=viewer.today,
        words=reason.strip(), at=viewer.now, **signed_by(viewer),
    )  # fmt: skip
    once(end)
    record(viewer, [_suspension(viewer, found.row, "lift a suspension")])


def read_suspension(viewer: Viewer, suspension_id: object) -> Suspended:
    """Return one suspension and write that it was read; raises NotVisible."""
    require_office(viewer)
    found = access_suspended(viewer, suspension_id)
    record(viewer, [_suspension(viewer, found.row, "", kind=Kind.LEDGER, outcome=Outcome.SHOWN)])
    return found


def _refuse_more_than_spoken(viewer: Viewer, case_id: str, rule: Suspension) -> None:
    """Refuse what makes a spoken statement last longer than thirty days: a day to come, and one
    entry after the other (164.528(a)(2)(ii)(C))."""
    if rule.starts > viewer.today:
        raise FieldFault("starts", NOT_YET)
    for one in list_suspended(viewer, [case_id]):
        is_same = (one.rule.agency_id, one.rule.recipient.casefold()) == (
            rule.agency_id, rule.recipient.strip().casefold(),
        )  # fmt: skip
        goes_on = timedelta(0) <= rule.starts - one.row.starts <= ORAL_MOST * 2
        if is_same and one.rule.is_oral and goes_on and rule.ends - one.row.starts > ORAL_MOST:
            raise FieldFault("statement", SPOKEN_BEFORE)


def _suspension(
    viewer: Viewer,
    row: SuspensionRow,
    act: str,
    *,
    kind: str = Kind.CHANGE,
    outcome: str = Outcome.DONE,
) -> Entry:
    """Name the suspension without its case: whoever reads the case's events may be who is meant."""
    return Entry(
        kind=kind, outcome=outcome, subject_kind=SUSPENSION, subject_id=str(row.pk),
        category=Category.LEDGER, owner_agency_id=viewer.agency_id, authority="own_organization",
        policy_version=in_force().version, detail={"act": act} if act else {},
    )  # fmt: skip
