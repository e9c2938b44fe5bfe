"""Reads who can sign for a victim: the day of birth, and the parents and guardians on record."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casemgmt.policy.people import Viewer
from casemgmt.policy.signing import majority
from victims.confidential.envelope import Box, folded
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Act, Client, Kind, Sheet
from victims.confidential.selectors.client import access_client, box_for, known_clients
from victims.services.signed import Beside

ACTS = Act._meta.db_table
SHEETS = Sheet._meta.db_table


@dataclass(frozen=True)
class Relative:
    """A parent or guardian as the record names one."""

    key: str
    name: str
    words: str
    is_barred: bool
    is_known: bool


@dataclass(frozen=True)
class SignerFacts:
    """What the record says of who can sign."""

    born: date | None = None
    family: tuple[Relative, ...] = ()

    def beside(self, key: str, born: date | None) -> Beside:
        """Return who signs beside a minor born on a day."""
        one = next((one for one in self.family if one.key == key), None)
        if one is None:
            return Beside(born)
        return Beside(born, one.name, one.is_barred, one.is_known)


def signers_of(viewer: Viewer, client_id: object, *, person: str) -> SignerFacts:
    """Return who can sign for a victim; raises NotVisible. Each row is on the ledger.

    `person` is the name of the person under supervision, who never signs for a victim.
    """
    client, box = access_client(viewer, client_id)
    sheets = Sheet.objects.visible_to(viewer).filter(client=client, kind=Sheet.Kind.FAMILY)
    rows = list(sheets.exclude(pk__in=_replaced(viewer, client)).order_by("created_at"))
    record(viewer, [Mark(Kind.CHECK, "sheet", row.pk, client.pk, ("answers",)) for row in rows])
    said = [(str(row.pk), json.loads(box.open(SHEETS, "answers", row.pk, row.answers)))
            for row in rows]  # fmt: skip
    family = tuple(_relative(key, one, person) for key, one in said if _may_stand_here(one))
    return SignerFacts(born_of(viewer, client, box), family)


def born_of(viewer: Viewer, client: Client, box: Box) -> date | None:
    """Return the day of birth that is on record, or None."""
    acts = Act.objects.visible_to(viewer).filter(client=client, kind=Act.Kind.BORN)
    return newest_birth(acts.order_by("-created_at")[:1], box)


def of_age_on(viewer: Viewer, client_id: object) -> date | None:
    """Return the 18th birthday of a victim whose day of birth is on record, or None."""
    known = known_clients(viewer).order_by().values("pk")
    acts = Act.objects.visible_to(viewer).filter(client_id=client_id, client__in=known)
    newest = acts.filter(kind=Act.Kind.BORN).select_related("client__key").order_by("-created_at")
    act = newest.first()
    born = newest_birth([act], box_for(act.client)) if act else None
    return majority(born) if born else None


def newest_birth(acts: Iterable[Act], box: Box) -> date | None:
    """Return the day of the first of these acts."""
    for act in acts:
        return date.fromisoformat(box.open(ACTS, "words", act.pk, act.words))
    return None


def _replaced(viewer: Viewer, client: Client) -> object:
    rows = Sheet.objects.visible_to(viewer).filter(client=client, replaces__isnull=False)
    return rows.order_by().values("replaces_id")


def _may_stand_here(said: dict) -> bool:
    return said.get("guardian") == "yes" or said.get("caused_harm") == "yes"


def _relative(key: str, said: dict, person: str) -> Relative:
    is_person = bool(person) and folded(said["name"]) == folded(person)
    return Relative(
        key, said["name"], f"{said['name']}, {said['to_victim']}",
        is_barred=is_person or said.get("caused_harm") == "yes",
        is_known=said.get("caused_harm") == "no",
    )  # fmt: skip
