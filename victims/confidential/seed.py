"""Makes confidential records for the demonstration jurisdiction.

Every person in them is invented.
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from casemgmt.core import clock
from casemgmt.policy.people import Discipline, Viewer
from victims.confidential.database import bound_to, in_transaction
from victims.confidential.particulars import Particulars
from victims.confidential.selectors.client import clients_of_case
from victims.confidential.services.client import CaseWords, Details, add_client
from victims.confidential.services.note import NoteWords, add_note
from victims.confidential.services.released import keep_release
from victims.confidential.services.sheet import SheetWords, keep_sheet
from victims.confidential.wall import scope_to


@dataclass(frozen=True)
class SeedNote:
    """One confidential note."""

    text: str
    happened_on: date
    kind: str = "meeting"


@dataclass(frozen=True)
class SeedRelease:
    """What one victim released, as the organization keeps it."""

    release_id: object
    item: str
    text: str
    agency: str
    organization: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class SeedClient:
    """One victim whom an organization serves."""

    agency_id: int
    advocate_id: int
    case_id: UUID
    given_name: str
    family_name: str
    relation: str = ""
    contact: str = ""
    safe_contact: str = ""
    opened_on: date | None = None
    notes: tuple[SeedNote, ...] = ()
    told_of: tuple[str, ...] = ()  # events of the case that this victim wants to know of
    advocate_name: str = ""
    case_number: str = ""
    person_name: str = ""
    release: SeedRelease | None = None


def seed_confidential(rows: list[SeedClient]) -> int:
    """Make the records that are not there yet and return how many.

    Raises KeyMissing without the organization's key.
    """
    ordered = sorted(rows, key=lambda row: (row.agency_id, row.advocate_id))
    return sum(
        _seed_of_advocate(agency_id, advocate_id, list(some))
        for (agency_id, advocate_id), some in groupby(
            ordered, lambda row: (row.agency_id, row.advocate_id)
        )
    )


def _seed_of_advocate(agency_id: int, advocate_id: int, rows: list[SeedClient]) -> int:
    viewer = Viewer(
        user_id=advocate_id,
        name=rows[0].advocate_name,
        agency_id=agency_id,
        agency_name="",
        discipline=Discipline.COMMUNITY_ADVOCACY,
        now=clock.now(),
        today=clock.today(),
    )
    with bound_to(agency_id), in_transaction():
        scope_to(advocate_id, agency_id)
        return sum(_seed_one(viewer, row) for row in rows)


def _seed_one(viewer: Viewer, row: SeedClient) -> bool:
    name = f"{row.given_name} {row.family_name}".strip()
    if any(there.name == name for there in clients_of_case(viewer, row.case_id)):
        return False
    details = Details(row.given_name, row.family_name, row.relation, row.contact, row.safe_contact)
    words = CaseWords(row.case_id, row.case_number, row.person_name)
    client_id = add_client(viewer, words, details=details, opened_on=row.opened_on)
    for note in row.notes:
        add_note(viewer, client_id, words=NoteWords(note.kind, note.happened_on, note.text))
    if row.told_of:
        wish = {"standing": "wants", "events": list(row.told_of), "code_word": "maple"}
        keep_sheet(viewer, client_id, words=SheetWords("notice", viewer.today, wish))
    if row.release is not None:
        form = _form(viewer, row, row.release)
        keep_release(viewer, client_id, release_id=row.release.release_id, particulars=form)
    return True


def _form(viewer: Viewer, row: SeedClient, released: SeedRelease) -> Particulars:
    starts_on = released.starts_on.isoformat()
    return Particulars(
        ways=("electronic",), risks_by=viewer.name, risks_on=starts_on, case_id=str(row.case_id),
        item=released.item, name=f"{row.given_name} {row.family_name}".strip(),
        organization=released.organization, call="555-0100", text=released.text,
        agency=released.agency, purpose="safety", starts_on=starts_on,
        ends_on=released.ends_on.isoformat(), risks=("learned", "kept", "written"),
        other_ways=("nothing", "general"), language="English", signed_by="the victim",
        signed_on=starts_on, copy_on=starts_on, copy_language="en",
    )  # fmt: skip
