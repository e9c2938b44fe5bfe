"""Files a legal demand for the victim's side at the agency to which it came: it opens nothing, the
organization's counsel is told (T46, B-VAWA-9)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from audit.models import Kind, Outcome
from audit.services.record import Entry, record, record_refusal
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Discipline, Office, Viewer
from casemgmt.selectors.case import access_case
from teams.models import Agency, Notice, User
from teams.services.notice import notify
from victims.models import LegalDemand
from victims.selectors.demand import FIELDS, organizations_at

LEADS = (Office.SUPERVISOR, Office.AGENCY_HEAD)


@dataclass(frozen=True)
class DemandGiven:
    """What the paper says of itself; nothing of whom it is about."""

    kind: str
    received_on: date
    issuer: str
    docket: str = ""
    answer_by: date | None = None


@transaction.atomic
def file_demand(viewer: Viewer, case_id: object, *, given: DemandGiven) -> LegalDemand:
    """File a demand on a case and tell the organizations with a seat at its team, whether or not
    a victim is in contact with them.

    Raises NotVisible, RuleBroken where it came on a day to come, or nobody is there to be told.
    """
    case, _ = access_case(viewer, case_id)
    if viewer.is_advocate:
        record_refusal(viewer, kind="legal demand", subject_id="", case_id=case.pk, because="never")
        raise NotVisible("legal demand", "", case.pk, "never")
    _check(viewer, given)
    told = organizations_at(case.team_id, viewer.today)
    row = LegalDemand(
        case=case, case_number=case.number, owner_agency_id=viewer.agency_id,
        created_by_id=viewer.user_id, filed_by=viewer.name, kind=given.kind,
        received_on=given.received_on, answer_by=given.answer_by, issuer=given.issuer.strip(),
        docket=given.docket.strip(), told_agency_ids=[agency.pk for agency in told],
    )  # fmt: skip
    row.full_clean(exclude=["case", "owner_agency"])
    row.save(force_insert=True)
    names = ", ".join(agency.name for agency in told)
    record(viewer, [_entry(row, names)])
    people = [key for agency in told for key in counsel_of(agency)]
    notify(Notice.Kind.LEGAL_DEMAND, people, about=f"legal demand:{row.pk}")
    return row


def counsel_of(agency: Agency) -> list[int]:
    """Return who answers demands for an organization: its counsel; where it named none, its leads,
    or all of its advocates, so that somebody is told."""
    people = User.objects.filter(
        agency=agency, is_active=True, discipline=Discipline.COMMUNITY_ADVOCACY
    )
    for offices in ([Office.COUNSEL], LEADS):
        found = list(people.filter(office__in=offices).values_list("pk", flat=True))
        if found:
            return found
    return list(people.values_list("pk", flat=True))


def _check(viewer: Viewer, given: DemandGiven) -> None:
    if given.kind not in LegalDemand.Kind.values:
        raise RuleBroken("Choose what came.")
    if given.received_on > viewer.today:
        raise RuleBroken("This day is still to come. Give the day on which it came.")
    if given.answer_by is not None and given.answer_by < given.received_on:
        raise RuleBroken("The answer was due before it came. Mend one of the two days.")
    if not given.issuer.strip():
        raise RuleBroken("Say who issued it, as the paper does.")


def _entry(row: LegalDemand, told: str) -> Entry:
    return Entry(
        kind=Kind.CHANGE, outcome=Outcome.DONE, subject_kind="legal demand",
        subject_id=str(row.pk), case_id=str(row.case_id), owner_agency_id=row.owner_agency_id,
        category=Category.IDENTITY, fields=FIELDS, authority="own_organization",
        recipient=told[:200], detail={"act": "file legal demand"},
    )  # fmt: skip
