"""What has lapsed closes what it opened, says so, and closes nothing else: approval, screening,
account, second factor."""

import pytest
from django.test import Client

from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case
from casemgmt.selectors.facts import facts_for
from casemgmt.selectors.polygraph import examiners_for
from casemgmt.services.polygraph import record_exam_result, refer_to_exam
from teams.models import User
from teams.selectors.viewers import build_viewer
from teams.services.approval import tell_lapsed_approvals
from tests import build
from tests.casework import referral, result
from tests.denials import notices
from tests.plugins.roles import as_owner

APPROVAL = "Your approval as examiner or provider has lapsed."
SCREENING = "Your criminal-justice screening is missing or has lapsed."


def lapse(world, name, **fields):
    with as_owner():
        User.objects.filter(username=name).update(**fields)
    world.people[name].refresh_from_db()


def body(answer) -> str:
    return answer.content.decode()


def test_an_examiner_whose_approval_lapsed_keeps_the_head_and_is_told_why_not_the_rest(
    world, client_as
):
    lapse(world, "priya", approval_until=build.day(-7))
    page = body(client_as("priya").get(f"/cases/{world.case.pk}/"))
    assert "Marlow" in page
    assert APPROVAL in page
    assert "MARK-" not in page
    section = client_as("priya").get(f"/cases/{world.case.pk}/sections/polygraph-result/")
    assert APPROVAL in body(section)
    assert client_as("priya").get("/cases/").status_code == 200


def test_the_api_says_the_same(world, client_as):
    lapse(world, "priya", approval_until=build.day(-7))
    answer = client_as("priya").get(f"/api/v1/cases/{world.case.pk}/").json()
    assert answer["number"] == world.case.number
    reasons = {row["category"]: row["because"] for row in answer["categories"]}
    assert reasons["polygraph_result"] == reasons["polygraph_referral"] == "approval_lapsed"
    assert not any(row["allowed"] for row in answer["categories"] if row["category"] != "identity")
    # What is hidden from examiners stays hidden: not even the reason names it.
    assert "psychotherapy_notes" not in reasons


def test_on_the_last_day_it_still_counts(world, client_as):
    lapse(world, "priya", approval_until=build.day(0))
    page = body(client_as("priya").get(f"/cases/{world.case.pk}/"))
    assert APPROVAL not in page
    assert "MARK-result statements" in page


def test_the_team_still_reads_the_reports_that_were_signed(world, client_as):
    lapse(world, "priya", approval_until=build.day(-7))
    assert "MARK-result statements" in body(client_as("ana").get(f"/cases/{world.case.pk}/"))


def test_nobody_refers_to_an_examiner_whose_approval_lapsed(world, client_as):
    viewer = world.viewer("ana")
    assert [user.username for user in examiners_for(viewer, world.case)] == ["priya"]
    lapse(world, "priya", approval_until=build.day(-1))
    assert examiners_for(viewer, world.case) == []
    address = f"/cases/{world.case.pk}/referrals/add/"
    assert "Priya" not in body(client_as("ana").get(address))
    words = {
        "kind": "maintenance", "areas": "Devices.", "examiner": str(world.people["priya"].key),
        "scheduled_on": build.day(9).isoformat(),
    }  # fmt: skip
    assert client_as("ana").post(address, words).status_code == 422
    with pytest.raises(RuleBroken, match="approval is current"):
        refer_to_exam(
            world.viewer("ana"), world.case.pk, examiner_key=str(world.people["priya"].key),
            words=referral(),
        )  # fmt: skip


def test_and_he_reports_no_result(world):
    lapse(world, "priya", approval_until=build.day(-1))
    with pytest.raises((NotAllowed, NotVisible)):
        record_exam_result(
            world.viewer("priya"), world.case.pk, world.records["referral"].pk, words=result()
        )


def test_the_coordinator_is_told_once(world):
    lapse(world, "priya", approval_until=build.day(-1))
    assert tell_lapsed_approvals() == tell_lapsed_approvals() == 1
    assert notices("approval_lapsed") == {"cho"}
    lapse(world, "otto", approval_until=build.day(0))
    assert tell_lapsed_approvals() == 1


def test_a_lapsed_screening_closes_the_criminal_history_alone(world, client_as):
    assert "MARK-criminal text" in body(client_as("ana").get(f"/cases/{world.case.pk}/"))
    lapse(world, "ana", screening_until=build.day(-1))
    page = body(client_as("ana").get(f"/cases/{world.case.pk}/"))
    assert "MARK-criminal text" not in page
    assert SCREENING in page
    assert "MARK-contact note" in page
    answer = client_as("ana").get(f"/api/v1/cases/{world.case.pk}/").json()
    reasons = {row["category"]: row["because"] for row in answer["categories"]}
    assert reasons["criminal_history"] == "screening_lapsed"
    assert reasons["supervision"] == ""


def test_a_disabled_account_is_signed_out_on_the_next_click(world, client_as):
    client = client_as("ana")
    assert client.get("/cases/").status_code == 200
    lapse(world, "ana", is_active=False)
    assert client.get(f"/cases/{world.case.pk}/").status_code == 302
    assert client.get("/api/v1/cases/").status_code == 401
    viewer = build_viewer(world.people["ana"])
    facts = facts_for(viewer, [world.case])[str(world.case.pk)]
    assert decide(viewer, Action.VIEW, Category.SUPERVISION, facts).because == "account_disabled"
    assert not Case.objects.unscoped(reason="test").exists()


def test_without_a_second_factor_there_is_no_case(world):
    client = Client()
    client.force_login(
        world.people["ana"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    session = client.session
    session["notice_at"] = "2026-01-01T00:00:00+00:00"
    session.save()
    assert client.get(f"/cases/{world.case.pk}/").status_code == 302
    assert client.get("/api/v1/cases/").status_code in (401, 403)
    viewer = build_viewer(world.people["ana"], mfa=False)
    with pytest.raises(NotVisible):
        access_case(viewer, world.case.pk)
    facts = facts_for(viewer, [world.case])[str(world.case.pk)]
    assert decide(viewer, Action.VIEW, Category.SUPERVISION, facts).because == "mfa_missing"
    assert not Case.objects.unscoped(reason="test").exists()
