"""Records the papers that open records, and takes them back at once, however it was said."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from audit.models import Kind, Outcome
from audit.services.record import Entry, record, record_refusal
from casemgmt.core.errors import NotAllowed, RuleBroken
from casemgmt.models import Case, Release, Signature
from casemgmt.policy.categories import Category
from casemgmt.policy.elements import REQUIRED, elements_named
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.papers import GateTerms, PaperFault, effective_end, faults_of, missing_of
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.policy.signing import Signer
from casemgmt.selectors.case import access_case
from casemgmt.selectors.release import access_revocable, people_told
from casemgmt.selectors.release_rights import WHO, may_record
from casemgmt.services.release_reminder import call_off
from teams.models import Agency, Notice, User
from teams.selectors.meeting import OnlyFor
from teams.services.notice import notify

BY_CAPACITY = {
    "self": "the victim", "minor": "the victim", "guardian": "a parent or guardian",
    "representative": "a representative whom a court appointed", "court": "the court",
}  # fmt: skip


class PaperRefused(RuleBroken):
    """A paper that opens nothing, with each missing part and its field."""

    def __init__(self, faults: Sequence[PaperFault]):
        words = " ".join(dict.fromkeys(fault.words for fault in faults))
        super().__init__(f"This opens nothing yet. {words}", because=faults[0].because)
        self.faults = faults


def record_release(
    viewer: Viewer, case_id: object, *, terms: GateTerms, keep_incomplete: bool = False
) -> Release:
    """Record one paper, which opens what it names to whom it names for its time.

    With `keep_incomplete` a paper is filed as received: what it lacks is kept with it, and while it
    lacks anything it opens nothing. Raises NotVisible, NotAllowed, PaperRefused.
    """
    case, facts = access_case(viewer, case_id)
    terms = settled(viewer, case, terms)
    if not may_record(viewer, facts, terms):
        only = OnlyFor(_who(terms), because="never", category=_category(terms), how_to_ask="")
        raise NotAllowed(only, "release", terms.kind, case_id)
    faults = check_release(viewer, terms, keep_incomplete=keep_incomplete)
    if faults:
        record_refusal(
            viewer, kind="release", subject_id=terms.kind, case_id=case.pk,
            because=faults[0].because, category=_category(terms),
        )  # fmt: skip
        raise PaperRefused(faults)
    return _write(viewer, case, facts, terms, missing_of(terms) if keep_incomplete else ())


def check_release(
    viewer: Viewer, terms: GateTerms, *, keep_incomplete: bool = False
) -> list[PaperFault]:
    """Return what is missing or wrong of settled terms, the reason that is told first first."""
    found = faults_of(terms, max_days=None if keep_incomplete else max_days(terms.kind))
    found += _faults_of_names(terms)
    over = terms.ends_at is not None and terms.ends_at <= viewer.now
    if over and not keep_incomplete and not found:
        found = [PaperFault("gate_missing", "ends_at", "It is over already. Choose a later end.")]
    return [fault for fault in found if not keep_incomplete or _is_unfileable(terms, fault)]


def settled(viewer: Viewer, case: Case, terms: GateTerms) -> GateTerms:
    """Return the terms with what follows from the case and the day filled in."""
    starts_at = terms.starts_at or viewer.now
    agency_id = terms.from_agency_id
    if agency_id is None:
        of_case = terms.kind == Release.Kind.COURT_ORDER
        agency_id = case.agency_id if of_case else viewer.agency_id
    terms = replace(
        terms, starts_at=starts_at, signed_on=terms.signed_on or viewer.today,
        from_agency_id=agency_id, items=tuple(dict.fromkeys(i.strip() for i in terms.items)),
        categories=tuple(dict.fromkeys(terms.categories)), to_kind=_kind_of(terms),
    )  # fmt: skip
    return replace(terms, ends_at=effective_end(terms, timezone.get_current_timezone()))


def max_days(kind: str) -> int | None:
    """Return the longest time that practice gives to a kind of paper; an order says it itself."""
    if kind == Release.Kind.VICTIM_RELEASE:
        return settings.VICTIM_RELEASE_MAX_DAYS
    return None if kind == Release.Kind.COURT_ORDER else settings.AUTHORIZATION_MAX_DAYS


@transaction.atomic
def revoke_release(
    viewer: Viewer, case_id: object, release_id: object, *, how: str, by: str = ""
) -> Release:
    """Take a paper back: it opens nothing from now on; a consent under 42 CFR 2.35 from the moment
    that it names. Raises NotVisible, NotAllowed, and RuleBroken for one that is over."""
    row, case, facts = access_revocable(viewer, case_id, release_id, lock=True)
    if how not in Release.HowRevoked.values:
        raise RuleBroken("Say whether it was taken back in speech or in writing.")
    if row.revoked_at is not None:
        raise RuleBroken("It is over already: it was taken back before.", because="release_revoked")
    if row.ends_at is not None and row.ends_at < viewer.now:
        raise RuleBroken("It is over already and opens nothing.", because="release_ended")
    row.revoked_at, row.revoked_how = viewer.now, how
    row.revoked_by = "" if row.kind == Release.Kind.VICTIM_RELEASE else by[:120]
    row.version += 1
    row.save(update_fields=["revoked_at", "revoked_how", "revoked_by", "version"])
    _record(viewer, row, facts, act="revoke", fields=("revoked_at", "revoked_how"))
    call_off(row.pk)
    told = people_told(viewer, row, case)
    notify(Notice.Kind.RELEASE_REVOKED, told, about=str(row.pk), due_at=row.facts().stops_at)
    return row


@transaction.atomic
def _write(
    viewer: Viewer, case: Case, facts: CaseFacts, terms: GateTerms, missing: Sequence[str]
) -> Release:
    row = Release(
        case=case, kind=terms.kind, from_agency_id=cast(int, terms.from_agency_id),
        to_agency_id=terms.to_agency_ids[0], to_user_id=terms.to_user_id,
        to_discipline=terms.to_discipline, categories=list(terms.categories),
        items=list(terms.items), purpose=terms.purpose.strip(), about=_about(terms),
        signed_by=signed_words(terms)[:120], signed_on=cast(date, terms.signed_on),
        elements=_elements(terms),
        missing=list(missing), ways=list(terms.ways), starts_at=cast(datetime, terms.starts_at),
        redisclosure_barred=terms.redisclosure_barred, ends_at=terms.ends_at,
        revocable_after=_binds_until(terms), created_by_id=viewer.user_id,
    )  # fmt: skip
    row.save(force_insert=True)
    Signature.objects.bulk_create([
        Signature(
            release=row, name=_name_of(terms, signer), capacity=signer.capacity,
            signed_on=row.signed_on, created_by_id=viewer.user_id,
        )
        for signer in terms.signers
    ])  # fmt: skip
    act = f"file incomplete {row.kind}" if missing else f"record {row.kind}"
    _record(viewer, row, facts, act=act, fields=("categories", "to_agency", "ends_at"))
    return row


def signed_words(terms: GateTerms) -> str:
    """Say who signed; of a victim only in what capacity, as the team reads it (T26)."""
    if terms.kind == Release.Kind.COURT_ORDER and terms.order:
        return terms.order.strip()
    names = [_name_of(terms, signer) for signer in terms.signers]
    return " and ".join(dict.fromkeys(names))


def _name_of(terms: GateTerms, signer: Signer) -> str:
    if _is_of_victim(terms):
        return BY_CAPACITY.get(signer.capacity, "the victim")
    return signer.name.strip()[:128]


def _is_of_victim(terms: GateTerms) -> bool:
    return terms.about_victim or terms.kind == Release.Kind.VICTIM_RELEASE


def _about(terms: GateTerms) -> str:
    return "" if _is_of_victim(terms) else terms.about[:160]


def _elements(terms: GateTerms) -> list[str]:
    names = [element.name for element in REQUIRED[terms.kind]]
    if terms.elements is None:
        return names
    shown = elements_named(terms.elements)
    return [name for name in names if name in shown]


def _binds_until(terms: GateTerms) -> datetime | None:
    """Only a consent under 2.35 can bind until a moment, and not beyond its own end (B-P2-6)."""
    if terms.kind != Release.Kind.PART2_JUSTICE_CONSENT or terms.revocable_after is None:
        return None
    return min(terms.revocable_after, terms.ends_at or terms.revocable_after)


def _kind_of(terms: GateTerms) -> str:
    if terms.to_kind or len(terms.to_agency_ids) != 1:
        return terms.to_kind
    agency = Agency.objects.filter(pk=terms.to_agency_ids[0]).first()
    return agency.kind if agency else ""


def _faults_of_names(terms: GateTerms) -> list[PaperFault]:
    """Return what is wrong with whom it names beyond the agency."""
    found = []
    if terms.to_user_id is not None and len(terms.to_agency_ids) == 1:
        people = User.objects.filter(pk=terms.to_user_id, agency_id=terms.to_agency_ids[0])
        if not people.exists():
            words = "This person does not work for the agency that receives it."
            found.append(PaperFault("wrong_recipient", "to_user", words))
    if terms.to_discipline and terms.to_discipline not in set(Discipline):
        words = "Choose one of the disciplines, or none."
        found.append(PaperFault("wrong_recipient", "to_discipline", words))
    if len(terms.purpose) > 80:
        found.append(PaperFault("wrong_item", "purpose", "Say the purpose in fewer words."))
    return found


def _is_unfileable(terms: GateTerms, fault: PaperFault) -> bool:
    """Whether a paper cannot even be kept: it is to nobody in particular, names no category that
    there is, or ends before it begins. Whatever else it lacks is kept with it."""
    if fault.field == "to_agency":
        return bool(terms.to_team) or len(set(terms.to_agency_ids)) != 1
    if fault.field == "categories":
        return not terms.categories or not set(terms.categories) <= set(Category)
    if fault.field == "ends_at":
        return terms.ends_at is not None and terms.ends_at <= (terms.starts_at or terms.ends_at)
    return fault.because in ("wrong_recipient", "wrong_item") and fault.field != "items"


def _who(terms: GateTerms) -> str:
    return WHO.get(Release.Kind(terms.kind), "") if terms.kind in Release.Kind.values else ""


def _category(terms: GateTerms) -> str:
    known = [name for name in terms.categories if name in set(Category)]
    return known[0] if known else Category.IDENTITY.value


def _record(
    viewer: Viewer, row: Release, facts: CaseFacts, *, act: str, fields: tuple[str, ...]
) -> None:
    standing = facts.standings[0]
    entry = Entry(
        kind=Kind.CHANGE, outcome=Outcome.DONE, subject_kind="release", subject_id=str(row.pk),
        case_id=facts.case_id, owner_agency_id=row.from_agency_id, category=row.categories[0],
        fields=fields, authority=standing.kind, authority_ref=standing.ref,
        recipient=row.to_agency.name, detail={"act": act},
    )  # fmt: skip
    record(viewer, [entry])
