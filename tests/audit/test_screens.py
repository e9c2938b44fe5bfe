"""The ledger's pages: who opens them, what they show, and that reading is itself on the ledger."""

import csv
import io
import json
from dataclasses import replace

import pytest
from django.urls import reverse

from audit import canonical, merkle
from audit.handles import EVENT, handle_of
from audit.models import Event, Kind, Outcome
from audit.note import public_key_of, read
from audit.selectors.events import EventFilter, list_events
from audit.services.read import export_ledger, read_event, read_failed_sign_ins, read_ledger
from audit.services.record import Entry, record
from audit.services.sign_in import hash_of_name, record_failed_sign_in, record_sign_in
from audit.views.export import guarded
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.policy.people import Act
from tests import build
from tests.audit.ledger import ask, seal

pytestmark = pytest.mark.django_db
READERS = ("petra", "alex")
REQUEST = "11111111-2222-4333-8444-{:012}"


@pytest.fixture
def seen(world):
    """Ana was shown the case in a list and opened it; Kim viewed the result; Ben was refused."""

    def show(name, number, **fields):
        viewer = replace(
            world.viewer(name), act=Act(request_id=REQUEST.format(number), purpose="case work")
        )
        record(
            viewer, [Entry(**{"case_id": str(world.case.pk), "authority": "membership"} | fields)]
        )

    for _n in range(3):
        show(
            "ana",
            1,
            kind=Kind.LIST,
            subject_kind="case",
            subject_id=str(world.case.pk),
            category="identity",
        )
    show(
        "kim",
        2,
        subject_kind="examresult",
        subject_id="r-1",
        category="polygraph_result",
        fields=("result",),
    )
    show("ben", 3, kind=Kind.REFUSAL, outcome=Outcome.REFUSED, subject_kind="case",
         subject_id=str(world.case.pk), because="no_standing", authority="")  # fmt: skip
    return world


def newest(kind=Kind.LEDGER):
    with_all = "SELECT row_to_json(e) FROM audit_event e WHERE kind = %s ORDER BY id DESC LIMIT 1"
    return ask(with_all, str(kind))


@pytest.mark.parametrize("name", READERS)
def test_a_reader_finds_who_saw_what(seen, client_as, name):
    page = client_as(name).get("/ledger/search/").content.decode()
    assert "Kim" in page
    assert (
        "Viewed the polygraph result of case 24-0117 (exam result), "
        "as member of the case&#x27;s team." in page
    )
    assert "Was refused case 24-0117: You have no standing on this case." in page
    assert "Not yet sealed" in page
    assert page.index("You have no standing") < page.index("polygraph result of case")


@pytest.mark.parametrize("name", ["ana", "ben", "rosa", "kim", "maya", "sam", "cho", "former"])
@pytest.mark.parametrize(
    "route",
    [
        "audit:ledger",
        "audit:search",
        "audit:find",
        "audit:by_refusal",
        "audit:by_record",
        "audit:by_authority",
        "audit:export",
    ],
)
def test_nobody_else_learns_that_there_is_a_ledger(seen, client_as, name, route):
    client = client_as(name)
    assert client.get(reverse(route)).status_code == 404
    assert client.post(reverse(route), {"reason": "x"}).status_code == 404


def test_a_reader_of_another_agency_finds_nothing(seen, client_as):
    seen.people["lena"] = build.make_user(
        "lena", seen.agencies["attorney"], "policy", office="privacy_officer"
    )
    page = client_as("lena").get("/ledger/search/").content.decode()
    assert "24-0117" not in page
    event = ask("SELECT max(id) FROM audit_event WHERE kind = 'view'")
    for route in ("audit:event", "audit:proof"):
        assert (
            client_as("lena").get(reverse(route, args=[handle_of(EVENT, event)])).status_code == 404
        )
    assert (
        client_as("lena").get(reverse("audit:request", args=[REQUEST.format(2)])).status_code == 404
    )


FILTERS = [
    ({"number": "24-0117"}, 5), ({"number": "24-9999"}, 0), ({"person": "kim"}, 1),
    ({"person": "no such"}, 0),
    ({"kind": "list"}, 3), ({"category": "polygraph_result"}, 1), ({"authority": "membership"}, 4),
    ({"outcome": "refused"}, 1), ({"subject": "r-1"}, 1), ({"request": REQUEST.format(1)}, 3),
    ({"actor": "x"}, 0),
    ({"case": "00000000-0000-0000-0000-000000000000"}, 0), ({"case": "x"}, 0),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "count"), FILTERS)
