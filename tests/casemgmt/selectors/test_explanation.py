"""Explanations: for whom, of what, and never another answer than the page's."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission
from django.db import connection

from audit.models import Event
from audit.services.record import Operator
from casemgmt.core.errors import NotVisible
from casemgmt.models import Case, CaseUserGrant, Conflict, PersonLineGrant
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case
from casemgmt.selectors.explanation import CATEGORIES, explain, people_named
from casemgmt.selectors.facts import facts_for
from casemgmt.selectors.file import BESIDE
from casemgmt.selectors.sections import TABLES, decisions_on
from casemgmt.selectors.standing_rows import FOR_OPERATORS, read_standing
from teams.models import Agreement
from tests import build
from tests.plugins.roles import as_owner
from tests.test_doors import CAST

ROOT = Operator("root (on the server)", "manage.py access explain", "r1")
ON_THE_CASE = ("ana", "rosa", "kim", "otto", "priya", "lee", "maya", "vic", "cho", "paul")


def without_items(facts):
    """Return the facts as explanations have them: the items of a paper do not leave the database,
    and no answer on a whole category depends on them."""
    return replace(facts, releases=tuple(replace(r, items=frozenset()) for r in facts.releases))


@pytest.mark.parametrize("name", CAST)
def test_an_explanation_is_the_page_s_own_decision(world, name):
    for case in (world.case, world.other):
        viewer = world.viewer(name)
        facts = facts_for(viewer, list(Case.objects.visible_to(viewer).filter(pk=case.pk)))
        with as_owner():
            rows = read_standing([viewer.user_id], case.pk, at=viewer.now, source=FOR_OPERATORS)
        stander = rows.people[0]
        if not facts:
            assert decide(stander.viewer, Action.VIEW, Category.IDENTITY, stander.facts).hidden
            continue
        page = without_items(facts[str(case.pk)])
        assert replace(stander.facts, was_member=page.was_member) == page
        for category in Category:
            asked = (Action.VIEW, category)
            assert decide(stander.viewer, *asked, stander.facts) == decide(viewer, *asked, page)


def _crowd(world) -> None:
    """Put every ground and every denial on the case that rows can hold."""
    p, case = world.people, world.case
    view = Permission.objects.get(codename="view_case", content_type__app_label="casemgmt")
    supervise = Permission.objects.get(codename="supervise_user")
    build.grant(p["ben"], case)
    build.grant(p["dora"], case, until=build.moment(-1))
    for kind, incomplete in (("authorization", []), ("part2_consent", ["purpose"])):
        build.make_release(
            case, kind=kind, source=world.agencies["center"], to=world.agencies["attorney"],
            categories=["risk", "sud_treatment"], missing=incomplete,
        )  # fmt: skip
    with as_owner():
        Case.objects.unscoped(reason="test").filter(pk=case.pk).update(stage="pretrial")
        for name, kind in (("otto", "provider"), ("tess", "break_glass"), ("eva", "designee")):
            CaseUserGrant.objects.create(
                user=p[name], permission=view, content_object=case, kind=kind,
                valid_until=build.moment(1),
            )  # fmt: skip
        PersonLineGrant.objects.create(
            user=p["nina"], permission=supervise, content_object=p["ana"]
        )
        Conflict.objects.create(user=p["cho"], case=case)
        agreement = Agreement.objects.create(
            name="Ended", covers=["supervision"], starts_at=build.moment(-9),
            ends_at=build.moment(-1),
        )  # fmt: skip
        agreement.parties.set([world.agencies["probation"], world.agencies["harbor"]])


@pytest.mark.parametrize("name", CAST)
def test_it_stays_the_page_s_decision_whatever_is_on_file(world, name):
    _crowd(world)
    test_an_explanation_is_the_page_s_own_decision(world, name)


@pytest.mark.parametrize("name", ON_THE_CASE)
def test_everybody_is_explained_what_the_case_page_decides(world, name):
    viewer = world.viewer(name)
    _, facts = access_case(viewer, world.case.pk)
    page = decisions_on(viewer, facts, (*TABLES, *BESIDE))
    told = explain(viewer, world.people[name].key, world.case.pk, at=viewer.now)
    assert {row.category: row.decision for row in told.rows if row.category in page} == page
    assert not [row for row in told.rows if row.decision.hidden]


@pytest.mark.parametrize("name", sorted(set(CAST) - set(ON_THE_CASE)))
def test_who_does_not_stand_there_is_explained_nothing(world, name):
    viewer = world.viewer(name)
    with pytest.raises(NotVisible):
        explain(viewer, world.people[name].key, world.case.pk)


@pytest.mark.parametrize("name", ["ana", "rosa", "kim", "sam", "eva", "maya"])
def test_nobody_but_the_offices_asks_about_others(world, name):
    with pytest.raises(NotVisible):
        explain(world.viewer(name), world.people["lee"].key, world.case.pk)


@pytest.mark.parametrize("name", ["petra", "alex"])
def test_an_office_of_the_case_s_agency_asks_about_anybody(world, name):
    viewer = world.viewer(name)
    told = explain(viewer, world.people["kim"].key, world.case.pk)
    assert {row.category for row in told.rows} == set(CATEGORIES)
    assert told.number == world.case.number
    psychotherapy = next(r for r in told.rows if r.category == Category.PSYCHOTHERAPY_NOTES)
    assert (psychotherapy.answer, psychotherapy.decision.authority) == ("Shown", "authorship")
    former = explain(viewer, world.people["former"].key, world.case.pk, Category.SUPERVISION)
    assert former.rows[0].decision.because == "membership_ended"
    assert "membership" in former.rows[0].changes[0]


def test_an_office_of_the_person_s_agency_asks_about_its_own_people_only(world):
    center = world.agencies["center"]
    build.make_user("gail", center, "policy", office="privacy_officer")
    gail = people_named("gail")[0]
    world.people["gail"] = gail
    told = explain(world.viewer("gail"), world.people["kim"].key, world.case.pk)
    assert told.person == world.people["kim"].name
    for name, case in (("ana", world.case), ("nina", world.case), ("kim", world.other)):
        with pytest.raises(NotVisible):
            explain(world.viewer("gail"), world.people[name].key, case.pk)


def test_a_session_without_its_second_factor_is_explained_nothing(world):
    from teams.selectors.viewers import build_viewer  # noqa: PLC0415

    viewer = build_viewer(world.people["petra"], mfa=False)
    with pytest.raises(NotVisible):
        explain(viewer, world.people["kim"].key, world.case.pk)


def test_papers_between_others_change_no_word_for_an_office(world):
    def asked():
        viewer = world.viewer("petra")
        told = explain(viewer, world.people["lee"].key, world.case.pk, at=viewer.now)
        return [(row.category, row.answer, row.changes, row.not_told) for row in told.rows]

    before = asked()
    for category in ("victim_statement", "treatment_summary", "risk", "tribal"):
        build.make_release(
            world.case, kind="court_order", source=world.agencies["center"],
            to=world.agencies["attorney"], categories=[category],
        )  # fmt: skip
    assert asked() == before
    statement = next(row for row in before if row[0] == Category.VICTIM_STATEMENT)
    assert statement[1] == "By paper only"
    viewer = world.viewer("lee")
    own = explain(viewer, world.people["lee"].key, world.case.pk)
    assert "victim_statement" in {str(row.category) for row in own.shown}


def test_a_conflict_is_told_to_the_office_and_hides_the_case_from_the_person(world):
    with as_owner():
        Conflict.objects.create(user=world.people["kim"], case=world.case)
    told = explain(
        world.viewer("petra"), world.people["kim"].key, world.case.pk, Category.TREATMENT_SUMMARY
    )
    assert told.rows[0].decision.because == "conflict_of_interest"
    with pytest.raises(NotVisible):
        explain(world.viewer("kim"), world.people["kim"].key, world.case.pk)


def test_a_past_and_a_coming_day_are_answered_by_the_rows_of_then(world):
    petra = world.viewer("petra")
    former = world.people["former"].key
    asked = (former, world.case.pk, Category.TREATMENT_SUMMARY)
    assert explain(petra, *asked, at=build.moment(-30)).rows[0].decision.allowed
    assert not explain(petra, *asked).rows[0].decision.allowed
    later = explain(petra, world.people["ana"].key, world.case.pk, Category.TREATMENT_SUMMARY,
                    at=build.moment(60))  # fmt: skip
    assert later.rows[0].decision.because == "release_ended"
    assert not later.is_now


def test_each_explanation_is_on_the_ledger(world):
    explain(world.viewer("petra"), world.people["kim"].key, world.case.pk, Category.RISK)
    with as_owner():
        event = Event.objects.latest("id")
        explain(ROOT, world.people["kim"].key, world.case.pk, Category.RISK)
        by_operator = Event.objects.latest("id")
    assert (event.subject_kind, event.subject_id) == ("explanation", str(world.people["kim"].key))
    assert (event.fields, event.authority) == (["risk"], "own_organization")
    assert event.owner_agency_id == world.case.agency_id
    assert (by_operator.actor_id, by_operator.actor_name) == (None, ROOT.name)
    assert (by_operator.actor_role, by_operator.channel) == ("operator", "command")


def test_the_application_reads_nobody_else_s_rows_by_the_operator_s_way(world):
    world.viewer("ana")
    ids = [world.people["kim"].pk]
    assert read_standing(ids, world.other.pk, source=FOR_OPERATORS) is None
    rows = read_standing(ids, world.case.pk, source=FOR_OPERATORS)
    assert rows is not None
    assert not [s for s in rows.people[0].facts.standings if s.kind == "assignment"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_case_of_number(%s)", [world.other.number])
        assert cursor.fetchone() == (None,)


def test_the_rows_that_leave_the_database_hold_no_word_of_a_person_or_a_victim(world):
    petra = world.viewer("petra")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT app_explanation(%s::bigint[], %s, %s, %s, false)::text",
            [[world.people["ana"].pk], str(world.case.pk), petra.now, petra.today],
        )
        (text,) = cursor.fetchone()
    assert "24-0117" in text
    assert not [word for word in ("Marlow", "the victim", "wishes", "III average") if word in text]
