"""Reads and answers what is unusual: looked at, explained or followed up. Each answer stays, the
newest counts, nobody answers on his own use, and no answer hides another that was just given."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, connection, transaction

from audit.models import FindingMark, Kind, Outcome
from audit.models.change import keyed
from audit.selectors.events import EventFilter
from audit.selectors.finding import Judged, list_findings
from audit.services.read import reading_office, write_reading
from audit.services.record import Entry, record
from audit.services.refusals import keeps_refusals
from casemgmt.core.errors import RuleBroken
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer

State = FindingMark.State
_INSERT = """
    INSERT INTO audit_findingmark
      (agency_id, key, version, state, words, about_id, by_id, by_name)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
NOT_ONE_S_OWN = (
    "Nobody answers on the own use. Another privacy officer or auditor of your agency does."
)
ANSWERED = "Somebody has just answered one of these. Read that answer first."
GONE = "One of these is not in the report any more. Look at the report as it is now."


def read_findings(viewer: Viewer, week: date) -> list[Judged]:
    """Return what is unusual in a week and write that it was read; raises NotVisible."""
    decision = reading_office(viewer)
    found = list_findings(viewer, week)
    wanted, subject = EventFilter(since=week), ("ledger", "unusual use")
    write_reading(viewer, decision, Kind.LEDGER, len(found), wanted, subject=subject)
    return found


@keeps_refusals("findingmark")
def mark_findings(
    viewer: Viewer, week: date, *, ticked: Sequence[str], state: str, words: str
) -> int:
    """Answer the findings that are ticked; return how many. Raises NotVisible, RuleBroken."""
    reading_office(viewer)
    if state not in State.values:
        raise RuleBroken("Choose what you did about it.")
    if state != State.LOOKED and not words.strip():
        raise RuleBroken("Say in a few words how it is explained, or what was done.")
    chosen = _chosen(list_findings(viewer, week), ticked)
    if any(one.is_mine for one in chosen):
        raise RuleBroken(NOT_ONE_S_OWN, because="never")
    for one in chosen:
        _write(viewer, one, state, words.strip()[:1000])
    record(viewer, [_entry(viewer, one, state, words.strip()) for one in chosen])
    return len(chosen)


def _chosen(found: Sequence[Judged], ticked: Sequence[str]) -> list[Judged]:
    """Return what was ticked; raises RuleBroken for nothing, what is gone, and what was answered
    since."""
    if not ticked:
        raise RuleBroken("Tick at least one line.")
    by_hash = {keyed(one.finding.key): one for one in found}
    chosen = []
    for tick in dict.fromkeys(ticked):
        name, _, version = tick.partition("~")
        if name not in by_hash:
            raise RuleBroken(GONE)
        if str(by_hash[name].version) != version:
            raise RuleBroken(ANSWERED)
        chosen.append(by_hash[name])
    return chosen


def _write(viewer: Viewer, one: Judged, state: str, words: str) -> None:
    values = (
        viewer.agency_id, one.finding.key, one.version + 1, state, words, one.finding.who.id,
        viewer.user_id, viewer.name,
    )  # fmt: skip
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_INSERT, values)
    except IntegrityError as error:  # another has written this version meanwhile
        raise RuleBroken(ANSWERED) from error


def _entry(viewer: Viewer, one: Judged, state: str, words: str) -> Entry:
    return Entry(
        kind=Kind.CHANGE, outcome=Outcome.DONE, subject_kind="findingmark",
        subject_id=one.finding.key, category=Category.LEDGER, total=1, reason=words,
        owner_agency_id=viewer.agency_id or None, authority="own_organization",
        recipient=str(one.finding.who.id), detail={"act": f"answer unusual use: {state}"},
    )  # fmt: skip
