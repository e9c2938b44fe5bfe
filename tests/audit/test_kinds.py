"""Each kind of event is written by what the product does, with who, where, why and by what right.

Pages are asked as a browser asks; acts are done by their services, as a page with this Act would.
"""

import pytest
from django.test import Client

from audit.models import Event, Kind
from casemgmt.core import clock
from casemgmt.policy.people import Act
from casemgmt.policy.purposes import Purpose
from casemgmt.services.broken_glass import break_glass
from casemgmt.services.conflict import declare_conflict
from casemgmt.services.contact import record_contact
from casemgmt.services.grant import grant_standing
from casemgmt.services.release import record_release, revoke_release
from casemgmt.services.seal import seal_case, unseal_case
from casemgmt.services.spoken import Grounds, Telling, record_telling
from teams.selectors.viewers import build_viewer
from teams.services.notice import notify, send_due_notices
from tests import build
from tests.audit.ledger import seal
from tests.audit.test_page_loads import token_of
from tests.casework import authorization
from tests.denials import REASON
from tests.plugins.cast import sign_in_just_now
from tests.plugins.roles import as_owner

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough pass phrase"
ACT = Act(
    request_id="11111111-1111-4111-8111-111111111111",
    page_id="11111111-1111-4111-8111-111111111111",
    session="a" * 16, route="POST /somewhere/", purpose=Purpose.CASE_WORK,
)  # fmt: skip
WHO = {"actor_id", "actor_name", "actor_role", "actor_agency_id", "actor_agency"}
WHERE = {
    "session", "request_id", "page_id", "route", "channel", "purpose", "policy_version",
}  # fmt: skip
THING = {"subject_kind", "subject_id"}
OF_CASE = THING | {"case_id", "case_label", "owner_agency_id"}
JUDGED = {"authority", "policy_version", "category"}


def page(path, name="ana"):
    return lambda world, client_as: client_as(name).get(path.format(case=world.case.pk))


def printed(world, client_as):
    ana = client_as("ana")
    ana.post("/my-use/printed/", {"page": token_of(ana.get(f"/cases/{world.case.pk}/"))})


def exported(world, client_as):
    petra = sign_in_just_now(client_as("petra"), world.people["petra"])
    petra.post("/ledger/export/", {"reason": "the yearly report"})


def downloaded(world, client_as):
    client_as("ana").get(f"/cases/{world.case.pk}/")
    seal()
    petra = client_as("petra")
    link = next(
        part for part in petra.get("/ledger/search/?kind=view").content.decode().split('"')
        if part.startswith("/ledger/event/")
    )  # fmt: skip
    assert petra.get(f"{link}proof.json").status_code == 200


def mailed(world, client_as):
    notify("sealed", [world.people["ana"].pk], about=f"case:{world.case.pk}")
    assert send_due_notices() == 1


def told(world, client_as):
    words = Telling(
        told_at=clock.now(), way="phone", categories=("supervision",), description="attendance",
        purpose="planning of work hours", to_name="Pat Sample", to_organization="Sample Shelter",
        to_address="1 Invented Way, Altona",
    )  # fmt: skip
    record_telling(world.viewer("ana"), world.case.pk, words, Grounds("none"))


def changed(world, client_as):
    record_contact(
        world.viewer("ana"), world.case.pk, happened_at=build.moment(-1), kind="home",
        outcome="held", note="At home.",
    )  # fmt: skip


def released(world, client_as):
    row = record_release(world.viewer("kim"), world.case.pk, terms=authorization(world))
    revoke_release(world.viewer("kim"), world.case.pk, row.pk, how="spoken", by="John Marlow")


def granted(world, client_as):
    grant_standing(
        world.viewer("ana"), world.case.pk, person_key=world.people["ben"].key,
        until=build.day(30), reason="covers a leave",
    )  # fmt: skip


def broken(world, client_as):
    break_glass(world.viewer("rosa"), world.other.pk, reason=REASON)


def declared(world, client_as):
    declare_conflict(world.viewer("lee"), world.case.pk, reason="a cousin")


def sealed(world, client_as):
    seal_case(world.viewer("ana"), world.case.pk, order="Order 12/26")


def unsealed(world, client_as):
    sealed(world, client_as)
    unseal_case(world.viewer("petra"), world.case.pk, order="JV-26-0500")


def signs_in(password):
    def sign_in(world, client_as):
        with as_owner():
            ana = world.people["ana"]
            ana.set_password(PASSWORD)
            ana.save()
        browser = Client(raise_request_exception=False)
        browser.post("/notice/", {"next": "/"})
        browser.post("/accounts/login/", {"login": "ana", "password": password})

    return sign_in


