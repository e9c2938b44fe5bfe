"""Registers victims for notices, stops them at once, and notes what came of each notice."""

from typing import Any

from django.db import transaction

from casemgmt.core import clock
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.services.events import record_change
from victims.models import NoticeDuty, NoticeSent, SystemRecord
from victims.selectors.notice_duty import access_duties, access_duty, events_of


@transaction.atomic
def register_for_notices(
    viewer: Viewer, case_id: object, *, system_record_id: object, sender: str
) -> NoticeDuty:
    """Note that a victim whom the system knows has registered with a sender (B-VR-2).

    Raises NotVisible for all who may not know of it, RuleBroken for one who is registered there.
    """
    case, facts = access_duties(viewer, case_id, action=Action.ADD)
    rows = SystemRecord.objects.visible_to(viewer).filter(case=case)
    victim = rows.filter(pk=system_record_id).first()
    if victim is None:
        raise NotVisible("systemrecord", system_record_id, case_id)
    held = NoticeDuty.objects.visible_to(viewer).filter(system_record=victim, sender=sender)
    if held.filter(stopped_at__isnull=True).exists():
        raise RuleBroken("This registration stands already.")
    row = NoticeDuty(system_record=victim, sender=sender, registered_on=clock.today())
    return _save(viewer, row, case, facts, "register for notices", ("sender", "registered_on"))


@transaction.atomic
def stop_notices(viewer: Viewer, case_id: object, duty_id: object) -> None:
    """End a registration at once, without a reason (B-VR-4). Raises NotVisible, RuleBroken."""
    row, _, facts = access_duty(viewer, case_id, duty_id)
    if row.stopped_at is not None:
        raise RuleBroken("It was stopped already.")
    row.stopped_at = clock.now()
    row.version += 1
    row.save(update_fields=["stopped_at", "version"])
    record_change(viewer, row, facts, act="stop notices", fields=("stopped_at",))


@transaction.atomic
def note_sent(
    viewer: Viewer, case_id: object, duty_id: object, *, event_id: str, outcome: str
) -> None:
    """Note that a registered victim was told of an event, or was not reached.

    Raises NotVisible, RuleBroken once notices are stopped.
    """
    duty, case, facts = access_duty(viewer, case_id, duty_id)
    if duty.stopped_at is not None:
        raise RuleBroken("This victim wants no more notices. Nothing is owed and nothing is sent.")
    event = next((one for one in events_of(viewer, case) if str(one.pk) == event_id), None)
    if event is None:
        raise NotVisible("caseevent", event_id, case_id)
    if outcome not in NoticeSent.Outcome.values:
        raise RuleBroken("Say whether the victim was told or not reached.")
    told = NoticeSent.objects.visible_to(viewer).filter(duty=duty, event=event, outcome="told")
    if told.exists():
        raise RuleBroken("It is noted already that this was told.")
    row = NoticeSent(duty=duty, event=event, outcome=outcome)
    _save(viewer, row, case, facts, "note notice", ("outcome",))


def _save(
    viewer: Viewer, row: Any, case: Case, facts: CaseFacts, act: str, fields: tuple[str, ...]
) -> Any:
    row.case, row.author_id, row.owner_agency_id = case, viewer.user_id, viewer.agency_id
    row.created_by_id = viewer.user_id
    row.full_clean(exclude=["case", "author", "owner_agency", "system_record", "duty", "event"])
    row.save(force_insert=True)
    record_change(viewer, row, facts, act=act, fields=fields)
    return row
