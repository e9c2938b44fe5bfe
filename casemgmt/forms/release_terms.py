"""Turns what the steps of a paper say into its terms."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from casemgmt.core.walltime import end_of
from casemgmt.forms.release import lines_of
from casemgmt.models import Release
from casemgmt.policy.elements import REQUIRED, STATEMENTS
from casemgmt.policy.papers import GateTerms
from casemgmt.policy.signing import GUARDIAN, MINOR, REPRESENTATIVE, SELF, Signer
from casemgmt.selectors.release_choice import Choices


def terms_of(choices: Choices, held: Mapping[str, Any]) -> GateTerms:
    """Return the terms that the steps say so far; `held` is what each field holds, cleaned."""
    kind = held.get("kind", "")
    source = choices.agency(held.get("from_agency", ""))
    recipient = choices.agency(held.get("to_agency", ""))
    person = choices.person(held.get("to_user", ""))
    signers = signers_of(held)
    is_order = kind == Release.Kind.COURT_ORDER
    return GateTerms(
        kind=kind,
        about=choices.about,
        born=choices.born,
        guardians=tuple(s.name for s in signers if s.capacity == GUARDIAN and not s.is_abuser),
        signs_alone=held.get("signer") == "minor_alone",
        from_agency_id=source.pk if source else None,
        to_agency_ids=(recipient.pk,) if recipient else (),
        to_kind=recipient.kind if recipient else "",
        to_user_id=person.pk if person else None,
        categories=tuple(held.get("categories", ())),
        items=lines_of(held.get("items", "")),
        purpose=held.get("purpose", ""),
        starts_at=_begin_of(held.get("starts_on")),
        ends_at=end_of(held["ends_on"]) if held.get("ends_on") else None,
        signers=signers,
        signed_on=held.get("signed_on"),
        elements=None if is_order else _elements(kind, held),
        revocable_after=_begin_of(held.get("binds_until")),
        order=held.get("order", "") if is_order else None,
    )


def signers_of(held: Mapping[str, Any]) -> tuple[Signer, ...]:
    """Return who signed, each in the capacity that the form says."""
    own, other = held.get("own_name", ""), held.get("other_name", "")
    harmed = not held.get("other_is_safe", False)
    beside = {
        "minor_guardian": GUARDIAN, "guardian": GUARDIAN, "representative": REPRESENTATIVE
    }.get(held.get("signer", ""))  # fmt: skip
    found = []
    if own and held.get("signer") in ("self", "minor_guardian", "minor_alone"):
        found.append(Signer(own, SELF if held["signer"] == "self" else MINOR))
    if beside and other:
        found.append(Signer(other, beside, is_abuser=harmed))
    return tuple(found)


def _elements(kind: str, held: Mapping[str, Any]) -> frozenset[str]:
    """What the form's own fields show, and the statements that were found on the paper."""
    by_field = {element.name for element in REQUIRED.get(kind, ())} - set(STATEMENTS)
    return frozenset(by_field | set(held.get("statements", ())))


def _begin_of(day: date | None) -> datetime | None:
    """Return the midnight that begins a day."""
    return None if day is None else end_of(day - timedelta(days=1))
