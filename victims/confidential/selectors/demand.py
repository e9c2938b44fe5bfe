"""Reads demands for the organization's records, what was done about each, and what may be handed
over under an order."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from casemgmt.core.errors import NotVisible
from casemgmt.policy.people import Viewer
from victims.confidential.envelope import opaque
from victims.confidential.keys import keys_of
from victims.confidential.ledger import Mark, record
from victims.confidential.models import (
    Demand,
    DemandStep,
    Hold,
    Kind,
    OrderItem,
    Package,
)
from victims.confidential.own_box import own_box
from victims.confidential.selectors.client import ClientRow, box_for, clients_of_case
from victims.selectors.demand import DemandShown as Filed
from victims.selectors.demand import demands_told

TABLE, STEPS, PACKAGES = (m._meta.db_table for m in (Demand, DemandStep, Package))
FIELDS = ("kind", "received_on", "answer_by", "words", "author_name")
ANSWERS = (DemandStep.Kind.OBJECTED, DemandStep.Kind.COMPLIED, DemandStep.Kind.WITHDRAWN)
EFFORTS = (DemandStep.Kind.TOLD, DemandStep.Kind.NOT_TOLD)
SHOWN_AT_ONCE = 100


@dataclass(frozen=True)
class DemandRow:
    """A demand as the list shows it."""

    id: UUID
    kind: str
    kind_words: str
    received_on: date
    answer_by: date | None
    issuer: str
    docket: str
    asks: str
    named: tuple[str, ...]
    case_id: str
    case_number: str
    opens: bool
    author_name: str
    answer: str = ""
    is_held: bool = False


@dataclass(frozen=True)
class StepShown:
    """One step in words; `client_id` where it is of one victim."""

    kind: str
    kind_words: str
    happened_on: date
    words: dict[str, str]
    client_id: UUID | None
    author_name: str
    written_at: datetime


@dataclass(frozen=True)
class PackageShown:
    """One package: its list, digest and recipient."""

    id: UUID
    client_id: UUID
    recipient: str
    files: list[dict[str, Any]]
    digest: str
    made_at: datetime
    author_name: str


@dataclass(frozen=True)
class DemandFile:
    """A demand with all that hangs on it."""

    row: DemandRow
    clients: list[ClientRow]
    steps: list[StepShown] = field(default_factory=list)
    items: dict[int, OrderItem] = field(default_factory=dict)
    packages: list[PackageShown] = field(default_factory=list)
    hold: Hold | None = None

    @property
    def told(self) -> frozenset[UUID]:
        """Return the victims of whom it is on record that they were told, or why not."""
        return frozenset(s.client_id for s in self.steps if s.client_id and s.kind in EFFORTS)

    @property
    def places(self) -> list[tuple[int, str, OrderItem | None]]:
        """Return what the order names: place, words, and the record that was found for it."""
        named = enumerate(self.row.named, start=1)
        return [(place, words, self.items.get(place)) for place, words in named]


def list_demands(viewer: Viewer) -> tuple[list[Filed], list[DemandRow]]:
    """Return what agencies filed and nobody took up yet, and the organization's own demands."""
    key = keys_of(viewer.agency_id).cases
    closed = [opaque(key, case_id) for case_id in viewer.scope.conflict_case_ids]
    open_to_her = Demand.objects.visible_to(viewer).exclude(case_ref__in=closed)
    rows = list(open_to_her[:SHOWN_AT_ONCE])
    record(viewer, [Mark(Kind.LIST, "demand", row.pk, fields=FIELDS) for row in rows])
    refs = Demand.objects.visible_to(viewer).exclude(source_ref=b"")
    taken = {bytes(ref) for ref in refs.order_by().values_list("source_ref", flat=True)}
    waiting = [one for one in demands_told(viewer) if opaque(key, one.id) not in taken]
    keys = [row.pk for row in rows]
    answers = _newest_answers(viewer, keys)
    held = set(_holds(viewer).filter(demand__in=keys).values_list("demand_id", flat=True))
    return waiting, [_row(viewer, row, answers.get(row.pk, ""), row.pk in held) for row in rows]


def access_demand(viewer: Viewer, demand_id: object) -> Demand:
    """Return a demand of the organization; raises NotVisible."""
    row = Demand.objects.visible_to(viewer).filter(pk=demand_id).first()
    if row is None:
        raise NotVisible("demand", demand_id)
    if _case_of(viewer, row) in viewer.scope.conflict_case_ids:
        raise NotVisible("demand", demand_id)
    return row


