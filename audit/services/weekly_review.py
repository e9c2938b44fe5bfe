"""The weekly review of an agency's ledger (CJIS AU-6): read, and signed once by a person with a
name; what it found stands in it as it was on that day."""

import json
from collections import Counter
from dataclasses import dataclass
from uuid import uuid4

from django.db import IntegrityError, connection, transaction

from audit.models import Kind, Outcome
from audit.selectors.events import EventFilter
from audit.selectors.finding import Judged, list_findings
from audit.selectors.tally import Tally, count_people, totals_of
from audit.selectors.weekly_review import Week, access_week, list_weeks, why_not
from audit.services.read import reading_office, write_reading
from audit.services.record import Entry, record
from audit.services.refusals import keeps_refusals
from casemgmt.core.errors import RuleBroken
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer

SUBJECT = "weeklyreview"
_INSERT = """
    INSERT INTO audit_weeklyreview (id, agency_id, week, by_id, by_name, note, summary)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
"""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A week as its review shows it."""

    week: Week
    findings: list[Judged]
    tally: Tally
    people: int
    why_not: str


def read_weeks(viewer: Viewer) -> list[Week]:
    """Return the last weeks and write that they were read; raises NotVisible."""
    decision = reading_office(viewer)
    weeks = list_weeks(viewer)
    subject = ("ledger", "weekly reviews")
    write_reading(viewer, decision, Kind.LEDGER, len(weeks), EventFilter(), subject=subject)
    return weeks


def read_week(viewer: Viewer, words: str) -> Reviewed:
    """Return one week with what stands out in it, and write that it was read; raises NotVisible."""
    decision = reading_office(viewer)
    found = _reviewed(viewer, words)
    subject = (SUBJECT, str(found.week.monday))
    total = found.tally.total
    write_reading(viewer, decision, Kind.LEDGER, total, EventFilter(), subject=subject)
    return found


@keeps_refusals(SUBJECT)
def sign_week(viewer: Viewer, words: str, *, note: str) -> None:
    """Sign the review of a week that is over. Raises NotVisible, RuleBroken."""
    reading_office(viewer)
    found = _reviewed(viewer, words)
    if found.why_not:
        mine = any(one.is_mine and one.mark is None for one in found.findings)
        raise RuleBroken(found.why_not, because="never" if mine else "")
    if not note.strip():
        raise RuleBroken("Say what you looked at and what was done.")
    key = str(uuid4())
    values = (
        key, viewer.agency_id, found.week.monday, viewer.user_id, viewer.name,
        note.strip()[:4000], json.dumps(_summary(found)),
    )  # fmt: skip
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_INSERT, values)
    except IntegrityError as error:
        raise RuleBroken("Somebody has just signed this week. Read that review.") from error
    entry = Entry(
        kind=Kind.CHANGE, outcome=Outcome.DONE, subject_kind=SUBJECT, subject_id=key,
        category=Category.LEDGER, owner_agency_id=viewer.agency_id or None,
        authority="own_organization", total=len(found.findings), reason=note.strip(),
        detail={"act": "sign weekly review", "week": str(found.week.monday)},
    )  # fmt: skip
    record(viewer, [entry])


def _reviewed(viewer: Viewer, words: str) -> Reviewed:
    week = access_week(viewer, words)
    findings = list_findings(viewer, week.monday)
    wanted = EventFilter(since=week.monday, until=week.sunday)
    tally, people = totals_of(viewer, wanted), count_people(viewer, wanted)
    return Reviewed(week, findings, tally, people, why_not(viewer, week, findings))


def _summary(found: Reviewed) -> dict[str, object]:
    """Return the counts of the week as they were when it was signed, and each answer's version."""
    return {
        "events": found.tally.shown,
        "refused": found.tally.refused,
        "people": found.people,
        "kinds": dict(found.tally.kinds.most_common()),
        "rules": dict(Counter(one.finding.rule for one in found.findings)),
        "answers": {one.finding.key: one.version for one in found.findings},
    }
