"""Compelled release at the organization: a subpoena opens nothing, an order what it names
(T46, T47, B-VAWA-9, B-RET-2)."""

import hashlib
import io
import zipfile

import pytest
from django.db import Error, connections, transaction

from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.services.conflict import declare_conflict
from tests.build import day, make_agency, make_user
from tests.crawl import sign_in_again
from tests.plugins.roles import as_owner
from tests.victims.conftest import inside
from tests.victims.services.test_legal_demand import GIVEN
from victims.confidential.models import AdvocacyEvent, Client, Package
from victims.confidential.router import ALIAS
from victims.confidential.selectors.demand import list_demands, open_demand
from victims.confidential.selectors.disclosure import list_choices
from victims.confidential.selectors.sheet import tasks_ahead
from victims.confidential.services.demand import (
    DemandWords,
    StepWords,
    add_step,
    hold,
    lift_hold,
    match_item,
    take_up,
)
from victims.confidential.services.destruction import ask_destruction, destroy
from victims.confidential.services.disclosure import make_package, open_package
from victims.confidential.services.note import NoteWords, add_note
from victims.services.demand import file_demand

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])
NAMED = ("The note of the first call", "The note of the second", "The safety plan")


@pytest.fixture
def cora(world):
    world.people["cora"] = make_user(
        "cora", world.agencies["harbor"], "community_advocacy", office="counsel"
    )
    return "cora"


def words(world, kind="court_order", named=NAMED):
    return DemandWords(
        kind, day(-1), "Altona Superior Court", day(9), "CR-7", "Records", named,
        str(world.case.pk), world.case.number,
    )  # fmt: skip


@pytest.fixture
def order(world, cora, add_victim):
    """Return an order of three records, two of them found, with its client and all four notes."""
    client_id = add_victim("Dana Whitlow")
    with inside(world) as maya:
        for number in range(4):
            add_note(maya, client_id, words=NoteWords("call", day(-9), f"MARK-{number} words"))
    with inside(world, cora) as viewer:
        key = take_up(viewer, words(world))
        notes = sorted(c.value for c in list_choices(viewer, client_id) if "Note" in c.label)
        for place in (1, 2, 3):
            match_item(viewer, key, place=place, client_id=client_id, item=notes[place - 1])
    return key, client_id, notes


def tell(viewer, key, client_id):
    told = StepWords("told", day(0), "", "Telephone", "Reached; wants the advocate there.")
    add_step(viewer, key, words=told, client_id=client_id)
    add_step(viewer, key, words=StepWords("measure", day(0), "Filed under seal."))


def test_counsel_takes_up_what_an_agency_filed_and_the_agency_learns_nothing(world, cora):
    row = file_demand(world.viewer("ana"), world.case.pk, given=GIVEN)
    with inside(world, cora) as viewer:
        waiting, mine = list_demands(viewer)
        assert [one.id for one in waiting] == [row.pk]
        assert mine == []
        take_up(viewer, words(world, "subpoena", ()), source_id=row.pk)
        waiting, mine = list_demands(viewer)
        assert waiting == []
        assert [one.issuer for one in mine] == ["Altona Superior Court"]
        with pytest.raises(RuleBroken, match="already"):
            take_up(viewer, words(world, "subpoena", ()), source_id=row.pk)


def test_the_advocate_of_each_victim_gets_a_task_to_tell(world, cora, add_victim):
    client_id = add_victim("Dana Whitlow")
    with inside(world, cora) as viewer:
        key = take_up(viewer, words(world, "subpoena", ()))
    with inside(world) as maya:
        (task,) = tasks_ahead(maya)
        assert (task.client_id, task.due_on, task.is_mine) == (client_id, day(3), True)
        assert open_demand(maya, key).told == frozenset()
        tell(maya, key, client_id)
        assert open_demand(maya, key).told == {client_id}


def test_a_subpoena_opens_nothing(world, cora, add_victim):
    client_id = add_victim()
    with inside(world) as maya:
        note = add_note(maya, client_id, words=NoteWords("call", day(-1), "MARK"))
    with inside(world, cora) as viewer:
        key = take_up(viewer, words(world, "subpoena", NAMED))
        tell(viewer, key, client_id)
        with pytest.raises(RuleBroken, match="opens nothing"):
            match_item(viewer, key, place=1, client_id=client_id, item=f"note:{note}")
        with pytest.raises(RuleBroken, match="opens nothing"):
            make_package(viewer, key, places=[1], client_id=client_id, recipient="The court")
        assert not Package.objects.visible_to(viewer).exists()
        refused = AdvocacyEvent.objects.visible_to(viewer).filter(outcome="refused")
        assert refused.count() == 2


