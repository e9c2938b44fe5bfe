"""Steps of clarification: started and stopped by the victim's side alone, begun when treatment,
team and court have said theirs, silent to everybody whom no release names (S54; practice C.6)."""

import pytest
from django.db import DatabaseError, connection, transaction

from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.selectors.case import access_case
from tests import build, build_meetings, build_victims
from tests.build import day
from tests.denials import notices
from tests.plugins.roles import as_owner
from victims.ladder import item_of
from victims.models import ClarificationStep
from victims.selectors.clarification import show_ladder, terms_on
from victims.services.clarification import (
    CourtWords,
    allow_steps,
    ask_step,
    begin_step,
    clear_step,
    finish_step,
    say_readiness,
    stop_step,
)
from victims.services.release import release_statement

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
RUNG = "supervised_contact"
ORDER = CourtWords((RUNG,), "Superior Court, order of March 3, 2026")


@pytest.fixture
def asked(world, terms):
    """Return a function that asks for a step under a release to one agency."""

    def ask(rung=RUNG, to="center", **more):
        words = terms(item=item_of(rung), to_agency=str(world.agencies[to].key), **more)
        statement = release_statement(world.viewer("maya"), world.case.pk, terms=words)
        return ask_step(world.viewer("maya"), statement.release_id, rung=rung)

    return ask


def seen(world, name):
    viewer = world.viewer(name)
    return show_ladder(viewer, *access_case(viewer, world.case.pk))


def decision(world, *touches, **fields):
    review = world.records["review"]
    return build_meetings.make_decision(
        review, world.people["cho"], "If asked, yes.", touches=list(touches), **fields
    )


def cleared(world, rung=RUNG, touches=("contact",)):
    held = decision(world, *touches)
    clear_step(world.viewer("cho"), world.case.pk, decision_id=held.pk, rung=rung, ends_on=day(30))
    return held


def allowed(world, words=ORDER):
    viewer = world.viewer("ana")
    for term in list(terms_on(viewer, world.case)):
        allow_steps(viewer, world.case.pk, term.pk, words=words)


def ready(world, word="ready"):
    say_readiness(world.viewer("kim"), world.case.pk, rung=RUNG, word=word)


def test_a_step_begins_when_all_have_said_theirs_and_takes_place(world, asked):
    step = asked()
    ready(world)
    cleared(world)
    allowed(world)
    assert begin_step(world.viewer("kim"), step.pk).state == "under_way"
    assert finish_step(world.viewer("kim"), step.pk).state == "done"


@pytest.mark.parametrize(
    ("without", "said"),
    [(ready, "treatment says"), (cleared, "decision of the team"), (allowed, "order of the court")],
)
def test_without_one_of_them_it_does_not_and_the_missing_one_is_named(world, asked, without, said):
    step = asked()
    for act in {ready, cleared, allowed} - {without}:
        act(world)
    with pytest.raises(RuleBroken, match=said):
        begin_step(world.viewer("kim"), step.pk)
    assert seen(world, "kim").steps[0].state == "asked"


def test_the_newest_word_of_treatment_counts(world, asked):
    step = asked()
    for word in ("ready", "not_yet"):
        ready(world, word)
    cleared(world)
    allowed(world)
    with pytest.raises(RuleBroken, match="treatment says"):
        begin_step(world.viewer("kim"), step.pk)


def test_a_decision_that_is_replaced_or_over_clears_nothing(world, asked):
    step = asked()
    ready(world)
    allowed(world)
    old = cleared(world)
    decision(world, "contact", replaces=old, outcome="escalated")
    with pytest.raises(RuleBroken, match="decision of the team"):
        begin_step(world.viewer("kim"), step.pk)


@pytest.mark.parametrize(
    ("touches", "fields"),
    [((), {}), (("residence",), {}), (("contact",), {"outcome": "deferred"}),
     (("contact",), {"outcome": "escalated"})],
)  # fmt: skip
def test_only_a_decision_on_contact_by_consensus_clears(world, touches, fields):
    held = decision(world, *touches, **fields)
    with pytest.raises(RuleBroken, match="Choose a decision"):
        clear_step(
            world.viewer("cho"), world.case.pk, decision_id=held.pk, rung=RUNG, ends_on=day(9)
        )


def test_reunification_needs_its_own_worksheet(world):
    held = decision(world, "contact")
    with pytest.raises(RuleBroken, match="weighed something else"):
        clear_step(
            world.viewer("cho"), world.case.pk, decision_id=held.pk, rung="reunification",
            ends_on=day(9),
        )  # fmt: skip


def test_each_term_in_force_has_to_leave_it_open(world, asked):
    step = asked()
    ready(world)
    cleared(world)
    allowed(world)
    build_victims.make_no_contact(world.case, world.people["ana"], "No contact by any way.")
    with pytest.raises(RuleBroken, match="order of the court"):
        begin_step(world.viewer("kim"), step.pk)


