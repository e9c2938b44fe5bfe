"""The ledger's home and its ways in: each question answered in counts, for the offices alone."""

import csv
import io
from dataclasses import replace

import pytest
from django.db import connection
from django.urls import reverse

from audit.handles import EVENT, PERSON, handle_of, number_of
from audit.models import Event, Kind, Outcome
from audit.services.alarm import watch
from audit.services.record import Entry, record
from casemgmt.policy.people import Act
from teams.models import User
from tests import build
from tests.audit.ledger import ask, seal
from tests.plugins.roles import as_owner

pytestmark = pytest.mark.django_db
REQUEST = "33333333-2222-4333-8444-{:012}"


@pytest.fixture
def seen(world):
    """Kim viewed a result by membership 7, Lee a victim by a release; Ben was refused."""
    case, victim = str(world.case.pk), str(world.records["system_record"].pk)

    def show(name, number, **fields):
        act = Act(request_id=REQUEST.format(number), purpose="case work")
        record(replace(world.viewer(name), act=act), [Entry(**{"case_id": case} | fields)])

    show("kim", 1, subject_kind="examresult", subject_id="r-1", category="polygraph_result",
         authority="membership", authority_ref="membership:7")  # fmt: skip
    show("kim", 2, subject_kind="case", subject_id=case, category="identity",
         authority="membership", authority_ref="membership:7")  # fmt: skip
    show("lee", 3, subject_kind="systemrecord", subject_id=victim, category="victim_system",
         authority="release", authority_ref="release-1")  # fmt: skip
    show("ben", 4, kind=Kind.REFUSAL, outcome=Outcome.REFUSED, subject_kind="case",
         subject_id=case, because="no_standing")  # fmt: skip
    return world


def ways(world):
    """Each page with its address and a word that only its answer holds."""
    victim = str(world.records["system_record"].pk)
    return {
        "person": (reverse("audit:by_person", args=[person(world, "kim")]), "What Kim Example did"),
        "case": (reverse("audit:by_case", args=[world.case.pk]), "Who saw case 24-0117"),
        "victim": (reverse("audit:by_victim", args=[victim]), "Who saw a victim of case 24-0117"),
        "record": (reverse("audit:by_record") + "?of=examresult&subject=r-1", "Kim Example"),
        "authority": (
            reverse("audit:by_authority") + "?kind=release&ref=release-1", "Lee Example"
        ),
        "refusal": (reverse("audit:by_refusal"), "You have no standing on this case"),
    }  # fmt: skip


def person(world, name):
    return handle_of(PERSON, world.people[name].pk)


WAYS = ("person", "case", "victim", "record", "authority", "refusal")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["petra", "alex"])
def test_each_way_in_answers_its_question(seen, client_as, way, name):
    url, words = ways(seen)[way]
    answer = client_as(name).get(url)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert "Marlow" not in answer.content.decode()
    with as_owner():
        event = Event.objects.filter(kind="ledger").order_by("-id").first()
    assert (event.subject_id, event.category) == (f"by {way}", "ledger")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["ana", "rosa", "kim", "maya", "sam", "former"])