def test_an_order_opens_what_it_names_and_a_fourth_is_refused(world, cora, order):
    key, client_id, notes = order
    with inside(world, cora) as viewer:
        tell(viewer, key, client_id)
        with pytest.raises(RuleBroken, match="names no such record"):
            match_item(viewer, key, place=4, client_id=client_id, item=notes[3])
        with pytest.raises(RuleBroken, match="does not name"):
            make_package(viewer, key, places=[1, 4], client_id=client_id, recipient="The court")
        row = make_package(
            viewer, key, places=[1, 2, 3], client_id=client_id, recipient="The court"
        )
        sealed = open_package(viewer, key, row.pk)
    assert hashlib.sha256(sealed.content).hexdigest() == row.digest
    archive = zipfile.ZipFile(io.BytesIO(sealed.content))
    assert archive.namelist() == ["00 list.txt", "01 note.txt", "02 note.txt", "03 note.txt"]
    text = b"\n".join(archive.read(name) for name in archive.namelist()).decode()
    assert sum(f"MARK-{number} words" in text for number in range(4)) == 3
    assert "To: The court" in text
    with inside(world, cora) as viewer:
        (shown,) = open_demand(viewer, key).packages
        assert shown.recipient == "The court"
        event = AdvocacyEvent.objects.visible_to(viewer).get(kind="disclose")
        assert len(event.fields) == 3
        assert str(event.client_id) == str(client_id)


def test_nothing_is_handed_over_before_the_victim_was_told_and_protected(world, cora, order):
    key, client_id, _ = order
    with inside(world, cora) as viewer:
        with pytest.raises(RuleBroken, match="was told"):
            make_package(viewer, key, places=[1], client_id=client_id, recipient="The court")
        why = StepWords("not_told", day(0), "No safe way is known; tried through her sister.")
        add_step(viewer, key, words=why, client_id=client_id)
        with pytest.raises(RuleBroken, match="privacy and safety"):
            make_package(viewer, key, places=[1], client_id=client_id, recipient="The court")


def test_one_victims_order_never_reaches_anothers_record(world, cora, order, add_victim):
    key, _, _ = order
    other = add_victim("Abel Young")
    with inside(world) as maya:
        note = add_note(maya, other, words=NoteWords("call", day(-1), "OTHER words"))
    with inside(world, cora) as viewer:
        tell(viewer, key, other)
        with pytest.raises(RuleBroken, match="does not name"):
            make_package(viewer, key, places=[1], client_id=other, recipient="The court")
        with pytest.raises(NotVisible):
            match_item(viewer, key, place=3, client_id=order[1], item=f"note:{note}")


def test_an_order_on_one_case_opens_no_record_of_another(world, cora, order, add_victim):
    key, _, _ = order
    other = add_victim("Iris Poole", by="tess", case=world.other)
    with inside(world, "tess") as tess:
        note = add_note(tess, other, words=NoteWords("call", day(-1), "OTHER CASE"))
    with inside(world, cora) as viewer:
        again = take_up(viewer, words(world))
        with pytest.raises(RuleBroken, match="not of this victim's case"):
            match_item(viewer, again, place=1, client_id=other, item=f"note:{note}")
        assert not [item for _, _, item in open_demand(viewer, again).places if item]


def test_a_conflict_of_interest_closes_the_demand_on_the_list_too(world, order):
    with inside(world) as maya:
        assert [one.id for one in list_demands(maya)[1]] == [order[0]]
        declare_conflict(maya, world.case.pk)
    with inside(world) as maya:
        assert list_demands(maya) == ([], [])
        with pytest.raises(NotVisible):
            open_demand(maya, order[0])


def test_what_is_counsels_is_refused_to_advocates(world, order):
    key, client_id, notes = order
    with inside(world) as maya:
        for act in (
            lambda: take_up(maya, words(world)),
            lambda: hold(maya, key),
            lambda: lift_hold(maya, key),
            lambda: match_item(maya, key, place=3, client_id=client_id, item=notes[3]),
            lambda: make_package(maya, key, places=[1], client_id=client_id, recipient="x"),
            lambda: add_step(maya, key, words=StepWords("complied", day(0), "Done.")),
        ):
            with pytest.raises(NotAllowed):
                act()
        tell(maya, key, client_id)  # telling the victim is the advocate's own work


