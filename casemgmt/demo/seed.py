"""Builds the demonstration jurisdiction from nothing, in one transaction."""

from collections.abc import Callable
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.contrib.auth.models import Permission
from django.db import connection, transaction

from casemgmt.demo import cases, keys
from casemgmt.demo.agencies import make_agencies, make_units
from casemgmt.demo.contacts import contact
from casemgmt.demo.days import at
from casemgmt.demo.events import happen
from casemgmt.demo.exams import examine
from casemgmt.demo.harm import subpoena, tell_harm
from casemgmt.demo.people import PEOPLE, extra_people, make_people
from casemgmt.demo.plan import impose
from casemgmt.demo.reviews import review
from casemgmt.demo.risk import assess
from casemgmt.demo.seats import make_supervisory_lines, make_teams, sign_in_names
from casemgmt.demo.stage import Draft, Stage
from casemgmt.demo.story import tell_story
from casemgmt.demo.treatment import treat
from teams.models import Agency, ApiToken, User

TOKEN_DAYS = 365
REVIEW_FROM, REVIEW_UNTIL = -12, 100
Say = Callable[[str], None]


def is_there() -> bool:
    """Return whether this database holds the demonstration."""
    return Agency.objects.filter(key=keys.MARKER).exists()


def holds_anything() -> bool:
    """Return whether this database holds any agency or person at all."""
    return Agency.objects.exists() or User.objects.exists()


@transaction.atomic
def seed(today: date, count: int, say: Say) -> tuple[Stage, list[Draft]]:
    """Write everything with `count` cases; return the stage and the two units' drafts."""
    stage = set_stage(today, count)
    core = [cases.draft_case(stage, number, deep=True) for number in range(min(count, cases.CORE))]
    for draft in core:
        _fill(draft)
    review(stage, core)
    if core:
        tell_story(stage, core)
    stage.rows.write()
    if core:
        subpoena(core[0])
    for number in range(cases.CORE, count):
        _light(stage, number)
        if (number + 1) % 10_000 == 0:
            say(f"{number + 1:,} cases …")
    stage.rows.write()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a wrong key shows here, not at the commit
    return stage, core


def set_stage(today: date, count: int) -> Stage:
    """Write agencies, units, people, teams and sign-ins."""
    agencies = make_agencies()
    units = make_units(agencies["probation"], cases.extra_units(count))
    extra = extra_people([word for word in units if word.startswith("unit")])
    people = make_people([*PEOPLE, *extra], agencies, units, today)
    teams = make_teams(units, people, today)
    make_supervisory_lines(units, people)
    make_sign_ins(people, today)
    permission = Permission.objects.get(codename="view_case", content_type__app_label="casemgmt")
    return Stage(
        today=today,
        agencies=agencies,
        units=units,
        people=people,
        teams=teams,
        permission_id=permission.pk,
    )


def make_sign_ins(people: dict[str, User], today: date) -> None:
    """Write second factors and API tokens of those who sign in, all derived from the secret key."""
    names = sign_in_names()
    Authenticator.objects.bulk_create(
        Authenticator(
            user=people[name],
            type=Authenticator.Type.TOTP,
            data={"secret": encrypt(keys.totp_secret(name))},
        )
        for name in names
    )
    ApiToken.objects.bulk_create(
        ApiToken(
            user=people[name],
            name="Demonstration",
            digest=keys.digest_of(keys.api_token(name)),
            created_at=at(today, 6),
            ends_at=at(today + timedelta(days=TOKEN_DAYS), 6),
        )
        for name in names
    )


def _fill(draft: Draft) -> None:
    """Write all that one case holds, save its meetings."""
    assess(draft)
    impose(draft)
    contact(draft)
    treat(draft)
    examine(draft)
    tell_harm(draft)
    happen(draft)


def _light(stage: Stage, number: int) -> None:
    """Write a case of a larger jurisdiction: a short history, no meetings."""
    draft = cases.draft_case(stage, number, deep=False)
    draft.case.next_review = stage.day(draft.dice.randrange(REVIEW_FROM, REVIEW_UNTIL))
    _fill(draft)
    stage.rows.write_when_full()
