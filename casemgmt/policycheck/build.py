"""Builds a scenario's world as rows: agencies, people, teams, cases, agreements; under names that
nobody else has."""

import uuid
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group, Permission

from casemgmt.core import clock
from casemgmt.models import (
    Case,
    CaseGroupGrant,
    CaseUserGrant,
    ExamReferral,
    Person,
    PersonLineGrant,
    Release,
)
from casemgmt.policy.people import Viewer
from casemgmt.policycheck.world import CaseTerms, PersonTerms, Scenario
from teams.models import Agency, Agreement, Meeting, Membership, Team, Unit, User
from teams.selectors.viewers import build_viewer

LONG_AGO = timedelta(days=400)
FAR = timedelta(days=3650)
SEALED = "sealed"


@dataclass
class Stage:
    """The rows of one world by the names that the file gives them."""

    world: Scenario
    token: str = field(default_factory=lambda: uuid.uuid4().hex[:10])
    agencies: dict[str, Agency] = field(default_factory=dict)
    units: dict[int, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    releases: dict[str, list[Release]] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    records: dict[str, Any] = field(default_factory=dict)
    meetings: list[tuple[Meeting, datetime]] = field(default_factory=list)
    hidden: dict[tuple[str, ...], User] = field(default_factory=dict)

    def viewer(self, name: str) -> Viewer:
        """Return a person of the file as a viewer, with the scope open in the database."""
        return self.viewer_of(self.people[name], mfa=self.world.people[name].mfa)

    def viewer_of(self, user: User, *, mfa: bool = True) -> Viewer:
        """Return a user as a viewer, as the account stands now."""
        user.refresh_from_db()
        return build_viewer(user, mfa=mfa)

    def kept(self) -> dict[str, Any]:
        """Return what the stage holds now, to go back to where an act is undone."""
        return {name: copy(value) for name, value in vars(self).items()}

    def go_back(self, kept: dict[str, Any]) -> None:
        """Forget what was made since."""
        vars(self).update(kept)

    def agency_of(self, user: User) -> Agency:
        """Return where someone of this world works."""
        if user.agency is None:
            raise LookupError("everybody of a scenario works for an agency")
        return user.agency

    def case_named(self, key: object) -> str:
        """Return the file's name of a case, or "" for one that is not of this world."""
        return next((name for name, case in self.cases.items() if str(case.pk) == str(key)), "")

    def named(self, words: str) -> str:
        """Return words that nobody else's rows have."""
        return f"{words[:80]} {self.token}"


def build(world: Scenario) -> Stage:
    """Build everything but papers and records; as the owner of the tables."""
    stage = Stage(world)
    for key, agency in world.agencies.items():
        stage.agencies[key] = Agency.objects.create(
            name=stage.named(key), kind=agency.kind, sovereign=agency.sovereign,
            is_part2_program=agency.part2,
        )  # fmt: skip
    for key, person in world.people.items():
        stage.people[key] = add_person(stage, key, stage.agencies[person.agency], person)
    for key, person in world.people.items():
        _supervise(stage, key, person)
    for key in world.teams:
        _add_team(stage, key)
    for key, case in world.cases.items():
        _add_case(stage, key, case)
    _add_agreements(stage)
    return stage


def unit_of(stage: Stage, agency: Agency) -> Unit:
    """Return the one unit that an agency has in a world."""
    if agency.pk not in stage.units:
        stage.units[agency.pk] = Unit.objects.create(agency=agency, name=stage.named("unit"))
    return stage.units[agency.pk]


def add_person(stage: Stage, key: str, agency: Agency, terms: PersonTerms) -> User:
    """Make an account without a password."""
    username = f"{stage.token}-{len(stage.people) + len(stage.hidden)}"
    person = User(
        username=username, name=key[:120], email=f"{username}@example.org", agency=agency,
        unit=unit_of(stage, agency), discipline=terms.discipline, office=terms.office,
        screening_until=terms.screening_until, approval_until=terms.approval_until,
    )  # fmt: skip
    person.set_unusable_password()
    person.save(force_insert=True)
    return person


def someone(stage: Stage, agency: Agency, discipline: str, office: str = "") -> User:
    """Return someone of an agency whom the file does not name, made when first needed."""
    key = (str(agency.pk), discipline, office)
    if key not in stage.hidden:
        terms = PersonTerms(0, "", discipline, office, screening_until=clock.today() + FAR)
        stage.hidden[key] = add_person(
            stage, f"{office or discipline} of the agency", agency, terms
        )
    return stage.hidden[key]


def permission(codename: str, app: str = "casemgmt") -> Permission:
    """Return one of Django's permissions."""
    return Permission.objects.get(codename=codename, content_type__app_label=app)


def hold(case: Case, user: User, kind: str) -> None:
    """Let a person stand on a case, once a kind."""
    CaseUserGrant.objects.get_or_create(
        user=user, permission=permission("view_case"), content_object=case, kind=kind
    )


def seat(team: Team, user: User, starts: date, until: date | None, role: str) -> None:
    """Seat a person on a team."""
    Membership.objects.create(team=team, user=user, starts=starts, until=until, role=role)
    user.groups.add(team.group)


def _supervise(stage: Stage, key: str, terms: PersonTerms) -> None:
    for name in dict.fromkeys(terms.supervises):
        PersonLineGrant.objects.create(
            user=stage.people[key],
            permission=permission("supervise_user", "teams"),
            content_object=stage.people[name],
        )


def add_team(stage: Stage, key: str, *, level: str, designees: bool = False) -> Team:
    """Make a team with its group."""
    group = Group.objects.create(name=f"team {uuid.uuid4()}")
    return Team.objects.create(
        name=stage.named(key), level=level, group=group, designees_allowed=designees
    )


def _add_team(stage: Stage, key: str) -> None:
    terms = stage.world.teams[key]
    team = add_team(stage, key, level=terms.level, designees=terms.designees)
    stage.teams[key] = team
    for one in terms.seats:
        until = one.until
        starts = one.starts or min(clock.today(), until or clock.today()) - LONG_AGO
        seat(team, stage.people[one.who], starts, until, one.role)


def _team_of_one(stage: Stage, key: str) -> Team:
    """Return a team without seats, for a case that the file gives to none."""
    return add_team(stage, f"team of {key}", level="case")


def _add_case(stage: Stage, key: str, terms: CaseTerms) -> None:
    team = stage.teams[terms.teams[0]] if terms.teams else _team_of_one(stage, key)
    officer = stage.people[terms.officer] if terms.officer else _someone_in_charge(stage, terms)
    agency = stage.agency_of(officer)
    person = _person(stage, terms.person)
    today = clock.today()
    case = Case(
        number=f"{stage.token}-{len(stage.cases)}", person=person, person_name=person.full_name,
        agency=agency, unit=unit_of(stage, agency), team=team, officer=officer,
        stage=terms.stage, sovereign="state" if terms.sovereign == "local" else terms.sovereign,
        is_juvenile=terms.juvenile, opened_on=today - LONG_AGO, next_review=today + FAR,
        closed_on=today if terms.stage == "closed" else None,
    )  # fmt: skip
    case.save(force_insert=True)
    stage.cases[key] = case
    view = permission("view_case")
    for name in terms.teams:
        group = stage.teams[name].group
        CaseGroupGrant.objects.create(group=group, permission=view, content_object=case)
    hold(case, officer, "assignment")
    for name in dict.fromkeys(terms.providers):
        hold(case, stage.people[name], "provider")
    for name in dict.fromkeys(terms.exam):
        add_exam(case, officer, stage.people[name])
    if SEALED in terms.flags:
        case.sealed_at, case.sealed_under = clock.now(), "an order of the scenario"
        case.save(update_fields=["sealed_at", "sealed_under"])


def add_exam(case: Case, officer: User, examiner: User) -> None:
    """Refer to an exam: the database gives the examiner's row."""
    ExamReferral(
        case=case, author=officer, owner_agency_id=case.agency_id, examiner=examiner,
        kind="maintenance", areas="Areas of the exam.",
    ).save(force_insert=True)  # fmt: skip


def _someone_in_charge(stage: Stage, terms: CaseTerms) -> User:
    """Return who supervises a case whose officer the file does not name."""
    agencies = stage.world.agencies
    keeping = [key for key, agency in agencies.items() if agency.kind == "supervision"]
    if keeping:
        return someone(stage, stage.agencies[keeping[0]], "supervision")
    name = stage.named("in charge")
    agency, _ = Agency.objects.get_or_create(name=name, defaults={"kind": "supervision"})
    return someone(stage, agency, "supervision")


def _person(stage: Stage, name: str) -> Person:
    """Return the person under supervision; one person can have several cases."""
    for key, case in stage.cases.items():
        if stage.world.cases[key].person == name:
            return case.person
    family = f"{stage.token}{len(stage.cases)}"
    person = Person(given_name=name[:100], family_name=family)
    person.save(force_insert=True)
    return person


def _add_agreements(stage: Stage) -> None:
    for key, terms in stage.world.agreements.items():
        agreement = Agreement.objects.create(
            name=stage.named(key), covers=list(terms.covers), ends_at=terms.ends,
            starts_at=terms.starts or (terms.ends or clock.now()) - LONG_AGO,
        )  # fmt: skip
        agreement.parties.set([stage.agencies[name] for name in terms.between])
        stage.agreements[key] = agreement
