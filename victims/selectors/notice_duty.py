"""Reads registrations for notices and what is owed by them; to others they are not there at all."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from audit.models import Kind
from audit.reveal import Revealed, reveal_many
from casemgmt.core.errors import NotVisible
from casemgmt.models import Case, CaseEvent
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts, RecordFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case
from casemgmt.selectors.facts import facts_for
from victims.information import in_force
from victims.models import NoticeDuty, NoticeSent, SystemRecord


@dataclass(frozen=True)
class Owed:
    """One event that a registered victim is to be told of, by the agency."""

    event_id: UUID
    event: Revealed
    due_on: date
    tries: int


@dataclass(frozen=True)
class DutyShown:
    """A registration with what is owed by it, and how many notices arrived."""

    row: Revealed
    owed: tuple[Owed, ...]
    told: int


def knows_of_duties(viewer: Viewer, facts: CaseFacts, action: Action = Action.VIEW) -> bool:
    """Whether registrations exist for this viewer: the whole category, not a part of it."""
    record = RecordFacts() if action == Action.VIEW else None
    return decide(viewer, action, Category.VICTIM_SYSTEM, facts, record=record).allowed


def access_duties(
    viewer: Viewer, case_id: object, *, action: Action = Action.VIEW
) -> tuple[Case, CaseFacts]:
    """Return the case of which the viewer knows registrations; raises NotVisible otherwise, with
    registrations and without (B-VR-2)."""
    case, facts = access_case(viewer, case_id)
    if not knows_of_duties(viewer, facts) or not knows_of_duties(viewer, facts, action):
        raise NotVisible("notice duty", "", case_id)
    return case, facts


def access_duty(
    viewer: Viewer, case_id: object, duty_id: object
) -> tuple[NoticeDuty, Case, CaseFacts]:
    """Return a registration that the viewer keeps; raises NotVisible."""
    case, facts = access_duties(viewer, case_id, action=Action.ADD)
    rows = NoticeDuty.objects.visible_to(viewer).filter(case=case)
    row = rows.select_related("system_record").filter(pk=duty_id).first()
    if row is None:
        raise NotVisible("notice duty", duty_id, case_id)
    return row, case, facts


def list_duties(viewer: Viewer, case: Case, facts: CaseFacts) -> list[DutyShown]:
    """Return the registrations of a case, those that stand first; on the ledger."""
    rows = list(
        NoticeDuty.objects.visible_to(viewer).filter(case=case).select_related("system_record")
    )
    events = events_of(viewer, case)
    shown = reveal_many(
        viewer, [*rows, *events], {facts.case_id: facts}, kind=Kind.VIEW, action=Action.VIEW
    )
    by_id = {(one.kind, one.id): one for one in shown}
    sent = _sent_of(viewer, case)
    duties = []
    for row in rows:
        seen = by_id.get(("noticeduty", str(row.pk)))
        if seen is not None:
            owed = [] if row.stopped_at else _owed(row, events, sent[row.pk], by_id)
            told = sum(outcome == NoticeSent.Outcome.TOLD for _, outcome in sent[row.pk])
            duties.append(DutyShown(seen, tuple(owed), told))
    return sorted(duties, key=lambda duty: duty.row["stopped_at"] is not None)


def victims_to_register(viewer: Viewer, case: Case) -> list[tuple[str, str]]:
    """Return the victims whom the system knows, for the form that registers one; each name that
    is offered is on the ledger."""
    rows = list(SystemRecord.objects.visible_to(viewer).filter(case=case))
    facts = facts_for(viewer, [case])
    shown = reveal_many(viewer, rows, facts, kind=Kind.VIEW, action=Action.VIEW)
    return [(row.id, f"{row.given_name} {row.family_name}") for row in shown]


def events_of(viewer: Viewer, case: Case) -> list[CaseEvent]:
    """Return the events of a case that no newer one corrects."""
    rows = list(CaseEvent.objects.visible_to(viewer).filter(case=case).select_related("author"))
    corrected = {row.corrects_id for row in rows}
    return [row for row in rows if row.pk not in corrected]


def _sent_of(viewer: Viewer, case: Case) -> dict[UUID, list[tuple[UUID, str]]]:
    held: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    rows = NoticeSent.objects.visible_to(viewer).filter(case=case)
    for duty_id, event_id, outcome in rows.values_list("duty_id", "event_id", "outcome"):
        held[duty_id].append((event_id, outcome))
    return held


def _owed(
    duty: NoticeDuty,
    events: list[CaseEvent],
    sent: list[tuple[UUID, str]],
    shown: dict[tuple[str, str], Revealed],
) -> list[Owed]:
    told = {event_id for event_id, outcome in sent if outcome == NoticeSent.Outcome.TOLD}
    owed = []
    for event in events:
        seen = shown.get(("caseevent", str(event.pk)))
        happens_on = timezone.localtime(event.happens_at).date()
        known_on = timezone.localtime(event.created_at).date()
        if seen is None or event.pk in told or max(happens_on, known_on) < duty.registered_on:
            continue
        rule = in_force().events[event.kind]
        due_on = rule.due_on(max(known_on, duty.registered_on), happens_on)
        tries = sum(event_id == event.pk for event_id, _ in sent)
        owed.append(Owed(event.pk, seen, due_on, tries))
    return sorted(owed, key=lambda one: one.due_on)
