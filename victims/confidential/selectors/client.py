"""Reads the organization's victims: lists, one, by exact name, by case.

Every reading is on the organization's own ledger.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from casemgmt.core.errors import NotVisible
from casemgmt.policy.people import Viewer
from casemgmt.selectors.sealed_words import SEALED, sealed_among
from victims.confidential.envelope import Box, blind_index, folded, opaque, sound_tokens
from victims.confidential.keys import box_of, keys_of
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Client, EarlierDetails, Kind

SHOWN_AT_ONCE = 100
ROW_FIELDS = ("name", "relation", "case_words")
ALL_FIELDS = ("name", "relation", "case_words", "contact", "safe_contact")
TABLE = Client._meta.db_table


@dataclass(frozen=True)
class ClientRow:
    """A victim as a list shows one."""

    id: UUID
    name: str
    relation: str
    case_id: str
    case_number: str
    person_name: str
    advocate_name: str
    is_mine: bool
    opened_on: date
    closed_on: date | None


@dataclass(frozen=True)
class ClientFile(ClientRow):
    """A victim as the own page shows one."""

    given_name: str
    family_name: str
    contact: str
    safe_contact: str
    version: int


Shown = TypeVar("Shown", bound=ClientRow)


@dataclass(frozen=True)
class Earlier:
    """Details as they stood before a correction."""

    name: str
    relation: str
    contact: str
    safe_contact: str
    replaced_at: datetime
    replaced_by: str


@dataclass(frozen=True)
class Workspace:
    """The advocate's own victims, then those of colleagues.

    `more` says that the rest is found by name.
    """

    mine: list[ClientRow]
    others: list[ClientRow]
    more: bool


def list_clients(viewer: Viewer) -> Workspace:
    """Return the organization's open records, the viewer's own first, by name."""
    found = _clients(viewer).filter(closed_on__isnull=True)
    mine = _some(viewer, found.filter(advocate_id=viewer.user_id))
    others = _some(viewer, found.exclude(advocate_id=viewer.user_id))
    rows = [*mine[:SHOWN_AT_ONCE], *others[:SHOWN_AT_ONCE]]
    _mark_rows(viewer, rows, Kind.LIST)
    return Workspace(
        mine[:SHOWN_AT_ONCE], others[:SHOWN_AT_ONCE], max(len(mine), len(others)) > SHOWN_AT_ONCE
    )


def find_clients(viewer: Viewer, words: str, *, sounds_like: bool = False) -> list[ClientRow]:
    """Return those whose full or family name is exactly `words`, accents and case aside; or each
    of whose words sounds like a part of the name."""
    record(viewer, [Mark(Kind.SEARCH, "client", fields=("name",))])
    if not folded(words):
        return []
    keys = keys_of(viewer.agency_id)
    wanted = Q(name_token=blind_index(keys.names, "name", words)) | Q(
        family_token=blind_index(keys.names, "family", words)
    )
    if sounds_like:
        wanted |= Q(sound_tokens__contains=sound_tokens(keys.sounds, words))
    rows = _some(viewer, _clients(viewer).filter(wanted))[:SHOWN_AT_ONCE]
    _mark_rows(viewer, rows, Kind.SEARCH)
    return rows


def clients_of_case(viewer: Viewer, case_id: object) -> list[ClientRow]:
    """Return the organization's victims on one case."""
    rows = _some(viewer, _of_case(viewer, case_id))
    _mark_rows(viewer, rows, Kind.LIST)
    return rows


def names_of_case(viewer: Viewer, case_id: object) -> list[str]:
    """Return the names that a text for the team must not hold; nothing of them is shown."""
    rows = _some(viewer, _of_case(viewer, case_id))
    record(viewer, [Mark(Kind.CHECK, "client", row.id, row.id, ("name",)) for row in rows])
    return [row.name for row in rows]


def access_client(viewer: Viewer, client_id: object, *, lock: bool = False) -> tuple[Client, Box]:
    """Return a victim's row and box; raises NotVisible for another organization's and for none."""
    found = _clients(viewer)
    found = found.select_for_update(of=("self",)) if lock else found
    client = found.filter(pk=client_id).first()
    if client is None:
        raise NotVisible("client", client_id)
    return client, box_for(client)


def open_client(viewer: Viewer, client_id: object) -> ClientFile:
    """Return a victim's page; raises NotVisible."""
    client, box = access_client(viewer, client_id)
    record(viewer, [Mark(Kind.VIEW, "client", client.pk, client.pk, ALL_FIELDS)])
    return _without_sealed(viewer, [_file(viewer, client, box)])[0]


