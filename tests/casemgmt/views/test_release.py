"""The form of a paper step by step, its page, its scan, its list: nothing typed is lost, and what
is missing is told."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.models import Event
from casemgmt.models import Paper, Release, ReleaseDraft
from tests import build
from tests.pages import same_words
from tests.plugins.roles import as_owner

KEPT = "Typed with care."
STATEMENTS = ["revocation", "no_condition", "redisclosure"]
PDF = b"%PDF-1.7 a scan"


def iso(offset):
    return build.day(offset).isoformat()


def steps(world, kind="authorization", **changes):
    agency = {name: str(one.key) for name, one in world.agencies.items()}
    made = {
        "kind": {"kind": kind},
        "parties": {"from_agency": agency["center"], "to_agency": agency["harbor"]},
        "scope": {"categories": ["treatment_summary"]},
        "purpose": {
            "purpose": KEPT, "signed_on": iso(-1), "starts_on": iso(0), "ends_on": iso(30),
        },
        "signatures": {
            "signer": "self", "own_name": "John Marlow", "statements": STATEMENTS,
        },
    }  # fmt: skip
    return {step: fields | changes.get(step, {}) for step, fields in made.items()}


def url_of(world, step=""):
    return f"/cases/{world.case.pk}/releases/add/{step + '/' if step else ''}"


def fill(client, world, said, *, until="check"):
    for step, fields in said.items():
        if step == until:
            break
        answer = client.post(url_of(world, step), fields | {"go": "on"})
        assert answer.status_code == 302, f"{step}: {answer.content.decode()[-2500:]}"
    return client.get(url_of(world, until))


def releases():
    with as_owner():
        return Release.objects.unscoped(reason="test").count()


def drafts():
    with as_owner():
        return list(ReleaseDraft.objects.unscoped(reason="test"))


def test_a_provider_goes_through_the_steps_and_records_it(world, client_as):
    client, before = client_as("kim"), releases()
    page = fill(client, world, steps(world)).content.decode()
    for words in ("Linden Center", "Harbor Advocacy", "John Marlow", "nobody else", KEPT):
        assert words in page
    assert releases() == before
    answer = client.post(url_of(world, "check"), {"go": "record"})
    assert answer.status_code == 302
    assert releases() == before + 1
    assert drafts() == []
    shown = client.get(answer.url).content.decode()
    assert "Harbor Advocacy, and nobody else" in shown
    assert "Print a copy" in shown


def test_an_order_is_named_with_its_documents(world, client_as):
    client = client_as("ana")
    said = steps(
        world, "court_order", parties={"to_agency": str(world.agencies["probation"].key)},
        scope={"categories": ["treatment_clinical"], "items": "evaluation of May 4\nplan"},
        signatures={"order": "Superior Court, 24-117, March 1", "is_order": "on"},
    )  # fmt: skip
    page = fill(client, world, said).content.decode()
    assert "“evaluation of May 4”" in page
    assert "Ordered by: Superior Court" in page
    assert client.post(url_of(world, "check"), {"go": "record"}).status_code == 302


def test_what_is_typed_is_kept_when_going_back_and_after_signing_out(world, client_as):
    client, said = client_as("kim"), steps(world)
    fill(client, world, said, until="purpose")
    half = {"purpose": KEPT, "ends_on": "nonsense", "go": "back"}
    assert client.post(url_of(world, "purpose"), half).url == url_of(world, "scope")
    page = client_as("kim").get(url_of(world, "purpose"))
    assert KEPT in page.content.decode()
    assert [draft.created_by_id for draft in drafts()] == [world.people["kim"].pk]


def test_nobody_else_sees_what_is_typed(world, client_as):
    fill(client_as("kim"), world, steps(world), until="signatures")
    page = client_as("ana").get(url_of(world, "purpose"))
    assert page.status_code == 302
    assert page.url == url_of(world, "kind")


def test_a_step_comes_in_its_turn(world, client_as):
    client = client_as("kim")
    assert client.get(url_of(world, "check")).url == url_of(world, "kind")
    fill(client, world, steps(world), until="scope")
    assert client.get(url_of(world, "check")).url == url_of(world, "scope")
    assert client.post(url_of(world, "check"), {"go": "record"}).url == url_of(world, "scope")
    assert client.get(url_of(world, "nowhere")).status_code == 404


def test_another_kind_starts_anew(world, client_as):
    client = client_as("kim")
    fill(client, world, steps(world), until="signatures")
    client.post(url_of(world, "kind"), {"kind": "part2_consent", "go": "on"})
    assert client.get(url_of(world, "purpose")).url == url_of(world, "parties")


def test_it_can_be_thrown_away(world, client_as):
    client = client_as("kim")
    fill(client, world, steps(world), until="scope")
    assert client.post(url_of(world, "discard")).status_code == 302
    assert drafts() == []


WRONG = [
    ("kind", "kind", "court_order", "Choose one"),
    ("parties", "to_agency", "nobody", "Choose one"),
    ("parties", "to_agency", "", "Choose one"),
    ("scope", "categories", ["psychotherapy_notes"], "Choose among"),
    ("scope", "categories", [], "Choose at least one"),
    ("purpose", "purpose", "", "Fill this in"),
    ("purpose", "ends_on", "", "Fill this in"),
    ("purpose", "ends_on", "9999-12-31", "At most 730 days"),
    ("purpose", "starts_on", "9999-12-31", "within a year"),
    ("purpose", "signed_on", "2099-01-01", "future"),
    ("purpose", "signed_on", "2001-01-01", "more than a year ago"),
    ("purpose", "starts_on", "2001-01-01", "before it is signed"),
    ("purpose", "ends_on", "2001-01-01", "not before today"),
    ("signatures", "signer", "minor_guardian", "Give the name"),
    ("signatures", "signer", "representative", "can never sign"),
    ("signatures", "own_name", "", "Fill this in"),
]


@pytest.mark.parametrize(("step", "field", "value", "words"), WRONG)
def test_a_wrong_field_is_named_and_the_rest_is_kept(world, client_as, step, field, value, words):
    client, said = client_as("kim"), steps(world)
    fill(client, world, said, until=step)
    answer = client.post(url_of(world, step), said[step] | {field: value, "go": "on"})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert words in body
    assert "There is a problem" in body
    if step == "purpose" and field != "purpose":
        assert KEPT in body


def test_a_paper_that_lacks_a_statement_is_told_so_and_can_be_filed_as_received(world, client_as):
    client, before = client_as("kim"), releases()
    page = fill(client, world, steps(world, signatures={"statements": ["redisclosure"]}))
    body = page.content.decode()
    assert "It opens nothing yet" in body
    assert "the right to revoke it, and how" in body
    assert 'value="record"' not in body
    assert client.post(url_of(world, "check"), {"go": "record"}).status_code == 422
    assert releases() == before
    answer = client.post(url_of(world, "check"), {"go": "file"})
    assert answer.status_code == 302
    assert "It opens nothing" in client.get(answer.url).content.decode()
    assert "Incomplete" in client.get(f"/cases/{world.case.pk}/releases/").content.decode()


def test_an_officer_files_a_consent_to_the_own_agency_only(world, client_as):
    client, agency = client_as("ana"), world.agencies
    for kind, words in (("part2_justice_consent", "Choose one"), ("authorization", "there")):
        said = steps(world, kind)
        client.post(url_of(world, "kind"), said["kind"] | {"go": "on"})
        parties = said["parties"] | {"to_agency": str(agency["attorney"].key), "go": "on"}
        answer = client.post(url_of(world, "parties"), parties)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        parties = said["parties"] | {"to_agency": str(agency["probation"].key), "go": "on"}
        assert client.post(url_of(world, "parties"), parties).status_code == 302


def test_an_advocate_goes_on_in_the_own_house(world, client_as):
    answer = client_as("maya").post(url_of(world, "kind"), {"kind": "victim_release", "go": "on"})
    assert answer.status_code == 302
    assert "/releases/add/" not in answer.url


@pytest.mark.parametrize("who", ["ben", "sam", "former", "nina", "petra"])
def test_people_without_standing_get_the_answer_of_a_missing_case(world, client_as, who):
    client = client_as(who)
    missing = url_of(world).replace(str(world.case.pk), "00000000-0000-4000-8000-000000000000")
    answers = [client.get(url_of(world)), client.get(missing), client.post(url_of(world), {})]
    assert {answer.status_code for answer in answers} == {404}
    assert same_words(answers[0]) == same_words(answers[1])


@pytest.mark.parametrize("who", ["vic", "paul", "priya"])
def test_who_records_no_paper_is_told_so(world, client_as, who):
    assert client_as(who).get(url_of(world)).status_code == 403


# The scan of the signed form.


def one_url(world, row=None):
    return f"/cases/{world.case.pk}/releases/{(row or world.records['authorization']).pk}/"


def upload(client, world, name="form.pdf", content=PDF):
    return client.post(one_url(world), {"file": SimpleUploadedFile(name, content)})


def papers():
    with as_owner():
        return list(Paper.objects.unscoped(reason="test"))


def test_a_scan_is_filed_and_handed_out_as_an_attachment_on_the_ledger(world, client_as):
    client = client_as("kim")
    assert upload(client, world, "../../My form; (scan).exe").status_code == 302
    (paper,) = papers()
    assert (paper.name, paper.content_type) == ("My form scan.pdf", "application/pdf")
    assert paper.sha256 == hashlib.sha256(PDF).hexdigest()
    answer = client_as("ana").get(f"{one_url(world)}papers/{paper.pk}/")
    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="My form scan.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    with as_owner():
        event = Event.objects.filter(subject_kind="paper", kind="download").latest("id")
    assert (event.actor_id, event.subject_id) == (world.people["ana"].pk, str(paper.pk))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("form.pdf", b"<html><script>", "no PDF, PNG or JPEG"),
        ("form.pdf", b"MZ", "no PDF, PNG or JPEG"),
        ("form.pdf", b"", "empty"),
        ("form.pdf", PDF + b"x" * 200, "larger than"),
    ],
)
def test_what_is_no_scan_is_refused(world, client_as, settings, name, content, words):
    settings.PAPER_MAX_BYTES = 100
    answer = upload(client_as("kim"), world, name, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert papers() == []


@pytest.mark.parametrize(
    ("name", "content", "ending"),
    [("a.png", b"\x89PNG\r\n\x1a\n..", ".png"), ("b.pdf", b"\xff\xd8\xff..", ".jpg")],
)
def test_a_file_is_what_it_begins_with(world, client_as, name, content, ending):
    assert upload(client_as("kim"), world, name, content).status_code == 302
    assert papers()[0].name.endswith(ending)


def test_who_is_no_party_neither_sees_nor_files_it(world, client_as):
    upload(client_as("kim"), world)
    address = f"{one_url(world)}papers/{papers()[0].pk}/"
    for who in ("maya", "lee", "otto", "ben", "sam"):
        client = client_as(who)
        assert client.get(one_url(world)).status_code == 404
        assert client.get(address).status_code == 404
        assert upload(client, world).status_code == 404
    other = f"/cases/{world.case.pk}/releases/{world.records['victim_release'].pk}/"
    assert client_as("kim").get(f"{other}papers/{papers()[0].pk}/").status_code == 404


# Lists, and taking back.


def test_the_list_groups_by_state_and_links(world, client_as):
    page = client_as("kim").get(f"/cases/{world.case.pk}/releases/").content.decode()
    assert "In force" in page
    assert one_url(world) in page
    assert "Record a release or consent" in page


def test_what_ends_soon_is_listed_over_all_cases_for_the_two_sides(world, client_as):
    page = client_as("kim").get("/releases/ending/").content.decode()
    assert "Marlow, John" in page
    assert one_url(world) in page
    assert one_url(world) not in client_as("lee").get("/releases/ending/").content.decode()
    assert client_as("sam").get("/releases/ending/").status_code == 404
    assert (
        "Nothing ends within a month" in client_as("ben").get("/releases/ending/").content.decode()
    )


def test_it_is_taken_back_by_the_page(world, client_as):
    client = client_as("kim")
    assert client.get(f"{one_url(world)}revoke/").status_code == 200
    answer = client.post(f"{one_url(world)}revoke/", {"how": "spoken", "by": "John Marlow"})
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "Taken back" in page
    assert "Note in writing" in page
    again = client.post(f"{one_url(world)}revoke/", {"how": "spoken"})
    assert again.status_code == 422
    assert "over already" in again.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["kim", "maya", "lee"])
def test_another_team_s_case_answers_as_a_missing_one(world, client_as, who, method):
    client, row = client_as(who), world.records["authorization"]
    missing = "00000000-0000-4000-8000-000000000000"
    for path in ("", "add/", "add/kind/", "add/check/", f"{row.pk}/", f"{row.pk}/revoke/",
                 f"{row.pk}/papers/{missing}/"):  # fmt: skip
        answers = [
            getattr(client, method)(f"/cases/{case}/releases/{path}")
            for case in (world.other.pk, missing)
        ]
        assert [one.status_code for one in answers] in ([404, 404], [405, 405]), path
        assert same_words(answers[0]) == same_words(answers[1]), path