def test_only_an_order_that_is_named_relaxes_a_term(world):
    with pytest.raises(RuleBroken, match="Name the order"):
        allowed(world, CourtWords((RUNG,), " "))
    viewer = world.viewer("kim")
    with pytest.raises(NotAllowed):
        allow_steps(viewer, world.case.pk, world.records["no_contact"].pk, words=ORDER)
    with pytest.raises(NotVisible):
        allow_steps(world.viewer("ben"), world.case.pk, world.records["no_contact"].pk, words=ORDER)


def test_nobody_but_the_victim_s_side_starts_one(world, terms):
    words = terms(item=item_of(RUNG), to_agency=str(world.agencies["center"].key))
    statement = release_statement(world.viewer("maya"), world.case.pk, terms=words)
    for name in ("ana", "kim", "lee", "vic", "cho", "tess"):
        with pytest.raises(NotVisible):
            ask_step(world.viewer(name), statement.release_id, rung=RUNG)


def test_the_database_lets_nobody_else_start_or_stop_one_either(world, asked):
    step = asked()
    world.viewer("kim")
    table = "victims_clarificationstep"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET stopped_at = now() WHERE id = %s", [str(step.pk)])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET rung = 'reunification'")
    copy = ClarificationStep(
        case=world.case, release=step.release, rung="session", asked_at=step.asked_at,
        owner_agency=world.agencies["center"], author=world.people["kim"],
    )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        copy.save(force_insert=True)


def test_a_release_has_to_name_the_step_and_be_in_force(world, terms, asked):
    statement = release_statement(world.viewer("maya"), world.case.pk, terms=terms())
    with pytest.raises(RuleBroken, match="name this step"):
        ask_step(world.viewer("maya"), statement.release_id, rung=RUNG)
    step = asked()
    with pytest.raises(RuleBroken, match="already"):
        ask_step(world.viewer("maya"), step.release_id, rung=RUNG)
    stop_step(world.viewer("maya"), step.pk, how="spoken")
    with pytest.raises(RuleBroken, match="has ended"):
        ask_step(world.viewer("maya"), step.release_id, rung=RUNG)


def test_stopped_it_is_gone_at_once_in_every_state_and_its_recipient_is_told(world, asked):
    step = asked()
    ready(world)
    cleared(world)
    allowed(world)
    begin_step(world.viewer("kim"), step.pk)
    stop_step(world.viewer("maya"), step.pk, how="spoken")
    assert seen(world, "kim").steps == []
    for act in (begin_step, finish_step):
        with pytest.raises(NotVisible):
            act(world.viewer("kim"), step.pk)
    assert "kim" in notices("release_revoked")
    assert notices("release_revoked").isdisjoint({"ana", "cho", "lee", "otto"})


def test_nobody_but_the_victim_s_side_stops_one(world, asked):
    step = asked()
    for name in ("ana", "kim", "lee", "vic", "cho", "tess", "priya"):
        with pytest.raises(NotVisible):
            stop_step(world.viewer(name), step.pk, how="spoken")


def test_a_release_that_ends_takes_the_step_with_it(world, asked):
    asked()
    with as_owner():
        step = ClarificationStep.objects.unscoped(reason="test").get()
        step.release.ends_at = build.moment(-1)
        step.release.starts_at = build.moment(-9)
        step.release.save()
    assert seen(world, "kim").steps == []
    with pytest.raises(NotVisible):
        begin_step(world.viewer("kim"), step.pk)


def test_treatment_sees_the_step_that_names_it_and_no_other(world, asked):
    """Two victims, each with her own provider."""
    asked("letter_kept")
    asked("session", to="birch")
    assert [one["rung"] for one in seen(world, "kim").steps] == ["letter_kept"]
    assert [one["rung"] for one in seen(world, "otto").steps] == ["session"]


def test_the_advocate_herself_does_not_carry_it_out(world, asked):
    step = asked("preparation")
    with pytest.raises(NotVisible):
        begin_step(world.viewer("maya"), step.pk)


def test_only_treatment_says_readiness(world):
    for name in ("ana", "lee", "maya", "priya", "cho"):
        with pytest.raises(NotAllowed):
            say_readiness(world.viewer(name), world.case.pk, rung=RUNG, word="ready")


def test_only_who_keeps_the_team_s_decisions_clears_a_step(world):
    held = decision(world, "contact")
    for name in ("ana", "kim", "maya", "lee"):
        viewer = world.viewer(name)
        with pytest.raises(NotAllowed):
            clear_step(viewer, world.case.pk, decision_id=held.pk, rung=RUNG, ends_on=day(9))


def test_who_may_not_see_readiness_is_not_told_of_it(world):
    ready(world)
    assert all(one.ready is None for one in seen(world, "maya").rungs)
    assert [one.rung.name for one in seen(world, "kim").rungs if one.ready] == [RUNG]
