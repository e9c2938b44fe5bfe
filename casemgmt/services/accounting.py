"""Takes requests for accountings of disclosures and makes them: at once, or of a large ledger in
the background, month by month, with its progress. What fails leaves no file."""

import hashlib
import logging
import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from audit.accounting import Disclosure, Row, Suspension, accounting
from audit.models import AccountingCopy, AccountingRequest, AccountingRun
from audit.models.change import keyed
from audit.selectors.accounting import (
    Asked,
    Span,
    access_asked,
    count_upto,
    due_requests,
    list_suspended,
)
from audit.services.accounting import (
    FieldFault,
    Subject,
    Terms,
    keeps,
    open_request,
    record_made,
)
from audit.services.accounting_run import claim_run, fail_run, move_run, start_run
from audit.services.record import record_refusal
from audit.services.suspension import suspend
from casemgmt.core import clock
from casemgmt.core.errors import RuleBroken
from casemgmt.core.keys import key_in
from casemgmt.policy.people import Act, Viewer
from casemgmt.selectors.accounting import (
    find_person,
    laws_of,
    months_of,
    most_at_once,
    shown_in,
    span_of,
    told_of,
)
from casemgmt.services.accounting_sheet import csv_of, pdf_of, rows_of
from teams.models import Agency, Notice, User
from teams.selectors.people import privacy_officers_of
from teams.selectors.viewers import build_viewer
from teams.services.notice import notify

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)
NOT_OURS = "Your agency has no case with this number. Look at the number again."
NO_LAW = "This agency owes no list under that law. Choose another one."
State = AccountingRun.State


def ask_for_person(viewer: Viewer, number: str, terms: Terms) -> AccountingRequest:
    """Take the request of a person under supervision, by the number of a case; raises FieldFault in
    the same words for a case that is not there and for one of others."""
    return ask(viewer, _person_of(viewer, number, "accountingrequest"), terms)


def ask(viewer: Viewer, subject: Subject, terms: Terms) -> AccountingRequest:
    """Take a request about somebody who was found; raises FieldFault for a law under which the
    agency owes nothing."""
    if terms.law not in [law.key for law in laws_of(viewer)]:
        raise FieldFault("law", NO_LAW)
    return open_request(viewer, subject, terms)


def suspend_on_case(
    viewer: Viewer, number: str, agency_key: str, rule_of: Callable[[int | None], Suspension]
) -> None:
    """Keep an agency's disclosures of a person out of accountings; raises FieldFault."""
    subject = _person_of(viewer, number, "suspension")
    agency = Agency.objects.filter(key=key_in(agency_key)).first() if agency_key else None
    rule = rule_of(agency.pk if agency else None)
    suspend(viewer, subject.case_ids[0], number.strip(), rule)


def _person_of(viewer: Viewer, number: str, kind: str) -> Subject:
    """Return whose case a number names. A try that finds nobody is on the ledger, which keeps of
    what was typed a hash: this is no search."""
    keeps(viewer)
    subject = find_person(viewer, number)
    if subject is None:
        record_refusal(viewer, kind=kind, subject_id=keyed(number.strip()), because="never")
        raise FieldFault("number", NOT_OURS)
    return subject


@transaction.atomic
def make(viewer: Viewer, accounting_id: object) -> AccountingRun:
    """Make the list, or let it be made in the background where there is much; raises RuleBroken for
    a request that is ended or already being made."""
    keeps(viewer)
    asked = access_asked(viewer, accounting_id)
    if asked.end is not None:
        raise RuleBroken("This request is ended. A new one can be taken.")
    if asked.run and asked.run.state in (State.WAITING, State.BUILDING):
        raise RuleBroken("It is being made already. Look again in a minute.")
    span = span_of(asked.row)
    run = start_run(
        viewer, asked.row, waits=count_upto(viewer, span, most_at_once()) > most_at_once()
    )
    if run.state != State.WAITING:
        _keep(viewer, asked, run, shown_in(viewer, span))
        move_run(run, State.READY, done=1, total=1)
    return run


