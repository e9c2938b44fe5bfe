"""The organization's records.

Opened, found by exact name, corrected with what they were kept, each act on its ledger.
"""

import pytest

from casemgmt.core.errors import ChangedMeanwhile, NotVisible, RuleBroken
from tests.build import day, make_agency, make_user
from tests.victims.conftest import inside
from victims.confidential.models import AdvocacyEvent, Client
from victims.confidential.router import ALIAS
from victims.confidential.seed import SeedClient, SeedNote, seed_confidential
from victims.confidential.selectors.client import (
    clients_of_case,
    find_clients,
    list_clients,
    list_earlier,
    open_client,
)
from victims.confidential.selectors.note import list_notes, open_note
from victims.confidential.services.client import Details, correct_client
from victims.confidential.services.note import NoteWords, add_note, correct_note

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])


def events(kind: str) -> list[AdvocacyEvent]:
    return list(AdvocacyEvent.objects.unscoped(reason="test").filter(kind=kind).order_by("id"))


def test_an_advocate_opens_what_she_wrote(world, add_victim):
    client_id = add_victim(
        "José Núñez", relation="nephew", contact="(555) 010-0199", safe_contact="Mornings only"
    )
    with inside(world) as viewer:
        client = open_client(viewer, client_id)
        assert (client.name, client.relation, client.contact) == (
            "José Núñez",
            "nephew",
            "(555) 010-0199",
        )
        assert (client.safe_contact, client.case_number, client.is_mine) == (
            "Mornings only",
            "24-0117",
            True,
        )
        assert events("view")[-1].fields == [
            "name",
            "relation",
            "case_words",
            "contact",
            "safe_contact",
        ]


def test_her_own_come_first_and_a_colleague_s_after(world, add_victim):
    add_victim("Zoe Adler")
    add_victim("Abel Young")
    add_victim("Carl Moss", by="tess", case=world.other)
    with inside(world) as viewer:
        workspace = list_clients(viewer)
        assert [row.name for row in workspace.mine] == ["Abel Young", "Zoe Adler"]
        assert [row.name for row in workspace.others] == ["Carl Moss"]
        assert len(events("list")) == 3


def test_a_name_is_found_exactly_and_the_search_is_kept_without_it(world, add_victim):
    add_victim("José Núñez")
    add_victim("Joseph Nunezson")
    with inside(world) as viewer:
        for words in ("jose nunez", "Núñez", "  NUNEZ "):
            assert [row.name for row in find_clients(viewer, words)] == ["José Núñez"]
        for words in ("jos", "nune", "", "%", "'; --"):
            assert find_clients(viewer, words) == []
        assert {event.subject_id for event in events("search") if not event.client_id} == {None}


def test_of_a_case_only_its_own_victims_are_shown(world, add_victim):
    add_victim("Dana Whitlow")
    add_victim("Carl Moss", by="tess", case=world.other)
    with inside(world) as viewer:
        assert [row.name for row in clients_of_case(viewer, world.case.pk)] == ["Dana Whitlow"]
        assert [row.name for row in clients_of_case(viewer, world.other.pk)] == ["Carl Moss"]


def test_a_correction_keeps_what_was(world, add_victim):
    client_id = add_victim("Dana Whitlow", contact="old number")
    with inside(world) as viewer:
        correct_client(
            viewer, client_id, details=Details("Dana", "Marsh", contact="new number"), version=1
        )
        assert open_client(viewer, client_id).name == "Dana Marsh"
        earlier = list_earlier(viewer, client_id)
        assert [(one.name, one.contact) for one in earlier] == [("Dana Whitlow", "old number")]
        assert [row.name for row in find_clients(viewer, "marsh")] == ["Dana Marsh"]
        assert find_clients(viewer, "whitlow") == []
        assert events("amend")[-1].fields == ["name", "contact"]


def test_the_second_of_two_corrections_learns_of_the_first(world, add_victim):
    client_id = add_victim("Dana Whitlow")
    with inside(world) as viewer:
        correct_client(viewer, client_id, details=Details("Dana", "Marsh"), version=1)
        with pytest.raises(ChangedMeanwhile) as raised:
            correct_client(viewer, client_id, details=Details("Dana", "Poole"), version=1)
        assert raised.value.theirs["name"] == "Dana Marsh"
        assert raised.value.yours["name"] == "Dana Poole"
        with pytest.raises(RuleBroken, match="Nothing is different"):
            correct_client(viewer, client_id, details=Details("Dana", "Marsh"), version=2)


