"""Records what an instrument came to, and lets the head of the case follow the newest one."""

from dataclasses import asdict, dataclass
from datetime import date

from django.conf import settings
from django.db import transaction

from casemgmt.models import Assessment, Case
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.selectors.record import access_adding, access_corrected
from casemgmt.selectors.risk import head_of_risk
from casemgmt.services.case import move_head
from casemgmt.services.faults import Fault, refuse_future
from casemgmt.services.record import add_record


@dataclass(frozen=True)
class AssessmentWords:
    """What the score sheet says; never the wording of an item."""

    instrument: str
    scored_on: date
    level: str = ""
    total: int | None = None
    band_scheme: str = ""
    due_on: date | None = None
    note: str = ""


@transaction.atomic
def record_assessment(
    viewer: Viewer, case_id: object, *, words: AssessmentWords, corrects_id: object = None
) -> Assessment:
    """Record a scored instrument.

    Raises Fault for the wrong population, a missing level or a day to come.
    """
    case, facts = access_adding(viewer, case_id, Category.RISK, "assessment")
    earlier = access_corrected(viewer, Assessment, case, facts, corrects_id)
    _refuse_wrong_population(case, words.instrument)
    refuse_future(viewer, "scored_on", words.scored_on, "it was scored")
    if words.due_on and words.due_on <= words.scored_on:
        raise Fault("due_on", "The next assessment comes after this one. Choose a later day.")
    row = Assessment(**asdict(words) | {"level": _level(words)}, corrects=earlier)
    fields = ("instrument", "level", "scored_on")
    add_record(viewer, row, case, facts, act="record assessment", fields=fields)
    _move_head(viewer, case, facts)
    return row


def _refuse_wrong_population(case: Case, instrument: str) -> None:
    """An instrument says nothing of people for whom it was not made (C-RSK-1)."""
    for_youths = instrument in settings.INSTRUMENTS_FOR_YOUTHS
    name = dict(Assessment.Instrument.choices).get(instrument, instrument)
    if for_youths and not case.is_juvenile:
        raise Fault(
            "instrument", f"{name} is for youths, and this is an adult's case. Choose another."
        )
    if case.is_juvenile and not for_youths:
        raise Fault(
            "instrument", f"{name} is for adults, and this is a youth's case. Choose another."
        )


def _level(words: AssessmentWords) -> str:
    if words.instrument in settings.INSTRUMENTS_WITHOUT_LEVEL:
        return settings.WORDS_WITHOUT_LEVEL
    if not words.level:
        raise Fault(
            "level", "Give the level in the words of the score sheet, for example: III average."
        )
    return words.level


def _move_head(viewer: Viewer, case: Case, facts: CaseFacts) -> None:
    said = head_of_risk(viewer, case)
    ahead = (
        case.assessment_due if case.assessment_due and case.assessment_due > viewer.today else None
    )
    values: dict[str, object] = {"assessment_due": said.due_on or ahead}
    if said.level:
        values |= {"risk_level": said.level, "risk_band": said.band}
    move_head(viewer, case, facts, act="set risk level", **values)
