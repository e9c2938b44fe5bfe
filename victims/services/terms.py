"""What a valid release of a victim says (B-VAWA-4, 5), and what is missing, part by part."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from django.conf import settings

from casemgmt.core import clock
from casemgmt.core.walltime import end_of
from casemgmt.models import Release
from casemgmt.policy.categories import Category
from casemgmt.policy.papers import GateTerms, names_everything
from casemgmt.policy.people import Viewer
from casemgmt.policy.signing import GUARDIAN, MINOR, REPRESENTATIVE, SELF, Signer, majority
from victims.selectors.recipients import Recipient
from victims.services.signed import ALONE, APPOINTED, BESIDE, Beside, is_minor, unsigned

# Who signs, by the words of the form; no name leaves the organization with a release.
SIGNERS: dict[str, tuple[Signer, ...]] = {
    BESIDE: (Signer("the victim", MINOR), Signer("a parent or guardian", GUARDIAN)),
    ALONE: (Signer("the victim", MINOR),),
    APPOINTED: (Signer("a guardian whom a court appointed", REPRESENTATIVE),),
}
COPY_GIVEN = "now"
ROLE = "role:"  # before a discipline in `to_user`
BECAUSE = {
    "item": "wrong_item", "to_agency": "wrong_recipient", "to_user": "wrong_recipient",
    "days": "gate_missing", "long_is_wanted": "gate_missing",
}  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """How long releases of an organization last: usually, from when on it is long, at most."""

    usual: int
    long: int
    most: int


@dataclass(frozen=True)
class ReleaseTerms:
    """What the signed form says.

    `to_agency` and `to_user` are keys of people at the case's table; `to_user` may be a discipline.
    What the organization alone keeps of it (languages, copy, guardian) leaves with no release.
    """

    item: str = ""
    text: str = ""
    to_agency: str = ""
    to_user: str = ""
    purpose: str = ""
    days: int | None = None
    long_is_wanted: bool = False
    ways: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    other_ways: tuple[str, ...] = ()
    told_free: bool = False
    language: str = ""
    interpreter: str = ""
    signed_by: str = ""
    signed_on: date | None = None
    beside: Beside = Beside()  # the minor's day of birth and who signs for a minor; stays behind
    copy: str = ""
    copy_language: str = ""
    copy_why: str = ""


def limits_of_site() -> Limits:
    """Return the jurisdiction's days; an organization may set shorter ones."""
    return Limits(
        settings.VICTIM_RELEASE_DAYS,
        settings.VICTIM_RELEASE_LONG_DAYS,
        settings.VICTIM_RELEASE_MAX_DAYS,
    )


def faults_of(
    terms: ReleaseTerms, recipients: list[Recipient], limits: Limits | None = None
) -> list[tuple[str, str]]:
    """Return what is missing or wrong: the field's name and what to do about it."""
    return [
        *_faults_of_scope(terms),
        *_faults_of_recipient(terms, recipients),
        *_faults_of_time(terms, limits or limits_of_site()),
        *_untold(terms),
        *unsigned(terms.signed_by, terms.signed_on, terms.beside),
        *_faults_of_copy(terms),
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
    if not terms.to_user:  # B-VAWA-4: an agency and a named person or role
        return [("to_user", "Name the person of that agency who receives it, or the role.")]
    there = [r for r in recipients if r.agency_key == terms.to_agency]
    people = {r.user_key for r in there} | {f"{ROLE}{r.role}" for r in there}
    if terms.to_user not in people:
        return [
            (
                "to_user",
                "This person or role does not work for the agency that you chose. Choose one "
                "who does.",
            )
        ]
    return []


def _faults_of_time(terms: ReleaseTerms, limits: Limits) -> list[tuple[str, str]]:
    if terms.days is None or terms.days < 1:
        return [
            ("days", "Say after how many days it ends. A release without an end is not a release.")
        ]
    if terms.days > limits.most:
        return [
            (
                "days",
                f"A release ends after {limits.most} days at most. Sign a new one "
                f"then, if it is still wanted.",
            )
        ]
    if terms.days > limits.long and not terms.long_is_wanted:
        return [
            (
                "long_is_wanted",
                f"More than {limits.long} days is long. Tick this if the victim "
                f"wants it so, or give fewer days.",
            )
        ]
    return []


def _untold(terms: ReleaseTerms) -> list[tuple[str, str]]:
    faults = []
    if not terms.risks:
        faults.append(
            (
                "risks",
                "Talk through what sharing can lead to before anything is shared, then tick what "
                "you talked about.",
            )
        )
    if not terms.other_ways:
        faults.append(
            ("other_ways", "Talk through other ways to the same end; sharing nothing is one.")
        )
    if not terms.told_free:
        faults.append(
            ("told_free", "Tell the victim that no service depends on signing, then tick this.")
        )
    if not terms.language.strip():
        faults.append(("language", "Say in which language you spoke."))
    return faults


def _faults_of_copy(terms: ReleaseTerms) -> list[tuple[str, str]]:
    """Say when, in which language, or why not (B-VAWA-4)."""
    if not terms.copy:
        return [("copy", "Say whether the victim was given a copy.")]
    if terms.copy == COPY_GIVEN and not terms.copy_language:
        return [("copy_language", "Say in which language the copy is.")]
    if terms.copy != COPY_GIVEN and not terms.copy_why.strip():
        return [("copy_why", "Say why the victim has no copy, for example: not safe to carry.")]
    return []


def role_of(terms: ReleaseTerms) -> str:
    """Return the discipline that a release is narrowed to, or none."""
    return terms.to_user.removeprefix(ROLE) if terms.to_user.startswith(ROLE) else ""


def last_day_of_terms(terms: ReleaseTerms) -> date:
    """Return the last day that counts: what someone signs for a minor ends with the minority."""
    last = clock.today() + timedelta(days=terms.days or 0)
    if terms.signed_by in (BESIDE, APPOINTED) and is_minor(terms.beside.born, clock.today()):
        last = min(last, majority(cast(date, terms.beside.born)) - timedelta(days=1))
    return last


def because_of(field: str) -> str:
    """Return why a release is refused for a fault of a field, in the words of the policy."""
    return BECAUSE.get(field, "consent_incomplete")


def gate_terms(
    viewer: Viewer, terms: ReleaseTerms, to_agency_id: int, to_user_id: int | None
) -> GateTerms:
    """Return the release as the rules of all papers see it; whose it is stays behind (T26)."""
    signers = SIGNERS.get(terms.signed_by, (Signer("the victim", SELF),))
    ends_at = end_of(last_day_of_terms(terms))
    return GateTerms(
        kind=Release.Kind.VICTIM_RELEASE,
        about_victim=True,
        born=terms.beside.born if terms.signed_by == BESIDE else None,
        guardians=tuple(one.name for one in signers if one.capacity == GUARDIAN),
        signs_alone=terms.signed_by == ALONE,
        from_agency_id=viewer.agency_id,
        to_agency_ids=(to_agency_id,),
        to_user_id=to_user_id,
        to_discipline=role_of(terms),
        categories=(Category.VICTIM_STATEMENT.value,),
        items=(terms.item,),
        purpose=terms.purpose,
        starts_at=viewer.now,
        ends_at=ends_at,
        signers=signers,
        signed_on=terms.signed_on,
        ways=terms.ways,
    )