def test_each_term_narrows(seen, terms, count):
    page = list_events(seen.viewer("petra"), EventFilter(**terms))
    assert len(page.rows) == count


def test_days_narrow_and_include_themselves(seen):
    viewer = seen.viewer("petra")
    day = viewer.today
    assert len(list_events(viewer, EventFilter(since=day, until=day)).rows) == 5
    assert list_events(viewer, EventFilter(until=day.replace(year=day.year - 1))).rows == ()


def test_pages_go_on_by_key_and_lose_nothing(seen):
    viewer, found, after = seen.viewer("petra"), [], ""
    while True:
        page = list_events(viewer, EventFilter(case=str(seen.case.pk)), after=after, limit=2)
        found += [row.id for row in page.rows]
        after = page.next_key
        if not after:
            break
    assert found == sorted(found, reverse=True)
    assert len(found) == len(set(found)) == 5


@pytest.mark.parametrize("after", ["", "x", "x~1", "2026-01-01T00:00:00~1"])
def test_what_is_no_key_begins_at_the_newest(seen, after):
    assert len(list_events(seen.viewer("petra"), EventFilter(), after=after).rows) == 5


def test_a_page_holds_25_requests(seen, client_as):
    viewer = seen.viewer("ana")
    for number in range(40):
        record(
            replace(viewer, act=Act(request_id=REQUEST.format(100 + number))), [Entry(), Entry()]
        )
    client = client_as("petra")
    first = client.get("/ledger/search/", {"person": "ana"}).content.decode()
    assert first.count("timeline__head") == 25
    link = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = client.get(f"/ledger/search/{link}").content.decode()
    assert second.count("timeline__head") == 16
    assert "person=ana" in link
    assert "First page" in second


def test_many_rows_are_folded_and_all_readable(seen, client_as):
    viewer = replace(seen.viewer("ana"), act=Act(request_id=REQUEST.format(9)))
    record(
        viewer,
        [
            Entry(kind=Kind.LIST, subject_kind="case", subject_id=str(n), category="identity")
            for n in range(25)
        ],
    )
    page = (
        client_as("petra")
        .get("/ledger/search/", {"person": "ana", "kind": "list"})
        .content.decode()
    )
    assert "Was shown 25 cases in a list." in page
    assert page.count("Was shown the head") == 28


def test_reading_is_on_the_ledger_with_a_hash_and_no_words(seen, client_as):
    client_as("petra").get("/ledger/search/", {"person": "kim"})
    event = newest()
    assert (event["actor_name"], event["total"], event["category"]) == (
        seen.people["petra"].name,
        1,
        "ledger",
    )
    assert set(event["detail"]) == {"search"}
    assert "kim" not in json.dumps(event["detail"])


@pytest.mark.parametrize(
    "terms", [{"since": "2026-02-30"}, {"since": "2026-02-02", "until": "2026-02-01"},
              {"kind": "x"}, {"case": "x"}, {"number": "9" * 21}, {"actor": "1e9"}]
)  # fmt: skip
def test_a_search_that_makes_no_sense_says_what_to_do(seen, client_as, terms):
    answer = client_as("petra").get("/ledger/search/", terms)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert newest()["total"] == 0


def test_an_empty_answer_says_what_to_do(seen, client_as):
    assert (
        "No event fits"
        in client_as("petra").get("/ledger/search/", {"number": "99-9999"}).content.decode()
    )


def test_refusals_are_one_click_away(seen, client_as):
    page = client_as("petra").get("/ledger/refusals/").content.decode()
    assert "no standing" in page
    assert "polygraph result of case" not in page


def test_who_saw_this_case(seen, client_as):
    page = client_as("petra").get("/ledger/search/", {"case": str(seen.case.pk)}).content.decode()
    assert "Only the events of case 24-0117" in page
    assert page.count("timeline__head") == 3


