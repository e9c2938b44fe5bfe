"""A victim asks her organization what it holds: all of it, as a tagged paper and files (T31)."""

import io
import json
import zipfile

import pytest

from audit.models import Event
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.core.pdf import write_pdf
from teams.models import Notice
from tests.build import day, moment
from tests.crawl import sign_in_again
from tests.plugins.roles import as_owner
from tests.victims.conftest import inside
from victims.confidential.router import ALIAS
from victims.confidential.services.document import FileGiven, keep_document
from victims.confidential.services.information import AskedWords, keep_request
from victims.confidential.services.note import NoteWords, add_note
from victims.confidential.services.own_request import ask_own_record, copy_own_record
from victims.confidential.services.sheet import SheetWords, keep_sheet

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])


@pytest.fixture
def full(world, add_victim):
    client_id = add_victim("Dana Whitlow", contact="MARK-contact")
    with inside(world) as maya:
        add_note(maya, client_id, words=NoteWords("call", day(-1), "MARK-note"))
        keep_sheet(
            maya,
            client_id,
            words=SheetWords(
                "wish",
                day(-1),
                {"words": "MARK-wish", "wishes": ["no_contact"], "share": "private"},
            ),
        )
        keep_request(maya, client_id, words=AskedWords(("hearings",), "MARK-asked", moment(-1)))
        keep_document(maya, client_id, given=FileGiven("plan.txt", 9, [b"MARK-file"]))
    return client_id


@pytest.fixture
def opened(monkeypatch):
    """Return a function that gives a copy's archive and the words of its paper."""
    papers = []

    def write(template, data):
        papers.append(json.dumps(data))
        return write_pdf(template, data)

    monkeypatch.setattr("victims.confidential.services.own_request.write_pdf", write)

    def read(content):
        archive = zipfile.ZipFile(io.BytesIO(content))
        assert archive.read("record.pdf").startswith(b"%PDF")
        return archive, papers[-1]

    return read


def test_the_copy_holds_everything_and_the_ledgers_list(world, full, add_victim, opened):
    other = add_victim("OTHERGIVEN OTHERNAME")
    with inside(world) as maya:
        key = ask_own_record(maya, full, asked_on=day(-2))
        archive, text = opened(copy_own_record(maya, full, key))
        with pytest.raises(RuleBroken, match="answered"):
            copy_own_record(maya, full, key)
        with pytest.raises(NotVisible):
            copy_own_record(maya, other, key)
    for word in (
        "Dana Whitlow",
        "MARK-contact",
        "MARK-note",
        "MARK-wish",
        "MARK-asked",
        "plan.txt",
        "Maya",
    ):
        assert word in text
    assert "OTHER" not in text
    assert archive.read("files/01 plan.txt") == b"MARK-file"


def test_nobody_outside_the_organization_learns_of_it(world, full, client_as):
    with as_owner():
        before = (Event.objects.count(), Notice.objects.count())
    with inside(world) as maya:
        key = ask_own_record(maya, full, asked_on=day(0))
        copy_own_record(maya, full, key)
    with as_owner():
        assert (Event.objects.count(), Notice.objects.count()) == before
    for name in ("ana", "petra", "vic"):
        assert client_as(name).get(f"/victims/people/{full}/own-requests/").status_code in (
            403,
            404,
        )


def test_the_pages_write_it_down_and_give_the_copy_after_a_fresh_sign_in(
    world, full, client_as, opened
):
    maya = client_as("maya")
    address = f"/victims/people/{full}/own-requests/"
    assert maya.post(address, {"asked_on": str(day(3))}).status_code == 422
    assert maya.post(address, {"asked_on": str(day(0))}).status_code == 302
    page = maya.get(address).content.decode()
    copy = next(part for part in page.split('"') if part.endswith("/copy/"))
    assert "/reauthenticate/" in maya.post(copy).url
    answer = sign_in_again(maya, world.people["maya"]).post(copy)
    assert "MARK-note" in opened(answer.content)[1]
    assert b"Copy made" in maya.get(address).content
