"""Records a person's authorization to share, and takes it back at once, however it was said."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from audit.models import Kind, Outcome
from audit.services.record import Entry, record
from casemgmt.core.errors import NotAllowed, RuleBroken
from casemgmt.models import Release
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.selectors.record import access_adding
from casemgmt.selectors.release import SHARED, access_revocable, may_authorize, recipients_of
from casemgmt.services.faults import Fault, refuse_future
from teams.selectors.meeting import OnlyFor

PROVIDERS = "Only a treatment provider records an authorization, for the own center's record."
OLDEST = timedelta(days=365)


@dataclass(frozen=True)
class AuthorizationWords:
    """What the signed form says (45 CFR 164.508(c))."""

    to_agency: str
    categories: tuple[str, ...]
    purpose: str
    signed_by: str
    signed_on: date
    starts_on: date
    ends_on: date


@transaction.atomic
def record_authorization(viewer: Viewer, case_id: object, *, words: AuthorizationWords) -> Release:
    """Open a center's summary, and clinical record, to one agency until a day. Raises Fault."""
    case, facts = access_adding(viewer, case_id, Category.TREATMENT_SUMMARY, "release")
    if not may_authorize(viewer, facts):
        only = OnlyFor(PROVIDERS, category=Category.TREATMENT_SUMMARY, how_to_ask="")
        raise NotAllowed(only, "release", "", case_id)
    recipients = {str(agency.key): agency for agency in recipients_of(viewer, case)}
    if words.to_agency not in recipients:
        raise Fault("to_agency", "Choose one agency at this case's table. Sign one form for each.")
    _check(viewer, words)
    row = Release(
        case=case, kind=Release.Kind.AUTHORIZATION, from_agency_id=viewer.agency_id,
        to_agency=recipients[words.to_agency], categories=list(words.categories),
        purpose=words.purpose, signed_by=words.signed_by, signed_on=words.signed_on,
        starts_at=_midnight(words.starts_on), ends_at=_midnight(words.ends_on + timedelta(days=1)),
        created_by_id=viewer.user_id,
    )  # fmt: skip
    row.full_clean(exclude=["case", "from_agency", "to_agency"])
    row.save(force_insert=True)
    _record(viewer, row, facts, act="record authorization", recipient=row.to_agency.name)
    return row


@transaction.atomic
def revoke_release(viewer: Viewer, case_id: object, release_id: object, *, how: str) -> Release:
    """Take a gate back: it opens nothing from now on. Raises RuleBroken for one that is over."""
    row, _, facts = access_revocable(viewer, case_id, release_id, lock=True)
    if how not in Release.HowRevoked.values:
        raise RuleBroken("Say whether it was taken back in speech or in writing.")
    if row.revoked_at is not None or row.ends_at < viewer.now:
        raise RuleBroken("It is over already and opens nothing.")
    row.revoked_at, row.revoked_how = viewer.now, how
    row.version += 1
    row.save(update_fields=["revoked_at", "revoked_how", "version"])
    _record(viewer, row, facts, act="revoke", recipient=row.to_agency.name)
    return row


def _check(viewer: Viewer, words: AuthorizationWords) -> None:
    allowed = {category.value for category in SHARED}
    if not words.categories or not set(words.categories) <= allowed:
        raise Fault("categories", "Choose what the signed form names.")
    refuse_future(viewer, "signed_on", words.signed_on, "it was signed")
    if words.signed_on < viewer.today - OLDEST:
        raise Fault("signed_on", "This was signed more than a year ago. Ask for a new one.")
    if words.starts_on < words.signed_on:
        raise Fault("starts_on", "It cannot begin before it is signed. Choose a later day.")
    if words.starts_on > viewer.today + OLDEST:
        raise Fault("starts_on", "It begins within a year. Choose an earlier day.")
    if words.ends_on < max(words.starts_on, viewer.today):
        raise Fault("ends_on", "It ends on its first day or later, and not before today.")
    if words.ends_on > words.starts_on + timedelta(days=settings.AUTHORIZATION_MAX_DAYS):
        most = settings.AUTHORIZATION_MAX_DAYS
        raise Fault(
            "ends_on", f"At most {most} days here. Choose an earlier day and renew it then."
        )


def _midnight(day: date) -> datetime:
    """Return the midnight that begins a day in the jurisdiction's zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _record(viewer: Viewer, row: Release, facts: CaseFacts, *, act: str, recipient: str) -> None:
    standing = facts.standings[0]
    entry = Entry(
        kind=Kind.CHANGE, outcome=Outcome.DONE, subject_kind="release", subject_id=str(row.pk),
        case_id=facts.case_id, owner_agency_id=row.from_agency_id, category=row.categories[0],
        fields=("categories", "to_agency", "ends_at"), authority=standing.kind,
        authority_ref=standing.ref, recipient=recipient, detail={"act": act},
    )  # fmt: skip
    record(viewer, [entry])
