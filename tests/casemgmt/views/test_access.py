"""Pages that explain access: for whom they open, what they say, and what they never say."""

import pytest

from audit.models import Event
from casemgmt.models import Conflict
from casemgmt.selectors.audience import who_can_see
from tests import build
from tests.pages import same_words
from tests.plugins.roles import as_owner

ON_THE_CASE = {"ana", "rosa", "kim", "otto", "priya", "lee", "maya", "vic", "cho", "paul"}
ANSWER_FOR_IT = {"ana", "rosa"}  # the officer and her supervisor
OFFICES = {"petra", "alex"}


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_own_access_opens_for_whoever_stands_on_the_case_alone(world, client_as):
    for name in world.people:
        answer = client_as(name).get(f"/cases/{world.case.pk}/access/")
        assert answer.status_code == (200 if name in ON_THE_CASE else 404), name


def test_who_can_see_opens_for_those_who_answer_for_the_case(world, client_as):
    for name in world.people:
        status = client_as(name).get(f"/cases/{world.case.pk}/access/people/").status_code
        opens = name in ANSWER_FOR_IT | OFFICES
        assert status == (200 if opens else 403 if name in ON_THE_CASE else 404), name


def test_the_question_opens_for_the_offices_alone(world, client_as):
    for name in world.people:
        assert client_as(name).get("/access/").status_code == (200 if name in OFFICES else 404)


def test_own_access_says_rule_ground_and_what_would_change(world, client_as):
    page = text(client_as("lee").get(f"/cases/{world.case.pk}/access/"))
    assert "Member of Elm case team, from" in page
    assert (
        "an authorization that names Office of the State&#x27;s Attorney for risk and needs" in page
    )
    assert "law: 45 CFR 164.508" in page
    assert "In part, by standing: violation packets." in page


def test_own_access_never_names_what_is_hidden(world, client_as):
    for category in ("psychotherapy_notes", "sud_treatment", "sexual_history", "tribal"):
        build.make_entry(world.case, world.people["kim"], category, "HIDDEN")
    page = text(client_as("ana").get(f"/cases/{world.case.pk}/access/"))
    for words in ("Psychotherapy", "Substance use", "Sexual history", "confidential record"):
        assert f">{words}" not in page
    assert "Psychotherapy notes</th>" in text(
        client_as("kim").get(f"/cases/{world.case.pk}/access/")
    )


def test_who_can_see_lists_people_with_their_ground(world):
    viewer = world.viewer("ana")
    found = {one.name: one for one in who_can_see(viewer, world.case.pk).people}
    assert set(found) == {world.people[name].name for name in ON_THE_CASE}
    kim, lee = found["Kim Example"], found["Lee Example"]
    assert "Treatment summary" in {seen.label for seen in kim.whole}
    assert "Supervision" in {seen.label for seen in kim.part}
    assert "Risk and needs" in lee.by_paper
    assert [ground.words for ground in found["Rosa Example"].grounds] == [
        "Supervises Elm Street Unit"
    ]


def test_who_can_see_leaves_out_whoever_cannot_and_does_not_say_why(world, client_as):
    with as_owner():
        Conflict.objects.create(user=world.people["otto"], case=world.case)
        type(world.people["vic"]).objects.filter(username="vic").update(is_active=False)
    page = text(client_as("ana").get(f"/cases/{world.case.pk}/access/people/"))
    assert "Otto" not in page
    assert "Vic Example" not in page
    assert "onflict" not in page


@pytest.mark.parametrize("name", ["ana", "rosa", "petra"])
def test_papers_between_others_and_victims_releases_change_no_byte(world, client_as, name):
    client, url = client_as(name), f"/cases/{world.case.pk}/access/people/"
    before = same_words(client.get(url))
    for category in ("treatment_summary", "treatment_clinical", "sud_treatment", "risk"):
        build.make_release(
            world.case, kind="court_order", source=world.agencies["center"],
            to=world.agencies["attorney"], categories=[category],
        )  # fmt: skip
    for to in ("attorney", "center", "probation"):
        build.make_release(
            world.case, kind="victim_release", source=world.agencies["harbor"],
            to=world.agencies[to], categories=["victim_statement"],
        )  # fmt: skip
    assert same_words(client.get(url)) == before


def test_an_own_paper_shows_with_its_end(world, client_as):
    page = text(client_as("ana").get(f"/cases/{world.case.pk}/access/people/"))
    assert 'treatment summary <span class="usa-hint">(an authorization, until' in page


