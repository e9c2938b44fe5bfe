"""Emergency access: own agency, a reason, some hours, told at once, reviewed by somebody else."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from casemgmt.core import clock
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import BrokenGlass, Case, CaseUserGrant, Conflict
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.emergency import review_due, says_why
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case, find_cases
from casemgmt.selectors.emergency import list_glasses, my_glasses, show_glass
from casemgmt.services.broken_glass import (
    break_glass,
    break_glass_by_number,
    close_glass,
    escalate_late_reviews,
    review_broken_glass,
)
from teams.models import User
from tests import build
from tests.denials import REASON, events, head, notices, officer_of_privacy
from tests.plugins.roles import as_owner
from tests.world import OTHER, OWN


def glass(world, name="rosa", case=None, reason=REASON, **fields):
    case = case or world.other
    return break_glass(world.viewer(name), case.pk, reason=reason, **fields)


def answer(world, name, category, case=None, **options):
    viewer = world.viewer(name)
    _, facts = access_case(viewer, (case or world.other).pk)
    return decide(viewer, Action.VIEW, category, facts, **options)


def stands(world, name, case=None):
    try:
        return bool(access_case(world.viewer(name), (case or world.other).pk))
    except NotVisible:
        return False


def refused(world, because, name="rosa", **fields):
    with pytest.raises(RuleBroken) as found:
        glass(world, name, **fields)
    assert found.value.because == because
    assert not BrokenGlass.objects.unscoped(reason="test").exists()
    return str(found.value)


def test_it_opens_the_own_agency_s_case_for_four_hours_and_no_longer(world):
    assert not stands(world, "rosa")
    opened = glass(world, because="absconding")
    assert opened.ends_at - opened.opened_at == timedelta(hours=4)
    found = answer(world, "rosa", Category.SUPERVISION)
    assert (found.allowed, found.authority) == (True, "break_glass")
    assert [row["number"] for row in find_cases(world.viewer("rosa"), OTHER)] == [OTHER]
    with clock.frozen_at(opened.ends_at):
        assert not stands(world, "rosa")
        assert find_cases(world.viewer("rosa"), OTHER) == []


def test_it_writes_nothing_and_opens_no_other_organization_s_record(world):
    glass(world)
    viewer = world.viewer("rosa")
    _, facts = access_case(viewer, world.other.pk)
    for category in ("victim_advocacy", "psychotherapy_notes", "tribal"):
        found = decide(viewer, Action.VIEW, Category(category), facts)
        assert (found.because, found.existence) == ("not_overridable", "hidden")
    assert not decide(viewer, Action.ADD, Category.SUPERVISION, facts)
    assert decide(viewer, Action.ADD, Category.SUPERVISION, facts).because == "never"


@pytest.mark.parametrize(
    "reason", ["", "   ", "curious", "just looking at it", "I am curious about him", "why", "? !"]
)
def test_no_reason_and_an_idle_one_are_refused(world, reason):
    refused(world, "gate_missing", reason=reason)
    (event,) = events(kind="refusal")
    assert (event.because, event.case_label, event.actor_name) == (
        "gate_missing", OTHER, "Rosa Example",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["sam", "petra", "alex", "lee", "paul", "otto", "priya", "eva"])
def test_offices_without_a_caseload_and_other_agencies_never(world, name):
    assert OTHER not in refused(world, "never", name)


def test_a_seat_on_the_case_s_team_makes_it_the_own_agency_s_case(world):
    """otto's colleague at Birch: her agency sits on the team."""
    world.people["olga"] = build.make_user("olga", world.agencies["birch"], "treatment")
    glass(world, "olga", case=world.case)
    assert answer(world, "olga", Category.TREATMENT_CLINICAL, world.case).authority == "break_glass"
    others = world.records["clinical"].record_facts()  # of Linden Center
    found = answer(world, "olga", Category.TREATMENT_CLINICAL, world.case, record=others)
    assert found.because == "never"


def test_a_seat_that_has_ended_makes_it_nobody_s(world):
    world.people["olga"] = build.make_user("olga", world.agencies["birch"], "treatment")
    with as_owner():
        world.people["otto"].memberships.update(until=build.day(-1))
    refused(world, "never", "olga", case=world.case)


def test_never_against_a_conflict_nor_a_seal_nor_by_a_disabled_account(world):
    with as_owner():
        conflict = Conflict.objects.create(user=world.people["rosa"], case=world.other)
    refused(world, "conflict_of_interest")
    with as_owner():
        conflict.delete()
        Case.objects.unscoped(reason="test").filter(pk=world.other.pk).update(
            sealed_at=build.moment(-1)
        )
    refused(world, "sealed")
    with as_owner():
        User.objects.filter(username="rosa").update(is_active=False)
    world.people["rosa"].refresh_from_db()
    refused(world, "account_disabled")


def test_a_conflict_declared_later_closes_what_is_open(world):
    glass(world)
    with as_owner():
        Conflict.objects.create(user=world.people["rosa"], case=world.other)
    assert not stands(world, "rosa")


