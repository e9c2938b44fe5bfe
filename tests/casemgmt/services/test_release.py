"""Papers: recorded by who may, open what they name to whom they name until their end, taken back at
once; each with the twin that is refused."""

from datetime import timedelta

import pytest

from audit.models import Event
from casemgmt.core import clock
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Release, Signature
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import RecordFacts
from casemgmt.policy.rules import decide
from casemgmt.policy.signing import Signer
from casemgmt.selectors.case import access_case
from casemgmt.selectors.release import list_releases
from casemgmt.services.release import PaperRefused, record_release, revoke_release
from teams.models import Notice
from tests import build
from tests.casework import authorization, last_event, stored
from tests.plugins.roles import as_owner

VICTIM = Signer("Vera Example", "self")


def sign(world, name="kim", *, keep=False, **fields):
    return record_release(
        world.viewer(name),
        world.case.pk,
        terms=authorization(world, **fields),
        keep_incomplete=keep,
    )


def of_victim(world, **fields):
    return {
        "kind": "victim_release", "about": "Vera Example", "about_victim": True,
        "from_agency_id": world.agencies["harbor"].pk,
        "to_agency_ids": (world.agencies["probation"].pk,), "signers": (VICTIM,),
        "categories": ("victim_statement",), "items": ("prefers no letters",),
        "ends_at": build.moment(15),
    } | fields  # fmt: skip


def to_probation(world, **fields):
    return {"to_agency_ids": (world.agencies["probation"].pk,)} | fields


def part2(world, **fields):
    made = to_probation(world, kind="part2_consent", categories=("sud_treatment",))
    return made | fields


def justice(world, **fields):
    return part2(world) | {"kind": "part2_justice_consent", "purpose": "monitoring"} | fields


def order(world, **fields):
    return to_probation(
        world, kind="court_order", categories=("treatment_clinical",), signers=(),
        items=("evaluation of May 4",), order="Superior Court, 24-117, March 1",
    ) | fields  # fmt: skip


def opens(world, name, category=Category.TREATMENT_SUMMARY, *, at=None, record=None, **more):
    with clock.frozen_at(at or clock.now()):
        viewer = world.viewer(name)
        _, facts = access_case(viewer, world.case.pk)
        return decide(viewer, Action.VIEW, category, facts, record=record, **more).allowed


def listed(world, name):
    viewer = world.viewer(name)
    case, facts = access_case(viewer, world.case.pk)
    return {row.id: row for row in list_releases(viewer, case, facts)}


# What each kind opens, and to nobody else.


def test_an_authorization_opens_what_it_names_to_whom_it_names(world):
    assert not opens(world, "maya")
    row = sign(world)
    assert opens(world, "maya")
    assert not opens(world, "lee")
    assert not opens(world, "maya", Category.TREATMENT_CLINICAL)
    event = last_event(subject_kind="release")
    assert (event.detail["act"], event.recipient) == ("record authorization", "Harbor Advocacy")
    assert row.from_agency_id == world.agencies["center"].pk


def test_a_part_2_consent_opens_to_its_recipient_what_an_authorization_does_not(world):
    sud = Category.SUD_TREATMENT
    with pytest.raises(PaperRefused, match="42 CFR 2.31") as raised:
        sign(world, **to_probation(world, categories=("sud_treatment",)))
    assert raised.value.because == "consent_incomplete"
    assert not opens(world, "ana", sud)
    sign(world, **part2(world))
    assert opens(world, "ana", sud)
    assert not opens(world, "lee", sud)
    assert not opens(world, "maya", sud)


def test_a_justice_consent_serves_one_case_and_its_recipient(world):
    """T36, T37."""
    sign(world, **justice(world))
    assert opens(world, "ana", Category.SUD_TREATMENT)
    assert not opens(world, "lee", Category.SUD_TREATMENT)
    viewer = world.viewer("ana")
    _, facts = access_case(viewer, world.case.pk)
    assert not decide(viewer, Action.DISCLOSE, Category.SUD_TREATMENT, facts)
    with as_owner():
        assert not Release.objects.unscoped(reason="test").filter(case=world.other).exists()


@pytest.mark.parametrize("agency", ["harbor", "north", "police"])
def test_a_justice_consent_to_others_is_refused(world, agency):
    with pytest.raises(PaperRefused) as raised:
        sign(world, **justice(world, to_agency_ids=(world.agencies[agency].pk,)))
    assert raised.value.because == "wrong_recipient"


