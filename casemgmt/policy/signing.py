"""Who has to sign: the person, a minor beside a parent or guardian who did not cause the harm, a
representative; never whoever caused the harm (B-VAWA-8, B-P2-14)."""

from dataclasses import dataclass
from datetime import MAXYEAR, date

from casemgmt.policy.elements import AUTHORIZATION, COURT_ORDER

ADULT_AT = 18

SELF = "self"
MINOR = "minor"
GUARDIAN = "guardian"
REPRESENTATIVE = "representative"
COURT = "court"


@dataclass(frozen=True, slots=True)
class Signer:
    """One name under a paper, in what capacity, and whether this person caused the harm."""

    name: str
    capacity: str
    is_abuser: bool = False


def majority(born: date) -> date:
    """Return the 18th birthday; who was born on a leap day is of age on March 1. For a year that is
    mistyped beyond the calendar it is the calendar's last day."""
    if born.year + ADULT_AT > MAXYEAR:
        return date.max
    try:
        return born.replace(year=born.year + ADULT_AT)
    except ValueError:
        return date(born.year + ADULT_AT, 3, 1)


def guardian_signs(signers: tuple[Signer, ...]) -> bool:
    """Whether a parent or guardian is among those who signed."""
    return any(signer.capacity == GUARDIAN for signer in signers)


def faults_of_signers(  # noqa: PLR0913 - each is a fact of the paper
    signers: tuple[Signer, ...],
    *,
    kind: str,
    born: date | None,
    on: date | None,
    guardians: tuple[str, ...],
    signs_alone: bool,
) -> list[str]:
    """Return what is wrong with the signatures on a day, in words."""
    if kind == COURT_ORDER:
        return []  # an order is named, not signed by the person whom it is about
    if not any(signer.name.strip() for signer in signers):
        return ["Nobody has signed it."]
    if any(signer.is_abuser for signer in signers):
        return ["Whoever caused the harm can never sign, for nobody."]
    if any(signer.capacity == REPRESENTATIVE for signer in signers):
        return []
    if _is_minor(signers, born, on):
        return _faults_of_minor(signers, kind, guardians, signs_alone=signs_alone)
    own = any(signer.capacity in (SELF, MINOR) for signer in signers)
    return [] if own else ["The person whose information it is signs. A guardian's name is not it."]


def _is_minor(signers: tuple[Signer, ...], born: date | None, on: date | None) -> bool:
    if born is not None and on is not None:
        return on < majority(born)
    return any(signer.capacity in (MINOR, GUARDIAN) for signer in signers)


def _faults_of_minor(
    signers: tuple[Signer, ...], kind: str, guardians: tuple[str, ...], *, signs_alone: bool
) -> list[str]:
    own = any(signer.capacity in (SELF, MINOR) for signer in signers)
    beside = [signer for signer in signers if signer.capacity == GUARDIAN]
    known = {_plain(name) for name in guardians}
    strangers = [signer for signer in beside if _plain(signer.name) not in known]
    found = []
    if strangers:
        found.append("A parent or guardian signs only where known not to have caused the harm.")
    # A parent is a minor's personal representative (45 CFR 164.502(g)(3)); elsewhere both sign.
    if not own and not (kind == AUTHORIZATION and beside):
        found.append("The minor signs too.")
    if not beside and not signs_alone:
        found.append(
            "A parent or guardian who did not cause the harm signs beside the minor, unless the "
            "law lets the minor sign alone."
        )
    return found


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
