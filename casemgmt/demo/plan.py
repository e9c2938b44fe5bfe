"""Conditions of supervision, and the wordings that some of them had before."""

from dataclasses import dataclass
from datetime import timedelta

from casemgmt.demo.days import at, workday
from casemgmt.demo.stage import Draft
from casemgmt.models import Condition, Wording


@dataclass(frozen=True)
class Term:
    """A condition as it is commonly worded."""

    kind: str
    source: str
    text: str
    share: float = 1.0
    protects_victim: bool = False
    is_exam_subject: bool = False
    before: str = ""
    reason: str = ""


TERMS = (
    Term(
        "victim_contact",
        "court",
        "No contact with the person named as victim in this case, in person, in writing, by "
        "telephone, by internet or through others.",
        protects_victim=True,
        is_exam_subject=True,
        before="No contact with the person named as victim in this case.",
        reason="Court made the wording precise at the review hearing",
    ),
    Term(
        "victim_contact",
        "special",
        "Keep away from the exclusion zones that the officer has gone through with you; "
        "leave at once when told that you are in one.",
        0.6,
        protects_victim=True,
    ),
    Term(
        "minor_contact",
        "court",
        "No contact with anyone under 18 unless an approved chaperone is present and the "
        "officer has agreed in writing.",
        0.7,
        is_exam_subject=True,
        before="No contact with anyone under 18.",
        reason="Team agreed to chaperoned family visits",
    ),
    Term(
        "residence",
        "agency",
        "Live only at the address that the officer approved. Ask 10 days before a move; tell "
        "within 72 hours what could not be foreseen.",
    ),
    Term(
        "employment",
        "agency",
        "Work only where the officer has agreed; no work or volunteering that brings you "
        "together with minors.",
        0.8,
    ),
    Term(
        "internet",
        "special",
        "Use only the devices on the device list, with monitoring software on, and give "
        "passwords when asked.",
        0.75,
        is_exam_subject=True,
        before="Do not use the internet without permission.",
        reason="Wording was too broad; replaced after review by counsel",
    ),
    Term(
        "substances",
        "court",
        "No alcohol and no drugs that were not prescribed to you; give a sample when asked.",
        0.5,
    ),
    Term(
        "treatment",
        "court",
        "Attend sex-offense-specific treatment as the provider sets it, until the provider and "
        "the court agree that it is complete.",
    ),
    Term("polygraph", "special", "Take part in polygraph examinations as referred.", 0.8),
    Term(
        "travel",
        "agency",
        "Stay in the State of Altona unless a travel permit says otherwise.",
        0.9,
    ),
    Term(
        "registration",
        "court",
        "Register with the Registry Unit within 3 days, and again after each change.",
    ),
)
AMENDED_SHARE = 0.25


def impose(draft: Draft) -> None:
    """Write the conditions of a case; some have an older wording with its reason."""
    terms = TERMS if draft.deep else TERMS[:1] + TERMS[7:8]
    for term in terms:
        if term.share < 1 and draft.number and draft.dice.random() > term.share:
            continue
        condition = draft.record(
            Condition,
            draft.case.officer,
            draft.begins,
            kind=term.kind,
            source=term.source,
            text=term.text,
            starts_on=draft.begins,
            ends_on=draft.case.closed_on,
            protects_victim=term.protects_victim,
            is_exam_subject=term.is_exam_subject,
        )
        if (
            term.before
            and draft.deep
            and (draft.number == 0 or draft.dice.random() < AMENDED_SHARE)
        ):
            _reword(draft, condition, term)


def _reword(draft: Draft, condition: Condition, term: Term) -> None:
    length = max(2, (draft.today - draft.begins).days - 20)
    day = workday(draft.begins + timedelta(days=draft.dice.randrange(length // 2, length)))
    condition.version = 2
    draft.record(
        Wording,
        draft.case.officer,
        day,
        hour=14,
        condition=condition,
        number=1,
        text=term.before,
        reason=term.reason,
        replaced_at=at(day, 14, 20),
    )
