"""Rows that a person may not see change no byte of any page, list, count or answer of the API that
he can open: no count, no order and no name leaks through."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from casemgmt.models import (
    AccessReview,
    BrokenGlass,
    Case,
    Conflict,
    Designation,
    Release,
    ReviewedSeat,
)
from teams.models import Addendum, Agreement, Attendance, Minutes
from tests import build, build_meetings, build_victims
from tests.crawl import body_of, fill_foreign, place, sign_in_again
from tests.pages import same_words
from tests.plugins.roles import as_owner
from tests.victims.conftest import inside
from tests.world import World
from victims.confidential.services.client import CaseWords, Details, add_client
from victims.confidential.services.note import NoteWords, add_note

# Pages of the person's own doing, which each request changes by itself.
OWN_DOING = ("audit:my_use", "audit:own_use", "victims:ledger", "tokens:")
# Lists by what they are narrowed to, searches by what they look for.
QUESTIONS = (
    "/cases/?due=review", "/cases/?due=contact", "/cases/?risk=2", "/cases/?stage=pretrial",
    "/cases/?stage=closed", "/cases/?officer=me", "/search/?q=a", "/search/?q=24-", "/search/?q=zz",
    "/api/v1/cases/?stage=supervised", "/api/v1/people/?q=a",
)  # fmt: skip
CATEGORIES = (
    "supervision", "sexual_history", "sud_treatment", "victim_statement", "team_record", "tribal",
)  # fmt: skip
pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])


def pages(client: Client, world: World) -> dict[str, tuple[int, bytes]]:
    """Return what each address answers for the ids of the first team, and each question."""
    own = place(world, "own")
    urls = {url: address for address, url in own.urls() if not address.startswith(OWN_DOING)}
    urls |= dict.fromkeys(QUESTIONS, "")
    api = f"/api/v1/cases/{world.case.pk}/records/?category="
    urls |= {f"{api}{category}": "" for category in CATEGORIES}
    answers = {}
    for url, address in urls.items():
        answer = client.get(url)
        body = body_of(answer) if answer.streaming else same_words(answer)
        answers[f"{address} {url}"] = (answer.status_code, body)
    return answers


def second_team_works(world: World) -> None:
    """A new case, contacts, a meeting with minutes, a decision, a victim of the second team."""
    ben, river = world.people["ben"], world.teams["river"]
    case = build.make_case(
        "23-0001", team=river, officer=ben, person="Aaron Aardvark", next_review=build.day(1)
    )
    for one in (case, world.other):
        build.make_contact(one, ben)
        build.make_assessment(one, ben)
        build_victims.make_system_record(one, ben)
    meeting = build_meetings.make_meeting(river, ben, days=1)
    build_meetings.make_segment(meeting)
    review = build_meetings.make_review(meeting, case, ben)
    build_meetings.make_step(build_meetings.make_decision(review, ben), ben, ben)
    with as_owner():
        minutes = Minutes.objects.create(
            meeting=world.foreign["meeting"], general="x", written_by=ben
        )
        Addendum.objects.create(minutes=minutes, text="x", written_by=ben)


def standing_of_others(world: World) -> None:
    """Grants, designees, conflicts, broken glasses, access reviews of people on other cases."""
    p, river, other = world.people, world.teams["river"], world.other
    build.grant(p["nina"], other)
    with as_owner():
        meeting = world.foreign["meeting"]
        Attendance.objects.create(meeting=meeting, user=p["dora"], capacity="designee")
        Designation.objects.unscoped(reason="test").create(
            meeting=meeting, absent=p["nina"], designee=p["dora"], case_count=1
        )
        Conflict.objects.create(user=p["nina"], case=other, reason="x")
        BrokenGlass.objects.unscoped(reason="test").create(
            case=other, user=p["nina"], agency=p["nina"].agency, because="other", reason="x",
            opened_at=build.moment(0), ends_at=build.moment(1), review_due=build.day(3),
        )  # fmt: skip
        review = AccessReview.objects.unscoped(reason="test").create(
            quarter_starts=build.day(0).replace(day=1), team=river, due_on=build.day(20)
        )
        ReviewedSeat.objects.unscoped(reason="test").create(
            review=review, user=p["nina"], kind="membership", row_id=1, label="x"
        )


def agreements_of_others(world: World) -> None:
    """An agreement between two agencies of which neither is the person's."""
    with as_owner():
        agreement = Agreement.objects.create(
            name="Theirs", covers=["risk"], starts_at=build.moment(-3), ends_at=build.moment(-1)
        )
        agreement.parties.set([world.agencies["council"], world.agencies["defense"]])


