"""Plain builders: make one thing with what a test does not care about filled in.
Written as the owner of the tables."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group, Permission

from casemgmt.core import clock
from casemgmt.models import (
    Assessment,
    Case,
    CaseGroupGrant,
    CaseUserGrant,
    Condition,
    Contact,
    Entry,
    ExamReferral,
    ExamResult,
    Person,
    Release,
    TreatmentSummary,
    UnitUserGrant,
)
from teams.models import Agency, Membership, Team, Unit, User
from tests.plugins.roles import as_owner

counter = iter(range(1, 10**9))


def day(offset: int) -> date:
    """Return the day `offset` days from today."""
    return clock.today() + timedelta(days=offset)


def moment(offset: int) -> datetime:
    """Return the moment `offset` days from now."""
    return clock.now() + timedelta(days=offset)


def make_agency(name: str, kind: str) -> Agency:
    """Make an agency."""
    with as_owner():
        return Agency.objects.create(name=name, kind=kind)


def make_unit(agency: Agency, name: str) -> Unit:
    """Make a unit."""
    with as_owner():
        return Unit.objects.create(agency=agency, name=name)


def make_user(username: str, agency: Agency, discipline: str, **fields: Any) -> User:
    """Make a person who can sign in."""
    fields.setdefault("name", f"{username.title()} Example")
    fields.setdefault("email", f"{username}@example.org")
    fields.setdefault("screening_until", day(365))
    with as_owner():
        return User.objects.create(
            username=username, agency=agency, discipline=discipline, **fields
        )


def make_team(name: str, unit: Unit | None = None, **fields: Any) -> Team:
    """Make a team with its group."""
    with as_owner():
        group = Group.objects.create(name=f"team:{name}")
        return Team.objects.create(name=name, unit=unit, group=group, **fields)


def seat(
    team: Team,
    user: User,
    *,
    starts: date | None = None,
    until: date | None = None,
    role: str = "member",
) -> Membership:
    """Seat a person on a team, from a year ago unless told otherwise."""
    with as_owner():
        user.groups.add(team.group)
        return Membership.objects.create(
            team=team, user=user, starts=starts or day(-365), until=until, role=role
        )


def supervise(user: User, unit: Unit) -> None:
    """Put a unit into a person's supervisory line."""
    with as_owner():
        permission = Permission.objects.get(codename="supervise_unit")
        UnitUserGrant.objects.create(user=user, permission=permission, content_object=unit)


def make_case(number: str, *, team: Team, officer: User, person: str = "", **fields: Any) -> Case:
    """Make a case with its person, the officer's assignment and the team's row."""
    given, _, family = (person or f"Person Number{number}").partition(" ")
    assert team.unit is not None
    fields.setdefault("opened_on", day(-300))
    fields.setdefault("next_review", day(14))
    with as_owner():
        one = Person.objects.unscoped(reason="test").create(
            given_name=given, family_name=family, born_on=date(1980, 5, 17)
        )
        case = Case.objects.unscoped(reason="test").create(
            number=number, person=one, person_name=one.full_name, agency=team.unit.agency,
            unit=team.unit, team=team, officer=officer, **fields,
        )  # fmt: skip
        view = Permission.objects.get(codename="view_case", content_type__app_label="casemgmt")
        CaseGroupGrant.objects.create(group=team.group, permission=view, content_object=case)
        CaseUserGrant.objects.create(user=officer, permission=view, content_object=case)
    return case


def grant(
    user: User, case: Case, *, until: datetime | None = None, reason: str = "cover"
) -> CaseUserGrant:
    """Give a person a dated grant on a case."""
    with as_owner():
        view = Permission.objects.get(codename="view_case", content_type__app_label="casemgmt")
        return CaseUserGrant.objects.create(
            user=user,
            permission=view,
            content_object=case,
            kind="grant",
            valid_until=until or moment(30),
            reason=reason,
        )


def _make(model: Any, case: Case, author: User, **fields: Any) -> Any:
    with as_owner():
        return model.objects.unscoped(reason="test").create(
            case=case, author=author, owner_agency=author.agency, created_by_id=author.pk, **fields
        )


def make_condition(
    case: Case, author: User, text: str = "No contact with minors.", **fields: Any
) -> Condition:
    """Make a condition."""
    fields.setdefault("kind", "minor_contact")
    return _make(Condition, case, author, text=text, starts_on=day(-200), **fields)


def make_contact(
    case: Case, author: User, note: str = "Kept the appointment.", **fields: Any
) -> Contact:
    """Make a contact."""
    fields.setdefault("kind", "office")
    fields.setdefault("happened_at", moment(-3))
    return _make(Contact, case, author, note=note, **fields)


def make_assessment(case: Case, author: User, **fields: Any) -> Assessment:
    """Make a scored instrument."""
    fields.setdefault("instrument", "static_99r")
    fields.setdefault("level", "III average")
    return _make(Assessment, case, author, scored_on=day(-100), total=2, **fields)


def make_summary(
    case: Case, author: User, summary: str = "Attends and takes part.", **fields: Any
) -> TreatmentSummary:
    """Make a treatment summary."""
    return _make(
        TreatmentSummary, case, author, summary=summary, period_from=day(-90), period_until=day(-5),
        attended=10, missed=1, participation="active", **fields,
    )  # fmt: skip


def make_referral(
    case: Case, author: User, examiner: User, areas: str = "Contact with minors."
) -> ExamReferral:
    """Refer to an exam."""
    return _make(
        ExamReferral,
        case,
        author,
        examiner=examiner,
        kind="maintenance",
        areas=areas,
        scheduled_on=day(-30),
    )


def make_result(
    case: Case, referral: ExamReferral, statements: str = "Talked about the week.", **fields: Any
) -> ExamResult:
    """Make an exam's result."""
    fields.setdefault("result", "not_significant")
    return _make(
        ExamResult,
        case,
        referral.examiner,
        referral=referral,
        examined_on=day(-30),
        statements=statements,
        **fields,
    )


def make_entry(
    case: Case, author: User, category: str, text: str = "A dated text.", **fields: Any
) -> Entry:
    """Make a dated text of a category."""
    fields.setdefault("title", "Note")
    return _make(Entry, case, author, category=category, text=text, happened_on=day(-20), **fields)


def make_release(
    case: Case, *, kind: str, source: Agency, to: Agency, categories: list[str], **fields: Any
) -> Release:
    """Sign a release."""
    fields.setdefault("starts_at", moment(-10))
    fields.setdefault("ends_at", moment(20))
    fields.setdefault("purpose", "safety")
    with as_owner():
        return Release.objects.unscoped(reason="test").create(
            case=case, kind=kind, from_agency=source, to_agency=to, categories=categories,
            signed_by="the victim", signed_on=day(-10), **fields,
        )  # fmt: skip