def test_nobody_else_gets_an_answer(seen, client_as, way, name):
    url, _ = ways(seen)[way]
    assert client_as(name).get(url).status_code == 404
    assert client_as(name).post(url, {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("way", WAYS)
def test_another_agency_s_officer_gets_nothing_of_it(seen, client_as, way):
    seen.people["lena"] = build.make_user(
        "lena", seen.agencies["council"], "policy", office="privacy_officer"
    )
    url, words = ways(seen)[way]
    answer = client_as("lena").get(url)
    assert answer.status_code == (200 if way == "refusal" else 404)
    assert "24-0117" not in answer.content.decode()
    assert words not in answer.content.decode()


def test_who_saw_a_case_says_how_often_what_and_by_what(seen, client_as):
    page = client_as("petra").get(ways(seen)["case"][0]).content.decode()
    assert "3 events, and 1 refusal" in page
    table, refused = page.split("Who saw it")[1].split("Refused", 1)
    assert "polygraph result (1)" in table
    assert "Member of the case&#x27;s team (2)" in table
    assert "Ben Example" not in table
    assert "You have no standing on this case. (1)" in refused


def test_an_event_leads_to_its_person_case_and_authority(seen, client_as):
    client = client_as("petra")
    event = ask("SELECT max(id) FROM audit_event WHERE subject_id = 'r-1'")
    page = client.get(reverse("audit:event", args=[handle_of(EVENT, event)])).content.decode()
    for way in ("person", "case", "record"):
        assert ways(seen)[way][0].replace("&", "&amp;") in page
    assert "?kind=membership&amp;ref=membership%3A7" in page


def test_the_counts_are_taken_with_a_reason_and_no_formula(seen, recent):
    seen.people["eve"] = build.make_user("eve", seen.agencies["center"], "treatment")
    with as_owner():
        User.objects.filter(pk=seen.people["eve"].pk).update(name="=1+1")
    seen.people["eve"].refresh_from_db()
    record(seen.viewer("eve"), [Entry(case_id=str(seen.case.pk))])
    url = ways(seen)["case"][0]
    client = recent("petra")
    assert client.post(url, {"reason": " "}).status_code == 422
    answer = client.post(url, {"reason": "=weekly"})
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert rows[0][:4] == ["answer", "of", "agency", "times"]
    assert {row[1] for row in rows[1:-1]} == {"'=1+1", "Kim Example", "Lee Example", "Ben Example"}
    assert rows[-1][0].startswith("Who saw case 24-0117. Exported by ")
    with as_owner():
        event = Event.objects.get(kind="export")
    assert (event.subject_id, event.reason, event.total) == ("by case", "=weekly", 5)


def test_days_narrow_a_page_and_wrong_ones_are_told(seen, client_as):
    client, url = client_as("petra"), ways(seen)["case"][0]
    assert "Nothing on these days" in client.get(url, {"until": "2020-01-01"}).content.decode()
    answer = client.get(url, {"since": "2026-02-02", "until": "2026-02-01"})
    assert answer.status_code == 422
    assert "before the first one" in answer.content.decode()


@pytest.mark.parametrize(
    ("words", "label"),
    [("24-0117", "Case 24-0117: who saw it"), ("kim", "Person: Kim Example"),
     ("release-1", "Authority: a victim&#x27;s release"), ("r-1", "Exam result: who saw it")],
)  # fmt: skip
def test_one_box_finds_each_way_in(seen, client_as, words, label):
    page = client_as("petra").get("/ledger/find/", {"words": words}).content.decode()
    assert label in page


def test_the_box_finds_a_victim_by_key_and_nothing_by_name(seen, client_as):
    client, row = client_as("petra"), seen.records["system_record"]
    page = client.get("/ledger/find/", {"words": str(row.pk)}).content.decode()
    assert ways(seen)["victim"][0] in page
    page = client.get("/ledger/find/", {"words": row.given_name}).content.decode()
    assert "Nothing fits" in page
    assert client.get("/ledger/find/", {"words": ""}).status_code == 422


def test_the_home_tells_the_state_and_what_waits(seen, client_as):
    client = client_as("petra")
    page = client.get("/ledger/").content.decode()
    assert "Nothing is sealed yet" in page
    assert "1 refusal</a> in the last 7 days" in page
    seal()
    watch()
    assert "All at work" in client.get("/ledger/").content.decode()


def test_an_address_tells_no_number(seen, client_as):
    event = ask("SELECT max(id) FROM audit_event WHERE subject_id = 'r-1'")
    handle = handle_of(EVENT, event)
    assert number_of(EVENT, handle) == event
    assert number_of(PERSON, handle) is None
    assert number_of(EVENT, "x") is None
    assert len({handle_of(EVENT, number)[:8] for number in range(200)}) == 200
    client = client_as("petra")
    assert client.get(f"/ledger/event/{event}/").status_code == 404
    assert f"/ledger/event/{handle}/" in client.get("/ledger/search/").content.decode()


def test_a_handle_outlives_a_change_of_the_key(settings):
    handle = handle_of(EVENT, 7)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of the same site"  # noqa: S105
    assert handle_of(EVENT, 7) != handle
    assert number_of(EVENT, handle) == 7


@pytest.mark.parametrize("way", ["person", "case", "authority", "refusal"])
def test_a_page_costs_the_same_for_many_events(seen, client_as, way, django_assert_max_num_queries):
    client, (url, _) = client_as("petra"), ways(seen)[way]
    client.get(url)
    entries = [
        Entry(case_id=str(seen.case.pk), authority="release", authority_ref="release-1",
              subject_id=str(n), outcome=outcome)
        for n in range(100) for outcome in ("shown", "refused")
    ]  # fmt: skip
    for name in ("kim", "lee", "otto", "priya"):
        record(seen.viewer(name), entries)
    with django_assert_max_num_queries(15):
        client.get(url)


QUESTIONS = {
    "person": "actor_id = {actor} AND at >= now() - interval '30 days'",
    "case": "case_id = '{case}'",
    "record": "subject_kind = 'case' AND subject_id = '17'",
    "authority": "authority = 'release' AND authority_ref = 'r-17'",
    "refusal": "outcome = 'refused' AND at >= now() - interval '30 days'",
}
MANY = """
    INSERT INTO audit_event (at, kind, outcome, actor_id, actor_agency_id, subject_kind, subject_id,
        case_id, authority, authority_ref)
    SELECT now() - n * interval '2 minutes', 'view',
        CASE WHEN n %% 200 = 0 THEN 'refused' ELSE 'shown' END, n %% 300, %s, 'case',
        (n %% 900)::text, md5((n %% 900)::text)::uuid, 'release', 'r-' || n %% 900
    FROM generate_series(1, 40000) AS n
"""


def test_each_way_in_goes_by_an_index(seen):
    """In a ledger of tens of thousands of events no page reads them all."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        cursor.execute(MANY, [seen.agencies["probation"].pk])
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")
        cursor.execute("ANALYZE audit_event")
    seen.viewer("petra")
    with connection.cursor() as cursor:
        cursor.execute("SELECT md5('17')::uuid")
        case = cursor.fetchone()[0]
        for way, question in QUESTIONS.items():
            wanted = question.format(actor=17, case=case)
            cursor.execute(
                "EXPLAIN SELECT actor_id, kind, count(*) FROM audit_event"  # noqa: S608
                f" WHERE {wanted} GROUP BY 1, 2"
            )
            plan = "\n".join(row[0] for row in cursor.fetchall())
            full = [line for line in plan.splitlines() if "Seq Scan" in line]
            # Partitions without a row are read whole: that costs nothing.
            assert all("rows=1 " in line for line in full), f"{way}: {plan}"


def test_counts_that_are_cut_keep_their_totals(seen, client_as, monkeypatch):
    monkeypatch.setattr("audit.selectors.tally.MOST", 1)
    page = client_as("petra").get(ways(seen)["case"][0]).content.decode()
    assert "3 events, and 1 refusal" in page
    assert "more than one page can count" in page


def test_whoever_takes_counts_out_says_again_who_is_there(seen, client_as):
    url = ways(seen)["case"][0]
    answer = client_as("petra").post(url, {"reason": "weekly"})
    assert (answer.status_code, "/accounts/" in answer["Location"]) == (302, True)
    with as_owner():
        assert not Event.objects.filter(kind="export").exists()
