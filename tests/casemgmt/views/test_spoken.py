"""The pages of what was told: two steps that lose nothing, the notice to hand over, the privacy
officer's list; each with the twin who is refused."""

import pytest
from django.urls import reverse

from audit.models import Event
from casemgmt.models import SpokenDisclosure
from tests import build
from tests.crawl import MISSING
from tests.plugins.roles import as_owner

HELD = {
    "told_at": "2026-03-14T10:30", "way": "phone", "categories": ["supervision"],
    "description": "MARK-told kinds", "purpose": "planning", "to_name": "Pat Sample",
    "to_address": "1 Invented Way",
}  # fmt: skip


def page(world, name="spoken_add"):
    return reverse(f"casemgmt:{name}", args=[world.case.pk])


def rows():
    return SpokenDisclosure.objects.unscoped(reason="test")


def test_two_steps_keep_what_was_typed_and_record_once(world, client_as):
    ana = client_as("ana")
    first = ana.get(page(world))
    once = first.context["form"]["once"].value()
    held = HELD | {"once": str(once)}
    second = ana.post(page(world), held | {"go": "on"})
    assert second.status_code == 200
    assert "MARK-told kinds" in second.text
    assert not rows().exists()
    back = ana.post(page(world), held | {"go": "back"})
    assert 'value="Pat Sample"' in back.text
    done = [ana.post(page(world), held | {"go": "record", "ground": "none"}) for _ in range(2)]
    assert [one.status_code for one in done] == [302, 302]
    (row,) = rows()
    detail = ana.get(done[0]["Location"]).text
    assert "No authority on record" in detail
    assert "Entered late" in detail
    assert row.to_address == "1 Invented Way"
    assert "MARK-told kinds" in ana.get(page(world, "spoken_list")).text


def test_what_is_missing_is_said_at_its_field_in_each_step(world, client_as):
    ana = client_as("ana")
    first = ana.post(page(world), HELD | {"to_name": "", "go": "on"})
    assert (first.status_code, "Say who was told" in first.text) == (422, True)
    second = ana.post(page(world), HELD | {"go": "record", "ground": "law", "statute": "oversight"})
    assert (second.status_code, "asks for this" in second.text) == (422, True)
    assert not rows().exists()


def test_the_consent_s_notice_is_shown_to_hand_over(world, client_as):
    consent = build.make_release(
        world.case, kind="part2_consent", source=world.agencies["center"],
        to=world.agencies["probation"], categories=["treatment_summary"],
    )  # fmt: skip
    held = HELD | {
        "categories": ["treatment_summary"], "to_agency": str(world.agencies["probation"].key),
        "told_at": f"{build.moment(-1):%Y-%m-%dT%H:%M}", "go": "record", "handed": "with_it",
        "ground": f"paper:{consent.pk}",
    }  # fmt: skip
    kim = client_as("kim")
    text = kim.get(kim.post(page(world), held)["Location"]).text
    assert "42 CFR part 2 prohibits unauthorized use or disclosure of these records." in text
    assert "To hand over with it" in text


def test_the_recipient_s_agency_does_not_read_what_it_lacks(world, client_as):
    client_as("ana").post(page(world), HELD | {
        "to_name": "", "to_person": str(world.people["lee"].key), "go": "record", "ground": "none",
    })  # fmt: skip
    (row,) = rows()
    address = reverse("casemgmt:spoken_detail", args=[world.case.pk, row.pk])
    assert "No authority on record" in client_as("ana").get(address).text
    theirs = client_as("lee").get(address)
    assert theirs.status_code == 200
    assert "The privacy officer was told" not in theirs.text
    assert client_as("kim").get(address).status_code == 404


@pytest.mark.parametrize("name", ["nina", "dora", "petra", "sam", "former"])
def test_who_does_not_stand_on_the_case_finds_no_page(world, client_as, name):
    for one in ("spoken_add", "spoken_list"):
        assert client_as(name).get(page(world, one)).status_code in (403, 404)


def test_the_privacy_officer_keeps_a_finding_and_the_auditor_none(world, client_as):
    client_as("ana").post(page(world), HELD | {"go": "record", "ground": "none"})
    (row,) = rows()
    one = reverse("casemgmt:spoken_review", args=[row.pk])
    found = {"finding": "breach", "note": "To be assessed."}
    petra, alex = client_as("petra"), client_as("alex")
    assert world.case.number in petra.get(reverse("casemgmt:spoken_reviews")).text
    assert "Your finding" not in alex.get(one).text
    assert alex.post(one, found).status_code == 403
    assert petra.post(one, {"finding": "breach"}).status_code == 422
    assert petra.post(one, found).status_code == 302
    assert petra.post(one, found).status_code == 422
    assert "To be assessed." in petra.get(one).text
    assert petra.get(reverse("casemgmt:spoken_review", args=[MISSING])).status_code == 404


@pytest.mark.parametrize("name", ["ana", "maya", "dora", "sam"])
def test_the_officers_list_is_not_for_others(world, client_as, name):
    assert client_as(name).get(reverse("casemgmt:spoken_reviews")).status_code in (403, 404)


def test_a_key_that_no_text_can_hold_is_refused_and_recorded(world, client_as):
    ana = client_as("ana")
    answer = ana.post(page(world), HELD | {"go": "record", "ground": "none", "corrects": "a\0b"})
    assert answer.status_code == 404
    with as_owner():
        assert Event.objects.filter(outcome="refused", subject_id="ab").count() == 1
    assert not rows().exists()
