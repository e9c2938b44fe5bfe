"""Writes acts: a withdrawal in writing, a copy handed over, a talk after the 18th birthday."""

from datetime import date
from uuid import uuid4

from casemgmt.core import clock
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.policy.people import Viewer
from victims.confidential.database import in_transaction
from victims.confidential.envelope import Box
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Act, Client, Kind, Outcome, Released
from victims.confidential.selectors.client import access_client

TABLE = Act._meta.db_table


@in_transaction()
def add_act(
    viewer: Viewer,
    client_id: object,
    *,
    kind: str,
    words: str,
    happened_on: date,
    released_id: object = None,
) -> None:
    """Keep one act of a release, or of a victim. Raises NotVisible, RuleBroken for a day to come
    or for what says nothing."""
    client, box = access_client(viewer, client_id)
    released = None
    if released_id is not None:
        rows = Released.objects.visible_to(viewer).filter(client=client, pk=released_id)
        released = rows.first()
        if released is None:
            raise NotVisible("released", released_id)
    if not words.strip():
        raise RuleBroken("Write what was said, in a few words.")
    if happened_on > clock.today():
        raise RuleBroken("This day is still to come. Give the day on which it took place.")
    write_act(viewer, client, box, kind=kind, words=words, on=happened_on, released=released)


def write_act(  # noqa: PLR0913 - each is a column
    viewer: Viewer,
    client: Client,
    box: Box,
    *,
    kind: str,
    words: str,
    on: date | None = None,
    released: Released | None = None,
) -> None:
    """Write one act in the transaction of whoever calls."""
    act_id = uuid4()
    Act(
        id=act_id, agency_id=client.agency_id, created_by_id=viewer.user_id, client=client,
        released=released, kind=kind, words=box.close(TABLE, "words", act_id, words),
        happened_on=on or clock.today(), author_id=viewer.user_id, author_name=viewer.name,
    ).save(force_insert=True)  # fmt: skip
    fields = ("kind", "words", "happened_on")
    record(viewer, [Mark(Kind.ADD, "act", act_id, client.pk, fields, outcome=Outcome.DONE)])
