"""Probes."""

import json
import threading
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from audit.models import Event
from casemgmt.models import Case, Contact
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from tests import build
from tests.plugins.roles import as_owner


GOOD = {"kind": "home", "outcome": "held", "happened_at": "2026-01-05T10:30", "note": "Something."}


def events(**f):
    with as_owner():
        return list(Event.objects.filter(**f).order_by("id"))


def set_case(case, **f):
    with as_owner():
        Case.objects.unscoped(reason="t").filter(pk=case.pk).update(**f)


def test_filter_oracle_pretrial(world, client_as):
    set_case(world.case, stage="pretrial", risk_band=4, risk_level="IVa (Static-99R, Jan 1, 2026)")
    c = client_as("paul")
    body = c.get(f"/cases/{world.case.pk}/").content.decode()
    assert "IVa (" not in body
    hit = "Marlow" in c.get("/cases/?risk=4").content.decode()
    miss = "Marlow" in c.get("/cases/?risk=1").content.decode()
    assert hit == miss


def test_assessment_due_to_level_holders(world, client_as):
    set_case(world.case, assessment_due=build.day(-3), risk_level="IVa")
    body = client_as("maya").get("/cases/").content.decode()
    assert "Assessment" not in body.split("<tbody")[1].split("</tbody")[0]


@pytest.mark.parametrize("q", ["/search/?q=ab%00c", "/cases/?words=a%00b", "/cases/?after=%00"])
def test_nul(world, client_as, q):
    assert client_as("ana").get(q).status_code < 500


def test_corrects_garbage(world, client_as):
    a = client_as("ana").post(f"/cases/{world.case.pk}/contacts/add/", GOOD | {"corrects": "garbage"})
    assert a.status_code in (404, 422)


@pytest.mark.parametrize("f", [{"happened_at": "0001-01-01T00:00"}, {"next_on": "9999-12-31"}, {"next_on": "0001-01-01"}])
def test_extreme_dates(world, client_as, f):
    c = client_as("ana")
    assert c.post(f"/cases/{world.case.pk}/contacts/add/", GOOD | f).status_code < 500
    assert c.get("/cases/").status_code == 200
    assert c.get(f"/cases/{world.case.pk}/").status_code == 200
    assert c.get(f"/cases/{world.case.pk}/timeline/").status_code == 200
    assert c.get("/").status_code == 200


def test_officer_of_other_agency(world, client_as):
    u = build.make_user("zoe", world.agencies["police"], "supervision")
    build.seat(world.teams["elm"], u)
    world.people["zoe"] = u
    a = client_as("zoe").post(f"/cases/{world.case.pk}/contacts/add/", GOOD | {"next_on": "2027-01-01"})
    assert a.status_code == 302


def test_double_submit(world, client_as):
    c = client_as("ana")
    page = c.get(f"/cases/{world.case.pk}/contacts/add/")
    import re
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode()))
    def n():
        with as_owner():
            return Contact.objects.unscoped(reason="t").count()
    before = n()
    for _ in range(2):
        assert c.post(f"/cases/{world.case.pk}/contacts/add/", GOOD | hidden).status_code == 302
    assert n() == before + 1


def test_number_shown_is_on_ledger(world, client_as):
    c = client_as("ana")
    for url in ("contacts/add/", "timeline/", "sections/supervision/", f"conditions/{world.records['condition'].pk}/"):
        a = c.get(f"/cases/{world.case.pk}/{url}")
        assert "24-0117" in a.content.decode()
        rid = a["X-Request-Id"]
        assert [e for e in events(request_id=rid) if e.subject_kind == "case"], url


def test_kim_invalid_post_is_refused(world, client_as):
    a = client_as("kim").post(f"/cases/{world.case.pk}/contacts/add/", {"kind": "x"})
    assert a.status_code == 403
    assert events(request_id=a["X-Request-Id"], outcome="refused")


def test_events_only_for_rows_shown(world, client_as):
    for i in range(10):
        build.make_contact(world.case, world.people["ana"], f"NOTE-{i}-")
    a = client_as("ana").get(f"/cases/{world.case.pk}/")
    got = events(request_id=a["X-Request-Id"], subject_kind="contact")
    body = a.content.decode()
    for e in got:
        assert f"contact-{e.subject_id}" in body


def test_owner_agency_of_record(world, client_as):
    a = client_as("ana").get(f"/cases/{world.case.pk}/")
    e = events(request_id=a["X-Request-Id"], subject_kind="treatmentsummary")[0]
    assert e.owner_agency_id == world.agencies["center"].pk


