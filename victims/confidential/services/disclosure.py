"""Hands over what an order names, and nothing beside it: a sealed package with its list, its digest
and its recipient (T47, B-VAWA-9)."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.policy.people import Viewer
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Demand, DemandStep, Kind, OrderItem, Outcome, Package
from victims.confidential.selectors.client import access_client
from victims.confidential.selectors.demand import (
    EFFORTS,
    PACKAGES,
    access_demand,
    package_shown,
    words_of,
)
from victims.confidential.selectors.disclosure import read_item
from victims.confidential.services.demand import refuse, require_counsel

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest day of a zip: the same content is the same file
NOTICE = (
    "Confidential communications with a victim-service organization. Disclosed because the order "
    "named above compels it, and only what it names. Do not copy or pass on."
)


@dataclass(frozen=True)
class Sealed:
    """A package as it is handed over."""

    name: str
    content: bytes


def make_package(
    viewer: Viewer, demand_id: object, *, places: Iterable[int], client_id: object, recipient: str
) -> Package:
    """Seal the chosen places of an order, of one victim, for one recipient.

    Raises NotVisible, NotAllowed, and RuleBroken for what the order does not name, or while the
    efforts to tell the victim and the measures for privacy are not on record.
    """
    demand = access_demand(viewer, demand_id)
    require_counsel(viewer)
    if not demand.opens:
        refuse(viewer, demand, "A subpoena opens nothing. Only a court's order or a statute does.")
    client, box = access_client(viewer, client_id)
    items = _named(viewer, demand, set(places), client.pk)
    _require_steps(viewer, demand, client.pk)
    if not recipient.strip():
        raise RuleBroken("Say to whom it is handed, as the order does.")
    content, files = _seal(viewer, demand, items, recipient.strip())
    key = uuid4()
    told = {"recipient": recipient.strip(), "files": files}
    row = Package(
        id=key, agency_id=viewer.agency_id, created_by_id=viewer.user_id, demand=demand,
        client=client, contents=box.close(PACKAGES, "contents", key, json.dumps(told)),
        digest=hashlib.sha256(content).hexdigest(), made_at=viewer.now, author_id=viewer.user_id,
        author_name=viewer.name,
    )  # fmt: skip
    row.save(force_insert=True)
    fields = tuple(f"{item.what} {item.item_id}" for item in items)
    mark = Mark(
        Kind.DISCLOSE, "package", key, client.pk, fields, Outcome.DONE, reason="court order"
    )
    record(viewer, [mark])
    return row


def open_package(viewer: Viewer, demand_id: object, package_id: object) -> Sealed:
    """Return a package as it was sealed, made again and compared with its digest.

    Raises NotVisible, NotAllowed, RuleBroken where it is no longer what was sealed.
    """
    demand = access_demand(viewer, demand_id)
    require_counsel(viewer)
    rows = Package.objects.visible_to(viewer).filter(demand=demand, client__destroyed_at=None)
    row = rows.filter(pk=package_id).select_related("client__key").first()
    if row is None:
        raise NotVisible("package", package_id)
    access_client(viewer, row.client_id)
    shown = package_shown(row)
    places = {one["place"] for one in shown.files}
    items = _named(viewer, demand, places, row.client_id)
    content, _ = _seal(viewer, demand, items, shown.recipient)
    if hashlib.sha256(content).hexdigest() != row.digest:
        raise RuleBroken("What was sealed cannot be made again as it was. Use the copy on file.")
    record(viewer, [Mark(Kind.EXPORT, "package", row.pk, row.client_id, ("content",))])
    return Sealed(f"package-{str(row.pk)[:8]}.zip", content)


def _named(viewer: Viewer, demand: Demand, places: set[int], client_id: object) -> list[OrderItem]:
    """Return the records at these places; refuses what the order does not name (T47)."""
    rows = OrderItem.objects.visible_to(viewer).filter(demand=demand, client_id=client_id)
    found = {row.place: row for row in rows.select_related("client__key")}
    if not places:
        raise RuleBroken("Choose at least one of the records that the order names.")
    if not places <= set(found):
        refuse(viewer, demand, "The order does not name this record of this victim.")
    return [found[place] for place in sorted(places)]


def _require_steps(viewer: Viewer, demand: Demand, client_id: object) -> None:
    """Raise RuleBroken while what the law asks beside the order is not on record."""
    steps = DemandStep.objects.visible_to(viewer).filter(demand=demand)
    if not steps.filter(kind__in=EFFORTS, client_id=client_id).exists():
        raise RuleBroken(
            "First put on record how this victim was told, or why no effort was made "
            "(34 USC 12291(b)(2)(C))."
        )
    if not steps.filter(kind=DemandStep.Kind.MEASURE).exists():
        raise RuleBroken(
            "First put on record what protects the privacy and safety of those affected, such as "
            "filing under seal (34 USC 12291(b)(2)(C))."
        )


def _seal(
    viewer: Viewer, demand: Demand, items: list[OrderItem], recipient: str
) -> tuple[bytes, list[dict[str, Any]]]:
    told = words_of(viewer, demand)
    files, parts = [], []
    for item in items:
        name, content = read_item(viewer, item)
        stored = f"{item.place:02d} {name}"
        words = told["named"][item.place - 1]
        digest = hashlib.sha256(content).hexdigest()
        files.append({"place": item.place, "name": stored, "named": words, "sha256": digest})
        parts.append((stored, content))
    lines = [f"Order: {told['issuer']} {told['docket']}".strip(), f"To: {recipient}", NOTICE, ""]
    for one in files:
        lines += [f"{one['place']}. {one['named']}", f"   {one['name']}  SHA-256 {one['sha256']}"]
    parts.insert(0, ("00 list.txt", "\n".join([*lines, ""]).encode()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), content)
    return out.getvalue(), files