def test_the_officer_and_the_privacy_officer_are_told_at_once_and_nobody_else(world):
    opened = glass(world)
    assert notices("broken_glass") == {"ben"}
    assert notices("broken_glass_review") == {"petra"}
    (event,) = events(kind="break_glass")
    assert (event.case_label, event.reason) == (OTHER, REASON)
    assert event.detail == {"act": "open: other"}
    assert [row.number for row in my_glasses(world.viewer("ben"))] == [OTHER]
    assert my_glasses(world.viewer("ana")) == []
    assert opened.agency_id == world.agencies["probation"].pk


def test_a_missing_number_and_another_agency_s_answer_alike(world):
    told = set()
    for number in (OTHER, "99-9999"):
        with pytest.raises(RuleBroken) as found:
            break_glass_by_number(world.viewer("paul"), number, reason=REASON)
        told.add((str(found.value), found.value.field, found.value.because))
    assert len(told) == 1


def test_an_open_one_is_not_opened_twice_and_can_be_closed_and_opened_again(world):
    first = glass(world)
    with pytest.raises(RuleBroken, match="open already"):
        glass(world)
    close_glass(world.viewer("rosa"), first.pk)
    assert not stands(world, "rosa")
    with pytest.raises(NotVisible):
        close_glass(world.viewer("rosa"), first.pk)
    with clock.frozen_at(clock.now() + timedelta(minutes=1)):
        assert glass(world).pk != first.pk
        assert stands(world, "rosa")
    with as_owner():
        assert CaseUserGrant.objects.filter(kind="break_glass").count() == 1


@pytest.mark.parametrize("name", ["ana", "ben", "petra"])
def test_only_who_broke_it_closes_it(world, name):
    opened = glass(world)
    with pytest.raises(NotVisible):
        close_glass(world.viewer(name), opened.pk)
    assert stands(world, "rosa")


def test_the_privacy_officer_reviews_with_what_was_looked_at_once(world):
    opened = glass(world)
    access_and_show = find_cases(world.viewer("rosa"), OTHER)
    assert access_and_show
    row, looks = show_glass(world.viewer("petra"), opened.pk)
    assert (row.number, row.is_late) == (OTHER, False)
    assert any("head of the case" in look.what for look in looks)
    done = review_broken_glass(
        world.viewer("petra"), opened.pk, finding="justified", note="Police call at 22:10."
    )
    assert (done.finding, done.reviewed_by_id) == ("justified", world.people["petra"].pk)
    assert notices("broken_glass_review") == set()
    with pytest.raises(RuleBroken, match="reviewed already"):
        review_broken_glass(world.viewer("petra"), opened.pk, finding="misuse", note="again")


def test_an_agency_head_reviews_and_never_his_own(world):
    head(world)
    mine, theirs = glass(world, "hanna"), glass(world, "rosa")
    review_broken_glass(world.viewer("hanna"), theirs.pk, finding="not_needed", note="Seen.")
    with pytest.raises(NotAllowed):
        review_broken_glass(world.viewer("hanna"), mine.pk, finding="justified", note="Mine.")


@pytest.mark.parametrize("name", ["rosa", "ben", "ana", "sam", "pia"])
def test_nobody_else_reviews(world, name):
    officer_of_privacy(world, "pia", "harbor")
    opened = glass(world)
    with pytest.raises(NotVisible):
        review_broken_glass(world.viewer(name), opened.pk, finding="justified", note="Fine.")


def test_an_auditor_reads_and_does_not_review(world):
    opened = glass(world)
    assert len(list_glasses(world.viewer("alex"))) == 1
    with pytest.raises(NotAllowed):
        review_broken_glass(world.viewer("alex"), opened.pk, finding="justified", note="Fine.")


@pytest.mark.parametrize(("finding", "note"), [("", "x"), ("fine", "x"), ("justified", " ")])
def test_a_review_says_what_was_found_and_how(world, finding, note):
    opened = glass(world)
    with pytest.raises(RuleBroken):
        review_broken_glass(world.viewer("petra"), opened.pk, finding=finding, note=note)


def test_a_late_review_is_told_to_the_heads_once(world):
    head(world)
    opened = glass(world)
    assert escalate_late_reviews() == 0
    with clock.frozen_at(clock.now() + timedelta(days=9)):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.now', %s, true)", [clock.now().isoformat()])
        assert escalate_late_reviews() == 1
        assert escalate_late_reviews() == 0
        assert notices("broken_glass_late") == {"hanna"}
        (row,) = list_glasses(world.viewer("hanna"))
        assert row.is_late
        assert row.glass.escalated_at is not None
    assert [e.detail["act"] for e in events(kind="break_glass", subject_id=str(opened.pk))] == [
        "open: other", "review is late",
    ]  # fmt: skip


def test_a_review_in_time_is_never_escalated(world):
    head(world)
    opened = glass(world)
    review_broken_glass(world.viewer("petra"), opened.pk, finding="justified", note="Seen.")
    with clock.frozen_at(clock.now() + timedelta(days=9)):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.now', %s, true)", [clock.now().isoformat()])
        assert escalate_late_reviews() == 0