def open_demand(viewer: Viewer, demand_id: object) -> DemandFile:
    """Return a demand with its steps, what it names and what was handed over; raises NotVisible."""
    row = access_demand(viewer, demand_id)
    record(viewer, [Mark(Kind.VIEW, "demand", row.pk, fields=FIELDS)])
    answer = _newest_answers(viewer, [row.pk]).get(row.pk, "")
    hold = _holds(viewer).filter(demand=row).first()
    shown = _row(viewer, row, answer, hold is not None)
    items = OrderItem.objects.visible_to(viewer).filter(demand=row).select_related("client")
    return DemandFile(
        shown,
        clients_of_case(viewer, shown.case_id) if shown.case_id else [],
        _steps(viewer, row),
        {item.place: item for item in items},
        list_packages(viewer, row),
        hold,
    )


def list_packages(viewer: Viewer, row: Demand) -> list[PackageShown]:
    """Return what was handed over under one order, the newest first."""
    found = Package.objects.visible_to(viewer).filter(demand=row, client__destroyed_at=None)
    rows = list(found.select_related("client__key"))
    marks = [Mark(Kind.VIEW, "package", p.pk, p.client_id, ("contents", "digest")) for p in rows]
    record(viewer, marks)
    return [package_shown(one) for one in rows]


def package_shown(one: Package) -> PackageShown:
    """Return a package, fetched with its client's key, in words."""
    told = json.loads(box_for(one.client).open(PACKAGES, "contents", one.pk, one.contents))
    return PackageShown(
        one.pk, one.client_id, told["recipient"], told["files"], one.digest, one.made_at,
        one.author_name,
    )  # fmt: skip


def is_held(viewer: Viewer, case_ref: bytes) -> bool:
    """Return whether counsel holds the records of a case."""
    return bool(case_ref) and _holds(viewer).filter(case_ref=bytes(case_ref)).exists()


def words_of(viewer: Viewer, row: Demand) -> dict[str, Any]:
    """Return what a demand says, decrypted; whoever shows it writes that on the ledger."""
    told: dict[str, Any] = json.loads(
        own_box(viewer.agency_id).open(TABLE, "words", row.pk, row.words)
    )
    return told


def _case_of(viewer: Viewer, row: Demand) -> str:
    return str(words_of(viewer, row).get("case_id", ""))


def _holds(viewer: Viewer) -> Any:
    return Hold.objects.visible_to(viewer).filter(lifted_at__isnull=True)


def _newest_answers(viewer: Viewer, keys: Iterable[UUID]) -> dict[UUID, str]:
    rows = DemandStep.objects.visible_to(viewer).filter(demand__in=list(keys), kind__in=ANSWERS)
    found: dict[UUID, str] = {}
    for row in rows.order_by("happened_on", "created_at"):
        found[row.demand_id] = row.get_kind_display()
    return found


def _steps(viewer: Viewer, demand: Demand) -> list[StepShown]:
    rows = DemandStep.objects.visible_to(viewer).filter(demand=demand)
    found = list(rows.select_related("client__key"))
    record(viewer, [Mark(Kind.VIEW, "demand step", row.pk, row.client_id) for row in found])
    return [_step(viewer, row) for row in found]


def _step(viewer: Viewer, row: DemandStep) -> StepShown:
    words: dict[str, str] = {"text": "The victim's record was destroyed since."}
    if row.client is None or row.client.destroyed_at is None:
        box = own_box(viewer.agency_id) if row.client is None else box_for(row.client)
        words = json.loads(box.open(STEPS, "words", row.pk, row.words))
    return StepShown(
        row.kind, row.get_kind_display(), row.happened_on, words, row.client_id,
        row.author_name, row.created_at,
    )  # fmt: skip


def _row(viewer: Viewer, row: Demand, answer: str, held: bool) -> DemandRow:  # noqa: FBT001
    told = words_of(viewer, row)
    return DemandRow(
        row.pk, row.kind, row.get_kind_display(), row.received_on, row.answer_by,
        told["issuer"], told["docket"], told["asks"], tuple(told["named"]), told["case_id"],
        told["case_number"], row.opens, row.author_name, answer, held,
    )  # fmt: skip
