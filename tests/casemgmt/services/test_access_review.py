"""The quarterly access review: who answers what, what ends at once, what ends when nobody
answers, and that it ends once."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from audit.models import Event
from casemgmt.core import clock
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import AccessReview, CaseUserGrant, ReviewedSeat, UnitUserGrant
from casemgmt.selectors.access_review import (
    access_review,
    list_reviews,
    quarter_words,
    quarters_of,
    report,
)
from casemgmt.selectors.case import access_case
from casemgmt.services.access_review import (
    close_reviews,
    end_seat,
    keep_seats,
    open_reviews,
    quarter_named,
    quarter_of,
    remind_reviewers,
)
from casemgmt.services.grant import assign_provider, grant_standing
from casemgmt.tasks import keep_access_reviews
from teams.models import Membership, Notice
from tests import build
from tests.plugins.roles import as_owner


@pytest.fixture
def opened(world):
    """Return the world with the quarter's reviews open; ben covers ana's case, nina treats."""
    key = {name: world.people[name].key for name in ("ben", "nina")}
    case, until = world.case.pk, build.day(90)
    viewer = world.viewer("ana")
    grant_standing(viewer, case, person_key=key["ben"], until=until, reason="covers a leave")
    assign_provider(viewer, case, person_key=key["nina"])
    assert open_reviews() > 0
    return world


def review_of(place):
    with as_owner():
        rows = AccessReview.objects.unscoped(reason="test").select_related("team", "agency")
        return next(row for row in rows if str(row.team or row.agency) == place)


def seats(place, **wanted):
    review = review_of(place)
    with as_owner():
        rows = ReviewedSeat.objects.unscoped(reason="test").filter(review=review, **wanted)
        return {(row.user.username, row.kind): row for row in rows.select_related("user")}


def keep(world, who, place, *names):
    rows = seats(place)
    keys = [row.pk for (name, _), row in rows.items() if name in names]
    return keep_seats(world.viewer(who), review_of(place).pk, seat_ids=keys)


def end(world, who, place, name, reason="left"):
    (row,) = [row for (user, _), row in seats(place).items() if user == name]
    end_seat(world.viewer(who), row.review_id, row.pk, reason=reason)


def stands(world, name, case=None):
    try:
        access_case(world.viewer(name), (case or world.case).pk)
    except NotVisible:
        return False
    return True


def after(days):
    return clock.frozen_at(clock.now() + timedelta(days=days))


TEAM, AGENCY = "Elm case team", "Altona Probation"
OF_ELM = {"ana", "cho", "kim", "lee", "maya", "otto", "paul", "priya", "vic"}


def test_each_case_team_and_agency_has_one_with_those_who_stand_today(opened):
    assert {name for name, _ in seats(TEAM)} == OF_ELM
    assert {name for name, _ in seats("River case team")} == {"ben", "nina", "tess"}
    # The center has no privacy officer: the agency that keeps the case answers for its provider.
    assert set(seats(AGENCY)) == {
        ("ben", "grant"), ("nina", "provider"), ("rosa", "unit_line"),
    }  # fmt: skip
    assert open_reviews() == 0


def test_an_agency_with_its_own_privacy_officer_answers_for_its_people(world):
    build.make_user("pia", world.agencies["center"], "policy", office="privacy_officer")
    assign_provider(world.viewer("ana"), world.case.pk, person_key=world.people["nina"].key)
    open_reviews()
    assert set(seats("Linden Center")) == {("nina", "provider")}
    assert set(seats(AGENCY)) == {("rosa", "unit_line")}


def test_the_coordinator_confirms_the_team_and_nobody_himself(opened):
    assert keep(opened, "cho", TEAM, "kim", "ana") == 2
    with pytest.raises(RuleBroken) as refusal:
        keep(opened, "cho", TEAM, "cho")
    assert refusal.value.because == "never"
    assert keep(opened, "petra", TEAM, "cho") == 1  # the privacy officer stands in
    with as_owner():
        events = Event.objects.filter(detail__act="confirm by access review")
        assert {e.recipient for e in events} == {
            str(opened.people[name].pk) for name in ("kim", "ana", "cho")
        }


@pytest.mark.parametrize("who", ["ana", "rosa", "kim", "ben", "maya", "former"])
def test_who_answers_nowhere_finds_no_review(opened, who):
    assert list_reviews(opened.viewer(who)) == []
    with pytest.raises(NotVisible):
        keep(opened, who, TEAM, "kim")
    with pytest.raises(NotVisible):
        end(opened, who, AGENCY, "ben")
    assert stands(opened, "kim")


@pytest.mark.parametrize("who", ["sam", "alex"])
def test_auditors_and_administrators_read_and_do_not_answer(opened, who):
    assert access_review(opened.viewer(who), review_of(TEAM).pk).waiting
    with pytest.raises(NotAllowed):
        keep(opened, who, TEAM, "kim")
    with pytest.raises(NotAllowed):
        end(opened, who, AGENCY, "ben")


def test_the_coordinator_answers_for_no_other_team_nor_the_agency(opened):
    for place, name in (("River case team", "nina"), (AGENCY, "ben")):
        with pytest.raises(NotVisible):
            keep(opened, "cho", place, name)


def test_what_is_ended_is_dead_on_the_next_request(opened):
    assert stands(opened, "kim")
    end(opened, "cho", TEAM, "kim", "left the center")
    assert not stands(opened, "kim")
    with as_owner():
        assert Membership.objects.get(user=opened.people["kim"]).until == build.day(-1)
        assert not opened.people["kim"].groups.exists()
        (event,) = Event.objects.filter(detail__act="end by access review")
        assert (event.reason, event.recipient) == (
            "left the center", str(opened.people["kim"].pk),
        )  # fmt: skip
    assert Notice.objects.filter(kind="access_ended", recipient=opened.people["kim"]).count() == 1


def test_grants_providers_and_lines_end_too(opened):
    assert stands(opened, "ben")
    assert stands(opened, "nina")
    assert stands(opened, "rosa")
    for name in ("ben", "nina", "rosa"):
        end(opened, "petra", AGENCY, name)
        assert not stands(opened, name)


def test_one_may_end_the_own_seat(opened):
    end(opened, "cho", TEAM, "cho", "goes on leave")
    assert not stands(opened, "cho")


def test_ended_stays_ended_and_a_reason_is_needed(opened):
    with pytest.raises(RuleBroken):
        end(opened, "cho", TEAM, "kim", "  ")
    end(opened, "cho", TEAM, "kim")
    with pytest.raises(RuleBroken, match="ended already"):
        keep(opened, "cho", TEAM, "kim")


def test_kept_can_be_ended_until_the_last_day(opened):
    keep(opened, "cho", TEAM, "kim")
    end(opened, "cho", TEAM, "kim")
    assert not stands(opened, "kim")


def test_what_nobody_confirms_ends_after_the_last_day_and_only_then(opened):
    keep(opened, "cho", TEAM, "kim", "ana", "otto", "priya", "lee", "maya", "vic")
    keep(opened, "petra", TEAM, "cho")
    keep(opened, "petra", AGENCY, "nina")
    with after(14):
        assert close_reviews() == 0
        assert stands(opened, "paul")
        assert stands(opened, "ben")
    with after(15):
        assert close_reviews() == 6  # paul, ben's grant, rosa's line; the whole second team
        assert not stands(opened, "paul")
        assert not stands(opened, "rosa")
        assert not stands(opened, "ben")  # the grant
        assert not stands(opened, "nina", opened.other)  # the seat on the second team
        assert stands(opened, "nina")  # as provider
        assert stands(opened, "kim")
        assert stands(opened, "cho")
        with as_owner():
            assert not UnitUserGrant.objects.exists()


def test_it_is_never_doubled(opened):
    with after(15):
        first = close_reviews()
        assert first > 0
        assert close_reviews() == 0
        with as_owner():
            events = Event.objects.filter(detail__act="end by access review")
            assert events.count() == first
            assert all(e.authority and e.authority_ref for e in events)
            assert all(e.owner_agency_id for e in events)
    ended = Notice.objects.filter(kind="access_ended")
    assert ended.count() == ended.values("recipient", "about").distinct().count() == first


def test_a_seat_that_was_given_anew_is_not_ended_by_an_old_review(opened):
    row = seats(TEAM)[("kim", "membership")]
    with as_owner():
        Membership.objects.filter(pk=row.row_id).update(until=build.day(-1))
        build.seat(opened.teams["elm"], opened.people["kim"], starts=build.day(0))
    with after(15):
        close_reviews()
        assert stands(opened, "kim")


def test_after_the_last_day_nobody_answers(opened):
    with after(15):
        with pytest.raises(RuleBroken, match="closed"):
            keep(opened, "cho", TEAM, "kim")
        close_reviews()
        with pytest.raises(RuleBroken, match="closed"):
            keep(opened, "petra", AGENCY, "nina")


def test_those_who_answer_are_mailed_at_the_opening_and_some_days_before_the_end(opened):
    def mailed(**wanted):
        rows = Notice.objects.filter(kind="access_review_due", **wanted)
        return sorted(row.recipient.username for row in rows)

    assert mailed() == ["cho", "petra"]
    with after(10):
        remind_reviewers()
        assert mailed() == ["cho", "petra"]
    with after(11):
        remind_reviewers()
        remind_reviewers()
        assert mailed(about__startswith="due:") == ["cho", "petra"]


def test_who_has_answered_everything_is_not_reminded(opened):
    keep(opened, "cho", TEAM, *(OF_ELM - {"cho"}))
    keep(opened, "petra", TEAM, "cho")
    with after(11):
        remind_reviewers()
    about = Notice.objects.filter(kind="access_review_due", about__startswith="due:")
    assert {n.recipient.username for n in about} == {"petra"}


def test_the_case_behind_a_grant_is_named_to_its_offices_and_to_nobody_else(opened):
    numbers = {s.name: s.number for s in access_review(
        opened.viewer("petra"), review_of(AGENCY).pk).seats}  # fmt: skip
    assert numbers["Ben Example"] == opened.case.number
    with as_owner():
        shown = Event.objects.filter(actor_name="Petra Example", fields__contains=["number"])
        assert {str(e.case_id) for e in shown} == {str(opened.case.pk)}
    text = str(access_review(opened.viewer("sam"), review_of(AGENCY).pk))
    assert opened.case.number not in text
    assert "covers a leave" not in text


def test_what_stands_on_a_case_that_was_sealed_meanwhile_is_not_shown(opened):
    with as_owner():
        type(opened.case).objects.unscoped(reason="test").filter(pk=opened.case.pk).update(
            sealed_at=clock.now()
        )
    found = access_review(opened.viewer("petra"), review_of(AGENCY).pk).seats
    assert [seat.name for seat in found] == ["Rosa Example"]


def test_the_report_says_what_was_kept_ended_and_left(opened):
    keep(opened, "cho", TEAM, "kim", "ana")
    end(opened, "cho", TEAM, "paul")
    (row,) = [r for r in report(opened.viewer("alex")) if r.place == TEAM]
    assert (row.kept, row.ended, len(row.waiting)) == (2, 1, 6)
    assert row.answered_by == "Cho Example"
    report(opened.viewer("petra"), reason="quarterly audit")
    with as_owner():
        (event,) = Event.objects.filter(kind="export", subject_kind="accessreview")
        assert (event.reason, event.actor_name) == ("quarterly audit", "Petra Example")


@pytest.mark.parametrize("who", ["cho", "ana", "rosa", "kim"])
def test_the_report_is_for_the_offices(opened, who):
    with pytest.raises(NotVisible):
        report(opened.viewer(who))


def test_quarters_have_names():
    assert quarter_named("2026-Q4") == quarter_of(date(2026, 11, 22)) == date(2026, 10, 1)
    for words in ("2026", "2026-Q5", "26-Q1", "Q1-2026", "2026-Q"):
        with pytest.raises(RuleBroken, match="2026-Q4"):
            quarter_named(words)


def test_the_command_opens_and_closes(world, capsys):
    today = clock.today()
    call_command("access_review", "open", quarter=f"{today:%Y}-Q{(today.month + 2) // 3}")
    call_command("access_review", "open")
    call_command("access_review", "remind")
    call_command("access_review", "close")
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:] == ["0 reviews opened", "Reminders written",
                         "0 rows ended that nobody confirmed"]  # fmt: skip
    with pytest.raises(CommandError, match="beside"):
        call_command("access_review", "open", quarter="2020-Q1")


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


ANSWER = "SELECT * FROM access_review_answer(%s, %s::uuid[], %s, %s, %s)"


@pytest.mark.parametrize(
    ("who", "place", "name", "answer"),
    [
        ("cho", TEAM, "cho", "keep"),  # the own seat
        ("cho", AGENCY, "ben", "keep"),  # not of this review's people
        ("kim", TEAM, "kim", "keep"),
        ("sam", TEAM, "kim", "keep"),
        ("alex", TEAM, "kim", "end"),
        ("ben", "River case team", "nina", "end"),
        ("cho", TEAM, "kim", "open"),
    ],
)
def test_the_database_asks_too(opened, who, place, name, answer):
    row = next(row for (user, _), row in seats(place).items() if user == name)
    viewer = opened.viewer(who)
    with pytest.raises(DatabaseError, match="a review is answered|a seat of this review"):
        run(ANSWER, row.review_id, [str(row.pk)], answer, "x", viewer.today)


def test_a_seat_of_another_review_is_not_answered_with_this_one(opened):
    row = next(iter(seats(AGENCY).values()))
    viewer = opened.viewer("cho")
    with pytest.raises(DatabaseError, match="a seat of this review"):
        run(ANSWER, review_of(TEAM).pk, [str(row.pk)], "end", "x", viewer.today)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE casemgmt_reviewedseat SET answer = 'keep'",
        "DELETE FROM casemgmt_reviewedseat",
        "UPDATE casemgmt_accessreview SET due_on = due_on + 900",
        "DELETE FROM casemgmt_accessreview",
        "INSERT INTO casemgmt_accessreview (id) VALUES (gen_random_uuid())",
        "INSERT INTO casemgmt_reviewedseat (id) VALUES (gen_random_uuid())",
        "SELECT access_review_end(id, now(), current_date) FROM casemgmt_reviewedseat",
    ],
)
@pytest.mark.parametrize("who", ["cho", "petra", "sam"])
def test_no_statement_of_the_application_writes_a_review(opened, sql, who):
    opened.viewer(who)
    with pytest.raises(DatabaseError, match="permission denied"):
        run(sql)
    with as_owner():
        assert CaseUserGrant.objects.filter(kind="grant", valid_until__gt=clock.now()).exists()


def test_the_daily_task_opens_reminds_and_closes(world):
    keep_access_reviews()
    first = Notice.objects.filter(kind="access_review_due").count()
    assert first > 0
    assert stands(world, "paul")
    with after(11):
        keep_access_reviews()
        assert Notice.objects.filter(kind="access_review_due").count() == 2 * first
    with after(15):
        keep_access_reviews()
        assert not stands(world, "paul")
    with as_owner():
        assert AccessReview.objects.unscoped(reason="test").filter(closed_at=None).count() == 0


def test_the_report_shows_one_quarter_and_the_newest_first(opened):
    with after(15):
        close_reviews()
    with after(92):
        with as_owner():
            build.seat(opened.teams["elm"], opened.people["dora"], starts=build.day(0))
        open_reviews()
        viewer = opened.viewer("alex")
        newest, oldest = quarters_of(viewer)
        assert {r.quarter for r in report(viewer)} == {quarter_words(newest)}
        assert {r.quarter for r in report(viewer, quarter_words(oldest))} == {quarter_words(oldest)}
        assert {r.quarter for r in list_reviews(viewer)} == {quarter_words(newest)}