def test_an_order_opens_the_documents_that_it_names_and_no_fourth(world):
    """T47."""
    row = sign(world, "ana", **order(world, items=("one", "two", "three")))
    center = world.agencies["center"].pk
    named = RecordFacts(owner_agency_id=center, items=frozenset({"two"}))
    fourth = RecordFacts(owner_agency_id=center, items=frozenset({"four"}))
    assert opens(world, "ana", Category.TREATMENT_CLINICAL, record=named)
    assert not opens(world, "ana", Category.TREATMENT_CLINICAL, record=fourth)
    assert stored(Release, row.pk).signed_by == "Superior Court, 24-117, March 1"


def test_a_victim_s_release_names_nobody_of_whom_it_is(world):
    """T26: the team reads in what capacity, never who."""
    row = sign(world, "maya", **of_victim(world))
    with as_owner():
        held = stored(Release, row.pk)
        names = Signature.objects.unscoped(reason="test").filter(release=row)
        assert [one.name for one in names] == ["the victim"]
    assert (held.about, held.signed_by) == ("", "the victim")


# Who records which.


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("kim", "authorization"), ("kim", "part2"), ("kim", "justice"), ("ana", "received"),
        ("ana", "order"), ("lee", "order"), ("maya", "victim"),
    ],
)  # fmt: skip
def test_who_records_which_kind(world, name, kind):
    assert sign(world, name, **_of_kind(world, kind)).pk


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ana", "authorization"), ("maya", "authorization"), ("lee", "authorization"),
        ("priya", "authorization"), ("otto", "part2"), ("maya", "part2"), ("kim", "order"),
        ("maya", "order"), ("ana", "victim"), ("vic", "victim"), ("kim", "victim"),
        ("lee", "received"), ("maya", "received"), ("ana", "harbor's"),
    ],
)  # fmt: skip
def test_who_does_not(world, name, kind):
    with pytest.raises(NotAllowed) as raised:
        sign(world, name, **_of_kind(world, kind))
    assert raised.value.decision.because == "never"


def _of_kind(world, kind):
    return {
        "authorization": {}, "part2": part2(world), "justice": justice(world),
        "received": to_probation(world), "order": order(world), "victim": of_victim(world),
        "harbor's": of_victim(world, categories=("victim_system",), from_agency_id=1),
    }[kind]  # fmt: skip


def test_someone_of_another_team_finds_no_case(world):
    for name in ("nina", "ben", "tess", "sam", "petra"):
        with pytest.raises(NotVisible):
            sign(world, name)


# What is refused, with the missing part named.


@pytest.mark.parametrize(
    ("fields", "because", "words"),
    [
        ({"ends_at": None}, "gate_missing", "Without an end"),
        ({"ends_at": "far"}, "gate_missing", "730 days at most"),
        ({"ends_at": "over"}, "gate_missing", "over already"),
        ({"to_agency_ids": ()}, "wrong_recipient", "one agency"),
        ({"to_team": "Elm case team"}, "wrong_recipient", "whole team"),
        ({"to_agency_ids": "two"}, "wrong_recipient", "each agency"),
        ({"to_user_id": "stranger"}, "wrong_recipient", "does not work"),
        ({"to_discipline": "wizardry"}, "wrong_recipient", "disciplines"),
        ({"categories": ("everything",)}, "wrong_item", "Never everything"),
        ({"items": ("all information",)}, "wrong_item", "never everything"),
        ({"signers": ()}, "consent_incomplete", "Nobody has signed"),
        ({"purpose": ""}, "consent_incomplete", "needs it for"),
        ({"elements": frozenset({"signature"})}, "consent_incomplete", "right to revoke"),
    ],
)
def test_what_is_incomplete_or_unlimited_is_refused_and_the_refusal_is_on_the_ledger(
    world, fields, because, words
):
    meant = {
        "far": build.moment(800), "over": build.moment(-0.001),
        "two": (world.agencies["harbor"].pk, world.agencies["probation"].pk),
        "stranger": world.people["ana"].pk,
    }  # fmt: skip
    fields = {k: meant.get(v, v) if isinstance(v, str) else v for k, v in fields.items()}
    with pytest.raises(PaperRefused, match=words) as raised:
        sign(world, **fields)
    assert raised.value.because == because
    with as_owner():
        event = Event.objects.filter(kind="refusal").latest("id")
    assert (event.subject_kind, event.because) == ("release", because)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ends_at": 91}, "90 days at most"),
        ({"signers": ()}, "Nobody"),
        ({"items": ("all",)}, "exact items"),
    ],
)
def test_a_victim_s_release_has_limits_of_its_own(world, fields, words):
    if "ends_at" in fields:
        fields = {"ends_at": build.moment(fields["ends_at"])}
    with pytest.raises(PaperRefused, match=words):
        sign(world, "maya", **of_victim(world, **fields))
    assert sign(world, "maya", **of_victim(world, ends_at=build.moment(89))).pk


