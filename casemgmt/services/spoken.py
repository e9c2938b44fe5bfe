"""Records what was told by voice or on paper. A telling that no authority covers is recorded too,
marked, and told to the privacy officer: better told than hidden."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import IntegrityError, transaction

from audit.models import Kind, Outcome
from audit.services.record import Entry, record
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Case, Release, SpokenDisclosure, SpokenReview
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.decision import NOTICES
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.load import in_force
from casemgmt.policy.people import Office, Viewer
from casemgmt.policy.rules import decide
from casemgmt.policy.spoken import PART2_PAPERS, Cover, Recipient, follow_up_of, holds_content
from casemgmt.policy.statutes import EVIDENCE, Statute, statute_of
from casemgmt.selectors.case import access_case
from casemgmt.selectors.spoken import KIND, access_review, access_spoken
from casemgmt.selectors.spoken_ground import (
    LAW,
    PAPER,
    Asked,
    cover_of,
    paper_of,
    recipient_of,
)
from casemgmt.services.faults import Fault
from teams.models import Agency
from teams.selectors.meeting import OnlyFor
from teams.selectors.people import privacy_officers_of
from teams.services.notice import notify

OUTSIDE = "a person outside"
OWN = "Whoever told it corrects the entry."
FOUND = "It has a finding already, which stays as it was written."


@dataclass(frozen=True)
class Telling:
    """What was told, as the teller says it; the recipient by key or in words."""

    told_at: datetime
    way: str
    categories: tuple[str, ...]
    description: str
    purpose: str
    to_person: str = ""
    to_agency: str = ""
    to_name: str = ""
    to_organization: str = ""
    to_address: str = ""
    to_phone: str = ""


@dataclass(frozen=True)
class Grounds:
    """By what authority, as the teller says it."""

    ground: str
    statute: str = ""
    evidence: dict[str, str] = field(default_factory=dict)
    handed: str = ""


@transaction.atomic
def record_telling(
    viewer: Viewer,
    case_id: object,
    telling: Telling,
    grounds: Grounds,
    *,
    corrects_id: object = None,
    correction: str = "",
) -> SpokenDisclosure:
    """Record a telling by the viewer, one event a category; raises NotVisible, NotAllowed for a
    category that he does not receive himself, Fault with the field that has to change.

    42 CFR 2.51 asks of a medical emergency who was told, of which affiliation, by whom, when and
    what it was about; 42 CFR 2.32 that the notice goes with what is told under a consent.
    """
    case, facts = access_case(viewer, case_id)
    asked = check_telling(viewer, case, facts, telling)
    statute = _statute(grounds)
    cover = cover_of(viewer, case, facts, asked, grounds.ground, statute)
    release = paper_of(viewer, case, grounds.ground)
    if release is None and grounds.ground.startswith(PAPER):
        raise Fault("ground", "Choose one of the papers that are shown.")
    if release and release.kind in PART2_PAPERS and not grounds.handed:
        raise Fault("handed", "Say whether the notice and the copy of the consent went with it.")
    row = _row(viewer, case, telling, asked.recipient)
    row.corrects = _corrected(viewer, case, corrects_id, correction)
    row.correction = correction.strip()
    _settle(row, cover, statute, release, grounds)
    row.full_clean(exclude=["case", "teller", "owner_agency", "release", "to_user", "to_agency"])
    row.save(force_insert=True)
    record(viewer, _entries(viewer, row, cover))
    if row.follow_up:
        notify("spoken_review", privacy_officers_of(viewer.agency_id), about=f"spoken:{row.pk}")
    return row


def check_telling(viewer: Viewer, case: Case, facts: CaseFacts, telling: Telling) -> Asked:
    """Return what the authority depends on; raises NotAllowed, NotVisible or Fault."""
    for name in telling.categories:
        decision = decide(viewer, Action.VIEW, Category(name), facts)
        if decision.hidden:
            raise NotVisible(KIND, "", case.pk, decision.because)
        if not decision:
            raise NotAllowed(decision, KIND, "", case.pk)
    if telling.told_at > viewer.now:
        raise Fault("told_at", "This lies in the future. Give the time at which it was told.")
    if holds_content(telling.description):
        words = "Name the kinds of information, not their content: no numbers, no addresses."
        raise Fault("description", words)
    recipient = recipient_of(telling.to_person, telling.to_agency)
    known = recipient.agency_id or recipient.user_id
    if not known and not (telling.to_name.strip() or telling.to_organization.strip()):
        raise Fault("to_name", "Say who was told: choose a person, or write the name.")
    if recipient.user_id == viewer.user_id:
        raise Fault("to_person", "This is you. Choose who was told.")
    return Asked(recipient, telling.categories, telling.told_at)


@transaction.atomic
def review_telling(viewer: Viewer, spoken_id: object, *, finding: str, note: str) -> SpokenReview:
    """Keep what the privacy officer found; raises NotVisible, NotAllowed, RuleBroken."""
    row = access_review(viewer, spoken_id)
    if viewer.office != Office.PRIVACY_OFFICER or row.teller_id == viewer.user_id:
        only = OnlyFor("The privacy officer reviews it, and nobody what he told himself.",
                       category=Category.LEDGER, how_to_ask="")  # fmt: skip
        raise NotAllowed(only, KIND, row.pk, row.case_id)
    if SpokenReview.objects.visible_to(viewer).filter(spoken=row).exists():
        raise RuleBroken(FOUND)
    review = SpokenReview(
        spoken=row, reviewer_id=viewer.user_id, created_by_id=viewer.user_id,
        agency_id=viewer.agency_id, finding=finding, note=note.strip(),
    )  # fmt: skip
    review.full_clean(exclude=["spoken", "reviewer", "agency"])
    try:
        with transaction.atomic():
            review.save(force_insert=True)
    except IntegrityError as error:  # a second click was faster
        raise RuleBroken(FOUND) from error
    entry = Entry(
        kind=Kind.CHANGE, outcome=Outcome.DONE, subject_kind=KIND, subject_id=str(row.pk),
        case_id=str(row.case_id), owner_agency_id=viewer.agency_id, category=row.categories[0],
        authority="own_organization", fields=("finding", "note"),
        detail={"act": f"review: {finding}"},
    )  # fmt: skip
    record(viewer, [entry])
    return review


def _statute(grounds: Grounds) -> Statute | None:
    """Return the law with its evidence complete; raises Fault (B-HIP-6)."""
    if grounds.ground != LAW:
        return None
    statute = statute_of(grounds.statute)
    if statute is None:
        raise Fault("statute", "Choose the law.")
    for name in statute.needs:
        if not grounds.evidence.get(name, "").strip():
            raise Fault(name, f"{statute.source} asks for this: {EVIDENCE[name].lower()}.")
    return statute


def _row(viewer: Viewer, case: Case, telling: Telling, to: Recipient) -> SpokenDisclosure:
    inside = to.user_id is not None
    return SpokenDisclosure(
        case=case, teller_id=viewer.user_id, created_by_id=viewer.user_id,
        owner_agency_id=viewer.agency_id, way=telling.way, told_at=telling.told_at,
        to_user_id=to.user_id, to_agency_id=to.agency_id,
        to_name="" if inside else telling.to_name.strip(),
        to_organization="" if to.agency_id else telling.to_organization.strip(),
        to_address=telling.to_address.strip(), to_phone=telling.to_phone.strip(),
        categories=list(telling.categories), description=telling.description.strip(),
        purpose=telling.purpose.strip(),
    )  # fmt: skip


def _settle(
    row: SpokenDisclosure,
    cover: Cover,
    statute: Statute | None,
    release: Release | None,
    grounds: Grounds,
) -> None:
    """Write the authority into the row, with the notice that has to go with it."""
    row.authority, row.authority_ref = cover.authority, cover.ref
    row.uncovered = dict(cover.uncovered or {})
    row.release = release
    row.follow_up = follow_up_of(cover, statute)
    if statute is not None:
        row.statute = statute.key
        row.evidence = {
            name: words.strip() for name, words in grounds.evidence.items()
            if name in EVIDENCE and words.strip()
        }  # fmt: skip
    if release is not None:
        row.notice = NOTICES.get(cover.authority, "")
        row.handed = grounds.handed


def _corrected(
    viewer: Viewer, case: Case, corrects_id: object, correction: str
) -> SpokenDisclosure | None:
    if not corrects_id:
        return None
    row, _, _ = access_spoken(viewer, case.pk, corrects_id)
    if row.teller_id != viewer.user_id:
        only = OnlyFor(OWN, category=Category(row.categories[0]), how_to_ask=f"Ask {row.teller}.")
        raise NotAllowed(only, KIND, row.pk, case.pk)
    if SpokenDisclosure.objects.visible_to(viewer).filter(corrects=row).exists():
        raise RuleBroken("A newer entry corrects this one already. Correct that one.")
    if not correction.strip():
        raise Fault("correction", "Say what was wrong before.")
    return row


def _entries(viewer: Viewer, row: SpokenDisclosure, cover: Cover) -> list[Entry]:
    """One event a category; the particulars stay in the row, which the event names."""
    agencies = Agency.objects.filter(pk=row.to_agency_id or 0)
    agency = agencies.values_list("name", flat=True).first()
    detail: dict[str, object] = {"way": row.way, "told_at": row.told_at.isoformat()}
    if row.was_late:
        detail["late"] = True
    if row.corrects_id:
        detail["corrects"] = str(row.corrects_id)
    entry = Entry(
        kind=Kind.SPOKEN, subject_kind=KIND, subject_id=str(row.pk), case_id=str(row.case_id),
        owner_agency_id=viewer.agency_id, recipient=agency or row.to_organization or OUTSIDE,
        policy_version=in_force().version, fields=("description",), detail=detail,
    )  # fmt: skip
    return [
        replace(
            entry, category=name, because=cover.because(name),
            part=(cover.parts or {}).get(name, ""),
            authority="" if cover.because(name) else cover.authority,
            authority_ref="" if cover.because(name) else cover.ref,
        )
        for name in row.categories
    ]  # fmt: skip
