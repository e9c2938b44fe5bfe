"""The weekly review of the ledger: signed once, by a person with a name who is not its subject."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import Event, WeeklyReview
from audit.selectors.finding import list_findings
from audit.services.finding import mark_findings
from audit.services.weekly_review import sign_week
from casemgmt.core.errors import NotVisible, RuleBroken
from tests import build
from tests.audit.use import at, last_week, use
from tests.crawl import sign_in_again
from tests.plugins.roles import as_owner

pytestmark = pytest.mark.django_db
SIGNED = {"note": "Read the refusals; nothing to follow.", "confirmed": "on"}


@pytest.fixture
def week(world, settings):
    """Last week Kim looked at the case, and Ben was refused."""
    settings.LEDGER_UNUSUAL_AFTER_HOURS = 6
    settings.LEDGER_HOURS = "mo-su 06:00-22:00"
    monday = last_week()
    use(world, "ana", at(monday, 10), 2)
    with as_owner():
        for name in ("ana", "petra", "alex"):
            person = world.people[name]
            person.name = f"{name.title()} Own{name}"
            person.save(update_fields=["name"])
    return monday


def page_of(week, act=""):
    return f"/ledger/reviews/{week}/{act}"


def recent(client_as, world, name):
    return sign_in_again(client_as(name), world.people[name])


def test_a_week_is_signed_once_by_a_person_with_a_name(world, week, client_as):
    client = recent(client_as, world, "petra")
    assert "Sign this week" in client.get(page_of(week)).content.decode()
    assert client.get(page_of(week, "sign/")).status_code == 200
    assert client.post(page_of(week, "sign/"), {"note": "x"}).status_code == 422
    assert client.post(page_of(week, "sign/"), SIGNED).status_code == 302
    page = client.get(page_of(week)).content.decode()
    assert "Read the refusals; nothing to follow." in page
    assert f"Signed by {world.people['petra'].name}" in page
    row = WeeklyReview.objects.get()
    assert (row.summary["events"], row.summary["refused"], row.summary["people"]) == (2, 0, 1)
    with as_owner():
        event = Event.objects.get(subject_kind="weeklyreview", outcome="done")
    assert (event.actor_name, event.detail["week"]) == (world.people["petra"].name, str(week))
    again = recent(client_as, world, "alex").post(page_of(week, "sign/"), SIGNED)
    assert again.status_code == 422
    assert "It is signed" in again.content.decode()


def test_signing_asks_again_who_is_there(world, week, client_as):
    answer = client_as("petra").post(page_of(week, "sign/"), SIGNED)
    assert (answer.status_code, "reauthenticate" in answer.url) == (302, True)
    world.viewer("petra")
    assert not WeeklyReview.objects.exists()


def test_a_week_with_open_findings_or_not_over_is_not_signed(world, week):
    petra = world.viewer("petra")
    use(world, "kim", at(week, 23), 6)
    with pytest.raises(RuleBroken, match="no answer yet"):
        sign_week(petra, str(week), note="x")
    ticked = [one.ticked for one in list_findings(petra, week)]
    mark_findings(petra, week, ticked=ticked, state="explained", words="On call.")
    with pytest.raises(RuleBroken, match="The week is not over"):
        sign_week(petra, str(week + timedelta(weeks=1)), note="x")
    with pytest.raises(RuleBroken, match="what was done"):
        sign_week(petra, str(week), note=" ")
    sign_week(petra, str(week), note="Looked at it.")
    world.viewer("petra")
    assert len(WeeklyReview.objects.get().summary["answers"]) == len(ticked)


def test_nobody_signs_a_review_of_the_own_use_alone(world, week, client_as):
    use(world, "petra", at(week, 23), 6, case=None, authority="")
    client = recent(client_as, world, "petra")
    words = "Findings of this week are on your own use"
    assert words in client.get(page_of(week)).content.decode()
    answer = client.post(page_of(week, "sign/"), SIGNED)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    with as_owner():
        refused = Event.objects.get(subject_kind="weeklyreview", outcome="refused")
    assert refused.because == "never"
    alex = world.viewer("alex")
    ticked = [one.ticked for one in list_findings(alex, week)]
    mark_findings(alex, week, ticked=ticked, state="followed", words="Asked her.")
    assert client.post(page_of(week, "sign/"), SIGNED).status_code == 302


@pytest.mark.parametrize("name", ["ana", "rosa", "maya", "sam"])
def test_nobody_else_learns_of_reviews(world, week, client_as, name):
    client = recent(client_as, world, name)
    for url in ("/ledger/reviews/", page_of(week), page_of(week, "sign/")):
        assert client.get(url).status_code == 404
        assert client.post(url, SIGNED).status_code in (404, 405)
    with pytest.raises(NotVisible):
        sign_week(world.viewer(name), str(week), note="x")


def test_another_agency_has_a_review_of_its_own(world, week, client_as):
    sign_week(world.viewer("petra"), str(week), note="Ours.")
    world.people["lena"] = build.make_user(
        "lena", world.agencies["council"], "policy", office="privacy_officer"
    )
    page = recent(client_as, world, "lena").get(page_of(week)).content.decode()
    assert "Ours." not in page
    world.viewer("lena")
    assert not WeeklyReview.objects.exists()


@pytest.mark.parametrize("week", ["x", "2020-01-06", "2999-01-01"])
def test_a_week_that_is_none_is_missing(world, client_as, week):
    assert client_as("petra").get(f"/ledger/reviews/{week}/").status_code == 404


def test_a_signature_stays_and_is_nobody_else_s(world, week):
    petra = world.viewer("petra")
    sign_week(petra, str(week), note="Looked at it.")
    for act in ("UPDATE audit_weeklyreview SET note = 'x'", "DELETE FROM audit_weeklyreview"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(act)
        with (
            pytest.raises(DatabaseError), transaction.atomic(), as_owner(),
            connection.cursor() as cursor,
        ):  # fmt: skip
            cursor.execute(act)
    world.viewer("petra")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_weeklyreview (agency_id, week, by_id, by_name, note, summary)"
            " VALUES (%s, %s, %s, 'Alex', 'x', '{}')",
            [petra.agency_id, week - timedelta(weeks=1), world.people["alex"].pk],
        )


def test_the_home_and_the_list_show_what_is_due_and_late(world, week, client_as, settings):
    client = client_as("petra")
    settings.LEDGER_REVIEW_DAYS = 30
    assert "Review of the week of" in client.get("/ledger/").content.decode()
    assert "To review" in client.get("/ledger/reviews/").content.decode()
    settings.LEDGER_REVIEW_DAYS = -7
    assert "Late" in client.get("/ledger/").content.decode()
    assert "Late" in client.get("/ledger/reviews/").content.decode()
    sign_week(world.viewer("petra"), str(week), note="Looked at it.")
    assert "No weekly review waits" in client.get("/ledger/").content.decode()
    assert "Signed" in client.get("/ledger/reviews/").content.decode()
