"""What a valid release of a victim says (B-VAWA-4, 5), and what is missing, part by part."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from casemgmt.core import clock
from victims.selectors.recipients import Recipient

EVERYTHING = frozenset(
    (
        "all",
        "any",
        "file",
        "full file",
        "information",
        "record",
        "records",
        "the file",
        "the record",
        "the whole file",
        "whatever",
        "whole file",
    )
)


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


def default_days() -> int:
    """Return how long a release lasts unless the victim wants otherwise."""
    return getattr(settings, "VICTIM_RELEASE_DAYS", 15)


def long_days() -> int:
    """Return from when on a release is long, and has to be wanted as such."""
    return getattr(settings, "VICTIM_RELEASE_LONG_DAYS", 30)


def max_days() -> int:
    """Return the longest that a release can last."""
    return getattr(settings, "VICTIM_RELEASE_MAX_DAYS", 90)


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
    words = " ".join(terms.item.casefold().replace(".", " ").split())
    if not words:
        faults.append(("item", "Name the item that is released, in a few words."))
    elif words in EVERYTHING or words.startswith(("everything", "anything", "all ")):
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
    if terms.signed_on is None:
        faults.append(("signed_on", "Give the day on which it was signed."))
    elif terms.signed_on > clock.today():
        faults.append(
            ("signed_on", "This day is still to come. Give the day on which it was signed.")
        )
    return faults