def ask(client, **words):
    return client.get("/access/", words)


def test_an_office_asks_about_a_person_a_case_and_a_category(world, client_as):
    client = client_as("petra")
    page = text(ask(client, person="kim", number=world.case.number, category="treatment_summary"))
    assert "Kim Example on case 24-0117" in page
    assert "Member of Elm case team" in page
    page = text(ask(client, person="former", number=world.case.number, category="risk"))
    assert "The membership of the case&#x27;s team has ended." in page
    assert "What would open it: a new membership on the case&#x27;s team" in page
    assert "Marlow" not in page


def test_a_past_moment_is_asked_and_said(world, client_as):
    moment = f"{build.moment(-30):%Y-%m-%dT%H:%M}"
    page = text(ask(client_as("petra"), person="former", number=world.case.number, at=moment))
    assert "At another moment:" in page
    assert "Can see" in page


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"person": "nobody", "number": "24-0117"}, "Nobody has this name."),
        ({"person": "kim", "number": "99-9999"}, "No case of your agency has this number"),
        ({"person": "kim"}, "Fill this in."),
        ({"person": "kim", "number": "24-0117", "category": "secrets"}, "Choose one of the"),
        ({"person": "kim", "number": "24-0117", "at": "soon"}, "Choose a day and a time"),
    ],
)
def test_bad_input_is_told(world, client_as, words, told):
    answer = ask(client_as("petra"), **words)
    assert answer.status_code == 422
    assert told in text(answer)


def test_a_name_that_several_have_is_chosen_from(world, client_as):
    client = client_as("petra")
    page = text(ask(client, person="Example", number=world.case.number))
    assert "Which one?" in page
    key = str(world.people["kim"].key)
    page = text(ask(client, person="Example", number=world.case.number, key=key))
    assert "Kim Example on case 24-0117" in page


def test_another_agency_s_case_reads_as_one_that_is_not_there(world, client_as):
    gail = build.make_user("gail", world.agencies["center"], "policy", office="privacy_officer")
    world.people["gail"] = gail
    client = client_as("gail")
    there = ask(client, person="nina", number=world.case.number)
    missing = ask(client, person="nina", number="24-0118")
    assert there.status_code == missing.status_code == 422
    one, other = (same_words(a).replace(n, b"") for a, n in
                  ((there, b"24-0117"), (missing, b"24-0118")))  # fmt: skip
    assert one == other
    with as_owner():
        event = Event.objects.filter(request_id=there["X-Request-Id"]).get()
    assert (event.kind, event.outcome) == ("refusal", "refused")
    assert event.case_id == world.case.pk


def test_each_page_is_on_the_ledger(world, client_as):
    for name, url, kind in (
        ("ana", f"/cases/{world.case.pk}/access/", "explanation"),
        ("ana", f"/cases/{world.case.pk}/access/people/", "audience"),
        ("petra", f"/access/?person=kim&number={world.case.number}", "explanation"),
    ):
        answer = client_as(name).get(url)
        with as_owner():
            events = Event.objects.filter(request_id=answer["X-Request-Id"])
            assert kind in set(events.values_list("subject_kind", flat=True)), url


def test_the_case_page_leads_to_the_explanations(world, client_as):
    page = text(client_as("ana").get(f"/cases/{world.case.pk}/"))
    assert f'/cases/{world.case.pk}/access/"' in page
    assert f'/cases/{world.case.pk}/access/people/"' in page
    page = text(client_as("kim").get(f"/cases/{world.case.pk}/"))
    assert f'/cases/{world.case.pk}/access/people/"' not in page


def test_the_api_answers_as_the_page(world, client_as):
    answer = client_as("lee").get(f"/api/v1/cases/{world.case.pk}/access/")
    assert answer.status_code == 200
    rows = {row["category"]: row for row in answer.json()["answers"]}
    assert rows["risk"]["because"] == "gate_missing"
    assert rows["risk"]["would_change"] == [
        "an authorization that names Office of the State's Attorney for risk and needs"
    ]
    assert rows["supervision"]["parts"] == ["violations"]
    assert rows["supervision"]["ground"]["words"] == "Member of Elm case team"
    assert "psychotherapy_notes" not in rows
    assert client_as("dora").get(f"/api/v1/cases/{world.case.pk}/access/").status_code == 404