def sealed_things(world: World) -> None:
    """A sealed case of the own team, and sealed records of the own case."""
    ana = world.people["ana"]
    case = build.make_case("22-0001", team=world.teams["elm"], officer=ana, person="Aaron Seal")
    build.make_contact(case, ana)
    with as_owner():
        sealed = build.moment(-1)
        Case.objects.unscoped(reason="test").filter(pk=case.pk).update(sealed_at=sealed)
    build.make_contact(world.case, ana, "HIDDEN contact", sealed_at=sealed)
    build.make_condition(world.case, ana, "HIDDEN condition", sealed_at=sealed)
    build.make_assessment(world.case, ana, note="HIDDEN note", sealed_at=sealed)
    build_meetings.make_review(world.records["meeting"], case, ana, "HIDDEN question")


def hidden_categories(world: World) -> None:
    """Records of the own case whose very existence is hidden, and releases to others."""
    for category in ("psychotherapy_notes", "sexual_history", "sud_treatment", "tribal"):
        build.make_entry(world.case, world.people["kim"], category, f"HIDDEN {category}")
    release = build.make_release(
        world.case, kind="victim_release", source=world.agencies["harbor"],
        to=world.agencies["council"], categories=["victim_statement"],
    )  # fmt: skip
    build_victims.make_statement(world.case, world.people["maya"], release, "HIDDEN statement")
    with as_owner():
        Release.objects.unscoped(reason="test").filter(pk=release.pk).update(
            revoked_at=build.moment(-1), revoked_how="spoken"
        )


def confidential_record(world: World) -> None:
    """Two victims of the own case with the advocate, and a note on one of them."""
    with inside(world) as viewer:
        words = CaseWords(world.case.pk, world.case.number, world.case.person_name)
        for given in ("Dana", "Robin"):
            client = add_client(viewer, words, details=Details(given, "Whitlow"))
        add_note(viewer, client, words=NoteWords("contact", build.day(0), "HIDDEN note"))


# What is added, and the people who may know nothing of it.
FOREIGN = (second_team_works, standing_of_others, sealed_things)
HIDDEN = (*FOREIGN, agreements_of_others, hidden_categories, confidential_record)
UNSEEN: dict[str, tuple[Callable[[World], None], ...]] = {
    "ana": HIDDEN,
    "cho": HIDDEN,
    "kim": (*FOREIGN, agreements_of_others, confidential_record),
    "lee": HIDDEN,
    "eva": (second_team_works, standing_of_others, sealed_things, confidential_record),
}


@pytest.mark.parametrize("name", UNSEEN)
def test_what_a_person_may_not_see_changes_no_byte(world, client_as, name):
    fill_foreign(world)
    with time_machine.travel(timezone.now(), tick=False):
        client = sign_in_again(client_as(name), world.people[name])
        pages(client, world)  # warm: what a first visit writes is the person's own doing
        before = pages(client, world)
        for add in UNSEEN[name]:
            add(world)
        world.viewer(name)
        after = pages(client, world)
    changed = [url for url in before if before[url] != after[url]]
    assert changed == []


def test_the_second_team_s_work_changes_no_byte_for_who_keeps_the_accounts(world, client_as):
    with time_machine.travel(timezone.now(), tick=False):
        client = sign_in_again(client_as("sam"), world.people["sam"])
        pages(client, world)
        before = pages(client, world)
        second_team_works(world)
        sealed_things(world)
        confidential_record(world)
        after = pages(client, world)
    assert [url for url in before if before[url] != after[url]] == []


def test_a_row_that_a_person_may_see_does_change_a_page(world, client_as):
    """Without this the tests above could say nothing."""
    with time_machine.travel(timezone.now(), tick=False):
        client, url = client_as("ana"), f"/cases/{world.case.pk}/"
        client.get(url)
        before = same_words(client.get(url))
        assert same_words(client.get(url)) == before
        build.make_contact(world.case, world.people["ana"], "a contact that shows")
        assert same_words(client.get(url)) != before
