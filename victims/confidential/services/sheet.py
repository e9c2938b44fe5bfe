"""Writes sheets: encrypted, never changed; a newer one says which one it replaces."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from casemgmt.core import clock
from casemgmt.core.errors import ChangedMeanwhile, NotVisible, RuleBroken
from casemgmt.policy.people import Viewer
from victims.confidential.database import in_transaction
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Kind as EventKind
from victims.confidential.models import Outcome, Sheet
from victims.confidential.questions import KINDS
from victims.confidential.selectors.client import access_client

TABLE = Sheet._meta.db_table


@dataclass(frozen=True)
class SheetWords:
    """What a sheet says: answers by the name of their question."""

    kind: str
    happened_on: date
    answers: dict[str, Any]


@in_transaction()
def keep_sheet(
    viewer: Viewer, client_id: object, *, words: SheetWords, replaces: object = None
) -> UUID:
    """Keep a sheet, in place of an older one if it names one.

    Raises NotVisible, RuleBroken for a day to come or what says nothing, ChangedMeanwhile where a
    colleague replaced the older one first.
    """
    client, box = access_client(viewer, client_id, lock=True)
    _check(words)
    older = _older(viewer, client_id, words, replaces)
    sheet_id = uuid4()
    due = words.answers.get("due_on") if words.kind == Sheet.Kind.TASK else None
    Sheet(
        id=sheet_id, agency_id=client.agency_id, created_by_id=viewer.user_id, client=client,
        kind=words.kind, happened_on=words.happened_on, replaces=older,
        due_on=date.fromisoformat(due) if due else None,
        is_done=words.answers.get("done") == "yes",
        answers=box.close(TABLE, "answers", sheet_id, json.dumps(words.answers)),
        author_id=viewer.user_id, author_name=viewer.name,
    ).save(force_insert=True)  # fmt: skip
    kind = EventKind.AMEND if older else EventKind.ADD
    fields = ("kind", "answers", "happened_on")
    record(viewer, [Mark(kind, "sheet", sheet_id, client.pk, fields, outcome=Outcome.DONE)])
    return sheet_id


def _check(words: SheetWords) -> None:
    if words.kind not in KINDS:
        raise RuleBroken("Choose one of the kinds that are shown.")
    if words.happened_on > clock.today():
        raise RuleBroken("This day is still to come. Give the day on which it took place.")
    required = [q for q in KINDS[words.kind].questions if q.required]
    missing = [q.label for q in required if not words.answers.get(q.name)]
    if missing:
        raise RuleBroken(f"Still missing: {', '.join(missing)}.")


def _older(viewer: Viewer, client_id: object, words: SheetWords, replaces: object) -> Sheet | None:
    if not replaces:
        return None
    rows = Sheet.objects.visible_to(viewer).filter(client_id=client_id, kind=words.kind)
    found = rows.filter(pk=replaces).first()
    if found is None:
        raise NotVisible("sheet", replaces)
    if rows.filter(replaces=found).exists():
        theirs: dict[str, object] = {"sheet": "A colleague has written a newer one."}
        raise ChangedMeanwhile(theirs, {"sheet": "Yours was not kept yet."})
    return found
