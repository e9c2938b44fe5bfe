"""The pages of emergency access, conflicts of interest, seals and stages: who gets them, what they
do, what they never say."""

import re

import pytest

from casemgmt.models import BrokenGlass, Case, Conflict
from casemgmt.services.broken_glass import break_glass
from casemgmt.services.conflict import set_conflict
from casemgmt.services.seal import seal_case
from teams.models import Meeting, Minutes
from tests import build
from tests.casework import stored
from tests.denials import REASON, head
from tests.pages import same_words
from tests.plugins.roles import as_owner
from tests.world import OTHER, OWN

FORM = {"number": OTHER, "because": "absconding", "reason": REASON, "confirmed": "on"}


def body(answer) -> str:
    return answer.content.decode()


def glass_of(world, name="rosa"):
    return break_glass(world.viewer(name), world.other.pk, reason=REASON)


def test_opening_asks_again_who_is_there(client_as):
    answer = client_as("rosa").get("/emergency/open/")
    assert answer.status_code == 302
    assert "/accounts/" in answer.url
    posted = client_as("rosa").post("/emergency/open/", FORM)
    assert posted.status_code == 302
    assert not BrokenGlass.objects.unscoped(reason="test").exists()


def test_opening_shows_what_will_happen_opens_and_says_so_on_each_page(world, recent):
    client = recent("rosa")
    assert "4 hours" in body(client.get("/emergency/open/?number=24-0900"))
    answer = client.post("/emergency/open/", FORM)
    assert answer.status_code == 302, body(answer)
    case = f"/cases/{world.other.pk}/"
    assert answer.url == case
    for address in (case, f"{case}timeline/", f"{case}sections/supervision/", f"{case}releases/"):
        shown = body(client.get(address))
        assert "Opened by breaking the glass until" in shown, address
        assert "each look is reviewed" in shown
        assert "Close it now" in shown
    assert "FOREIGN contact note" in body(client.get(case))
    assert "You have a case open" in body(client.get("/"))


def test_closing_takes_the_banner_and_the_case_away(world, recent):
    client, glass = recent("rosa"), glass_of(world)
    answer = client.post(f"/emergency/{glass.pk}/close/")
    assert answer.status_code == 302
    page = body(client.get(answer.url))
    assert "Close it now" not in page
    assert "Over" in page
    assert client.get(f"/cases/{world.other.pk}/").status_code == 404


def test_nobody_closes_another_s(world, recent):
    glass = glass_of(world)
    assert recent("ben").post(f"/emergency/{glass.pk}/close/").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("reason", "curious", "Curiosity is no emergency"),
        ("reason", "", "Fill this in"),
        ("because", "nosy", "Choose one"),
        ("confirmed", "", "Tick this box"),
        ("number", "99-9999", "No case of your agency has this number"),
    ],
)
def test_what_is_missing_is_told_and_what_was_typed_is_kept(recent, field, value, words):
    answer = recent("rosa").post("/emergency/open/", FORM | {field: value})
    assert answer.status_code == 422
    assert words in body(answer)
    assert field == "reason" or REASON in body(answer)


def test_another_agency_s_a_sealed_and_a_missing_number_answer_byte_for_byte_the_same(
    world, recent, client_as
):
    sealed = build.make_case("26-0777", team=world.teams["river"], officer=world.people["ben"])
    with as_owner():
        Case.objects.unscoped(reason="test").filter(pk=sealed.pk).update(sealed_at=build.moment(-1))
    conflict = build.make_case("26-0888", team=world.teams["river"], officer=world.people["ben"])
    with as_owner():
        Conflict.objects.create(user=world.people["cho"], case=conflict)

    def asked(name, number):
        answer = recent(name).post("/emergency/open/", FORM | {"number": number})
        assert answer.status_code == 422
        assert "id_number_error" in body(answer)
        return same_words(answer).replace(number.encode(), b"-")

    assert asked("paul", OTHER) == asked("paul", "99-9999")
    assert asked("cho", "26-0777") == asked("cho", "99-9999") == asked("cho", "26-0888")


def test_who_stands_on_the_case_needs_no_emergency(world, recent):
    answer = recent("ana").post("/emergency/open/", FORM | {"number": OWN})
    assert answer.url == f"/cases/{world.case.pk}/"
    assert not BrokenGlass.objects.unscoped(reason="test").exists()


@pytest.mark.parametrize("name", ["sam", "petra", "alex"])
def test_offices_without_a_caseload_find_no_emergency(recent, name):
    for address in ("/emergency/", "/emergency/open/"):
        assert recent(name).get(address).status_code == 404


def test_the_search_that_finds_nothing_leads_to_it(client_as):
    page = body(client_as("rosa").get("/search/?q=24-0900"))
    assert "/emergency/open/?number=24-0900" in page
    assert "/emergency/" in body(client_as("rosa").get("/"))


