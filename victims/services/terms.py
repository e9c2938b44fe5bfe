"""What a valid release of a victim says (B-VAWA-4, 5), and what is missing, part by part."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from casemgmt.core import clock
from casemgmt.core.walltime import end_of
from casemgmt.models import Release
from casemgmt.policy.categories import Category
from casemgmt.policy.papers import GateTerms, names_everything
from casemgmt.policy.people import Viewer
from casemgmt.policy.signing import (
    GUARDIAN,
    MINOR,
    REPRESENTATIVE,
    SELF,
    Signer,
    majority,
)
from victims.selectors.recipients import Recipient

BESIDE = "the victim and a parent or guardian who did not cause the harm"
ALONE = "the victim alone, a minor whom the law lets decide"
APPOINTED = "a guardian whom a court appointed"
# Who signs, by the words of the form; no name leaves the organization with a release.
SIGNERS: dict[str, tuple[Signer, ...]] = {
    BESIDE: (Signer("the victim", MINOR), Signer("a parent or guardian", GUARDIAN)),
    ALONE: (Signer("the victim", MINOR),),
    APPOINTED: (Signer("a guardian whom a court appointed", REPRESENTATIVE),),
}
BECAUSE = {
    "item": "wrong_item", "to_agency": "wrong_recipient", "to_user": "wrong_recipient",
    "days": "gate_missing", "long_is_wanted": "gate_missing",
}  # fmt: skip


@dataclass(frozen=True)
class ReleaseTerms:
    """What the signed form says.

    `to_agency` and `to_user` are keys of people at the case's table.
    """

    item: str = ""
    text: str = ""
    to_agency: str = ""
    to_user: str = ""
    purpose: str = ""
    days: int | None = None
    long_is_wanted: bool = False
    ways: tuple[str, ...] = ()
    risks_talked: bool = False
    told_free: bool = False
    signed_by: str = ""
    signed_on: date | None = None
    born: date | None = None  # of a minor beside whom a guardian signs; asked, and not kept


def default_days() -> int:
    """Return how long a release lasts unless the victim wants otherwise."""
    return settings.VICTIM_RELEASE_DAYS


def long_days() -> int:
    """Return from when on a release is long, and has to be wanted as such."""
    return settings.VICTIM_RELEASE_LONG_DAYS


def max_days() -> int:
    """Return the longest that a release can last."""
    return settings.VICTIM_RELEASE_MAX_DAYS


def faults_of(terms: ReleaseTerms, recipients: list[Recipient]) -> list[tuple[str, str]]:
    """Return what is missing or wrong: the field's name and what to do about it."""
    return [
        *_faults_of_scope(terms),
        *_faults_of_recipient(terms, recipients),
        *_faults_of_time(terms),
        *_unsigned(terms),
    ]


def _faults_of_scope(terms: ReleaseTerms) -> list[tuple[str, str]]:
    faults = []
    if not terms.item.strip():
        faults.append(("item", "Name the item that is released, in a few words."))
    elif names_everything(terms.item):
        faults.append(
            (
                "item",
                "A release names exact items, never everything. Name the one item"
                " that the victim means.",
            )
        )
    if not terms.text.strip():
        faults.append(("text", "Write the victim's own words."))
    if not terms.purpose:
        faults.append(("purpose", "Say what the recipient needs it for."))
    if not terms.ways:
        faults.append(
            ("ways", "Say in which ways it may be shared: spoken, on paper, in this system.")
        )
    return faults


def _faults_of_recipient(terms: ReleaseTerms, recipients: list[Recipient]) -> list[tuple[str, str]]:
    if terms.to_agency not in {r.agency_key for r in recipients}:
        return [
            (
                "to_agency",
                "Name one agency at this case's table. A release is never to the "
                "whole team: sign one for each agency.",
            )
        ]
    people = {r.user_key for r in recipients if r.agency_key == terms.to_agency}
    if terms.to_user and terms.to_user not in people:
        return [
            (
                "to_user",
                "This person does not work for the agency that you chose. Choose "
                "one who does, or nobody.",
            )
        ]
    return []


def _faults_of_time(terms: ReleaseTerms) -> list[tuple[str, str]]:
    if terms.days is None or terms.days < 1:
        return [
            ("days", "Say after how many days it ends. A release without an end is not a release.")
        ]
    if terms.days > max_days():
        return [
            (
                "days",
                f"A release ends after {max_days()} days at most. Sign a new one "
                f"then, if it is still wanted.",
            )
        ]
    if terms.days > long_days() and not terms.long_is_wanted:
        return [
            (
                "long_is_wanted",
                f"More than {long_days()} days is long. Tick this if the victim "
                f"wants it so, or give fewer days.",
            )
        ]
    return []


def _unsigned(terms: ReleaseTerms) -> list[tuple[str, str]]:
    faults = []
    if not terms.risks_talked:
        faults.append(
            (
                "risks_talked",
                "Talk through what sharing can lead to before anything is shared, then tick this.",
            )
        )
    if not terms.told_free:
        faults.append(
            ("told_free", "Tell the victim that no service depends on signing, then tick this.")
        )
    if not terms.signed_by:
        faults.append(("signed_by", "Say who signed, and in what capacity."))
    faults += _faults_of_birth(terms)
    if terms.signed_on is None:
        faults.append(("signed_on", "Give the day on which it was signed."))
    elif terms.signed_on > clock.today():
        faults.append(
            ("signed_on", "This day is still to come. Give the day on which it was signed.")
        )
    return faults


def _faults_of_birth(terms: ReleaseTerms) -> list[tuple[str, str]]:
    """What a guardian signs ends when the minor comes of age (T29): the day is needed."""
    if terms.signed_by != BESIDE:
        return []
    if terms.born is None:
        return [("born", "Give the minor's day of birth: the release ends with the 18th birthday.")]
    if majority(terms.born) <= clock.today():
        return [("born", "This person is of age and signs alone. Choose “The victim”.")]
    return []


def because_of(field: str) -> str:
    """Return why a release is refused for a fault of a field, in the words of the policy."""
    return BECAUSE.get(field, "consent_incomplete")


def gate_terms(
    viewer: Viewer, terms: ReleaseTerms, to_agency_id: int, to_user_id: int | None
) -> GateTerms:
    """Return the release as the rules of all papers see it; whose it is stays behind (T26)."""
    signers = SIGNERS.get(terms.signed_by, (Signer("the victim", SELF),))
    return GateTerms(
        kind=Release.Kind.VICTIM_RELEASE,
        about_victim=True,
        born=terms.born if terms.signed_by == BESIDE else None,
        guardians=tuple(one.name for one in signers if one.capacity == GUARDIAN),
        signs_alone=terms.signed_by == ALONE,
        from_agency_id=viewer.agency_id,
        to_agency_ids=(to_agency_id,),
        to_user_id=to_user_id,
        categories=(Category.VICTIM_STATEMENT.value,),
        items=(terms.item,),
        purpose=terms.purpose,
        starts_at=viewer.now,
        ends_at=end_of(clock.today() + timedelta(days=terms.days or 0)),
        signers=signers,
        signed_on=terms.signed_on,
        ways=terms.ways,
    )
