"""Reads for changing a head: who opens, hands over and closes cases, and among whom one chooses."""

import uuid

from django.db import connection
from django.db.models import Q

from audit.models import Kind
from audit.reveal import Revealed, reveal_many
from audit.services.record import Entry, record
from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.models import Case, Person
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.load import in_force
from casemgmt.policy.people import Discipline, Office, Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import HEAD, access_case
from casemgmt.selectors.facts import facts_for
from teams.models import Team, Unit, User
from teams.selectors.meeting import OnlyFor

KEEPERS = "Only the officer of a case and the supervisor of its unit do this."
NO_CASELOAD = (Office.ADMINISTRATOR, Office.PRIVACY_OFFICER, Office.AUDITOR)
MOST_MATCHES = 10


def access_head(viewer: Viewer, case_id: object, *, action: Action) -> tuple[Case, CaseFacts]:
    """Return the case whose head the viewer may change; raises NotVisible or NotAllowed."""
    case, facts = access_case(viewer, case_id)
    decision = decide(viewer, action, Category.IDENTITY, facts)
    if not decision:
        raise NotAllowed(decision, "case", case_id, case_id)
    if not keeps_head(viewer, case, facts):
        only = OnlyFor(KEEPERS, category=Category.IDENTITY, how_to_ask="Ask one of them to do it.")
        raise NotAllowed(only, "case", case_id, case_id)
    return case, facts


def keeps_head(viewer: Viewer, case: Case, facts: CaseFacts) -> bool:
    """Return whether the viewer hands over and closes this case: officer or supervisor."""
    in_line = any(ground.kind == "supervisory_line" for ground in facts.standings)
    mine = case.officer_id == viewer.user_id
    ours = case.agency_id == viewer.agency_id
    writes = decide(viewer, Action.CLOSE, Category.IDENTITY, facts).allowed
    return ours and writes and (mine or in_line)


def may_open(viewer: Viewer) -> bool:
    """Return whether the viewer opens cases: who writes heads and works in a unit."""
    writers = in_force().writes.get(Category.IDENTITY, frozenset())
    writes = viewer.has_caseload and viewer.active and viewer.mfa
    return writes and viewer.discipline in writers and viewer.unit_id is not None


def access_opening(viewer: Viewer) -> tuple[Unit, dict[str, Team]]:
    """Return the unit in which the viewer opens cases, and its teams by key; raises NotVisible."""
    if viewer.unit_id is None or not may_open(viewer):
        raise NotVisible("page", "open a case")
    unit = Unit.objects.get(pk=viewer.unit_id)
    teams = Team.objects.filter(unit=unit, level=Team.Level.CASE, closed_on__isnull=True).order_by(
        "name"
    )
    return unit, {str(team.key): team for team in teams}


def colleagues_of(viewer: Viewer, unit_id: int) -> list[User]:
    """Return the people of a unit of the viewer's own agency who carry cases."""
    people = User.objects.filter(
        unit_id=unit_id, agency_id=viewer.agency_id, is_active=True,
        discipline=Discipline.SUPERVISION,
    )  # fmt: skip
    return list(people.exclude(office__in=NO_CASELOAD).order_by("name"))


def next_number(viewer: Viewer) -> str:
    """Return the next free case number of this year."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_next_number(%s)", [f"{viewer.today:%y}"])
        return cursor.fetchone()[0]


def people_like(viewer: Viewer, given: str, family: str, born_on: object) -> list[Revealed]:
    """Return the heads of the viewer's own cases of people who could be this one.

    The same family name with the same first letters or day of birth; on the ledger, found or not.
    """
    alike = Q(given_name__istartswith=given[:3])
    if born_on:
        alike |= Q(born_on=born_on)
    people = Person.objects.visible_to(viewer).filter(family_name__iexact=family).filter(alike)
    cases = list(
        Case.objects.visible_to(viewer)
        .filter(person__in=people.order_by().values("pk"))
        .select_related(*HEAD)
        .order_by("person_name", "-opened_on")[:MOST_MATCHES]
    )
    shown = reveal_many(viewer, cases, facts_for(viewer, cases), kind=Kind.SEARCH)
    found = Entry(
        kind=Kind.SEARCH, subject_kind="search", category=Category.IDENTITY, total=len(shown)
    )
    record(viewer, [found])
    person_of = {str(case.pk): str(case.person_id) for case in cases}
    return [head.with_extra(person_id=person_of[head.id]) for head in shown]


def stands_on(viewer: Viewer, case_id: uuid.UUID) -> bool:
    """Return whether the viewer can still open a case."""
    return Case.objects.visible_to(viewer).filter(pk=case_id).exists()