def test_a_record_needs_a_name(world, add_victim):
    with pytest.raises(RuleBroken, match="Give a name"):
        add_victim("   ")


def test_another_organization_finds_nothing(world, add_victim):
    client_id = add_victim("Dana Whitlow")
    shore = make_agency("Shore Advocacy", "victim_service")
    world.people["iris"] = make_user("iris", shore, "community_advocacy")
    with inside(world, "iris") as viewer:
        assert find_clients(viewer, "Dana Whitlow") == []
        assert list_clients(viewer).mine == list_clients(viewer).others == []
        for read in (open_client, list_notes, list_earlier):
            with pytest.raises(NotVisible):
                read(viewer, client_id)


@pytest.mark.parametrize("name", ["ana", "rosa", "kim", "vic", "lee", "petra", "sam"])
def test_others_find_nothing_even_inside_the_organization_s_scope(world, add_victim, name):
    from dataclasses import replace  # noqa: PLC0415

    add_victim("Dana Whitlow")
    with inside(world) as maya:
        viewer = replace(world.viewer(name), agency_id=maya.agency_id)
        assert not Client.objects.visible_to(viewer).exists()
        assert Client.objects.visible_to(maya).exists()


def test_notes_are_newest_first_and_a_correction_holds_the_earlier_wording(world, add_victim):
    client_id = add_victim()
    with inside(world) as viewer:
        add_note(viewer, client_id, words=NoteWords("call", day(-9), "older"))
        newer = add_note(viewer, client_id, words=NoteWords("meeting", day(-1), "newer"))
        again = correct_note(
            viewer, client_id, newer, words=NoteWords("meeting", day(-1), "newer, mended")
        )
        notes = list_notes(viewer, client_id)
        assert [note.text for note in notes] == ["newer, mended", "older"]
        assert [one.text for one in notes[0].earlier] == ["newer"]
        assert open_note(viewer, client_id, again).text == "newer, mended"
        with pytest.raises(ChangedMeanwhile):
            correct_note(viewer, client_id, newer, words=NoteWords("meeting", day(-1), "third"))
        with pytest.raises(RuleBroken, match="Nothing is different"):
            correct_note(
                viewer, client_id, again, words=NoteWords("meeting", day(-1), "newer, mended")
            )
        with pytest.raises(RuleBroken, match="still to come"):
            add_note(viewer, client_id, words=NoteWords("call", day(1), "tomorrow"))


def test_each_note_that_is_opened_is_on_the_ledger(world, add_victim):
    client_id = add_victim()
    with inside(world) as viewer:
        ids = {
            add_note(viewer, client_id, words=NoteWords("call", day(-n), f"note {n}"))
            for n in range(3)
        }
        list_notes(viewer, client_id)
        shown = [event for event in events("view") if event.subject_kind == "note"]
        assert {event.subject_id for event in shown} == ids
        assert {event.actor_id for event in shown} == {viewer.user_id}


def test_a_note_of_one_victim_does_not_open_under_another(world, add_victim):
    one, other = add_victim("Dana Whitlow"), add_victim("Ruth Abara")
    with inside(world) as viewer:
        note = add_note(viewer, one, words=NoteWords("call", day(-1), "words"))
        with pytest.raises(NotVisible):
            open_note(viewer, other, note)


def test_seeding_twice_makes_each_record_once(world):
    maya = world.people["maya"]
    row = SeedClient(
        maya.agency_id,
        maya.pk,
        world.case.pk,
        "Dana",
        "Whitlow",
        "neighbor",
        opened_on=day(-90),
        notes=(SeedNote("First meeting.", day(-80)),),
        advocate_name=maya.name,
        case_number="24-0117",
    )
    assert seed_confidential([row]) == 1
    assert seed_confidential([row]) == 0
    with inside(world) as viewer:
        found = clients_of_case(viewer, world.case.pk)
        assert [(r.name, r.opened_on, r.advocate_name) for r in found] == [
            ("Dana Whitlow", day(-90), maya.name)
        ]
        assert [note.text for note in list_notes(viewer, found[0].id)] == ["First meeting."]
