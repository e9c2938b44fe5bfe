"""Ways around the rules that were open once: each stays shut."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from audit.selectors.events import EventFilter, list_events
from casemgmt.core.errors import NotVisible
from casemgmt.models import Case, Conflict, TreatmentSummary
from casemgmt.selectors.explanation import explain
from casemgmt.services.access_review import open_reviews
from casemgmt.services.broken_glass import break_glass
from casemgmt.services.conflict import set_conflict
from teams.models import Agreement, User
from tests import build, denials
from tests.plugins.roles import as_owner

ROW = (
    "INSERT INTO casemgmt_caseusergrant"
    " (user_id, permission_id, case_id, kind, valid_until, reason)"
    " VALUES (%s, app_view_case(), %s, %s, %s, '')"
)


def text(response):
    return response.content.decode()


def change(case, **values):
    with as_owner():
        Case.objects.unscoped(reason="test").filter(pk=case.pk).update(**values)


def write(values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ROW, values)


def seal(case):
    change(case, sealed_at=timezone.now(), sealed_under="order 7")


def test_my_work_tells_nothing_of_a_release_that_names_a_colleague(world, client_as):
    a = world.agencies
    build.make_release(
        world.case, kind="victim_release", source=a["harbor"], to=a["probation"],
        to_user=world.people["rosa"], categories=["victim_statement"], ends_at=build.moment(3),
    )  # fmt: skip
    assert "Harbor Advocacy to" not in text(client_as("ana").get(reverse("casemgmt:work")))


@pytest.mark.parametrize("reason", ["approval", "agreement"])
def test_a_filter_does_not_tell_the_level_that_the_row_withholds(world, client_as, reason):
    change(world.case, risk_band=3)
    with as_owner():
        if reason == "approval":
            User.objects.filter(pk=world.people["kim"].pk).update(approval_until=build.day(-1))
        else:
            row = Agreement.objects.create(
                name="MOU", covers=["risk"], starts_at=build.moment(-9), ends_at=build.moment(-1)
            )
            row.parties.set([world.agencies["center"], world.agencies["probation"]])
    client, url = client_as("kim"), reverse("casemgmt:case_list")
    pages = (text(client.get(url, {"risk": band})) for band in range(1, 6))
    assert len({"24-0117" in page for page in pages}) == 1


def test_an_auditor_learns_nothing_of_a_sealed_case(world, client_as):
    seal(world.case)
    client, question = client_as("alex"), reverse("casemgmt:access_question")
    url = reverse("casemgmt:case_audience", args=[world.case.pk])
    assert client.get(url).status_code == 404
    for number in ("24-0117", "24-9999"):
        page = client.get(question, {"person": "ana", "number": number})
        assert page.status_code == 422


def test_no_past_moment_tells_another_agency_of_a_sealed_case(world):
    denials.officer_of_privacy(world, "pia", "center")
    kim, before = world.people["kim"].key, build.moment(-1)
    assert explain(world.viewer("pia"), kim, world.case.pk, at=before).rows
    seal(world.case)
    with pytest.raises(NotVisible):
        explain(world.viewer("pia"), kim, world.case.pk, at=before)


def test_who_has_a_conflict_reads_no_number_in_the_list_of_conflicts(world, client_as):
    with as_owner():
        for person in (world.people["ana"], world.people["rosa"]):
            Conflict.objects.create(
                user=person, case=world.case, declared_at=build.moment(-1), declared_by=person
            )
    page = client_as("rosa").get(reverse("casemgmt:conflict_list"))
    assert "24-0117" not in text(page)


def test_the_reason_of_a_conflict_stays_with_the_person_s_agency(world):
    denials.officer_of_privacy(world, "pia", "harbor")
    maya = world.people["maya"].key
    set_conflict(world.viewer("pia"), world.case.pk, person_key=maya, reason="NIECE of hers")
    for name, reads in (("petra", False), ("alex", False), ("pia", True)):
        rows = list_events(world.viewer(name), EventFilter(kind="conflict")).rows
        assert any("NIECE" in row.reason for row in rows) is reads, name


def test_a_broken_glass_tells_of_no_paper_on_what_no_emergency_opens(world, client_as):
    a = world.agencies
    paper = build.make_release(
        world.case, kind="victim_release", source=a["harbor"], to=a["attorney"],
        categories=["victim_advocacy"],
    )  # fmt: skip
    break_glass(world.viewer("tess"), world.case.pk, reason=denials.REASON)
    client = client_as("tess")
    page = client.get(reverse("casemgmt:release_list", args=[world.case.pk]))
    assert str(paper.pk) not in text(page)
    url = reverse("casemgmt:release_detail", args=[world.case.pk, paper.pk])
    assert client.get(url).status_code == 404


def test_a_broken_glass_is_no_ground_to_write_an_assignment(world):
    break_glass(world.viewer("ben"), world.case.pk, reason=denials.REASON)
    world.viewer("ben")
    for name in ("ben", "cho"):
        values = [world.people[name].pk, world.case.pk, "assignment", None]
        with pytest.raises(DatabaseError, match="row-level security"):
            write(values)


def test_the_report_of_a_review_leaves_out_what_stands_on_a_sealed_case(world, client_as):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(ROW, [world.people["ben"].pk, world.case.pk, "grant", build.moment(60)])
    open_reviews()
    seal(world.case)
    for name in ("petra", "alex", "sam"):
        url = reverse("casemgmt:access_review_export")
        file = text(client_as(name).post(url, {"reason": "the yearly audit"}))
        assert "Supervises Elm" in file, name
        assert "Grant on a case" not in file, name


def test_rows_that_one_may_not_see_take_no_place_of_those_that_one_may(world, client_as):
    a = world.agencies
    build.make_release(
        world.case, kind="authorization", source=a["birch"], to=a["attorney"],
        categories=["treatment_summary"],
    )  # fmt: skip
    mine = build.make_summary(world.case, world.people["otto"], "BIRCH summary")
    with as_owner():
        rows = TreatmentSummary.objects.unscoped(reason="test").filter(pk=mine.pk)
        rows.update(period_until=build.day(-30))
    for number in range(6):
        build.make_summary(world.case, world.people["kim"], f"CENTER {number}")
    page = text(client_as("lee").get(reverse("casemgmt:case_detail", args=[world.case.pk])))
    assert "BIRCH summary" in page
    assert "CENTER" not in page
