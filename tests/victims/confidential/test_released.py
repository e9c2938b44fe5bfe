"""The life of a release on the advocate's side: two clicks, the note, the copy, what waits."""

import pytest
from django.utils import timezone

from casemgmt.core import clock
from casemgmt.core.walltime import start_of
from casemgmt.models import Release
from teams.models import Notice
from tests import build
from tests.build import day
from tests.pages import same_words
from tests.plugins.roles import as_owner
from tests.victims.confidential.release_form import add_url, release_form
from tests.victims.conftest import inside
from victims.confidential.models import AdvocacyEvent, Released
from victims.confidential.router import ALIAS
from victims.confidential.selectors.released import recent_releases
from victims.confidential.selectors.waiting import waiting_for
from victims.confidential.services.act import add_act
from victims.services.release import withdraw_release
from victims.services.terms import ROLE

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])
WORDS = "Please, no letters."


@pytest.fixture
def made(world, client_as, add_victim):
    """Return the addresses of a victim and of a release of hers."""
    client_id = add_victim("Dana Whitlow")
    answer = client_as("maya").post(add_url(world.case), release_form(world, client_id))
    return f"/victims/people/{client_id}/", answer["Location"]


def withdraw_url(body: str) -> str:
    return "/victims/releases/" + body.split("/victims/releases/")[1].split('"')[0]


def reads(client_as, world, name="ana") -> bool:
    return WORDS in client_as(name).get(f"/cases/{world.case.pk}/victim/").content.decode()


def waits(world, name="maya"):
    with inside(world, name) as viewer:
        return waiting_for(viewer)


@pytest.mark.parametrize("place", ["workspace", "client", "release"])
def test_it_is_taken_back_with_two_clicks(world, client_as, made, place):
    """From the workspace, the victim's page and the release's own."""
    client, release = made
    maya = client_as("maya")
    page = {"workspace": "/victims/", "client": client, "release": release}[place]
    address = withdraw_url(maya.get(page).content.decode())
    assert reads(client_as, world)
    assert maya.post(address, {"how": "spoken"}).status_code == 302
    assert not reads(client_as, world)
    assert "taken back" in maya.get(address).content.decode()


def test_what_ends_within_a_week_is_marked(client_as, made):
    assert "ends soon" not in client_as("maya").get("/victims/").content.decode()
    with clock.frozen_at(start_of(day(12))):
        assert "ends soon" in client_as("maya").get("/victims/").content.decode()


def test_a_spoken_withdrawal_waits_until_it_is_written_down(world, client_as, made):
    maya = client_as("maya")
    maya.post(withdraw_url(maya.get(made[1]).content.decode()), {"how": "spoken"})
    assert len(waits(world).notes) == 1
    assert "Write down that" in maya.get("/victims/").content.decode()
    note = {"happened_on": day(0).isoformat(), "said": "MARK-called at 10:05"}
    assert maya.post(f"{made[1]}acts/noted/add/", note | {"said": " "}).status_code == 422
    assert maya.post(f"{made[1]}acts/noted/add/", note).status_code == 302
    assert waits(world).notes == []
    assert "MARK-called at 10:05" in maya.get(made[1]).content.decode()
    with as_owner():
        row = Release.objects.unscoped(reason="test").get(items=["wishes about letters"])
    assert row.revoked_how == "spoken"


def test_a_written_withdrawal_is_its_own_note(world, client_as, made):
    maya = client_as("maya")
    maya.post(withdraw_url(maya.get(made[1]).content.decode()), {"how": "written"})
    assert waits(world).notes == []


def test_a_colleague_without_a_seat_takes_it_back(world, client_as, made):
    tess = client_as("tess")
    assert "Take it back" in tess.get(made[0]).content.decode()
    address = withdraw_url(tess.get(made[1]).content.decode())
    assert tess.get(address).status_code == 200
    assert tess.post(address, {"how": "spoken"}).status_code == 302
    assert not reads(client_as, world)


@pytest.mark.parametrize("name", ["ana", "kim", "lee", "vic", "ben", "nina", "petra"])
def test_nobody_else_finds_the_release_its_copy_or_its_withdrawal(world, client_as, made, name):
    client = client_as(name)
    address = withdraw_url(client_as("maya").get(made[1]).content.decode())
    pages = [made[1], f"{made[1]}copy/en/", f"{made[1]}copy/es/pdf/", f"{made[1]}acts/noted/add/"]
    for page in [*pages, address]:
        for answer in (client.get(page), client.post(page, {"how": "spoken"})):
            assert answer.status_code in (404, 405)
            assert WORDS.encode() not in answer.content
    assert reads(client_as, world)


@pytest.mark.parametrize(("language", "said"), [("en", "Permission"), ("es", "Permiso")])
def test_the_copy_is_a_page_to_print_and_a_paper(client_as, made, language, said):
    maya = client_as("maya")
    page = maya.get(f"{made[1]}copy/{language}/").content.decode()
    assert said in page
    assert f'lang="{language}"' in page
    assert WORDS in page
    paper = maya.get(f"{made[1]}copy/{language}/pdf/")
    assert paper.content.startswith(b"%PDF")
    assert "Whitlow" not in paper.headers["Content-Disposition"]
    assert maya.get(f"{made[1]}copy/fr/").status_code == 404


def test_a_copy_that_was_not_given_waits_until_it_is(world, client_as, add_victim):
    client_id, maya = add_victim(), client_as("maya")
    later = {"copy": "later", "copy_language": "", "copy_why": "not safe to carry"}
    made = maya.post(add_url(world.case), release_form(world, client_id, **later))["Location"]
    assert len(waits(world).copies) == 1
    given = {"happened_on": day(0).isoformat(), "said": "es"}
    assert maya.post(f"{made}acts/copy/add/", given).status_code == 302
    assert waits(world).copies == []
    assert "copia el" in maya.get(f"{made}copy/es/").content.decode()


