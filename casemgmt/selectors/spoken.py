"""Reads what was told of a case by voice or on paper: by its two sides, and by the privacy officer
of the agency that told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from audit.models import Kind
from audit.services.record import Entry, record
from casemgmt.core.errors import NotVisible
from casemgmt.core.keys import key_in
from casemgmt.models import Case, SpokenDisclosure, SpokenReview
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.decision import AUTHORITY_WORDS, BECAUSE_WORDS
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.load import in_force
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.policy.spoken import NO_AUTHORITY
from casemgmt.policy.statutes import EVIDENCE
from casemgmt.selectors.case import access_case

KIND = "spokendisclosure"
MOST = 200
NONE_ON_RECORD = "No authority on record"
SIDES = ("teller", "to_user", "to_agency", "owner_agency", "release")
WHY = BECAUSE_WORDS | {NO_AUTHORITY: "Nothing on record covers it."}
FIELDS = ("recipient", "address", "description", "purpose")


@dataclass(frozen=True)
class SpokenShown:
    """One telling in words."""

    id: str
    case_id: str
    told_at: datetime
    entered_at: datetime
    was_late: bool
    way: str
    teller: str
    agency: str
    recipient: str
    address: str
    categories: str
    description: str
    purpose: str
    authority: str
    uncovered: tuple[tuple[str, str], ...]
    evidence: tuple[tuple[str, str], ...]
    follow_up: str
    follow_up_text: str
    notice: str
    handed: str
    release_id: str
    corrects_id: str
    corrected_by: str
    correction: str
    is_mine: bool
    number: str = ""
    review: SpokenReview | None = None


def list_spoken(viewer: Viewer, case: Case, facts: CaseFacts) -> list[SpokenShown]:
    """Return what was told of a case, the latest first, as far as it is the viewer's business;
    each on the ledger."""
    rows = SpokenDisclosure.objects.visible_to(viewer).filter(case=case).select_related(*SIDES)
    found = [row for row in rows[:MOST] if may_see(viewer, row, facts)]
    ground = facts.standings[0]
    record(viewer, [e for row in found for e in _entries(row, Kind.LIST, ground.kind, ground.ref)])
    return _shown(viewer, found)


def access_spoken(
    viewer: Viewer, case_id: object, spoken_id: object
) -> tuple[SpokenDisclosure, Case, CaseFacts]:
    """Return one telling of a case, the case and its facts; raises NotVisible."""
    case, facts = access_case(viewer, case_id)
    rows = SpokenDisclosure.objects.visible_to(viewer).filter(case=case, pk=key_in(spoken_id))
    row = rows.select_related(*SIDES).first()
    if row is None or not may_see(viewer, row, facts):
        raise NotVisible(KIND, spoken_id, case_id)
    return row, case, facts


def show_spoken(viewer: Viewer, row: SpokenDisclosure, facts: CaseFacts) -> SpokenShown:
    """Return one telling in words, on the ledger."""
    ground = facts.standings[0]
    record(viewer, _entries(row, Kind.VIEW, ground.kind, ground.ref))
    return _shown(viewer, [row])[0]


def may_see(viewer: Viewer, row: SpokenDisclosure, facts: CaseFacts) -> bool:
    """Whether a telling is the viewer's business: he told it or was told, or he receives every
    category that it names himself."""
    if viewer.user_id in (row.teller_id, row.to_user_id):
        return True
    if row.to_user_id is not None and viewer.agency_id != row.owner_agency_id:
        return False  # told to a colleague in person
    return all(
        decide(viewer, Action.VIEW, Category(name), facts).allowed for name in row.categories
    )


def list_reviews(viewer: Viewer) -> list[SpokenShown]:
    """Return the agency's tellings that its privacy officer has to look at, those without a finding
    first; each on the ledger."""
    done = SpokenReview.objects.visible_to(viewer).filter(spoken=OuterRef("pk"))
    rows = _of_office(viewer).exclude(follow_up="").order_by(Exists(done), "-created_at", "pk")
    found = list(rows.select_related(*SIDES)[:MOST])
    record(viewer, [e for row in found for e in _entries(row, Kind.LIST, "own_organization")])
    shown = _shown(viewer, found)
    return sorted(shown, key=lambda one: one.review is not None)


def access_review(viewer: Viewer, spoken_id: object) -> SpokenDisclosure:
    """Return a telling of the agency for its privacy officers and auditors; raises NotVisible."""
    row = _of_office(viewer).filter(pk=key_in(spoken_id)).select_related(*SIDES).first()
    if row is None:
        raise NotVisible(KIND, spoken_id)
    return row


def show_review(viewer: Viewer, row: SpokenDisclosure) -> SpokenShown:
    """Return a telling for its review, on the ledger."""
    record(viewer, _entries(row, Kind.VIEW, "own_organization"))
    return _shown(viewer, [row])[0]


def current_of_cases(viewer: Viewer, case_ids: Iterable[object]) -> list[SpokenDisclosure]:
    """Return the agency's tellings of these cases as they stand, corrected ones left out, the first
    first: for an accounting, which writes them on the ledger itself."""
    rows = _of_office(viewer).filter(case_id__in=list(case_ids)).order_by("told_at", "pk")
    found = list(rows.select_related(*SIDES))
    corrected = {row.corrects_id for row in found if row.corrects_id}
    return [row for row in found if row.pk not in corrected]


def _of_office(viewer: Viewer) -> QuerySet[SpokenDisclosure]:
    if not viewer.reads_ledger:
        raise NotVisible(KIND)
    return SpokenDisclosure.objects.visible_to(viewer)


def _shown(viewer: Viewer, rows: list[SpokenDisclosure]) -> list[SpokenShown]:
    later = SpokenDisclosure.objects.visible_to(viewer).filter(corrects__in=rows)
    by = {old: new for new, old in later.values_list("pk", "corrects_id")}
    reviews, numbers = {}, {}
    if viewer.reads_ledger:
        kept = SpokenReview.objects.visible_to(viewer).filter(spoken__in=rows)
        reviews = {one.spoken_id: one for one in kept.select_related("reviewer")}
        numbers = _numbers([row.case_id for row in rows])
    return [
        _words(viewer, row, str(by.get(row.pk, "")), reviews.get(row.pk), numbers) for row in rows
    ]


def _words(
    viewer: Viewer,
    row: SpokenDisclosure,
    corrected_by: str,
    review: SpokenReview | None,
    numbers: dict[str, str],
) -> SpokenShown:
    ours = viewer.agency_id == row.owner_agency_id  # what it lacks is between its own people
    return SpokenShown(
        id=str(row.pk), case_id=str(row.case_id), told_at=row.told_at, entered_at=row.created_at,
        was_late=row.was_late, way=row.get_way_display(), teller=row.teller.name,
        agency=row.owner_agency.name, recipient=row.recipient, address=row.address,
        categories=named(row.categories), description=row.description, purpose=row.purpose,
        authority=authority_words(row), uncovered=_uncovered(row) if ours else (),
        evidence=_evidence(row) if ours else (), follow_up=row.follow_up if ours else "",
        follow_up_text=row.get_follow_up_display() if ours else "", notice=row.notice,
        handed=row.get_handed_display() if row.handed else "",
        release_id=str(row.release_id or ""), corrects_id=str(row.corrects_id or ""),
        corrected_by=corrected_by, correction=row.correction,
        is_mine=row.teller_id == viewer.user_id,
        number=numbers.get(str(row.case_id), ""), review=review,
    )  # fmt: skip


def named(categories: Iterable[str]) -> str:
    """Return categories in words, one after the other."""
    return ", ".join(LABELS[Category(name)].lower() for name in categories)


def authority_words(row: SpokenDisclosure) -> str:
    """Say by what authority it was told."""
    if row.law is not None:
        return f"{row.law.words} ({row.law.source})"
    if row.release is not None:
        return f"{row.release.get_kind_display()}, for {row.release.purpose or 'what it names'}"
    words = AUTHORITY_WORDS.get(row.authority, "")
    return f"The recipient receives it as {words}" if words else NONE_ON_RECORD


def _evidence(row: SpokenDisclosure) -> tuple[tuple[str, str], ...]:
    return tuple(
        (words, row.evidence[key]) for key, words in EVIDENCE.items() if key in row.evidence
    )


def _uncovered(row: SpokenDisclosure) -> tuple[tuple[str, str], ...]:
    """Return each category that no authority covers, and why in words."""
    return tuple((LABELS[Category(name)], WHY.get(why, "")) for name, why in row.uncovered.items())


def _entries(row: SpokenDisclosure, kind: str, authority: str, ref: str = "") -> list[Entry]:
    return [
        Entry(
            kind=kind, subject_kind=KIND, subject_id=str(row.pk), case_id=str(row.case_id),
            owner_agency_id=row.owner_agency_id, category=name, fields=FIELDS,
            authority=authority, authority_ref=ref, policy_version=in_force().version,
        )
        for name in row.categories
    ]  # fmt: skip


def _numbers(case_ids: Iterable[object]) -> dict[str, str]:
    with connection.cursor() as cursor:
        ids = [str(key) for key in case_ids]
        cursor.execute("SELECT * FROM spoken_case_numbers(%s::uuid[])", [ids])
        return {str(key): number for key, number in cursor.fetchall()}
