"""The forms of casework as pages: who gets them, what they do, that nothing typed is lost."""

import pytest

from casemgmt.models import (
    Assessment,
    Case,
    Condition,
    Entry,
    ExamReferral,
    ExamResult,
    TreatmentSummary,
)
from tests import build
from tests.pages import same_words
from tests.plugins.roles import as_owner

KEPT = "Typed with care."


def iso(offset):
    return build.day(offset).isoformat()


def forms(world):
    """Return for each form: its address, who fills it in, what it makes, what it says."""
    case, key = f"/cases/{world.case.pk}/", lambda name: str(world.people[name].key)
    referral = build.make_referral(world.case, world.people["ana"], world.people["priya"])
    return {
        "assessment": (f"{case}assessments/add/", "ana", Assessment, {
            "instrument": "static_99r", "scored_on": iso(-1), "level": "II below average",
            "note": KEPT,
        }),
        "referral": (f"{case}referrals/add/", "ana", ExamReferral, {
            "kind": "maintenance", "areas": KEPT, "examiner": key("priya"), "scheduled_on": iso(9),
        }),
        "result": (f"{case}referrals/{referral.pk}/result/", "priya", ExamResult, {
            "result": "significant", "examined_on": iso(-1), "statements": KEPT,
        }),
        "summary": (f"{case}summaries/add/", "kim", TreatmentSummary, {
            "period_from": iso(-60), "period_until": iso(-1), "attended": "8", "missed": "0",
            "participation": "active", "summary": KEPT,
        }),
        "entry": (f"{case}entries/add/", "kim", Entry, {
            "kind": "psychotherapy_notes", "happened_on": iso(-1), "title": "Session", "text": KEPT,
        }),
        "condition": (f"{case}conditions/add/", "ana", Condition, {
            "kind": "travel", "source": "court", "text": KEPT, "starts_on": iso(-1),
        }),
        "opening": ("/cases/open/", "ana", Case, {
            "given_name": "Nils", "family_name": "Quarry", "number": "26-0400",
            "stage": "supervised",
            "offense": KEPT, "team": str(world.teams["elm"].key), "officer": key("ana"),
            "opened_on": iso(-1), "next_review": iso(20),
        }),
    }  # fmt: skip


FORMS = [
    "assessment",
    "referral",
    "result",
    "summary",
    "entry",
    "condition",
    "opening",
]
WRONG = [
    ("assessment", "scored_on", "2026-02-30", "Choose a day that exists"),
    ("assessment", "scored_on", "2099-01-01", "future"),
    ("assessment", "total", "99999", "less than or equal"),
    ("assessment", "instrument", "j_soap_ii", "Choose one"),
    ("referral", "examiner", "nobody", "Choose one"),
    ("referral", "areas", "", "Fill this in"),
    ("result", "examined_on", "2099-01-01", "future"),
    ("summary", "attended", "many", "whole number"),
    ("summary", "period_until", "2001-01-01", "before it begins"),
    ("entry", "kind", "supervision", "Choose one"),
    ("entry", "text", "x" * 20_001, "Shorten it"),
    ("condition", "ends_on", "2001-01-01", "before it begins"),
    ("opening", "number", "24-0900", "Another case has this number"),
    ("opening", "officer", "nobody", "Choose one"),
    ("opening", "born_on", "2099-01-01", "future"),
]  # fmt: skip


def count(model):
    with as_owner():
        return model.objects.unscoped(reason="test").count()


@pytest.mark.parametrize("name", FORMS)
def test_a_good_form_makes_one_record_and_leads_back(world, client_as, name):
    url, who, model, good = forms(world)[name]
    client, before = client_as(who), count(model)
    assert client.get(url).status_code == 200
    answer = client.post(url, good)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert count(model) == before + 1
    assert client.get(answer.url.partition("#")[0]).status_code == 200


