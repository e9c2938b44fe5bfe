"""Records of a scenario's world, each in the table that holds its category."""

from dataclasses import dataclass, replace
from typing import Any

from casemgmt.core import clock
from casemgmt.models import Case, Entry
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import RecordFacts
from casemgmt.policy.people import Office
from casemgmt.policy.regimes import PART2
from casemgmt.policycheck.build import Stage, someone
from casemgmt.policycheck.roles import SERVING, acting
from casemgmt.policycheck.world import RecordTerms
from teams.models import Agency, User
from victims.confidential.services.client import CaseWords, Details, add_client
from victims.confidential.services.note import NoteWords, add_note
from victims.confidential.wall import open_for
from victims.models import Statement

TEXT = "A record of a policy scenario."


@dataclass(frozen=True)
class NoteRow:
    """A confidential note: its place in the advocacy database, and what rules know of it."""

    client_id: object
    note_id: object
    author_id: int
    agency_id: int
    sealed: bool = False

    def record_facts(self) -> RecordFacts:
        """Return the facts that rules need of this row."""
        return RecordFacts(
            author_id=self.author_id, owner_agency_id=self.agency_id, sealed=self.sealed
        )


def write_records(stage: Stage) -> None:
    """Write all records of the world; as the owner of the tables."""
    for key, terms in stage.world.records.items():
        case = stage.cases[terms.case]
        if terms.category == Category.VICTIM_ADVOCACY:
            stage.records[key] = _write_note(stage, terms, case)
        else:
            row = _row(stage, key, terms, case)
            row.save(force_insert=True)
            stage.records[key] = row


def _row(stage: Stage, key: str, terms: RecordTerms, case: Case) -> Any:
    author = stage.people[terms.by] if terms.by else None
    owner = author.agency if author and author.agency else case.agency
    shared = {
        "case": case, "author": author, "owner_agency": owner,
        "release": _release(stage, terms, case),
        "created_by_id": author.pk if author else None,
        "sealed_at": clock.now() if terms.seal else None,
    }  # fmt: skip
    if terms.category == Category.VICTIM_STATEMENT:
        return Statement(item=_item(stage, terms), text=TEXT, given_on=clock.today(), **shared)
    return Entry(
        category=terms.category, part=terms.part, title=key[:160], text=TEXT,
        happened_on=clock.today(), items=list(terms.items),
        regimes=_regimes(owner, terms.category), **shared,
    )  # fmt: skip


def _release(stage: Stage, terms: RecordTerms, case: Case) -> Any:
    rows = stage.releases.get(terms.release, [])
    return next((row for row in rows if row.case_id == case.pk), None)


def _item(stage: Stage, terms: RecordTerms) -> str:
    """Return which item a statement is: its own, or the first of what its release names."""
    release = stage.world.releases.get(terms.release)
    items = terms.items or (release.items if release else ())
    return items[0] if items else ""


def _regimes(owner: Agency, category: str) -> list[str]:
    return [PART2] if owner.is_part2_program and category != Category.SUD_TREATMENT else []


def _write_note(stage: Stage, terms: RecordTerms, case: Case) -> NoteRow:
    """Write the advocate's note as the advocate, on the organization's own side of the wall."""
    author = _advocate(stage, terms, case)
    viewer = replace(stage.viewer_of(author), office=Office.NONE)  # it was written in better days
    words = CaseWords(case.pk, case.number, case.person_name)
    note = NoteWords("meeting", clock.today(), TEXT)
    with acting(SERVING), open_for(viewer):
        client = add_client(viewer, words, details=Details("Someone", stage.token))
        note_id = add_note(viewer, client, words=note)
    return NoteRow(client, note_id, viewer.user_id, viewer.agency_id, sealed=terms.seal)


def _advocate(stage: Stage, terms: RecordTerms, case: Case) -> User:
    if terms.by:
        return stage.people[terms.by]
    victims = [v for v in stage.world.victims.values() if v.case == terms.case]
    for victim in victims:
        if victim.advocate:
            return stage.people[victim.advocate]
        if victim.organization:
            agency = stage.agencies[victim.organization]
            return someone(stage, agency, "community_advocacy")
    return someone(stage, case.agency, "community_advocacy")