# Kind -> what people do, and what its events always hold beside WHO and WHERE.
DONE = {
    Kind.VIEW: (page("/cases/{case}/"), OF_CASE | JUDGED | {"fields"}),
    Kind.LIST: (page("/cases/"), OF_CASE | JUDGED | {"fields"}),
    Kind.SEARCH: (page("/search/?q=Marlow"), {"category", "subject_kind"}),
    Kind.COUNT: (page("/cases/?due=review"), {"category", "total"}),
    Kind.EXPORT: (exported, {"category", "authority", "reason", "total", "policy_version"}),
    Kind.PRINT: (printed, OF_CASE | JUDGED),
    Kind.DOWNLOAD: (downloaded, THING | JUDGED | {"total"}),
    Kind.API: (page("/api/v1/cases/{case}/"), OF_CASE | JUDGED | {"fields"}),
    Kind.MAIL: (mailed, THING | {"recipient"}),
    Kind.SPOKEN: (told, OF_CASE | {"category", "recipient"}),
    Kind.REFUSAL: (page("/cases/{case}/", "ben"), OF_CASE | {"because"}),
    Kind.CHANGE: (changed, OF_CASE | {"category", "authority"}),
    Kind.SIGN_IN: (signs_in(PASSWORD), THING | {"owner_agency_id"}),
    Kind.SIGN_IN_FAILED: (signs_in("wrong"), THING | {"because"}),
    Kind.PERMISSION: (granted, OF_CASE | {"authority", "recipient", "reason"}),
    Kind.LEDGER: (page("/ledger/search/?kind=view", "petra"), JUDGED | {"total", "detail"}),
    Kind.BREAK_GLASS: (broken, OF_CASE | {"reason"}),
    Kind.CONFLICT: (declared, OF_CASE | {"category", "recipient", "detail"}),
    Kind.SEALED: (sealed, THING | {"case_id", "reason"}),
    Kind.UNSEALED: (unsealed, THING | {"reason"}),
}
BY_NOBODY = {Kind.MAIL, Kind.SIGN_IN_FAILED}  # the system; somebody who is not signed in


def test_no_kind_is_left_out():
    assert set(DONE) == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_the_product_writes_it_with_everything_that_it_must_say(
    world, client_as, kind, monkeypatch
):
    monkeypatch.setattr("tests.world.build_viewer", lambda user: build_viewer(user, act=ACT))
    act, holds = DONE[kind]
    act(world, client_as)
    with as_owner():
        found = list(Event.objects.filter(kind=kind))
    assert found
    wanted = holds | (set() if kind in BY_NOBODY else WHO)
    wanted |= {"request_id"} if kind == Kind.MAIL else WHERE
    for event in found:
        missing = {name for name in wanted if getattr(event, name) in ("", None, [], {})}
        assert not missing, (kind, event.subject_kind, missing)
        refused = kind in (Kind.REFUSAL, Kind.SIGN_IN_FAILED)
        assert (event.outcome == "refused") == refused


def test_a_release_that_is_signed_or_taken_back_says_which(world, client_as, monkeypatch):
    monkeypatch.setattr("tests.world.build_viewer", lambda user: build_viewer(user, act=ACT))
    released(world, client_as)
    with as_owner():
        found = list(Event.objects.filter(subject_kind="release").order_by("id"))
    acts = [event.detail.get("act") for event in found]
    assert acts == ["record authorization", "revoke"]
    for event in found:
        missing = {name for name in WHO | WHERE | OF_CASE if not getattr(event, name)}
        assert not missing


def test_the_discipline_and_office_of_the_moment_stay_on_the_event(world, client_as):
    client_as("petra").get("/ledger/search/")
    client_as("ana").get(f"/cases/{world.case.pk}/")
    with as_owner():
        ana = world.people["ana"]
        ana.discipline, ana.agency, ana.name = "treatment", world.agencies["center"], "Ana Else"
        ana.save()
        roles = dict(Event.objects.values_list("actor_name", "actor_role"))
        agencies = dict(Event.objects.values_list("actor_name", "actor_agency"))
    assert roles == {"Ana Example": "supervision", "Petra Example": "policy/privacy_officer"}
    assert agencies["Ana Example"] == world.agencies["probation"].name


def test_what_is_seen_by_emergency_access_is_seen_for_an_emergency(world, client_as):
    break_glass(world.viewer("rosa"), world.other.pk, reason=REASON)
    answer = client_as("rosa").get(f"/cases/{world.other.pk}/")
    assert answer.status_code == 200
    with as_owner():
        found = Event.objects.filter(request_id=answer["X-Request-Id"], authority="break_glass")
        assert {event.purpose for event in found} == {Purpose.EMERGENCY}
