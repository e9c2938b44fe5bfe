"""What an agency does about an accounting of disclosures: takes the request, extends it, gives it.
Each act stands on the ledger."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from audit.accounting import (
    DUE,
    FREE_EVERY,
    LAWS,
    back_to,
)
from audit.models import (
    AccountingCopy,
    AccountingRequest,
    AccountingRun,
    AccountingStep,
    Kind,
    Outcome,
)
from audit.selectors.accounting import (
    Asked,
    Suspended,
    access_asked,
    access_copy,
    asked_within,
    list_asked,
    list_suspended,
)
from audit.services.record import Entry, record
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.policy.answers import deny
from casemgmt.policy.categories import Category
from casemgmt.policy.load import in_force
from casemgmt.policy.offices import decide_offices
from casemgmt.policy.people import Office, Viewer

REQUEST = "accountingrequest"
ENDED = "This request is ended. A new one can be taken."
TWICE = "Somebody has just done this. Look at the request as it is now."
SUSPENDED_SINCE = (
    "A suspension began after this list was made. Make the list again, and give the new one."
)


class FieldFault(RuleBroken):
    """A broken rule with the name of the field that has to change."""

    def __init__(self, field: str, words: str):
        super().__init__(words)
        self.field = field


@dataclass(frozen=True)
class Subject:
    """Whose list it is: a person's cases or a victim's record, as whoever found it says."""

    about: str
    subject_id: str
    case_ids: tuple[str, ...]
    label: str
    others: int = 0


@dataclass(frozen=True)
class Terms:
    """What was asked, by whom, when."""

    law: str
    asked_by: str
    asked_on: date
    send_to: str = ""
    since: date | None = None
    fee: str = ""


@transaction.atomic
def open_request(viewer: Viewer, subject: Subject, terms: Terms) -> AccountingRequest:
    """Take a request; the person may ask for a shorter time than the law's. Raises FieldFault, and
    NotVisible or NotAllowed but for the privacy officer."""
    keeps(viewer)
    law = LAWS[terms.law]
    if terms.asked_on > viewer.today:
        raise FieldFault("asked_on", "This day lies in the future. Give the day of the request.")
    if terms.asked_on < back_to(law, viewer.today):
        raise FieldFault(
            "asked_on", "The law looks back less far than this. Look at the year again."
        )
    earliest = back_to(law, terms.asked_on)
    since = max(terms.since or earliest, earliest)
    if since > terms.asked_on:
        raise FieldFault("since", "The list cannot begin after the request.")
    again = asked_within(viewer, subject.subject_id, terms.asked_on - FREE_EVERY)
    if terms.fee.strip() and not again:
        raise FieldFault("fee", "The first list in twelve months is free (45 CFR 164.528(c)(2)).")
    row = AccountingRequest(
        agency_id=viewer.agency_id, agency_name=viewer.agency_name, about=subject.about,
        subject_id=subject.subject_id, case_ids=list(subject.case_ids), label=subject.label,
        others=subject.others, law=terms.law, asked_by=terms.asked_by.strip(),
        asked_on=terms.asked_on, send_to=terms.send_to.strip(), since=since,
        fee=terms.fee.strip(), at=viewer.now, **signed_by(viewer),
    )  # fmt: skip
    row.save(force_insert=True)
    record(viewer, [_done(viewer, row, "ask for an accounting")])
    return row


@transaction.atomic
def extend(viewer: Viewer, accounting_id: object, *, reason: str) -> None:
    """Take thirty days more, once, within the first sixty, with the reason and the new day given to
    the person in writing (45 CFR 164.528(c)(1)(ii)); raises RuleBroken."""
    asked = _open(viewer, accounting_id)
    if asked.is_extended:
        raise RuleBroken("It was extended once already, and once is all that the law gives.")
    if viewer.today > asked.row.asked_on + DUE:
        raise RuleBroken("The sixty days are over. Only within them can it be extended.")
    _step(viewer, asked.row, AccountingStep.Kind.EXTENDED, reason)


@transaction.atomic
def withdraw(viewer: Viewer, accounting_id: object, *, reason: str) -> None:
    """End a request that was taken back; raises RuleBroken."""
    _step(viewer, _open(viewer, accounting_id).row, AccountingStep.Kind.WITHDRAWN, reason)


@transaction.atomic
def give(viewer: Viewer, accounting_id: object, *, way: str) -> None:
    """Say that the list that was made went to the person; its digest stands on the ledger. Raises
    RuleBroken where none is made, where the latest making is not done, and where a statement that
    suspends has come since: the list would tell what it keeps out (164.528(a)(2))."""
    asked = _open(viewer, accounting_id)
    copy = next((c for c in asked.copies if c.form == AccountingCopy.Form.PDF), None)
    if copy is None or asked.run is None or asked.run.state != AccountingRun.State.READY:
        raise RuleBroken("Make the list first, look at it, and give it then.")
    if _is_suspended_since(viewer, asked, copy):
        raise RuleBroken(SUSPENDED_SINCE)
    _step(viewer, asked.row, AccountingStep.Kind.GIVEN, way, digest=copy.digest)


def read_accountings(viewer: Viewer) -> tuple[list[Asked], list[Suspended]]:
    """Return the agency's requests and suspensions, and write that they were read; raises
    NotVisible."""
    require_office(viewer)
    asked, suspended = list_asked(viewer), list_suspended(viewer)
    entry = Entry(
        kind=Kind.LEDGER, subject_kind=REQUEST, category=Category.LEDGER,
        owner_agency_id=viewer.agency_id, authority="own_organization", total=len(asked),
        policy_version=in_force().version,
    )  # fmt: skip
    record(viewer, [entry])
    return asked, suspended


def read_accounting(viewer: Viewer, accounting_id: object) -> tuple[Asked, AccountingCopy | None]:
    """Return one request and the list that was made last with what it leaves out, and write that it
    was read; raises NotVisible."""
    require_office(viewer)
    asked = access_asked(viewer, accounting_id)
    rows = next((c for c in asked.copies if c.form == AccountingCopy.Form.ROWS), None)
    total = rows.lines if rows else 0
    record(viewer, [_entry(viewer, asked.row, Kind.LEDGER, Outcome.SHOWN, total=total)])
    return asked, rows


def download_copy(viewer: Viewer, accounting_id: object, copy_id: object) -> AccountingCopy:
    """Return a file and write that it was taken, with its digest; raises NotVisible."""
    require_office(viewer)
    copy = access_copy(viewer, accounting_id, copy_id)
    asked = access_asked(viewer, accounting_id)
    detail: dict[str, object] = {"sha256": copy.digest, "form": copy.form}
    entry = _entry(viewer, asked.row, Kind.DOWNLOAD, Outcome.SHOWN, total=copy.lines, detail=detail)
    record(viewer, [entry])
    return copy


def keeps(viewer: Viewer) -> None:
    """Let the privacy officer through; raises NotVisible, NotAllowed for an auditor, who reads."""
    require_office(viewer)
    if viewer.office != Office.PRIVACY_OFFICER:
        refused = deny(in_force(), Category.LEDGER, "never", "offices")
        raise NotAllowed(refused, REQUEST)


def record_made(
    viewer: Viewer, row: AccountingRequest, digests: dict[str, str], lines: int
) -> None:
    """Write that a list was made: the step, and the digests of its files on the ledger."""
    _step(
        viewer, row, AccountingStep.Kind.MADE, "", digest=digests["pdf"], total=lines,
        detail={f"sha256_{form}": digest for form, digest in digests.items()},
    )  # fmt: skip


def _open(viewer: Viewer, accounting_id: object) -> Asked:
    keeps(viewer)
    asked = access_asked(viewer, accounting_id)
    if asked.end is not None:
        raise RuleBroken(ENDED)
    return asked


def _is_suspended_since(viewer: Viewer, asked: Asked, copy: AccountingCopy) -> bool:
    made_on = timezone.localdate(copy.at)
    return any(
        one.is_in_force and (one.row.at > copy.at or one.row.starts > made_on)
        for one in list_suspended(viewer, asked.row.case_ids)
    )


def require_office(viewer: Viewer) -> None:
    """Let privacy officers and auditors through; raises NotVisible."""
    decision = decide_offices(viewer, Category.LEDGER)
    if not decision:
        raise NotVisible(REQUEST, because=decision.because)


def _step(  # noqa: PLR0913 - what a step consists of
    viewer: Viewer,
    row: AccountingRequest,
    kind: str,
    words: str,
    *,
    digest: str = "",
    total: int | None = None,
    detail: dict[str, object] | None = None,
) -> None:
    step = AccountingStep(
        request_id=row.pk, agency_id=viewer.agency_id, kind=kind, words=words.strip(),
        on_day=viewer.today, digest=digest, at=viewer.now, **signed_by(viewer),
    )  # fmt: skip
    once(step)
    more = (detail or {}) | ({"sha256": digest} if digest else {})
    record(viewer, [_done(viewer, row, f"accounting {kind}", total=total, detail=more)])


def _done(
    viewer: Viewer,
    row: AccountingRequest,
    act: str,
    *,
    total: int | None = None,
    detail: dict[str, object] | None = None,
) -> Entry:
    more = {"act": act, "law": row.law} | (detail or {})
    return _entry(viewer, row, Kind.CHANGE, Outcome.DONE, total=total, detail=more)


def _entry(  # noqa: PLR0913 - what stands on the ledger
    viewer: Viewer,
    row: AccountingRequest,
    kind: str,
    outcome: str,
    *,
    total: int | None = None,
    detail: dict[str, object] | None = None,
) -> Entry:
    """Name the request and its case; a victim's only by the request, so that no page that shows a
    case's events tells of one."""
    of_case = str(row.case_ids[0]) if row.about == "person" else None
    return Entry(
        kind=kind, outcome=outcome, subject_kind=REQUEST, subject_id=str(row.pk), case_id=of_case,
        category=Category.LEDGER, owner_agency_id=viewer.agency_id, authority="own_organization",
        policy_version=in_force().version, total=total, detail=detail or {},
    )  # fmt: skip


def once(row: Model) -> None:
    """Write what is written once; raises RuleBroken where another window was faster."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise RuleBroken(TWICE) from error


def signed_by(viewer: Viewer) -> dict[str, Any]:
    """Return the columns that say who wrote a row."""
    return {"by_id": viewer.user_id, "by_name": viewer.name}
