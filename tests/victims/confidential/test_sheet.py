"""What the advocate keeps beside notes: encrypted as one, never changed, the newest in force."""

from datetime import timedelta

import pytest
from django.db import Error, connections, transaction

from casemgmt.core.errors import ChangedMeanwhile, NotVisible, RuleBroken
from tests.build import day, make_agency, make_user
from tests.plugins.roles import as_owner
from tests.victims.conftest import inside
from victims.confidential.models import AdvocacyEvent, Sheet
from victims.confidential.questions import KINDS
from victims.confidential.router import ALIAS
from victims.confidential.selectors.sheet import (
    count_sheets,
    list_sheets,
    open_sheet,
    tasks_ahead,
)
from victims.confidential.services.sheet import SheetWords, keep_sheet

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])


def filled(kind):
    """Return an answer to each question of a kind."""
    shapes = {"day": day(5).isoformat(), "choices": None, "choice": None}
    answers = {}
    for question in KINDS[kind].questions:
        answer = shapes.get(question.shape, f"MARK-{question.name}")
        if question.choices:
            first = question.choices[0][0]
            answer = [first] if question.shape == "choices" else first
        answers[question.name] = answer
    return answers


def words(kind, **answers):
    return SheetWords(kind, day(-1), {**filled(kind), **answers})


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_kind_is_kept_as_it_was_said_and_read_in_words(world, add_victim, kind):
    client_id = add_victim()
    with inside(world) as maya:
        keep_sheet(maya, client_id, words=words(kind))
        (sheet,), earlier = list_sheets(maya, client_id, kind)
        assert sheet.raw == filled(kind)
        assert earlier == []
        assert [label for label, _ in sheet.answers] == [q.label for q in KINDS[kind].questions]
        assert count_sheets(maya, client_id)[kind] == 1
    with as_owner(ALIAS):
        stored = bytes(Sheet.objects.unscoped(reason="test").get().answers)
        assert b"MARK" not in stored


@pytest.mark.parametrize("kind", list(KINDS))
def test_what_says_nothing_is_not_kept_and_what_is_missing_is_named(world, add_victim, kind):
    client_id = add_victim()
    required = next(q for q in KINDS[kind].questions if q.required)
    with (
        inside(world) as maya,
        pytest.raises(RuleBroken, match=required.label[:10].replace("?", ".")),
    ):
        keep_sheet(maya, client_id, words=SheetWords(kind, day(-1), {}))


def test_a_newer_one_replaces_an_older_one_which_stays(world, add_victim):
    client_id = add_victim()
    with inside(world) as maya:
        first = keep_sheet(maya, client_id, words=words("wish", words="No letters."))
        second = keep_sheet(
            maya, client_id, words=words("wish", words="One letter."), replaces=first
        )
        sheets, earlier = list_sheets(maya, client_id, "wish")
        assert [s.id for s in sheets] == [second]
        assert [s.id for s in earlier] == [first]
        with pytest.raises(ChangedMeanwhile):
            keep_sheet(maya, client_id, words=words("wish"), replaces=first)


def test_of_safe_contact_only_the_newest_counts(world, add_victim):
    client_id = add_victim()
    with inside(world) as maya:
        old = SheetWords("contact_rule", day(-9), filled("contact_rule"))
        keep_sheet(maya, client_id, words=old)
        newest = keep_sheet(maya, client_id, words=words("contact_rule"))
        sheets, earlier = list_sheets(maya, client_id, "contact_rule")
        assert [s.id for s in sheets] == [newest]
        assert len(earlier) == 1


def test_one_victims_wish_never_touches_anothers(world, add_victim):
    one, other = add_victim("Dana Whitlow"), add_victim("Abel Young")
    with inside(world) as maya:
        first = keep_sheet(maya, one, words=words("wish", words="Contact, once a month."))
        assert list_sheets(maya, other, "wish") == ([], [])
        with pytest.raises(NotVisible):
            keep_sheet(maya, other, words=words("wish"), replaces=first)
        with pytest.raises(NotVisible):
            open_sheet(maya, other, first)