def build_waiting() -> int:
    """Make one list that waits, in the eyes of the officer who asked for it; return how many were
    made. The due-scan calls it; a worker that dies leaves the list to the next one."""
    claimed = claim_run(clock.now() + LEASE)
    if claimed is None:
        return 0
    run_id, user_id = claimed
    try:
        _build(run_id, user_id)
    except Exception:
        log.exception("An accounting could not be made.")
        fail_run(run_id)
        raise
    return 1


def remind_of_dues() -> int:
    """Tell the privacy officers of requests that are due soon, once a lead; return how many."""
    leads = sorted(settings.ACCOUNTING_REMINDER_DAYS)
    told = 0
    for request_id, agency_id, due in due_requests():
        left = (due - clock.today()).days
        lead = next((days for days in leads if left <= days), None)
        about = f"accounting:{request_id}:{lead}"
        if lead is None or Notice.objects.filter(kind="accounting_due", about=about).exists():
            continue
        notify("accounting_due", privacy_officers_of(agency_id), about=about)
        told += 1
    return told


def _build(run_id: uuid.UUID, user_id: int) -> None:
    """Read month by month, each in a transaction of its own, so that the progress shows; the files
    and their event are written in the last one, or none of them."""
    found: list[Disclosure] = []
    with transaction.atomic():
        viewer = _as_officer(user_id)
        run = AccountingRun.objects.get(pk=run_id)
        months = months_of(span_of(access_asked(viewer, run.request_id).row))
    for number, month in enumerate(months, start=1):
        with transaction.atomic():
            found += _month(_as_officer(user_id), month)
            move_run(run, State.BUILDING, done=number, total=len(months) + 1, lease=LEASE)
    with transaction.atomic():
        viewer = _as_officer(user_id)
        keeps(viewer)
        _keep(viewer, access_asked(viewer, run.request_id), run, found)
        move_run(run, State.READY, done=len(months) + 1, total=len(months) + 1)


def _month(viewer: Viewer, month: Span) -> list[Disclosure]:
    keeps(viewer)
    return shown_in(viewer, month)


def _keep(viewer: Viewer, asked: Asked, run: AccountingRun, found: Iterable[Disclosure]) -> None:
    """Apply the rules of today and keep the files."""
    row = asked.row
    suspended = [one.rule for one in list_suspended(viewer, row.case_ids)]
    rows = accounting(row.law, [*found, *told_of(viewer, row)], suspended, viewer.today)
    makers: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: pdf_of(row, rows),
        "csv": lambda: csv_of(rows),
        "rows": lambda: rows_of(rows),
    }
    digests = {form: _copy(viewer, row, run, form, made(), rows) for form, made in makers.items()}
    record_made(viewer, row, digests, sum(not one.mark for one in rows))


def _copy(  # noqa: PLR0913 - what a file is kept with
    viewer: Viewer,
    row: AccountingRequest,
    run: AccountingRun,
    form: str,
    content: bytes,
    rows: list[Row],
) -> str:
    digest = hashlib.sha256(content).hexdigest()
    lines = len(rows) if form == "rows" else sum(not one.mark for one in rows)
    AccountingCopy(
        run_id=run.pk, request_id=row.pk, agency_id=viewer.agency_id, form=form, content=content,
        digest=digest, lines=lines, at=viewer.now,
    ).save(force_insert=True)  # fmt: skip
    return digest


def _as_officer(user_id: int) -> Viewer:
    """Open the walls as far as the officer's, who must still be one: the rules ask again."""
    act = Act(
        request_id=str(uuid.uuid4()), route="task casemgmt.services.accounting.build_waiting",
        purpose="accounting", channel="task",
    )  # fmt: skip
    return build_viewer(User.objects.select_related("agency").get(pk=user_id), act=act)
