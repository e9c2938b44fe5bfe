"""What is told by voice or on paper: on the ledger, judged as of its moment, never hidden, never
changed; each with the twin that is refused."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import Event
from casemgmt.core import clock
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import SpokenDisclosure, SpokenReview
from casemgmt.selectors.case import access_case
from casemgmt.selectors.spoken import list_reviews, list_spoken
from casemgmt.selectors.spoken_ground import Asked, grounds_for, recipient_of
from casemgmt.services.spoken import Grounds, Telling, record_telling, review_telling
from teams.models import Notice
from tests import build
from tests.plugins.roles import as_owner

NOTHING = Grounds("none")


def telling(**fields):
    held = {
        "told_at": clock.now() - timedelta(hours=1), "way": "phone",
        "categories": ("supervision",), "description": "attendance since May",
        "purpose": "planning of work hours", "to_name": "Pat Sample",
        "to_organization": "Sample Shelter", "to_address": "1 Invented Way, Altona",
    }  # fmt: skip
    return Telling(**held | fields)


def told(world, name="ana", grounds=NOTHING, *, corrects=None, correction="", **fields):
    return record_telling(
        world.viewer(name), world.case.pk, telling(**fields), grounds, corrects_id=corrects,
        correction=correction,
    )  # fmt: skip


def law(key, **evidence):
    return Grounds("law", key, evidence)


def events(row):
    with as_owner():
        return list(
            Event.objects.filter(subject_id=str(row.pk), kind="spoken").order_by("category")
        )


def listed(world, name):
    viewer = world.viewer(name)
    case, facts = access_case(viewer, world.case.pk)
    return [row.id for row in list_spoken(viewer, case, facts)]


def grounds(world, name, **fields):
    viewer = world.viewer(name)
    case, facts = access_case(viewer, world.case.pk)
    held = telling(**fields)
    asked = Asked(recipient_of(held.to_person, held.to_agency), held.categories, held.told_at)
    return [key for key, _ in grounds_for(viewer, case, facts, asked)]


# On the ledger


def test_what_no_authority_covers_is_recorded_marked_and_told_to_the_privacy_officer(world):
    row = told(world)
    (event,) = events(row)
    assert (event.because, event.authority, event.outcome) == ("no_authority", "", "shown")
    assert event.recipient == "Sample Shelter"
    assert row.follow_up == "no_authority"
    assert list(Notice.objects.values_list("recipient__username", "kind")) == [
        ("petra", "spoken_review")
    ]


def test_the_event_holds_none_of_the_particulars(world):
    row = told(world, description="attendance and hours")
    with as_owner():
        text = str(list(Event.objects.filter(subject_id=str(row.pk)).values()))
    for word in ("Pat Sample", "Invented Way", "attendance and hours", "planning"):
        assert word not in text


def test_each_category_has_its_event_with_its_own_ground(world):
    paper = build.make_release(
        world.case, kind="authorization", source=world.agencies["probation"],
        to=world.agencies["harbor"], categories=["supervision"],
    )  # fmt: skip
    row = told(
        world, categories=("supervision", "risk"), grounds=Grounds(f"paper:{paper.pk}"),
        to_agency=str(world.agencies["harbor"].key),
    )  # fmt: skip
    found = {e.category: (e.authority, e.authority_ref, e.because) for e in events(row)}
    assert found == {
        "supervision": ("authorization", str(paper.pk), ""),
        "risk": ("", "", "wrong_item"),
    }
    assert row.uncovered == {"risk": "wrong_item"}


def test_a_telling_a_law_covers_waits_for_nobody(world):
    row = told(world, grounds=law("law_enforcement", law="Request 7 of May 4", asked_by="Det. Roe"))
    assert (row.follow_up, row.evidence["asked_by"]) == ("", "Det. Roe")
    assert not Notice.objects.filter(kind="spoken_review").exists()


def test_a_law_without_its_evidence_is_refused_at_that_field(world):
    with pytest.raises(RuleBroken) as fault:
        told(world, grounds=law("law_enforcement", law="Request 7 of May 4"))
    assert fault.value.field == "asked_by"


# T42


def test_a_medical_emergency_names_who_was_treated_by_whom_and_is_followed_up(world):
    given = {"medical_person": "Dr. Sample", "affiliation": "Altona General", "nature": "overdose"}
    row = told(world, "kim", categories=("treatment_summary",),
               grounds=law("medical_emergency", **given))  # fmt: skip
    assert (row.follow_up, row.evidence) == ("emergency", given)
    assert events(row)[0].authority == "emergency"
    for name in given:
        with pytest.raises(RuleBroken) as fault:
            told(world, "kim", categories=("treatment_summary",),
                 grounds=law("medical_emergency", **given | {name: " "}))  # fmt: skip
        assert fault.value.field == name


# Part 2


def test_a_part2_consent_asks_for_the_notice_and_the_copy(world):
    with as_owner():
        world.agencies["center"].is_part2_program = True
        world.agencies["center"].save()
    consent = build.make_release(
        world.case, kind="part2_consent", source=world.agencies["center"],
        to=world.agencies["probation"], categories=["treatment_summary"],
    )  # fmt: skip
    ground = Grounds(f"paper:{consent.pk}")
    given = {"categories": ("treatment_summary",), "to_person": str(world.people["ana"].key)}
    with pytest.raises(RuleBroken) as fault:
        told(world, "kim", ground, **given)
    assert fault.value.field == "handed"
    row = told(world, "kim", Grounds(ground.ground, handed="with_it"), **given)
    assert "42 CFR part 2 prohibits unauthorized use or disclosure" in row.notice
    assert (row.uncovered, row.handed) == ({}, "with_it")


def test_an_authorization_covers_nothing_that_a_program_tells(world):
    with as_owner():
        world.agencies["center"].is_part2_program = True
        world.agencies["center"].save()
    row = told(
        world, "kim", Grounds(f"paper:{world.records['authorization'].pk}"),
        categories=("treatment_summary",), to_person=str(world.people["ana"].key),
    )  # fmt: skip
    assert row.uncovered == {"treatment_summary": "consent_incomplete"}


# Who may tell, and by which grounds


def test_a_category_that_the_teller_does_not_receive_cannot_be_entered(world):
    with pytest.raises((NotAllowed, NotVisible)):
        told(world, "lee", categories=("treatment_clinical",))
    assert not SpokenDisclosure.objects.unscoped(reason="test").exists()


@pytest.mark.parametrize("name", ["nina", "dora", "petra", "former"])
def test_without_standing_nobody_enters_anything(world, name):
    with pytest.raises(NotVisible):
        told(world, name)


def test_a_recipient_who_receives_it_by_his_own_standing_is_a_ground(world):
    lee = str(world.people["lee"].key)
    assert grounds(world, "ana", to_person=lee)[0] == "standing"
    row = told(world, grounds=Grounds("standing"), to_person=lee)
    (event,) = events(row)
    assert (row.uncovered, event.authority, event.part) == ({}, "membership", "violations")


@pytest.mark.parametrize("name", ["dora", "nina", "former"])
def test_a_recipient_without_standing_is_none(world, name):
    key = str(world.people[name].key)
    assert "standing" not in grounds(world, "ana", to_person=key)
    assert told(world, grounds=Grounds("standing"), to_person=key).uncovered == {
        "supervision": "no_authority"
    }


def test_only_papers_that_were_open_then_are_offered(world):
    paper = f"paper:{world.records['authorization'].pk}"
    given = {
        "categories": ("treatment_summary",),
        "to_agency": str(world.agencies["probation"].key),
    }
    assert paper in grounds(world, "kim", **given)
    assert paper not in grounds(world, "kim", **given, told_at=build.moment(-12))
    assert paper not in grounds(
        world, "kim", **given | {"to_agency": str(world.agencies["police"].key)}
    )
    assert paper not in grounds(world, "ana", **given)  # the center's paper lends probation nothing


def test_what_one_has_under_a_paper_is_not_passed_on(world):
    build.make_release(
        world.case, kind="authorization", source=world.agencies["probation"],
        to=world.agencies["harbor"], categories=["treatment_summary"],
    )  # fmt: skip
    harbor = {"to_agency": str(world.agencies["harbor"].key), "categories": ("treatment_summary",)}
    assert grounds(world, "ana", **harbor) == ["law", "none"]


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("told_at", {"told_at": build.moment(1)}),
        ("description", {"description": "call 555 010 0199"}),
        ("to_name", {"to_name": "", "to_organization": ""}),
    ],
)
def test_what_cannot_be_is_said_at_its_field(world, field, given):
    with pytest.raises(RuleBroken) as fault:
        told(world, **given)
    assert fault.value.field == field


def test_a_telling_of_last_week_shows_as_entered_late(world):
    assert told(world, told_at=build.moment(-7)).was_late
    assert not told(world).was_late


# Corrections


def test_a_correction_is_a_later_entry_and_the_first_stays(world):
    first = told(world)
    second = told(world, corrects=first.pk, correction="It was the letter", way="letter")
    assert set(listed(world, "ana")) == {str(first.pk), str(second.pk)}
    assert events(second)[0].detail["corrects"] == str(first.pk)
    with pytest.raises(RuleBroken):
        told(world, corrects=first.pk, correction="again")


def test_a_colleague_corrects_nothing_and_a_stranger_finds_nothing(world):
    first = told(world)
    with pytest.raises(NotAllowed):
        told(world, "cho", corrects=first.pk, correction="no")
    with pytest.raises(NotVisible):
        told(world, "lee", corrects=first.pk, correction="no")


@pytest.mark.parametrize("statement", ["UPDATE {} SET purpose = 'x'", "DELETE FROM {}"])
def test_nobody_changes_one_not_even_the_owner_of_the_table(world, statement):
    told(world)
    text = statement.format(SpokenDisclosure._meta.db_table)
    for role in (nullcontext, as_owner):
        with role(), pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(text)


# Who sees it


def test_the_two_sides_see_it_and_nobody_else(world):
    row = told(world, grounds=Grounds("standing"), to_person=str(world.people["lee"].key))
    assert {n for n in ("ana", "cho", "rosa", "lee", "vic", "kim", "maya", "paul")
            if str(row.pk) in listed(world, n)} == {"ana", "cho", "rosa", "lee"}  # fmt: skip


def test_a_colleague_without_the_category_does_not_see_it(world):
    row = told(world, "kim", categories=("treatment_clinical",))
    seat = build.make_user("aide", world.agencies["center"], "evaluation")
    build.seat(world.teams["elm"], seat)
    world.people["aide"] = seat
    assert str(row.pk) in listed(world, "kim")
    assert str(row.pk) not in listed(world, "aide")


def test_the_privacy_officer_finds_and_an_auditor_reads(world):
    row = told(world)
    assert [one.number for one in list_reviews(world.viewer("alex"))] == [world.case.number]
    with pytest.raises(NotAllowed):
        review_telling(world.viewer("alex"), row.pk, finding="breach", note="To be assessed.")
    review_telling(world.viewer("petra"), row.pk, finding="breach", note="To be assessed.")
    (one,) = list_reviews(world.viewer("petra"))
    assert one.review.finding == "breach"
    with pytest.raises(RuleBroken):
        review_telling(world.viewer("petra"), row.pk, finding="in_order", note="After all.")
    assert SpokenReview.objects.unscoped(reason="test").count() == 1


def test_another_agency_s_privacy_officer_finds_nothing(world):
    row = told(world)
    world.people["pia"] = build.make_user(
        "pia", world.agencies["center"], "policy", office="privacy_officer"
    )
    assert list_reviews(world.viewer("pia")) == []
    with pytest.raises(NotVisible):
        review_telling(world.viewer("pia"), row.pk, finding="breach", note="x")
    with pytest.raises(NotVisible):
        review_telling(world.viewer("ana"), row.pk, finding="breach", note="x")