def test_what_a_guardian_signed_is_cut_at_the_birthday(world):
    """T27, T29."""
    birthday = build.day(10)
    born = birthday.replace(year=birthday.year - 18)
    young = {"born": born, "guardians": ("Mother",)}
    both = (Signer("V3", "minor"), Signer("Mother", "guardian"))
    row = sign(world, "maya", **of_victim(world, **young, signers=both))
    assert row.ends_at < build.moment(11)
    assert stored(Release, row.pk).signed_by == "the victim and a parent or guardian"
    father = (Signer("V3", "minor"), Signer("Father", "guardian", is_abuser=True))
    with pytest.raises(PaperRefused, match="can never sign") as raised:
        sign(world, "maya", **of_victim(world, **young, signers=father))
    assert raised.value.because == "consent_incomplete"


# A paper as received.


def test_a_paper_that_lacks_something_is_filed_and_opens_nothing(world):
    shown = frozenset({"patient name", "recipient", "signature and date"})
    row = sign(world, keep=True, **part2(world, elements=shown))
    assert set(row.missing) == {"discloser", "description", "purpose", "revocation", "expiry"}
    assert not opens(world, "ana", Category.SUD_TREATMENT)
    shown_row = listed(world, "ana")[str(row.pk)]
    assert shown_row.state == "Incomplete"
    assert "the right to revoke it, and how" in shown_row.missing
    assert last_event(subject_kind="release").detail["act"] == "file incomplete part2_consent"


def test_a_complete_paper_filed_as_received_opens_like_any_other(world):
    row = sign(world, keep=True, **part2(world))
    assert row.missing == []
    assert opens(world, "ana", Category.SUD_TREATMENT)


def test_a_paper_without_end_or_signature_can_be_filed_and_opens_nothing(world):
    row = sign(world, keep=True, ends_at=None, signers=())
    assert row.missing == ["expiry", "signature"]
    assert not opens(world, "maya")


@pytest.mark.parametrize(
    "fields",
    [
        {"to_agency_ids": ()},
        {"to_team": "unit"},
        {"categories": ("everything",)},
        {"to_user_id": 1},
        {"starts_at": build.moment(40)},
    ],
)
def test_a_paper_to_nobody_or_for_everything_cannot_even_be_filed(world, fields):
    with pytest.raises(PaperRefused):
        sign(world, keep=True, **fields)


@pytest.mark.parametrize(
    "fields", [{"categories": ("victim_statement",)}, {"items": ("everything",)}]
)
def test_a_paper_for_what_its_signer_cannot_give_is_filed_and_opens_nothing(world, fields):
    row = sign(world, keep=True, **to_probation(world, **fields))
    assert row.missing == ["description"]
    assert not opens(world, "maya")


def test_a_justice_consent_to_others_is_filed_with_what_it_lacks(world):
    row = sign(world, keep=True, **justice(world, to_agency_ids=(world.agencies["harbor"].pk,)))
    assert row.missing == ["recipient"]


# Taking it back.


@pytest.mark.parametrize("how", ["spoken", "written"])
def test_it_is_taken_back_at_once(world, how):
    row = sign(world)
    revoke_release(world.viewer("kim"), world.case.pk, row.pk, how=how, by="John Marlow")
    assert not opens(world, "maya")
    held = stored(Release, row.pk)
    assert (held.revoked_how, held.revoked_by) == (how, "John Marlow")
    with pytest.raises(RuleBroken, match="over already") as raised:
        revoke_release(world.viewer("kim"), world.case.pk, row.pk, how=how)
    assert raised.value.because == "release_revoked"