@pytest.mark.parametrize(("name", "field", "value", "words"), WRONG)
def test_a_wrong_field_is_named_and_the_rest_is_kept(world, client_as, name, field, value, words):
    url, who, model, good = forms(world)[name]
    before = count(model)
    answer = client_as(who).post(url, good | {field: value})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert words in body
    assert "There is a problem" in body
    assert KEPT in body or good.get(field) == KEPT
    assert count(model) == before


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("who", ["ben", "sam", "former"])
def test_people_without_standing_get_the_answer_of_a_missing_case(world, client_as, name, who):
    url, _, model, good = forms(world)[name]
    client, before = client_as(who), count(model)
    if name == "opening" and who == "ben":
        return  # he opens cases of his own unit
    missing = url.replace(str(world.case.pk), "00000000-0000-4000-8000-000000000000")
    answers = [client.get(url), client.get(missing), client.post(url, good)]
    assert {answer.status_code for answer in answers} == {404}
    assert same_words(answers[0]) == same_words(answers[1])
    assert count(model) == before


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("who", ["maya", "lee", "paul"])
def test_disciplines_that_do_not_own_it_are_refused(world, client_as, name, who):
    url, _, model, good = forms(world)[name]
    client, before = client_as(who), count(model)
    if name == "entry" and who != "maya":
        assert client.post(url, good).status_code == 422  # they have kinds of their own
    else:
        assert client.get(url).status_code in (403, 404)
        assert client.post(url, good).status_code in (403, 404)
    assert count(model) == before


def test_a_correction_begins_with_the_earlier_words_and_is_marked(world, client_as):
    client, case = client_as("kim"), f"/cases/{world.case.pk}/"
    old = world.records["summary"]
    url = f"{case}summaries/add/"
    assert f"{url}?corrects={old.pk}" in client.get(case).content.decode()
    assert "MARK-summary text" in client.get(f"{url}?corrects={old.pk}").content.decode()
    good = forms(world)["summary"][3] | {"corrects": str(old.pk)}
    assert client.post(url, good).status_code == 302
    body = client.get(case).content.decode()
    assert "Corrects an earlier one" in body
    assert "Corrected by a newer one" in body
    for garbage in ("nonsense", str(world.records["clinical"].pk)):
        assert client.get(f"{url}?corrects={garbage}").status_code == 404
        assert client.post(url, good | {"corrects": garbage}).status_code == 404
    assert client.post(url, good).status_code == 422


def test_opening_asks_whether_it_is_a_person_whom_the_officer_knows(world, client_as):
    url, _, _, good = forms(world)["opening"]
    client = client_as("ana")
    alike = good | {"given_name": "Jon", "family_name": "MARLOW", "born_on": "1980-05-17"}
    answer = client.post(url, alike)
    assert answer.status_code == 422
    assert "Marlow, John" in answer.content.decode()
    hidden = good | {
        "given_name": "Foreign",
        "family_name": "Zephyr",
        "match": str(world.other.person_id),
    }
    assert client.post(url, hidden).status_code == 302  # the officer cannot know of the other one
    same = client.post(url, alike | {"match": str(world.case.person_id), "number": "26-0401"})
    assert same.status_code == 302
    other = client.post(url, alike | {"match": "new", "number": "26-0402"})
    assert other.status_code == 302
    with as_owner():
        people = Case.objects.unscoped(reason="test").filter(number__startswith="26-04")
        known = people.filter(person=world.case.person).count()
        assert (known, people.filter(person=world.other.person).count()) == (1, 0)


def test_a_condition_ends_after_a_yes(world, client_as):
    row = world.records["protective"]
    url = f"/cases/{world.case.pk}/conditions/{row.pk}/end/"
    client = client_as("ana")
    assert "Tell the advocate" in client.get(url).content.decode()
    words = {"ends_on": iso(-1), "reason": KEPT, "version": 1}
    answer = client.post(url, words)
    assert (answer.status_code, KEPT in answer.content.decode()) == (422, True)
    changed = client.post(url, words | {"version": 7, "confirmed": "on"})
    assert (changed.status_code, KEPT in changed.content.decode()) == (409, True)
    assert client.post(url, words | {"confirmed": "on"}).status_code == 302
    assert "Ended: 1" in client.get(f"/cases/{world.case.pk}/").content.decode()


