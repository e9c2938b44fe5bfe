"""Bad input gets a clear answer; nothing is lost and nothing leaks."""

import pytest

from casemgmt.models import Case, Condition, Contact
from tests import build
from tests.plugins.roles import as_owner

GOOD = {
    "kind": "home",
    "outcome": "held",
    "happened_at": "2026-01-05T10:30",
    "note": "Something that took a while to write.",
}


def add(client, world, case=None, **fields):
    return client.post(f"/cases/{(case or world.case).pk}/contacts/add/", GOOD | fields)


def contacts() -> int:
    with as_owner():
        return Contact.objects.unscoped(reason="test").count()


def test_a_good_contact_is_recorded(world, client_as):
    before = contacts()
    assert add(client_as("ana"), world).status_code == 302
    assert contacts() == before + 1


@pytest.mark.parametrize("name", ["ben", "nina", "sam", "petra"])
def test_someone_else_s_id_answers_as_missing(world, client_as, name):
    before = contacts()
    assert add(client_as(name), world).status_code == 404
    assert contacts() == before


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("happened_at", "2026-02-30T10:00", "Choose a day and a time"),
        ("happened_at", "2099-01-01T10:00", "future"),
        ("kind", "teleport", "Choose one of the choices"),
        ("note", "", "Fill this in"),
        ("note", "x" * 8001, "Shorten it"),
        ("next_on", "2026-13-01", "Choose a day that exists"),
    ],
)
def test_a_wrong_field_is_named_with_what_to_do_and_the_rest_is_kept(
    world, client_as, field, value, words
):
    before = contacts()
    answer = add(client_as("ana"), world, place="A place typed in", **{field: value})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert words in body
    assert "There is a problem" in body
    assert "A place typed in" in body
    assert contacts() == before


def test_ten_megabytes_in_a_field_are_told_too_large(world, client_as):
    answer = add(client_as("ana"), world, note="x" * 10_000_000)
    assert answer.status_code == 413
    assert "too large" in answer.content.decode().lower()


def test_a_forged_field_changes_nothing_that_the_form_does_not_offer(world, client_as):
    add(
        client_as("ana"),
        world,
        author=world.people["ben"].pk,
        case=world.case,
        owner_agency=99,
        version=77,
    )
    with as_owner():
        contact = Contact.objects.unscoped(reason="test").latest("created_at")
    assert (contact.author_id, contact.owner_agency_id) == (
        world.people["ana"].pk,
        world.agencies["probation"].pk,
    )


def test_a_form_without_the_forgery_token_is_refused(world):
    from django.test import Client  # noqa: PLC0415

    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(
        world.people["ana"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    session = client.session
    session.update({"has_factor": True, "notice_at": "x"})
    session.save()
    assert add(client, world).status_code == 403


def test_two_people_saving_the_same_condition_the_second_sees_both_and_loses_nothing(
    world, client_as
):
    url = f"/cases/{world.case.pk}/conditions/{world.records['condition'].pk}/amend/"
    first, second = client_as("ana"), client_as("cho")
    first.get(url), second.get(url)
    assert (
        first.post(url, {"text": "First wording.", "reason": "order", "version": 1}).status_code
        == 302
    )
    answer = second.post(url, {"text": "Second wording.", "reason": "order", "version": 1})
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "First wording." in body
    assert "Second wording." in body
    with as_owner():
        assert (
            Condition.objects.unscoped(reason="test").get(pk=world.records["condition"].pk).text
            == "First wording."
        )


@pytest.mark.parametrize(
    "address",
    ["/cases/nonsense/", "/cases/00000000-0000-4000-8000-000000000000/", "/no-such-page/"],
)
def test_an_unknown_address_is_a_plain_404(world, client_as, address):
    answer = client_as("ana").get(address)
    assert answer.status_code == 404
    assert "Marlow" not in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "after=garbage",
        "after=2026-99-99~x",
        "officer='; drop table x",
        "risk=abc",
        "due=everything",
        "stage=x",
    ],
)
def test_a_list_address_that_makes_no_sense_still_opens_the_list(world, client_as, query):
    assert client_as("ana").get(f"/cases/?{query}").status_code == 200


def test_an_error_within_leaves_neither_event_nor_data(world, client_as, monkeypatch):
    from audit.models import Event  # noqa: PLC0415
    from casemgmt.views import case as views  # noqa: PLC0415

    def broken(*args: object) -> None:
        raise RuntimeError("MARK-internal Marlow")

    monkeypatch.setattr(views, "may_record", broken)
    with as_owner():
        before = Event.objects.count()
    answer = client_as("ana").get(f"/cases/{world.case.pk}/")
    with as_owner():
        assert Event.objects.count() == before
    assert answer.status_code == 500
    assert "Marlow" not in answer.content.decode()


def test_without_a_record_no_data(world, client_as, monkeypatch):
    """The ledger refuses the row: the page is an error without a word of the case."""
    from django.db import connection  # noqa: PLC0415

    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION boom() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;"
            " CREATE TRIGGER boom BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION boom()"
        )
    answer = client_as("ana").get(f"/cases/{world.case.pk}/")
    assert answer.status_code == 500
    assert "Marlow" not in answer.content.decode()
    assert build.day(0)  # the world is still there
    with as_owner():
        assert Case.objects.unscoped(reason="test").count() == 2
