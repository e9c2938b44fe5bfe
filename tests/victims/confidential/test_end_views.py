"""Files and the end of a record in a browser's eyes: hers alone, asked again who is there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.victims.conftest import inside
from victims.confidential.models import Client, Destruction, Document
from victims.confidential.router import ALIAS

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])
PDF = b"%PDF-1.7 MARK-file words"


def upload(client, client_id, name="letter.pdf", content=PDF):
    file = SimpleUploadedFile(name, content)
    return client.post(f"/victims/people/{client_id}/files/", {"file": file})


def only(model, world):
    with inside(world) as maya:
        return model.objects.visible_to(maya).get()


def test_an_advocate_keeps_a_file_and_opens_it_as_a_download(world, client_as, add_victim):
    client_id, maya = add_victim(), client_as("maya")
    assert upload(maya, client_id).status_code == 302
    page = maya.get(f"/victims/people/{client_id}/files/").content.decode()
    assert "letter.pdf" in page
    answer = maya.get(f"/victims/people/{client_id}/files/{only(Document, world).pk}/")
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("file", [("page.html", b"<script>"), ("letter.pdf", b"")])
def test_what_cannot_be_kept_is_told_at_the_field(client_as, add_victim, file):
    answer = upload(client_as("maya"), add_victim(), *file)
    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors


@pytest.mark.parametrize("name", ["ana", "vic", "petra", "sam"])
def test_nobody_else_finds_files_or_destroyed_records(world, client_as, add_victim, name):
    client_id = add_victim()
    upload(client_as("maya"), client_id)
    document = only(Document, world).pk
    client = client_as(name)
    for address in (
        f"/victims/people/{client_id}/files/",
        f"/victims/people/{client_id}/files/{document}/",
        f"/victims/people/{client_id}/destroy/",
        "/victims/destroyed/",
    ):
        answer = client.get(address)
        assert answer.status_code == 404
        assert b"MARK" not in answer.content


def test_two_advocates_destroy_a_record_and_the_certificate_stays(world, recent, add_victim):
    client_id = add_victim("Dana Whitlow")
    maya, tess = recent("maya"), recent("tess")
    asked = maya.post(
        f"/victims/people/{client_id}/destroy/", {"because": "wish", "understood": "on"}
    )
    assert asked.headers["Location"] == "/victims/destroyed/"
    address = f"/victims/destroyed/{only(Destruction, world).pk}/"
    assert b"a colleague has to carry it out" in maya.get(address).content
    assert maya.post(address, {"act": "destroy"}).status_code == 422
    assert b"Dana Whitlow" in tess.get(address).content
    assert tess.post(address, {"act": "destroy"}).status_code == 302
    listed = maya.get("/victims/destroyed/").content.decode()
    assert "carried out by Tess Example" in listed
    assert "Whitlow" not in listed
    assert maya.get(f"/victims/people/{client_id}/").status_code == 404


def test_a_request_is_taken_back(world, recent, add_victim):
    client_id, maya = add_victim(), recent("maya")
    maya.post(f"/victims/people/{client_id}/destroy/", {"because": "error", "understood": "on"})
    address = f"/victims/destroyed/{only(Destruction, world).pk}/"
    assert maya.post(address, {"act": "withdraw"}).status_code == 302
    assert maya.get(f"/victims/people/{client_id}/").status_code == 200
    assert only(Client, world).destroyed_at is None


def test_it_is_not_asked_without_saying_that_it_is_understood(world, recent, add_victim):
    answer = recent("maya").post(f"/victims/people/{add_victim()}/destroy/", {"because": "wish"})
    assert answer.status_code == 422
    with inside(world) as maya:
        assert not Destruction.objects.visible_to(maya).exists()


def test_the_end_of_a_record_asks_again_who_is_there(recent, add_victim):
    tired = recent("maya", seconds_ago=3600)
    answer = tired.get(f"/victims/people/{add_victim()}/destroy/")
    assert answer.status_code == 302
    assert "reauthenticate" in answer.headers["Location"]


def test_a_name_is_found_by_its_sound_when_asked(client_as, add_victim):
    add_victim("Stephen Macdonald")
    maya = client_as("maya")
    exact = maya.post("/victims/search/", {"q": "Steven McDonald"})
    sounds = maya.post("/victims/search/", {"q": "Steven McDonald", "sounds_like": "on"})
    assert b"Stephen" not in exact.content
    assert b"Stephen" in sounds.content
