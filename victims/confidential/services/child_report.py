"""Keeps an advocate's mandated reports: without a release, with the least that the law asks, and no
mail of it: a mail would tell that a victim is in contact (T51, B-VAWA-12, B-REP-1)."""

import json
from uuid import UUID, uuid4

from casemgmt.policy.people import Viewer
from casemgmt.selectors.mandated_report import duty_here
from casemgmt.services.faults import Fault
from casemgmt.services.mandated_report import ReportWords, StepWords, check_step
from victims.confidential.database import in_transaction
from victims.confidential.ledger import Mark, record
from victims.confidential.models import ChildReport, ChildReportStep, Kind, Outcome
from victims.confidential.selectors.child_report import STEPS, TABLE, access_child_report
from victims.confidential.selectors.client import access_client


@in_transaction()
def begin_child_report(viewer: Viewer, client_id: object, *, words: ReportWords) -> UUID:
    """Keep that she learned of a child at risk; her clocks run from then.

    Raises NotVisible, Fault for a moment to come.
    """
    client, box = access_client(viewer, client_id)
    if words.learned_at > viewer.now:
        raise Fault("learned_at", "This moment is still to come. Give when you learned of it.")
    duty, key = duty_here(), uuid4()
    told = {name: getattr(words, name) for name in ("child", "concern", "suspected", "actions")}
    ChildReport(
        id=key, agency_id=client.agency_id, created_by_id=viewer.user_id, created_at=viewer.now,
        client=client, reporter_id=viewer.user_id, state=duty.state if duty else "",
        learned_at=words.learned_at, words=box.close(TABLE, "words", key, json.dumps(told)),
    ).save(force_insert=True)  # fmt: skip
    fields = ("learned_at", *told)
    record(viewer, [Mark(Kind.ADD, "child report", key, client.pk, fields, Outcome.DONE)])
    return key


@in_transaction()
def add_child_step(viewer: Viewer, report_id: object, *, words: StepWords) -> UUID:
    """Keep what was done; only she writes. Raises NotVisible, Fault."""
    row, box = access_child_report(viewer, report_id)
    made = ChildReportStep.objects.visible_to(viewer).filter(report=row)
    check_step(
        viewer, words, learned_at=row.learned_at, made=set(made.values_list("kind", flat=True))
    )
    key = uuid4()
    told = {name: getattr(words, name) for name in ("to_whom", "reference", "words")}
    ChildReportStep(
        id=key, agency_id=row.agency_id, created_by_id=viewer.user_id, created_at=viewer.now,
        report=row, kind=words.kind, happened_at=words.happened_at,
        words=box.close(STEPS, "words", key, json.dumps(told)),
    ).save(force_insert=True)  # fmt: skip
    fields = ("kind", "happened_at", "words")
    record(viewer, [Mark(Kind.ADD, "child report", row.pk, row.client_id, fields, Outcome.DONE)])
    return key