def test_part_on_event(world, client_as):
    a = client_as("ana").get(f"/cases/{world.case.pk}/")
    es = [e for e in events(request_id=a["X-Request-Id"], subject_kind="case") if e.category == "identity"]
    assert es[0].part == ""


def test_wrong_recipient_tells(world, client_as):
    words = "names another recipient"
    for n in ("kim", "vic", "lee"):
        assert words not in client_as(n).get(f"/cases/{world.case.pk}/").content.decode(), n


def test_filters_on_ledger(world, client_as):
    a = client_as("ana").get("/cases/?words=zzz")
    assert events(request_id=a["X-Request-Id"])


def test_refusal_because(world, client_as):
    a = client_as("former").get(f"/cases/{world.case.pk}/")
    assert events(request_id=a["X-Request-Id"])[0].because == "membership_ended"


def test_refusal_because_sealed(world, client_as):
    from casemgmt.core import clock
    set_case(world.case, sealed_at=clock.now())
    a = client_as("ana").get(f"/cases/{world.case.pk}/")
    assert a.status_code == 404
    assert events(request_id=a["X-Request-Id"])[0].because == "sealed"


def test_csrf_refusal_recorded(world):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.people["ana"], backend="allauth.account.auth_backends.AuthenticationBackend")
    s = client.session
    s.update({"has_factor": True, "notice_at": "x"})
    s.save()
    a = client.post(f"/cases/{world.case.pk}/contacts/add/", GOOD)
    assert a.status_code == 403
    assert events(request_id=a["X-Request-Id"])


# ---- RLS
def ex(sql, *p):
    with connection.cursor() as c:
        c.execute(sql, p)
        return c.fetchall() if c.description else c.rowcount


def perm():
    return ex("SELECT p.id FROM auth_permission p JOIN django_content_type t ON t.id=p.content_type_id WHERE codename='view_case' AND app_label='casemgmt'")[0][0]


def test_self_grant(world):
    v = world.viewer("ana")
    with pytest.raises(DatabaseError), transaction.atomic():
        ex("INSERT INTO casemgmt_caseusergrant (user_id, permission_id, case_id, kind, reason) VALUES (%s,%s,%s,'assignment','')", v.user_id, perm(), world.other.pk)


def test_team_grant(world):
    v = world.viewer("ana")
    with pytest.raises(DatabaseError), transaction.atomic():
        ex("INSERT INTO casemgmt_casegroupgrant (group_id, permission_id, case_id) VALUES (%s,%s,%s)", world.teams["elm"].group_id, perm(), world.other.pk)


def test_office_with_leftover_grant(world):
    with as_owner():
        from teams.models import User
        User.objects.filter(pk=world.people["ana"].pk).update(office="administrator")
    world.people["ana"].refresh_from_db()
    world.viewer("ana")
    assert not Case.objects.unscoped(reason="t").exists()


def test_disabled_with_leftover_grant(world):
    with as_owner():
        from teams.models import User
        User.objects.filter(pk=world.people["ana"].pk).update(is_active=False)
    world.people["ana"].refresh_from_db()
    world.viewer("ana")
    assert not Case.objects.unscoped(reason="t").exists()
    assert not ex("SELECT * FROM case_search('marlow', 5)")


def test_contact_delete_update(world):
    world.viewer("kim")
    for sql in ("UPDATE casemgmt_contact SET note='x'", "DELETE FROM casemgmt_wording", "DELETE FROM casemgmt_contact"):
        with pytest.raises(DatabaseError), transaction.atomic():
            n = ex(sql)
            print(sql, n)


def test_person_update_by_kim(world):
    world.viewer("kim")
    n = 0
    try:
        with transaction.atomic():
            n = ex("UPDATE casemgmt_person SET family_name='x'")
    except DatabaseError:
        pass
    assert n == 0


def test_conflict_delete(world):
    """A declared conflict cannot be taken away by the person."""
    with as_owner():
        from casemgmt.models import Conflict
        Conflict.objects.create(user=world.people["ana"], case=world.case)
    world.viewer("ana")
    n = 0
    try:
        with transaction.atomic():
            n = ex("DELETE FROM casemgmt_conflict")
    except DatabaseError:
        pass
    assert n == 0


def test_line_self(world):
    world.viewer("ana")
    with pytest.raises(DatabaseError), transaction.atomic():
        ex("INSERT INTO casemgmt_unitusergrant (user_id, permission_id, unit_id) VALUES (%s,%s,%s)", world.people["ana"].pk, perm(), world.units["river"].pk)