def test_it_says_how_and_one_that_has_ended_is_not_taken_back(world):
    row = sign(world)
    with pytest.raises(RuleBroken, match="in speech or in writing"):
        revoke_release(world.viewer("kim"), world.case.pk, row.pk, how="")
    with clock.frozen_at(build.moment(40)), pytest.raises(RuleBroken) as raised:
        revoke_release(world.viewer("kim"), world.case.pk, row.pk, how="spoken")
    assert raised.value.because == "release_ended"


def test_a_justice_consent_taken_back_early_binds_until_its_moment(world):
    """T38: it is stored and shown, and takes effect then; other consents end at once."""
    binds = build.moment(10)
    row = sign(world, **justice(world, revocable_after=binds))
    other = sign(world, **part2(world, revocable_after=binds, categories=("treatment_clinical",)))
    for one in (row, other):
        revoke_release(world.viewer("kim"), world.case.pk, one.pk, how="written", by="John Marlow")
    assert opens(world, "ana", Category.SUD_TREATMENT)
    assert not opens(world, "ana", Category.TREATMENT_CLINICAL)
    shown = listed(world, "ana")[str(row.pk)]
    assert shown.state == "In force"
    assert "It binds until" in shown.state_text
    assert not opens(world, "ana", Category.SUD_TREATMENT, at=binds + timedelta(seconds=1))
    with as_owner():
        notices = Notice.objects.filter(kind="release_revoked", about=str(row.pk))
        assert notices
        assert all(notice.due_at == binds for notice in notices)


def test_the_people_of_the_recipient_are_told_to_stop(world):
    row = sign(world, **to_probation(world))
    revoke_release(world.viewer("kim"), world.case.pk, row.pk, how="spoken")
    with as_owner():
        told = Notice.objects.filter(kind="release_revoked", about=str(row.pk))
        assert {one.recipient_id for one in told} == {
            world.people["ana"].pk, world.people["cho"].pk,
        }  # fmt: skip


def test_the_one_person_whom_it_names_is_told_and_nobody_else(world):
    row = sign(world, **to_probation(world, to_user_id=world.people["cho"].pk))
    revoke_release(world.viewer("kim"), world.case.pk, row.pk, how="spoken")
    with as_owner():
        told = Notice.objects.filter(kind="release_revoked", about=str(row.pk))
        assert [one.recipient_id for one in told] == [world.people["cho"].pk]


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("maya", NotAllowed), ("ana", NotVisible), ("otto", NotVisible), ("ben", NotVisible)],
)
def test_only_the_sharing_center_takes_it_back(world, name, refusal):
    row = sign(world)
    with pytest.raises(refusal):
        revoke_release(world.viewer(name), world.case.pk, row.pk, how="spoken")


def test_an_officer_who_is_told_takes_back_what_the_agency_receives(world):
    row = sign(world, **to_probation(world))
    revoke_release(world.viewer("ana"), world.case.pk, row.pk, how="spoken")
    assert stored(Release, row.pk).revoked_at


@pytest.mark.parametrize(
    ("name", "refusal"), [("ana", NotAllowed), ("kim", NotVisible), ("tess", NotVisible)]
)
def test_a_victim_s_release_is_taken_back_by_the_organization_only(world, name, refusal):
    row = sign(world, "maya", **of_victim(world))
    with pytest.raises(refusal):
        revoke_release(world.viewer(name), world.case.pk, row.pk, how="spoken")
    held = revoke_release(
        world.viewer("maya"), world.case.pk, row.pk, how="spoken", by="Vera Example"
    )
    assert held.revoked_by == ""
    assert not opens(world, "ana", Category.VICTIM_STATEMENT, record=RecordFacts(
        release_id=str(row.pk), items=frozenset({"prefers no letters"}))
    )  # fmt: skip


# Lists.


def test_each_sees_the_releases_between_the_own_agency_and_others(world):
    row = sign(world)
    mine = {str(row.pk), str(world.records["authorization"].pk)}
    assert set(listed(world, "kim")) == mine
    assert str(row.pk) in listed(world, "maya")
    others = {**listed(world, "ana"), **listed(world, "otto"), **listed(world, "lee")}
    assert str(row.pk) not in others


def test_one_that_names_another_person_is_not_listed(world):
    row = build.make_release(
        world.case, kind="court_order", source=world.agencies["center"],
        to=world.agencies["probation"],
        categories=["treatment_clinical"], to_user=world.people["rosa"],
    )  # fmt: skip
    assert str(row.pk) in listed(world, "rosa")
    assert str(row.pk) not in listed(world, "ana")
