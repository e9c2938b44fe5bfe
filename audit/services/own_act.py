"""The acts of the ledger's own processes, which stand on the ledger as everybody's do."""

import json
from dataclasses import dataclass, field

from django.db import connection, transaction

from audit.models import Kind
from audit.services.journal import journal_this_transaction
from audit.services.operator import operator


@dataclass(frozen=True, slots=True)
class Act:
    """What a command did: to what, how much of it, why, for whom."""

    command: str
    kind: str = Kind.LEDGER
    thing: str = "ledger"
    thing_id: str = ""
    total: int | None = None
    reason: str = ""
    recipient: str = ""
    detail: dict[str, object] = field(default_factory=dict)


def record_act(act: Act) -> int:
    """Write the act as the sealer may, under the name of who runs it; return the event's id."""
    who = operator(act.command)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_own_act(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [str(act.kind), who.name, who.command, who.request_id, act.thing, act.thing_id,
             act.total, act.reason, act.recipient, json.dumps(act.detail)],
        )  # fmt: skip
        made = cursor.fetchone()[0]
        journal_this_transaction()
    return made
