"""Takes up demands for the organization's records: what came, what was done, what an order names.

A subpoena opens nothing; the acts that answer one are counsel's (B-VAWA-9, T46). Each act writes
one row in the transaction of the organization's wall, so that a refusal stays on its ledger.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from casemgmt.core.errors import NotAllowed, RuleBroken
from casemgmt.policy.people import Viewer
from victims.confidential.envelope import opaque
from victims.confidential.keys import keys_of
from victims.confidential.ledger import Mark, record, record_refusal
from victims.confidential.models import Demand, DemandStep, Hold, Kind, OrderItem, Outcome, Sheet
from victims.confidential.own_box import own_box
from victims.confidential.selectors.client import access_client, clients_of_case
from victims.confidential.selectors.demand import STEPS, TABLE, access_demand
from victims.confidential.selectors.disclosure import access_item
from victims.confidential.services.sheet import SheetWords, keep_sheet

BY_COUNSEL = frozenset({"objected", "complied", "withdrawn", "not_told"})
MOST_NAMED = 50
TELL_WITHIN = 3  # days, or until the answer is due
TELL = "Tell the victim that a legal demand came, as safe contact allows; put it on record there."


@dataclass(frozen=True)
class DemandWords:
    """What a demand says of itself; `named` are the records that an order names, one each."""

    kind: str
    received_on: date
    issuer: str
    answer_by: date | None = None
    docket: str = ""
    asks: str = ""
    named: tuple[str, ...] = ()
    case_id: str = ""
    case_number: str = ""


@dataclass(frozen=True)
class StepWords:
    """What was done: when, by which way, with what outcome, or why not."""

    kind: str
    happened_on: date
    text: str
    way: str = ""
    outcome: str = ""


def take_up(viewer: Viewer, words: DemandWords, *, source_id: object = None) -> UUID:
    """Keep a demand; `source_id` is the paper that an agency filed. Raises NotAllowed, RuleBroken.

    Nothing of it goes to the main database: whoever filed it learns nothing from here.
    """
    require_counsel(viewer)
    _check(viewer, words)
    keys, demand_id = keys_of(viewer.agency_id), uuid4()
    source = opaque(keys.cases, source_id) if source_id else b""
    if source and Demand.objects.visible_to(viewer).filter(source_ref=source).exists():
        raise RuleBroken("A colleague took it up already. Find it in the list.")
    told = {
        name: value
        for name, value in asdict(words).items()
        if name not in ("kind", "received_on", "answer_by")
    }
    Demand(
        id=demand_id, agency_id=viewer.agency_id, created_by_id=viewer.user_id, kind=words.kind,
        received_on=words.received_on, answer_by=words.answer_by, source_ref=source,
        case_ref=opaque(keys.cases, words.case_id) if words.case_id else b"",
        words=own_box(viewer.agency_id).close(TABLE, "words", demand_id, json.dumps(told)),
        items_named=len(words.named), author_id=viewer.user_id, author_name=viewer.name,
    ).save(force_insert=True)  # fmt: skip
    _done(viewer, Kind.ADD, "demand", demand_id, fields=("kind", "received_on", "words"))
    _ask_to_tell(viewer, words)
    return demand_id


def add_step(
    viewer: Viewer, demand_id: object, *, words: StepWords, client_id: object = None
) -> UUID:
    """Keep what was done about a demand, of one victim or of none.

    Raises NotVisible, NotAllowed for what is counsel's, RuleBroken.
    """
    demand = access_demand(viewer, demand_id)
    if words.kind not in DemandStep.Kind.values:
        raise RuleBroken("Choose what was done.")
    if words.kind in BY_COUNSEL:
        require_counsel(viewer)
    if words.happened_on > viewer.today:
        raise RuleBroken("This day is still to come. Give the day on which it was done.")
    if words.kind in (DemandStep.Kind.TOLD, DemandStep.Kind.NOT_TOLD) and not client_id:
        raise RuleBroken("Say which victim this is about.")
    if words.kind == DemandStep.Kind.TOLD and not (words.way and words.outcome):
        raise RuleBroken("Say how you tried to tell the victim, and what came of it.")
    if not words.text.strip() and words.kind != DemandStep.Kind.TOLD:
        raise RuleBroken("Say in a sentence what was done, or why not.")
    step_id = uuid4()
    client, box = None, own_box(viewer.agency_id)
    if client_id:
        client, box = access_client(viewer, client_id)
    told = {"text": words.text.strip(), "way": words.way, "outcome": words.outcome.strip()}
    DemandStep(
        id=step_id, agency_id=viewer.agency_id, created_by_id=viewer.user_id, demand=demand,
        client=client, kind=words.kind, happened_on=words.happened_on,
        words=box.close(STEPS, "words", step_id, json.dumps(told)),
        author_id=viewer.user_id, author_name=viewer.name,
    ).save(force_insert=True)  # fmt: skip
    key = client.pk if client else None
    _done(viewer, Kind.ADD, "demand step", step_id, client_id=key, fields=("kind", "words"))
    return step_id


def hold(viewer: Viewer, demand_id: object) -> None:
    """Let nothing of the demand's case be destroyed; counsel alone (B-RET-2).

    It widens nobody's access. Raises NotVisible, NotAllowed, RuleBroken.
    """
    demand = access_demand(viewer, demand_id)
    require_counsel(viewer)
    if not demand.case_ref:
        raise RuleBroken("This demand names no case that the organization knows.")
    if Hold.objects.visible_to(viewer).filter(demand=demand).exists():
        raise RuleBroken("This demand has a hold already, or had one that was lifted.")
    row = Hold(
        agency_id=viewer.agency_id, created_by_id=viewer.user_id, demand=demand,
        case_ref=bytes(demand.case_ref), set_by=viewer.user_id, set_by_name=viewer.name,
        set_at=viewer.now,
    )  # fmt: skip
    row.save(force_insert=True)
    _done(viewer, Kind.HOLD, "demand", demand.pk, fields=("hold",))


def lift_hold(viewer: Viewer, demand_id: object) -> None:
    """Let a hold go; counsel alone. Raises NotVisible, NotAllowed, RuleBroken."""
    demand = access_demand(viewer, demand_id)
    require_counsel(viewer)
    row = Hold.objects.visible_to(viewer).filter(demand=demand, lifted_at__isnull=True).first()
    if row is None:
        raise RuleBroken("No hold stands for this demand.")
    row.lifted_at, row.lifted_by_name = viewer.now, viewer.name
    row.save(update_fields=["lifted_at", "lifted_by_name"])
    _done(viewer, Kind.HOLD, "demand", demand.pk, fields=("lifted_at",))


def match_item(
    viewer: Viewer, demand_id: object, *, place: int, client_id: object, item: str
) -> None:
    """Say which record an order names at one place; it is not changed again.

    Raises NotVisible, NotAllowed, RuleBroken for a place that the order does not have, and for a
    victim of another case than the order's (T47).
    """
    demand = access_demand(viewer, demand_id)
    require_counsel(viewer)
    if not demand.opens:
        refuse(viewer, demand, "A subpoena opens nothing. Only a court's order or a statute does.")
    if not 1 <= place <= demand.items_named:
        refuse(viewer, demand, "The order names no such record.")
    client, what, item_id = access_item(viewer, client_id, item)
    if bytes(client.case_ref) != bytes(demand.case_ref):
        refuse(viewer, demand, "The order is not of this victim's case.")
    there = OrderItem.objects.visible_to(viewer).filter(demand=demand)
    if there.filter(place=place).exists() or there.filter(item_id=item_id).exists():
        raise RuleBroken("This place or this record is settled already. It is not changed again.")
    row = OrderItem(
        agency_id=viewer.agency_id, created_by_id=viewer.user_id, demand=demand, client=client,
        place=place, what=what, item_id=item_id,
    )  # fmt: skip
    row.save(force_insert=True)
    fields = ("what", "item_id")
    _done(viewer, Kind.ADD, "order item", row.pk, client_id=client.pk, fields=fields)


def _ask_to_tell(viewer: Viewer, words: DemandWords) -> None:
    """Give the advocate of each victim on the case a task: to tell the victim of the demand, by the
    rules of safe contact (34 USC 12291(b)(2)(C))."""
    if not words.case_id:
        return
    due = viewer.today + timedelta(days=TELL_WITHIN)
    due = max(min(due, words.answer_by or due), viewer.today)
    answers = {"what": TELL, "due_on": due.isoformat(), "done": "no"}
    for client in clients_of_case(viewer, words.case_id):
        task = SheetWords(Sheet.Kind.TASK, viewer.today, answers)
        keep_sheet(viewer, client.id, words=task)


def require_counsel(viewer: Viewer) -> None:
    """Raise NotAllowed for whoever is not the organization's counsel."""
    if not viewer.is_counsel:
        record_refusal(viewer, subject_kind="demand", subject_id=None, because="never")
        raise NotAllowed(None, "confidential")


def refuse(viewer: Viewer, demand: Demand, words: str) -> None:
    """Keep the refusal on the organization's ledger and raise RuleBroken with these words."""
    record_refusal(viewer, subject_kind="demand", subject_id=demand.pk, because="wrong_item")
    raise RuleBroken(words, because="wrong_item")


def _check(viewer: Viewer, words: DemandWords) -> None:
    if words.kind not in Demand.Kind.values:
        raise RuleBroken("Choose what came.")
    if words.received_on > viewer.today:
        raise RuleBroken("This day is still to come. Give the day on which it came.")
    if words.answer_by is not None and words.answer_by < words.received_on:
        raise RuleBroken("The answer was due before it came. Mend one of the two days.")
    if not words.issuer.strip():
        raise RuleBroken("Say who issued it, as the paper does.")
    if len(words.named) > MOST_NAMED:
        raise RuleBroken(f"An order names {MOST_NAMED} records at most here. Enter it in two.")


def _done(
    viewer: Viewer,
    kind: str,
    subject: str,
    key: object,
    *,
    client_id: object = None,
    fields: tuple[str, ...] = (),
) -> None:
    record(viewer, [Mark(kind, subject, key, client_id, fields, outcome=Outcome.DONE)])
