"""Reads which releases are of which victim: the link that only the organization's key can make."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from casemgmt.policy.people import Viewer
from victims.confidential.envelope import opaque
from victims.confidential.keys import keys_of
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Kind, Released
from victims.confidential.selectors.client import access_client

TABLE = Released._meta.db_table


@dataclass(frozen=True)
class Particulars:
    """What the signed form says beside what the team gets."""

    ways: tuple[str, ...]
    risks_by: str
    risks_on: str
    case_id: str
    item: str


def refs_of_client(viewer: Viewer, client_id: object) -> list[tuple[bytes, Particulars]]:
    """Return the opaque references of a victim's releases with their particulars.

    Raises NotVisible.
    """
    client, box = access_client(viewer, client_id)
    rows = list(Released.objects.visible_to(viewer).filter(client=client))
    record(
        viewer, [Mark(Kind.VIEW, "released", row.pk, client.pk, ("particulars",)) for row in rows]
    )
    found = []
    for row in rows:
        words = json.loads(box.open(TABLE, "particulars", row.pk, row.particulars))
        found.append((bytes(row.release_ref), Particulars(tuple(words.pop("ways")), **words)))
    return found


def ref_of(viewer: Viewer, release_id: object) -> bytes:
    """Return the organization's reference of a release in the main database."""
    return opaque(keys_of(viewer.agency_id).releases, release_id)


def match(viewer: Viewer, refs: Iterable[bytes], release_ids: Iterable[object]) -> set[str]:
    """Return which of `release_ids` the references are of."""
    wanted = set(refs)
    return {str(key) for key in release_ids if ref_of(viewer, key) in wanted}