def list_earlier(viewer: Viewer, client_id: object) -> list[Earlier]:
    """Return the details that corrections replaced, newest first; raises NotVisible."""
    client, box = access_client(viewer, client_id)
    rows = list(EarlierDetails.objects.visible_to(viewer).filter(client=client))
    fields = ("name", "relation", "contact", "safe_contact")
    record(viewer, [Mark(Kind.VIEW, "earlier details", row.pk, client.pk, fields) for row in rows])
    return [_earlier(client, box, row) for row in rows]


def known_clients(viewer: Viewer) -> QuerySet[Client]:
    """Return the rows that the viewer may know of, for what hangs on them."""
    return _clients(viewer)


def name_of(client: Client, box: Box) -> str:
    """Return the name of a victim; whoever shows it writes that on the ledger."""
    return _full(json.loads(box.open(TABLE, "name", client.pk, client.name)))


def box_for(client: Client) -> Box:
    """Return the box of a row fetched with its key; raises KeyMissing or Unreadable."""
    return box_of(client.agency_id, client.key.wrapped, client.key.key_version)


def _clients(viewer: Viewer) -> QuerySet:
    known = Client.objects.visible_to(viewer).filter(destroyed_at__isnull=True)
    conflicts = viewer.scope.conflict_case_ids
    if conflicts:  # a conflict of interest closes the organization's own record to the person too
        key = keys_of(viewer.agency_id).cases
        known = known.exclude(case_ref__in=[opaque(key, case_id) for case_id in conflicts])
    return known.select_related("key")


def _of_case(viewer: Viewer, case_id: object) -> QuerySet:
    reference = opaque(keys_of(viewer.agency_id).cases, case_id)
    return _clients(viewer).filter(case_ref=reference)


def _some(viewer: Viewer, clients: QuerySet) -> list[ClientRow]:
    """Open one more row than is shown, so that the page knows whether there are more.

    Sorted by name.
    """
    rows = [_row(viewer, client, box_for(client)) for client in clients[: SHOWN_AT_ONCE + 1]]
    return sorted(_without_sealed(viewer, rows), key=lambda row: folded(row.name))


def _without_sealed(viewer: Viewer, rows: list[Shown]) -> list[Shown]:
    """Put number and name of a sealed case out of sight: the record stays the organization's."""
    sealed = sealed_among(viewer, [row.case_id for row in rows])
    return [
        replace(row, case_number=SEALED, person_name=SEALED) if row.case_id in sealed else row
        for row in rows
    ]


def _mark_rows(viewer: Viewer, rows: Iterable[ClientRow], kind: str) -> None:
    record(viewer, [Mark(kind, "client", row.id, row.id, ROW_FIELDS) for row in rows])


def _opened(client: Client, box: Box, *names: str) -> list[str]:
    return [box.open(TABLE, name, client.pk, getattr(client, name)) for name in names]


def _common(viewer: Viewer, client: Client, box: Box) -> tuple[dict, dict[str, str]]:
    name, relation, case = _opened(client, box, "name", "relation", "case_words")
    words, parts = json.loads(case), json.loads(name)
    return {
        "id": client.pk,
        "name": _full(parts),
        "relation": relation,
        "case_id": words["id"],
        "case_number": words["number"],
        "person_name": words["person"],
        "advocate_name": client.advocate_name,
        "is_mine": client.advocate_id == viewer.user_id,
        "opened_on": client.opened_on,
        "closed_on": client.closed_on,
    }, parts


def _row(viewer: Viewer, client: Client, box: Box) -> ClientRow:
    return ClientRow(**_common(viewer, client, box)[0])


def _file(viewer: Viewer, client: Client, box: Box) -> ClientFile:
    common, parts = _common(viewer, client, box)
    contact, safe_contact = _opened(client, box, "contact", "safe_contact")
    return ClientFile(
        **common,
        given_name=parts["given"],
        family_name=parts["family"],
        contact=contact,
        safe_contact=safe_contact,
        version=client.version,
    )


def _full(parts: dict[str, str]) -> str:
    return f"{parts['given']} {parts['family']}".strip()


def _earlier(client: Client, box: Box, row: EarlierDetails) -> Earlier:
    def text(name: str) -> str:
        return box.open(TABLE, name, client.pk, getattr(row, name))

    return Earlier(
        _full(json.loads(text("name"))),
        text("relation"),
        text("contact"),
        text("safe_contact"),
        row.created_at,
        row.replaced_by,
    )