def test_the_form_to_sign_is_printed_before_anything_is_released(world, client_as, add_victim):
    client_id, maya = add_victim("Dana Whitlow"), client_as("maya")
    form = release_form(world, client_id, signed_by="", copy="") | {"step": "sign"}
    for language in ("en", "es"):
        paper = maya.post(add_url(world.case), form | {"go": f"print-{language}"})
        assert paper["Content-Type"] == "application/pdf"
    early = maya.post(add_url(world.case), form | {"go": "print-en", "item": ""})
    assert early["Content-Type"].startswith("text/html")
    with as_owner(ALIAS):
        assert not Released.objects.unscoped(reason="test").exists()
        events = AdvocacyEvent.objects.unscoped(reason="test")
        assert events.filter(kind="view", client_id=client_id, fields=["name"]).count() == 2


def test_what_is_kept_of_the_form_is_encrypted_and_whole(world, client_as, made):
    with as_owner(ALIAS):
        row = Released.objects.unscoped(reason="test").get()
    for word in (b"letters", b"Altona", b"English"):
        assert word not in bytes(row.particulars)
    with inside(world) as maya:
        (one,) = recent_releases(maya)
    assert (one.form.text, one.form.agency, one.form.language) == (WORDS, "Altona Probation",
                                                                    "English")  # fmt: skip


def test_the_18th_birthday_makes_a_task_and_sends_nothing(world, add_victim):
    client_id, birthday = add_victim("Dana Whitlow"), day(3)
    born = birthday.replace(year=birthday.year - 18).isoformat()
    with inside(world) as maya:
        add_act(maya, client_id, kind="born", words=born, happened_on=day(0))
    assert waits(world).of_age == []
    with clock.frozen_at(start_of(birthday)):
        (one,) = waits(world).of_age
        assert (one.client_id, one.since) == (client_id, birthday)
        with as_owner():
            assert not Notice.objects.exists()
        with inside(world) as maya:
            add_act(maya, client_id, kind="of_age", words="Wants none.", happened_on=birthday)
        assert waits(world).of_age == []


def test_another_organization_has_nothing_that_waits(world, client_as, made):
    assert timezone.now()
    stranger = build.make_user(
        "Uma", build.make_agency("Other Advocacy", kind="victim_service"), "community_advocacy"
    )
    world.people["uma"] = stranger
    with inside(world, "uma") as uma:
        found = waiting_for(uma)
    assert found.is_empty
    assert found.open == []


def test_each_victim_has_a_slot_here_and_the_team_one_for_all(world, client_as, add_victim):
    """T26: before a decision; the team's pages read the same whatever the slots say."""
    one, other = add_victim("Dana Whitlow"), add_victim("Abel Young")
    maya, kim = client_as("maya"), client_as("kim")
    address = f"/cases/{world.case.pk}/"
    before = same_words(kim.get(address))
    page = f"/victims/cases/{world.case.pk}/"
    assert maya.get(page).content.decode().count("considered, none shared") == 2
    maya.post(add_url(world.case), release_form(world, one))
    body = maya.get(page).content.decode()
    assert body.count("considered, none shared") == 1
    assert "may be heard by supervision, Altona Probation" in body
    assert same_words(kim.get(address)) == before
    ana = client_as("ana").get(f"{address}victim/").content.decode()
    assert "Whitlow" not in ana
    assert "Young" not in ana
    assert str(other) not in ana


@pytest.mark.parametrize("name", ["cho", "kim"])
def test_the_form_of_a_decision_reads_the_same_with_no_victim_one_and_two(
    world, client_as, add_victim, name
):
    """T26: one neutral slot, whether and however many victims are in contact."""
    client, maya = client_as(name), client_as("maya")
    review = world.records["review"].pk
    pages = [f"/reviews/{review}/decide/", f"/reviews/{review}/", f"/cases/{world.case.pk}/"]

    def read() -> list:
        return [same_words(client.get(page)) for page in pages]

    before = read()
    for victim in ("Dana Whitlow", "Abel Young"):
        birch = {"to_agency": str(world.agencies["birch"].key), "to_user": f"{ROLE}treatment"}
        form = release_form(world, add_victim(victim), **birch)
        assert maya.post(add_url(world.case), form).status_code == 302
        assert read() == before
    assert WORDS in client_as("otto").get(f"/cases/{world.case.pk}/victim/").content.decode()


def test_the_way_out_is_on_each_page_of_this_side_also_where_there_is_nothing(client_as, made):
    maya = client_as("maya")
    missing = "/victims/people/00000000-0000-4000-8000-000000000000/"
    for page in ("/victims/", "/victims/practice/", *made, f"{made[1]}copy/es/", missing):
        body = maya.get(page).content.decode()
        assert "data-quick-exit" in body, page
        assert 'rel="noreferrer"' in body


def test_a_withdrawal_on_the_teams_side_counts_here_too(world, client_as, made):
    with as_owner():
        row = Release.objects.unscoped(reason="test").get(items=["wishes about letters"])
    withdraw_release(world.viewer("maya"), row.pk, how="written")
    assert "Take it back" not in client_as("maya").get(made[1]).content.decode()
    revoke = f"/cases/{world.case.pk}/releases/{world.records['victim_release'].pk}/revoke/"
    answer = client_as("maya").get(revoke)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/victims/releases/")
