"""Opens and corrects a victim's record; what a correction replaces is kept."""

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from casemgmt.core import clock
from casemgmt.core.errors import ChangedMeanwhile, RuleBroken
from casemgmt.policy.people import Viewer
from victims.confidential.database import in_transaction
from victims.confidential.envelope import Box, blind_index, folded, opaque, sound_tokens
from victims.confidential.keys import keys_of, new_box
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Client, EarlierDetails, Kind, Outcome, VictimKey
from victims.confidential.selectors.client import access_client

TABLE = Client._meta.db_table
KEPT = ("name", "relation", "contact", "safe_contact")


@dataclass(frozen=True)
class CaseWords:
    """The case of a victim's person, in the words that the organization keeps for itself."""

    id: object
    number: str = ""
    person: str = ""


@dataclass(frozen=True)
class Details:
    """What identifies a victim and how he or she is reached without harm."""

    given_name: str
    family_name: str
    relation: str = ""
    contact: str = ""
    safe_contact: str = ""

    def texts(self) -> dict[str, str]:
        """Return each encrypted column's text."""
        name = json.dumps({"given": self.given_name, "family": self.family_name})
        return {
            "name": name,
            "relation": self.relation,
            "contact": self.contact,
            "safe_contact": self.safe_contact,
        }


@in_transaction()
def add_client(
    viewer: Viewer, case: CaseWords, *, details: Details, opened_on: date | None = None
) -> UUID:
    """Open a record for a victim under a key of its own. Raises RuleBroken without a name."""
    _require_name(details)
    keys, (box, wrapped) = keys_of(viewer.agency_id), new_box(viewer.agency_id)
    own = {"agency_id": viewer.agency_id, "created_by_id": viewer.user_id}
    key = VictimKey(wrapped=wrapped, key_version=box.version, **own)
    key.save(force_insert=True)
    client_id = uuid4()
    words = json.dumps({"id": str(case.id), "number": case.number, "person": case.person})
    client = Client(
        id=client_id,
        key=key,
        case_ref=opaque(keys.cases, case.id),
        advocate_id=viewer.user_id,
        advocate_name=viewer.name,
        opened_on=opened_on or clock.today(),
        case_words=box.close(TABLE, "case_words", client_id, words),
        **own,
    )
    _write(client, box, details)
    client.save(force_insert=True)
    _done(viewer, Kind.ADD, client_id, (*KEPT, "case_words"))
    return client_id


@in_transaction()
def correct_client(viewer: Viewer, client_id: object, *, details: Details, version: int) -> None:
    """Correct a victim's details and keep what they were.

    Raises NotVisible, RuleBroken, ChangedMeanwhile.
    """
    _require_name(details)
    client, box = access_client(viewer, client_id, lock=True)
    before = {name: box.open(TABLE, name, client.pk, getattr(client, name)) for name in KEPT}
    texts = details.texts()
    changed = tuple(name for name in KEPT if before[name] != texts[name])
    if client.version != version:
        raise ChangedMeanwhile(_readable(before), _readable(texts))
    if not changed:
        raise RuleBroken("Nothing is different from before. Change it, or leave without saving.")
    EarlierDetails(
        agency_id=client.agency_id, created_by_id=viewer.user_id, client=client,
        replaced_by=viewer.name,
        **{name: bytes(getattr(client, name)) for name in KEPT},
    ).save(force_insert=True)  # fmt: skip
    _write(client, box, details)
    client.version += 1
    client.save(update_fields=[*KEPT, "name_token", "family_token", "sound_tokens", "version"])
    _done(viewer, Kind.AMEND, client.pk, changed)


@in_transaction()
def take_over(viewer: Viewer, client_id: object) -> None:
    """Make the viewer the advocate of a record of the organization. Raises NotVisible, RuleBroken.

    A colleague goes on where an advocate may not (T14), falls ill or leaves.
    """
    client, _ = access_client(viewer, client_id, lock=True)
    if client.advocate_id == viewer.user_id:
        raise RuleBroken("You are the advocate of this record already.")
    client.advocate_id, client.advocate_name = viewer.user_id, viewer.name
    client.save(update_fields=["advocate_id", "advocate_name"])
    _done(viewer, Kind.AMEND, client.pk, ("advocate",))


def _write(client: Client, box: Box, details: Details) -> None:
    key = keys_of(client.agency_id).names
    full = f"{details.given_name} {details.family_name}"
    client.name_token = blind_index(key, "name", full)
    client.family_token = blind_index(key, "family", details.family_name or details.given_name)
    client.sound_tokens = sound_tokens(keys_of(client.agency_id).sounds, full)
    for name, text in details.texts().items():
        setattr(client, name, box.close(TABLE, name, client.pk, text))


def _require_name(details: Details) -> None:
    if not folded(f"{details.given_name} {details.family_name}"):
        raise RuleBroken("Give a name, or the word that the victim wants to be called by.")


def _readable(texts: dict[str, str]) -> dict[str, object]:
    parts = json.loads(texts["name"])
    return {**texts, "name": f"{parts['given']} {parts['family']}".strip()}


def _done(viewer: Viewer, kind: str, client_id: object, fields: tuple[str, ...]) -> None:
    record(viewer, [Mark(kind, "client", client_id, client_id, fields, outcome=Outcome.DONE)])