def test_hand_over_close_and_open_again(world, client_as):
    case = f"/cases/{world.case.pk}/"
    ana, rosa = client_as("ana"), client_as("rosa")
    assert f"{case}close/" in ana.get(case).content.decode()
    assert f"{case}close/" not in client_as("cho").get(case).content.decode()
    words = {"officer": str(world.people["cho"].key), "reason": "leave"}
    assert ana.post(f"{case}officer/", {"officer": "nobody", "reason": KEPT}).status_code == 422
    assert ana.post(f"{case}officer/", words).url == case
    assert ana.get(f"{case}close/").status_code == 403
    closing = {"closed_on": iso(0), "reason": "term served"}
    assert rosa.post(f"{case}close/", closing).status_code == 422
    assert rosa.post(f"{case}close/", closing | {"confirmed": "on"}).url == case
    assert "Marlow" not in rosa.get("/cases/").content.decode()
    assert "term served" in rosa.get(case).content.decode()
    opening = {"stage": "supervised", "next_review": iso(5), "reason": "mistake"}
    assert rosa.post(f"{case}reopen/", opening).url == case
    assert "Marlow" in rosa.get("/cases/").content.decode()


def test_who_hands_a_case_out_of_reach_gets_the_list(world, client_as):
    ida = build.make_user(
        "ida", world.agencies["probation"], "supervision", unit=world.units["elm"]
    )
    world.people["ida"] = ida
    case = build.make_case("25-0001", team=world.teams["elm"], officer=ida)
    words = {"officer": str(world.people["cho"].key), "reason": "leave"}
    assert client_as("ida").post(f"/cases/{case.pk}/officer/", words).url == "/cases/"


def test_a_release_is_listed_with_its_end_and_taken_back(world, client_as):
    row = world.records["authorization"]
    url = f"/cases/{world.case.pk}/releases/"
    kim, ana = client_as("kim"), client_as("ana")
    assert f"{row.pk}/revoke/" in kim.get(url).content.decode()
    assert f"{row.pk}/revoke/" in ana.get(url).content.decode()  # the person may tell the officer
    assert client_as("otto").get(f"{url}{row.pk}/revoke/").status_code == 404
    assert "MARK-summary" in ana.get(f"/cases/{world.case.pk}/").content.decode()
    assert kim.post(f"{url}{row.pk}/revoke/", {"how": "shouted"}).status_code == 422
    assert kim.post(f"{url}{row.pk}/revoke/", {"how": "spoken"}).status_code == 302
    assert "MARK-summary" not in ana.get(f"/cases/{world.case.pk}/").content.decode()
    assert "Taken back" in kim.get(url).content.decode()


def test_each_page_offers_what_its_viewer_writes(world, client_as):
    case = f"/cases/{world.case.pk}/"
    offered = {
        "ana": {"contacts", "conditions", "assessments", "referrals", "entries", "releases"},
        "kim": {"assessments", "summaries", "referrals", "entries", "releases"},
        "priya": {"entries"},
        "maya": {"releases"},
        "lee": {"entries", "releases"},
    }
    kinds = {name for names in offered.values() for name in names}
    for who, wanted in offered.items():
        body = client_as(who).get(case).content.decode()
        assert {kind for kind in kinds if f"{case}{kind}/add/" in body} == wanted, who


def test_the_examiner_is_led_to_the_exam_without_a_result(world, client_as):
    row = build.make_referral(world.case, world.people["ana"], world.people["priya"])
    url = f"/cases/{world.case.pk}/referrals/{row.pk}/result/"
    client = client_as("priya")
    assert url in client.get(f"/cases/{world.case.pk}/").content.decode()
    assert url in client.get("/").content.decode()
    assert url not in client_as("ana").get(f"/cases/{world.case.pk}/").content.decode()


def test_a_long_plan_shows_what_protects_a_victim_first(world, client_as):
    for number in range(6):
        build.make_condition(world.case, world.people["ana"], f"Rule {number}.")
    body = client_as("ana").get(f"/cases/{world.case.pk}/").content.decode()
    assert body.index("MARK-protective") < body.index("of all 8 conditions") < body.index("Rule 3.")