def test_a_hold_keeps_the_record_and_only_counsel_sets_and_lifts_it(world, cora, order):
    key, client_id, _ = order
    with inside(world, cora) as viewer:
        hold(viewer, key)
    with inside(world) as maya:
        asked = ask_destruction(maya, client_id, because="wish")
    with inside(world, "tess") as tess, pytest.raises(RuleBroken, match="Counsel holds"):
        destroy(tess, asked)
    with (
        inside(world, "tess"),
        pytest.raises(Error, match="counsel holds"),
        transaction.atomic(using=ALIAS),
        connections[ALIAS].cursor() as cursor,
    ):
        cursor.execute("SELECT advocacy_destroy(%s, 'x', now())", [str(asked)])
    with inside(world, cora) as viewer:
        lift_hold(viewer, key)
    with inside(world, "tess") as tess:
        destroy(tess, asked)
    with as_owner(ALIAS):
        assert Client.objects.unscoped(reason="test").get(pk=client_id).destroyed_at
    with inside(world, cora) as viewer:  # what was done stays readable, the words do not
        assert open_demand(viewer, key).packages == []


def test_another_organization_finds_nothing_and_nobody_rewrites(world, cora, order):
    key = order[0]
    shore = make_agency("Shore Advocacy", "victim_service")
    world.people["iris"] = make_user("iris", shore, "community_advocacy", office="counsel")
    with inside(world, "iris") as iris:
        assert list_demands(iris) == ([], [])
        with pytest.raises(NotVisible):
            open_demand(iris, key)
    with inside(world, cora):
        for table in ("demand", "orderitem"):
            for statement in (
                f"UPDATE advocacy_{table} SET agency_id = 1",
                f"DELETE FROM advocacy_{table}",
            ):
                with (
                    pytest.raises(Error),
                    transaction.atomic(using=ALIAS),
                    connections[ALIAS].cursor() as cursor,
                ):
                    cursor.execute(statement)


def test_counsels_pages_take_up_settle_tell_and_hand_over(world, client_as, cora, add_victim):
    client_id = add_victim("Dana Whitlow")
    with inside(world) as maya:
        note = add_note(maya, client_id, words=NoteWords("call", day(-1), "MARK-paper words"))
    row = file_demand(world.viewer("ana"), world.case.pk, given=GIVEN)
    page, base = sign_in_again(client_as(cora), world.people[cora]), "/victims/demands/"
    assert world.case.number.encode() in page.get(base).content
    assert b"Legal demands that wait for you" in page.get("/victims/").content
    assert b"Legal demands that wait for you" not in client_as("maya").get("/victims/").content
    assert b"D-41" in page.get(f"{base}add/?filed={row.pk}").content
    sent = {
        "kind": "court_order", "received_on": day(0).isoformat(), "issuer": "TYPED court",
        "named": "The call\n\n",
    }  # fmt: skip
    assert page.post(f"{base}add/?filed={row.pk}", sent | {"issuer": ""}).status_code == 422
    address = page.post(f"{base}add/?filed={row.pk}", sent).url
    at = f"{address}people/{client_id}/"
    assert b"Note: Call" in page.get(f"{at}1/").content
    assert page.post(f"{at}1/", {"item": f"note:{note}"}).status_code == 302
    assert page.get(f"{at}2/").status_code == 404
    step = {"kind": "told", "happened_on": day(0).isoformat(), "client": str(client_id)}
    assert page.post(address, step).status_code == 422
    assert page.post(address, step | {"way": "Telephone", "outcome": "Told"}).status_code == 302
    measure = {"kind": "measure", "happened_on": day(0).isoformat(), "text": "Under seal"}
    assert page.post(address, measure).status_code == 302
    assert page.post(address, {"act": "hold"}).status_code == 302
    give = {"places": ["1"], "recipient": "TYPED clerk"}
    assert page.post(f"{at}package/", give | {"places": ["2"]}).status_code == 422
    assert page.post(f"{at}package/", give).status_code == 302
    shown = page.get(address).content.decode()
    for text in ("TYPED court", "TYPED clerk", "Under seal", "Lift the hold", "SHA-256"):
        assert text in shown
    with inside(world, cora) as viewer:
        package = Package.objects.visible_to(viewer).get()
    answer = page.get(f"{address}packages/{package.pk}/")
    assert hashlib.sha256(answer.content).hexdigest() == package.digest
    tired = client_as(cora).get(f"{address}packages/{package.pk}/")
    assert "reauthenticate" in tired.headers["Location"]
    for name in ("ana", "petra", "vic"):
        assert client_as(name).get(address).status_code in (403, 404)
    maya = sign_in_again(client_as("maya"), world.people["maya"])
    assert maya.get(f"{address}packages/{package.pk}/").status_code == 403