def test_the_officer_reads_who_opened_the_case(world, client_as):
    glass_of(world)
    page = body(client_as("ben").get("/emergency/"))
    assert "Rosa Example" in page
    assert REASON in page
    assert "Rosa Example" not in body(client_as("ana").get("/emergency/"))


def test_the_privacy_officer_reviews_what_was_looked_at(world, recent):
    client = recent("rosa")
    client.post("/emergency/open/", FORM)
    client.get(f"/cases/{world.other.pk}/")
    petra = recent("petra")
    page = body(petra.get("/broken-glasses/"))
    assert "Waiting for a review (1)" in page
    address = re.search(r"/broken-glasses/[0-9a-f-]{36}/", page)[0]
    page = body(petra.get(address))
    assert "supervision" in page.lower()
    assert "FOREIGN" not in page
    assert petra.post(address, {"finding": "", "note": ""}).status_code == 422
    answer = petra.post(address, {"finding": "justified", "note": "Police report seen."})
    assert answer.status_code == 302
    assert "Waiting for a review (0)" in body(petra.get("/broken-glasses/"))
    assert "Police report seen." in body(petra.get(address))


def test_a_late_review_stands_on_the_head_s_and_the_ledger_s_first_page(world, client_as):
    head(world)
    glass_of(world)
    with as_owner():
        BrokenGlass.objects.unscoped(reason="test").update(review_due=build.day(-1))
    for name, address in (
        ("hanna", "/"), ("hanna", "/broken-glasses/?show=late"), ("petra", "/"),
        ("petra", "/ledger/"), ("alex", "/ledger/"),
    ):  # fmt: skip
        assert "1 review of emergency access" in body(client_as(name).get(address)), (name, address)
    assert "is late" not in body(client_as("rosa").get("/"))


@pytest.mark.parametrize("name", ["ana", "rosa", "sam", "maya"])
def test_nobody_else_finds_the_list(world, client_as, name):
    glass = glass_of(world)
    for address in ("/broken-glasses/", f"/broken-glasses/{glass.pk}/"):
        assert client_as(name).get(address).status_code == 404


def test_declaring_a_conflict_takes_the_case_away_and_names_it_no_more(world, client_as):
    client = client_as("maya")
    address = f"/cases/{world.case.pk}/conflict/"
    assert "Declare a conflict of interest" in body(client.get(f"/cases/{world.case.pk}/"))
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "a cousin"}).status_code == 422
    assert not Conflict.objects.filter(user=world.people["maya"]).exists()
    answer = client.post(address, {"reason": "a cousin", "confirmed": "on"})
    page = body(client.get(answer.url))
    assert "on record" in page
    for word in (OWN, "Marlow", str(world.case.pk), "cousin"):
        assert word not in page
    for gone in (address, f"/cases/{world.case.pk}/"):
        assert client.get(gone).status_code == 404
    assert OWN not in body(client.get("/my-use/"))


def test_the_agency_sets_and_ends_one(world, client_as):
    petra = client_as("petra")
    words = {"person": str(world.people["ana"].key), "number": OWN, "reason": "neighbors"}
    assert petra.get("/conflicts/add/").status_code == 200
    assert petra.post("/conflicts/add/", words | {"number": "99-9999"}).status_code == 422
    assert petra.post("/conflicts/add/", words).status_code == 302
    page = body(petra.get("/conflicts/"))
    assert "Ana Example" in page
    assert OWN in page
    assert client_as("ana").get(f"/cases/{world.case.pk}/").status_code == 404
    key = Conflict.objects.get(user=world.people["ana"]).pk
    assert client_as("ana").get(f"/conflicts/{key}/end/").status_code == 404
    assert petra.get(f"/conflicts/{key}/end/").status_code == 200
    assert petra.post(f"/conflicts/{key}/end/", {"reason": "moved away"}).status_code == 302
    assert client_as("ana").get(f"/cases/{world.case.pk}/").status_code == 200


def test_one_with_a_conflict_does_not_read_it_in_the_list(world, client_as):
    set_conflict(
        world.viewer("petra"), world.case.pk, person_key=world.people["rosa"].key, reason="kin"
    )
    page = body(client_as("rosa").get("/conflicts/"))
    assert "Rosa Example</th>" not in page
    assert OWN not in page


def test_the_meeting_says_recused_and_not_why(world, client_as):
    set_conflict(
        world.viewer("petra"), world.case.pk, person_key=world.people["ana"].key, reason="kinship"
    )
    meeting, review = world.records["meeting"], world.records["review"]
    for address in (f"/meetings/{meeting.pk}/", f"/reviews/{review.pk}/"):
        page = body(client_as("cho").get(address))
        assert "ecused" in page
        assert "kinship" not in page
    assert "Marlow" not in body(client_as("ana").get(f"/meetings/{meeting.pk}/"))