def test_everything_of_one_request(seen, client_as):
    page = (
        client_as("petra").get(reverse("audit:request", args=[REQUEST.format(1)])).content.decode()
    )
    assert page.count("Was shown the head of case 24-0117 in a list") == 3
    assert (
        client_as("petra").get(reverse("audit:request", args=[REQUEST.format(99)])).status_code
        == 404
    )


def test_one_event_with_its_fields_and_its_seal(seen, client_as):
    client, event = client_as("petra"), ask("SELECT max(id) FROM audit_event WHERE kind = 'view'")
    page = client.get(reverse("audit:event", args=[handle_of(EVENT, event)])).content.decode()
    assert "Not yet sealed" in page
    early = client.get(reverse("audit:proof", args=[handle_of(EVENT, event)]))
    assert early.status_code == 422
    seal()
    page = client.get(reverse("audit:event", args=[handle_of(EVENT, event)])).content.decode()
    assert "Covered by the signed head" in page
    assert "casemgmt-ledger-1+" in page
    assert client.get(reverse("audit:event", args=[handle_of(EVENT, 0)])).status_code == 404


def test_the_proof_convinces_a_stranger(seen, client_as):
    viewer = seen.viewer("ana")
    record(viewer, [Entry(subject_id=str(n)) for n in range(700)])
    seal()
    record(viewer, [Entry()])
    seal()
    event = ask("SELECT max(id) FROM audit_event WHERE kind = 'view' AND subject_id = 'r-1'")
    answer = client_as("petra").get(reverse("audit:proof", args=[handle_of(EVENT, event)]))
    assert "attachment" in answer["Content-Disposition"]
    proof = json.loads(answer.content)
    leaf = merkle.leaf_hash(canonical.canonical(proof["event"]))
    head = read(proof["head"])
    assert public_key_of(proof["public_key"]).signed(proof["head"])
    path = [bytes.fromhex(node) for node in proof["path"]]
    assert merkle.verify_inclusion(leaf, proof["leaf_index"], head.size, path, head.root)
    forged = merkle.leaf_hash(canonical.canonical(proof["event"] | {"actor_name": "Nobody"}))
    assert not merkle.verify_inclusion(forged, proof["leaf_index"], head.size, path, head.root)
    assert newest(Kind.DOWNLOAD)["subject_id"] == str(event)


def test_an_export_needs_a_reason_and_is_on_the_ledger(seen, recent):
    client = recent("petra")
    assert "24-0117" in client.get("/ledger/export/?number=24-0117").content.decode()
    assert client.post("/ledger/export/", {"reason": " "}).status_code == 422
    answer = client.post("/ledger/export/?number=24-0117", {"reason": "=weekly review"})
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert len(rows) == 1 + 5 + 1
    assert rows[-1][0].startswith("Exported by ")
    assert rows[0][2] == "sentence"
    event = newest(Kind.EXPORT)
    assert (event["reason"], event["total"], event["outcome"]) == ("=weekly review", 5, "shown")


def test_an_export_asks_again_who_is_there(seen, recent):
    tired = recent("petra", seconds_ago=3600)
    asked = tired.get("/ledger/export/?number=24-0117")
    assert asked.status_code == 302
    assert "reauthenticate" in asked["Location"]
    assert "24-0117" in asked["Location"]
    assert tired.post("/ledger/export/", {"reason": "review"}).status_code == 302


def test_an_export_of_a_search_that_makes_no_sense_is_refused(seen, recent):
    client = recent("petra")
    assert "does not make sense" in client.get("/ledger/export/?kind=x").content.decode()
    assert client.post("/ledger/export/?kind=x", {"reason": "x"}).status_code == 422


def test_too_much_is_not_cut_short_in_silence(seen, recent, monkeypatch):
    monkeypatch.setattr("audit.services.read.EXPORT_MOST", 1)
    monkeypatch.setattr("audit.services.read.EXPORT_STEP", 2)
    with pytest.raises(RuleBroken, match="More than 1 events fit"):
        export_ledger(seen.viewer("petra"), EventFilter(), reason="review")
    answer = recent("petra").post("/ledger/export/", {"reason": "review"})
    assert answer.status_code == 422
    with pytest.raises(RuleBroken, match="what the export is for"):
        export_ledger(seen.viewer("petra"), EventFilter(), reason="")


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1"])
def test_no_cell_is_a_formula(start):
    assert guarded(start).startswith("'")