def test_where_the_head_broke_it_the_privacy_officer_learns_that_it_is_late(world):
    head(world)
    glass(world, "hanna")
    with clock.frozen_at(clock.now() + timedelta(days=9)):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.now', %s, true)", [clock.now().isoformat()])
        escalate_late_reviews()
    assert notices("broken_glass_late") == {"petra"}


@pytest.mark.parametrize(
    ("opened", "holidays", "due"),
    [
        (date(2026, 3, 2), [], date(2026, 3, 5)),  # Monday to Thursday
        (date(2026, 3, 5), [], date(2026, 3, 10)),  # over a weekend
        (date(2026, 3, 7), [], date(2026, 3, 11)),  # from a Saturday
        (date(2026, 7, 1), [date(2026, 7, 3)], date(2026, 7, 7)),
    ],
)
def test_the_review_is_due_in_working_days(opened, holidays, due):
    assert review_due(opened, 3, holidays) == due


@pytest.mark.parametrize(
    ("words", "enough"),
    [("absconding tonight", True), ("curious", False), ("...", False), ("a b c", False),
     ("nosiness aside, he is gone", True), ("Just  looking around", False)],
)  # fmt: skip
def test_a_reason_has_words_that_say_something(words, enough):
    idle = ("curious", "just looking", "nosy")
    assert says_why(words, idle=idle, least_words=2) == enough


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


BREAK = "SELECT * FROM glass_break(%s, %s, 'other', %s, %s, %s)"


@pytest.mark.parametrize(
    ("name", "case", "hours", "reason"),
    [
        ("paul", "other", 4, REASON),  # another agency
        ("sam", "other", 4, REASON),  # keeps accounts
        ("priya", "case", 4, REASON),  # an examiner
        ("rosa", "other", 25, REASON),
        ("rosa", "other", -1, REASON),
        ("rosa", "other", 4, " "),
    ],
)
def test_the_database_asks_the_rule_again(world, name, case, hours, reason):
    viewer = world.viewer(name)
    ends = viewer.now + timedelta(hours=hours)
    with pytest.raises(DatabaseError, match="emergency"):
        run(BREAK, getattr(world, case).pk, viewer.today, reason, ends, build.day(3))


def test_the_application_s_role_writes_no_glass_and_no_such_standing_by_hand(world):
    viewer = world.viewer("rosa")
    opened = glass(world)
    grant = (
        "INSERT INTO casemgmt_caseusergrant (user_id, permission_id, case_id, kind, valid_until,"
        " reason) SELECT %s, permission_id, %s, 'break_glass', now() + interval '1 hour', ''"
        " FROM casemgmt_caseusergrant LIMIT 1"
    )
    with pytest.raises(DatabaseError, match="row-level security|permission denied"):
        run(grant, viewer.user_id, world.case.pk)
    for sql in (
        "UPDATE casemgmt_brokenglass SET ends_at = now() + interval '1 year'",
        "UPDATE casemgmt_brokenglass SET review_due = now() + interval '1 year'",
        "DELETE FROM casemgmt_brokenglass",
        "INSERT INTO casemgmt_brokenglass SELECT * FROM casemgmt_brokenglass",
    ):
        with pytest.raises(DatabaseError, match="permission denied"):
            run(sql)
    review = (
        "UPDATE casemgmt_brokenglass SET reviewed_at = %s, reviewed_by_id = %s, finding ="
        " 'justified'"
    )
    world.viewer("rosa")
    assert run(review, viewer.now, viewer.user_id) == 0
    with pytest.raises(DatabaseError, match="permission denied"):
        run("UPDATE casemgmt_caseusergrant SET valid_until = now() + interval '1 year'")
    petra = world.viewer("petra")
    with pytest.raises(DatabaseError, match="row-level security"):
        run(review, petra.now, world.people["alex"].pk)
    assert run(review, petra.now, petra.user_id) == 1
    with pytest.raises(DatabaseError, match="stays as it was"):
        run(review.replace("justified", "misuse"), petra.now, petra.user_id)
    assert opened.pk


@pytest.mark.parametrize("name", ["paul", "dora", "eva"])
def test_the_functions_tell_nothing_of_another_agency_s_case(world, name):
    viewer = world.viewer(name)
    with as_owner():
        world.people["paul"].memberships.update(until=build.day(-1))
    assert run("SELECT case_of_own_agency(%s, %s)", OWN, viewer.today) == [(None,)]
    assert run("SELECT * FROM glass_facts(%s, %s)", world.case.pk, viewer.today) == []


def test_what_was_looked_at_is_told_to_the_agency_s_reviewers_alone(world):
    opened = glass(world)
    find_cases(world.viewer("rosa"), OTHER)
    officer_of_privacy(world, "pia", "harbor")
    for name in ("rosa", "ana", "ben", "sam", "pia"):
        world.viewer(name)
        assert run("SELECT * FROM glass_looks(%s)", opened.pk) == []
    world.viewer("petra")
    assert run("SELECT * FROM glass_looks(%s)", opened.pk)