def test_sealing_a_case_takes_it_from_everybody(world, recent, client_as):
    client, address = recent("ana"), f"/cases/{world.case.pk}/seal/"
    assert "The whole case" in body(client.get(address))
    words = {"what": "case", "order": "JV-26-0417", "confirmed": "on"}
    assert client.post(address, words | {"order": ""}).status_code == 422
    assert client.post(address, words).status_code == 302
    for name in ("ana", "rosa", "kim", "maya", "cho"):
        for page in (f"/cases/{world.case.pk}/", f"/reviews/{world.records['review'].pk}/"):
            assert client_as(name).get(page).status_code == 404
        for page in ("/", "/cases/", "/search/?q=Marlow", "/meetings/", "/my-use/"):
            shown = body(client_as(name).get(page))
            assert "Marlow, John" not in shown, (name, page)
            assert page == "/search/?q=Marlow" or OWN not in shown, (name, page)
        answer = client_as(name).get("/api/v1/cases/")
        assert OWN not in body(answer)
    stub = body(client_as("petra").get("/seals/"))
    assert "JV-26-0417" in stub
    assert OWN in stub


def test_sealing_one_record(world, recent):
    client, address = recent("ana"), f"/cases/{world.case.pk}/seal/"
    wanted = f"contact:{world.records['contact'].pk}"
    page = body(client.get(address))
    assert wanted in page
    assert "MARK-" not in page
    words = {"what": wanted, "order": "JV-26-0417", "confirmed": "on"}
    assert client.post(address, words).url == f"/cases/{world.case.pk}/"
    assert "MARK-contact note" not in body(client.get(f"/cases/{world.case.pk}/"))
    assert "MARK-condition" in body(client.get(f"/cases/{world.case.pk}/"))


def test_sealing_and_lifting_ask_again_who_is_there(world, client_as):
    address = f"/cases/{world.case.pk}/seal/"
    words = {"what": "case", "order": "JV-26-0417", "confirmed": "on"}
    assert client_as("rosa").get(address).status_code == 302
    assert client_as("rosa").post(address, words).status_code == 302
    assert stored(Case, world.case.pk).sealed_at is None
    seal_case(world.viewer("ana"), world.case.pk, order="JV-26-0417")
    lift = f"/seals/case/{world.case.pk}/lift/"
    assert client_as("petra").get(lift).status_code == 302
    assert client_as("petra").post(lift, {"order": "x"}).status_code == 302
    assert stored(Case, world.case.pk).sealed_at is not None


def test_the_privacy_officer_lifts_a_seal(world, recent, client_as):
    seal_case(world.viewer("ana"), world.case.pk, order="JV-26-0417")
    address = f"/seals/case/{world.case.pk}/lift/"
    petra = recent("petra")
    assert "JV-26-0417" in body(petra.get(address))
    assert petra.post(address, {"order": ""}).status_code == 422
    assert petra.post(address, {"order": "JV-26-0500"}).status_code == 302
    assert client_as("ana").get(f"/cases/{world.case.pk}/").status_code == 200
    assert recent("alex").get(address).status_code == 404


@pytest.mark.parametrize("name", ["cho", "kim"])
def test_others_are_told_that_they_do_not_seal(world, recent, name):
    assert recent(name).get(f"/cases/{world.case.pk}/seal/").status_code == 403
    assert recent(name).get(f"/cases/{world.other.pk}/seal/").status_code == 404


def test_the_stage_has_a_page(world, client_as):
    client, address = client_as("ana"), f"/cases/{world.case.pk}/stage/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"stage": "supervised", "reason": "x"}).status_code == 422
    assert client.post(address, {"stage": "pretrial", "reason": "appeal"}).status_code == 302
    assert stored(Case, world.case.pk).stage == "pretrial"


def test_minutes_show_and_hand_back_no_word_of_what_was_sealed(world, client_as):
    meeting = world.records["meeting"]
    with as_owner():
        Meeting.objects.filter(pk=meeting.pk).update(
            status="closed", starts_at=build.moment(-3), closed_at=build.moment(-2)
        )
        Minutes.objects.create(
            meeting=meeting, general=f"Marlow, {OWN}, came.", written_by=world.people["cho"]
        )
    seal_case(world.viewer("ana"), world.case.pk, order="JV-26-0417")
    client, address = client_as("cho"), f"/meetings/{meeting.pk}/minutes/"
    for page in (body(client.get(address)), body(client.get(f"{address}write/"))):
        assert "[sealed], [sealed], came." in page
        assert OWN not in page
    assert body(client.get(address)).count("[sealed]") == 3
    answer = client.post(f"{address}write/", {"general": "mine", "version": 0})
    assert answer.status_code == 409
    assert "[sealed], [sealed], came." in body(answer)
    assert OWN not in body(answer)
