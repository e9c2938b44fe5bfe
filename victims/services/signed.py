"""Who signs a victim's release, and what keeps a signature from counting (B-VAWA-8)."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from casemgmt.core import clock
from casemgmt.policy.signing import ADULT_AT, majority

SELF_SIGNS = "the victim"
BESIDE = "the victim and a parent or guardian who did not cause the harm"
ALONE = "the victim alone, a minor whom the law lets decide"
APPOINTED = "a guardian whom a court appointed"
BARRED = "Whoever caused harm to the victim or to the other parent can never sign, for nobody."


@dataclass(frozen=True)
class Beside:
    """What the organization knows of a minor and of who signs beside one."""

    born: date | None = None
    guardian: str = ""
    is_barred: bool = False  # caused harm to the minor or to the other parent
    is_known: bool = False  # written down as one who did not


def alone_from() -> int:
    """Return from what age on the jurisdiction's law lets a minor sign alone; 0 where never."""
    return settings.VICTIM_MINOR_ALONE_FROM


def is_minor(born: date | None, on: date) -> bool:
    """Whether somebody born on a day is under age on another."""
    return born is not None and majority(born) > on


def unsigned(signed_by: str, signed_on: date | None, beside: Beside) -> list[tuple[str, str]]:
    """Return what keeps the signatures from counting: the field's name and what to do about it."""
    faults = [("signed_by", "Say who signed, and in what capacity.")] if not signed_by else []
    if signed_by in (BESIDE, ALONE):
        faults += _faults_of_birth(signed_by, signed_on, beside.born)
    elif signed_by == SELF_SIGNS and is_minor(beside.born, clock.today()):
        until = f"{majority(beside.born):%B %-d, %Y}"  # type: ignore[arg-type]
        words = f"This person is a minor until {until}. Choose who signs for or beside a minor."
        faults.append(("signed_by", words))
    if signed_by in (BESIDE, APPOINTED):
        faults += _faults_of_guardian(beside)
    if signed_on is None:
        faults.append(("signed_on", "Give the day on which it was signed."))
    elif signed_on > clock.today():
        words = "This day is still to come. Give the day on which it was signed."
        faults.append(("signed_on", words))
    return faults


def _faults_of_birth(
    signed_by: str, signed_on: date | None, born: date | None
) -> list[tuple[str, str]]:
    """What a guardian signs ends when the minor comes of age (T29): the day is needed."""
    if born is None:
        return [("born", "Give the minor's day of birth: the release ends with the 18th birthday.")]
    if not is_minor(born, clock.today()):
        return [("signed_by", "This person is of age and signs alone. Choose “The victim”.")]
    return _faults_of_alone(born, signed_on or clock.today()) if signed_by == ALONE else []


def _faults_of_alone(born: date, on: date) -> list[tuple[str, str]]:
    """The law of each jurisdiction says from what age on a minor gets help, and signs, alone."""
    least = alone_from()
    if not least:
        words = "The law here lets no minor sign alone. A parent or guardian signs too."
        return [("signed_by", words)]
    years = majority(born).replace(year=majority(born).year - ADULT_AT + least)
    if years > on:
        words = f"Alone, a minor signs here from the age of {least} on. A guardian signs too."
        return [("signed_by", words)]
    return []


def _faults_of_guardian(beside: Beside) -> list[tuple[str, str]]:
    if beside.is_barred:
        return [("guardian", f"{BARRED} The alert is with the advocate of this record.")]
    if not beside.guardian:
        return [("guardian", "Say which parent or guardian signed.")]
    if not beside.is_known:
        words = "First write down under Family that this person did not cause harm to the victim "
        return [("guardian", words + "or to the other parent.")]
    return []