def changeentry_walled(world):
    from casemgmt.services.contact import record_contact
    record_contact(world.viewer("ana"), world.case.pk, kind="home", outcome="held", happened_at=build.moment(-1), note="SECRETNOTE")
    world.viewer("ben")
    rows = ex("SELECT * FROM audit_changeentry")
    print(rows)
    assert str(world.case.pk) not in str(rows)


# ---- decide
from casemgmt.policy.facts import RecordFacts, Standing  # noqa
from casemgmt.policy.people import Discipline, Office  # noqa
from casemgmt.policy.rules import decide  # noqa
from tests.policy.test_matrix import case, release, viewer  # noqa


def test_release_with_items_opens_only_items():
    r = release(items=frozenset({"attendance"}))
    a = decide(viewer(), Action.VIEW, Category.TREATMENT_SUMMARY, case(releases=(r,)), record=RecordFacts())
    assert (a.allowed, a.because) == (False, "wrong_item")


def test_record_under_the_release_is_open():
    r = release(items=frozenset({"attendance"}))
    assert decide(viewer(), Action.VIEW, Category.TREATMENT_SUMMARY, case(releases=(r,)), record=RecordFacts(release_id="r1"))


@pytest.mark.parametrize("who", [{"mfa": False}, {"active": False}])
@pytest.mark.parametrize("facts", [{"standings": ()}, {"sealed": True}, {"conflict": True}])
def test_hidden_stays_hidden(who, facts):
    assert decide(viewer(**who), Action.VIEW, Category.SUPERVISION, case(**facts)).existence == "hidden"


def test_amend_other_agencys_clinical():
    d = decide(viewer(Discipline.TREATMENT), Action.AMEND, Category.TREATMENT_CLINICAL, case(), record=RecordFacts(owner_agency_id=99, author_id=7))
    assert not d.allowed


def test_amend_other_examiners_result():
    d = decide(viewer(Discipline.POLYGRAPH), Action.AMEND, Category.POLYGRAPH_RESULT, case(), record=RecordFacts(author_id=7))
    assert not d.allowed


def test_admin_hidden_order():
    d = decide(viewer(office=Office.ADMINISTRATOR), Action.VIEW, Category.TRIBAL, case())
    assert (d.because, d.existence) == ("existence_hidden", "hidden")


@pytest.mark.parametrize("o", [Office.PRIVACY_OFFICER, Office.AUDITOR])
def test_ledger_offices_read_no_case(o):
    assert not decide(viewer(office=o), Action.VIEW, Category.SUPERVISION, case())
    assert not decide(viewer(office=o), Action.VIEW, Category.IDENTITY, case())


# ---- sessions
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def half(world, name):
    c = Client(raise_request_exception=False)
    c.force_login(world.people[name], backend=BACKEND)
    s = c.session
    s["notice_at"] = "x"
    s.save()
    return c


def enrol(user):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    with as_owner():
        TOTP.activate(user, generate_totp_secret())


def test_half_session_is_not_let_in_by_enrolment_elsewhere(world):
    c = half(world, "ana")
    assert c.get("/cases/").status_code == 302
    enrol(world.people["ana"])
    assert c.get("/cases/").status_code != 200


def test_half_session_cannot_take_away_the_factor(world):
    from allauth.mfa.models import Authenticator
    c = half(world, "ana")
    c.get("/cases/")
    enrol(world.people["ana"])
    c.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=world.people["ana"]).exists()


def test_half_session_on_the_api(world):
    c = half(world, "ana")
    for url in ("/api/v1/cases/", "/api/cases/", "/api/", "/api/v1/schema/"):
        print(url, c.get(url).status_code)
    for n, name in (("sam", "x"), ("petra", "y")):
        pass


def test_own_use_hides(world, client_as):
    c = client_as("ben")
    c.get(f"/cases/{world.case.pk}/")
    body = c.get("/my-use/").content.decode()
    assert "24-0117" not in body


def test_last_factor_cannot_be_removed(world, client_as):
    from allauth.mfa.models import Authenticator
    enrol(world.people["ana"])
    c = client_as("ana")
    s = c.session
    import time
    s["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    s["account_authentication_methods_user"] = str(world.people["ana"].pk)
    s.save()
    a = c.post("/accounts/2fa/totp/deactivate/")
    print(a.status_code)
    assert Authenticator.objects.filter(user=world.people["ana"], type="totp").exists()