def test_cells_that_are_no_formula_stay_as_they_are():
    assert guarded("24-0117") == "24-0117"
    assert guarded(-5) == -5


def test_everyone_sees_the_own_use_and_no_one_else_s(seen, client_as):
    page = client_as("kim").get("/my-use/").content.decode()
    assert "polygraph result of case 24-0117" in page
    assert "Ana" not in page
    assert newest()["subject_id"] == "own use"


def test_the_own_use_does_not_tell_whether_a_refused_case_exists(world, client_as):
    client, pages = client_as("ben"), []
    missing = "00000000-0000-4000-8000-000000000000"
    for case_id in (world.case.pk, missing):
        client.get(f"/cases/{case_id}/")
        page = client.get("/my-use/").content.decode()
        assert "24-0117" not in page
        pages.append(page.split('class="plain-list"')[1].split("</ul>")[0])
    assert pages[0] == pages[1]
    assert "Was refused a case" in pages[0]


def test_an_own_use_of_nothing_says_so(world, client_as):
    assert "Nothing yet" in client_as("eva").get("/my-use/").content.decode()


def test_queries_do_not_grow_with_the_events(seen, client_as, django_assert_max_num_queries):
    client = client_as("petra")
    client.get("/ledger/search/")
    record(seen.viewer("ana"), [Entry(subject_id=str(n)) for n in range(400)])
    with django_assert_max_num_queries(14):
        client.get("/ledger/search/")


def test_services_ask_for_the_office_themselves(seen):
    for name in ("ana", "sam"):
        with pytest.raises(NotVisible):
            read_ledger(seen.viewer(name), EventFilter())
    assert len(read_ledger(seen.viewer("alex"), EventFilter(), limit=2).rows) == 2
    row = list_events(seen.viewer("alex"), EventFilter()).rows[0]
    assert read_event(seen.viewer("alex"), row.id).id == row.id


def test_sign_ins_and_failures_are_events(world):
    record_sign_in(world.viewer("ana"))
    event = newest(Kind.SIGN_IN)
    assert (event["actor_id"], event["outcome"]) == (world.people["ana"].pk, "done")
    record_failed_sign_in(" ANA ")
    event = newest(Kind.SIGN_IN_FAILED)
    assert event["owner_agency_id"] == world.agencies["probation"].pk
    assert event["subject_id"] == hash_of_name("ana")
    assert "ana" not in json.dumps(event)
    record_failed_sign_in("hunter2 is my password")
    event = newest(Kind.SIGN_IN_FAILED)
    assert event["owner_agency_id"] is None
    assert "hunter2" not in json.dumps(event)
    assert len(list_events(world.viewer("petra"), EventFilter(kind="sign_in_failed")).rows) == 1


def test_the_serving_role_reads_only_what_the_reader_may(seen):
    seen.viewer("ana")
    assert {event.actor_id for event in Event.objects.all()} == {seen.people["ana"].pk}
    seen.viewer("lee")
    assert not Event.objects.exists()


def test_an_administrator_sees_each_failure_and_a_privacy_officer_no_name_of_nobody(
    world, client_as
):
    for name in ("ana", "kim", "nobody at all", "hunter2 is my password"):
        record_failed_sign_in(name)
    page = client_as("sam").get("/ledger/failed-sign-ins/").content.decode()
    for name in ("ana", "kim", "nobody at all"):
        assert hash_of_name(name)[:12] in page
    assert "hunter2" not in page
    assert "nobody at all" not in page
    assert newest(Kind.LEDGER)["subject_id"] == "failed sign-ins"
    for name in ("ana", "petra", "alex"):
        assert client_as(name).get("/ledger/failed-sign-ins/").status_code == 404
    officer = world.viewer("petra")
    seen = {row.subject_id for row in list_events(officer, EventFilter(kind="sign_in_failed")).rows}
    # Of an own account yes; of another agency's and of nobody's alike: nothing.
    assert seen == {hash_of_name("ana")}
    world.viewer("sam")
    assert set(Event.objects.values_list("kind", flat=True)) <= {"sign_in_failed", "ledger"}
    with pytest.raises(NotVisible):
        read_failed_sign_ins(officer)