def test_tasks_that_wait_stand_in_the_workspace_until_they_are_done(world, add_victim):
    client_id = add_victim("Dana Whitlow")
    with inside(world) as maya:
        late = words("task", due_on=day(-3).isoformat(), done="no")
        task = keep_sheet(maya, client_id, words=late)
        (ahead,) = tasks_ahead(maya)
        assert (ahead.client_name, ahead.is_late, ahead.is_mine) == ("Dana Whitlow", True, True)
        keep_sheet(maya, client_id, words=words("task", done="yes"), replaces=task)
        assert tasks_ahead(maya) == []


def test_a_day_to_come_is_told(world, add_victim):
    client_id = add_victim()
    tomorrow = SheetWords("wish", day(0) + timedelta(days=1), filled("wish"))
    with inside(world) as maya, pytest.raises(RuleBroken, match="still to come"):
        keep_sheet(maya, client_id, words=tomorrow)


def test_each_reading_is_on_the_organizations_ledger(world, add_victim):
    client_id = add_victim()
    with inside(world) as maya:
        sheet = keep_sheet(maya, client_id, words=words("safety_plan"))
        list_sheets(maya, client_id, "safety_plan")
        open_sheet(maya, client_id, sheet)
        kinds = list(
            AdvocacyEvent.objects.unscoped(reason="test")
            .filter(subject_id=sheet)
            .order_by("id")
            .values_list("kind", flat=True)
        )
        assert kinds == ["add", "view", "view"]


def test_another_organization_finds_nothing_and_nobody_rewrites(world, add_victim):
    client_id = add_victim()
    with inside(world) as maya:
        keep_sheet(maya, client_id, words=words("wish"))
        for statement in (
            "UPDATE advocacy_sheet SET kind = 'task'",
            "DELETE FROM advocacy_sheet",
        ):
            with (
                pytest.raises(Error),
                transaction.atomic(using=ALIAS),
                connections[ALIAS].cursor() as cursor,
            ):
                cursor.execute(statement)
    shore = make_agency("Shore Advocacy", "victim_service")
    world.people["iris"] = make_user("iris", shore, "community_advocacy")
    with inside(world, "iris") as iris, pytest.raises(NotVisible):
        list_sheets(iris, client_id, "wish")


def test_the_pages_keep_show_and_replace_a_sheet(world, client_as, add_victim):
    client_id, maya = add_victim(), client_as("maya")
    address = f"/victims/people/{client_id}/sheets/safety-plan/"
    assert b"Nothing kept yet" in maya.get(address).content
    sent = {"happened_on": str(day(0)), "concerns": "TYPED fears", "steps": "TYPED steps"}
    assert (
        maya.post(f"{address}add/", {"happened_on": str(day(0)), "concerns": "TYPED"}).status_code
        == 422
    )
    assert maya.post(f"{address}add/", sent).status_code == 302
    page = maya.get(address).content.decode()
    assert "TYPED fears" in page
    with inside(world) as viewer:
        sheet = Sheet.objects.visible_to(viewer).get()
    anew = maya.get(f"{address}add/?replaces={sheet.pk}").content.decode()
    assert "TYPED steps" in anew
    assert maya.get(f"/victims/people/{client_id}/sheets/nothing/").status_code == 404


@pytest.mark.parametrize("name", ["ana", "vic", "petra"])
def test_nobody_else_finds_a_sheet(world, client_as, add_victim, name):
    client_id = add_victim()
    with inside(world) as maya:
        keep_sheet(maya, client_id, words=words("wish", words="MARK-wish"))
    answer = client_as(name).get(f"/victims/people/{client_id}/sheets/wish/")
    assert answer.status_code == 404
    assert b"MARK" not in answer.content
