"""What a paper has to say to open anything, each refusal with the twin that is accepted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from casemgmt.policy.elements import REQUIRED, elements_named
from casemgmt.policy.papers import (
    GateTerms,
    days_of,
    effective_end,
    faults_of,
    missing_of,
    warnings_of,
)
from casemgmt.policy.signing import Signer, majority

ZONE = ZoneInfo("America/New_York")
START = datetime(2026, 3, 1, 9, tzinfo=ZONE)
HARBOR, PROBATION, CENTER, COURT = 1, 2, 3, 4
VERA = Signer("the victim", "self")
JOHN = Signer("John Marlow", "self")
MOTHER = Signer("Mother", "guardian")
FATHER = Signer("Father", "guardian", is_abuser=True)
MINOR = Signer("V3", "minor")


def victim_release(**changes) -> GateTerms:
    terms = GateTerms(
        "victim_release", about_victim=True, from_agency_id=HARBOR, to_agency_ids=(PROBATION,),
        to_kind="supervision", categories=("victim_statement",), items=("prefers no letters",),
        purpose="safety", starts_at=START, ends_at=START + timedelta(days=15), signers=(VERA,),
        signed_on=START.date(),
    )  # fmt: skip
    return replace(terms, **changes)


def authorization(**changes) -> GateTerms:
    return victim_release(
        **{
            "kind": "authorization", "about": "John Marlow", "about_victim": False, "items": (),
            "from_agency_id": CENTER, "categories": ("treatment_summary",), "signers": (JOHN,),
            "ends_at": START + timedelta(days=180), "purpose": "supervision",
        } | changes
    )  # fmt: skip


def part2(**changes) -> GateTerms:
    return authorization(**{"kind": "part2_consent", "categories": ("sud_treatment",)} | changes)


def justice(**changes) -> GateTerms:
    return part2(**{"kind": "part2_justice_consent"} | changes)


def order(**changes) -> GateTerms:
    return authorization(
        **{
            "kind": "court_order", "categories": ("treatment_clinical",), "signers": (),
            "items": ("evaluation of May 4",), "order": "Superior Court, 24-117, March 1",
        } | changes
    )  # fmt: skip


ALL = [victim_release, authorization, part2, justice, order]


def because(terms: GateTerms, **limits) -> list[str]:
    return [fault.because for fault in faults_of(terms, **limits)]


@pytest.mark.parametrize("make", ALL)
def test_a_complete_paper_has_no_fault(make):
    assert faults_of(make(), max_days=365) == []
    assert missing_of(make()) == ()


@pytest.mark.parametrize("make", ALL)
def test_a_paper_without_an_end_opens_nothing(make):
    assert because(make(ends_at=None))[0] == "gate_missing"
    assert "expiry" in missing_of(make(ends_at=None))


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize(
    "to",
    [
        {"to_team": "unit", "to_agency_ids": ()},
        {"to_team": "unit"},
        {"to_agency_ids": ()},
        {"to_agency_ids": (PROBATION, COURT)},
    ],
)
def test_a_paper_to_a_team_or_to_two_agencies_is_refused(make, to):
    assert because(make(**to))[0] == "wrong_recipient"


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize(
    "scope",
    [
        {"categories": ("everything",)},
        {"categories": ()},
        {"categories": ("aggregate",)},
        {"items": ("everything",)},
        {"items": ("All information.",)},
        {"items": ("the whole file",)},
        {"items": ("letters", " ")},
        {"items": ("x" * 201,)},
    ],
)
def test_a_paper_for_everything_or_for_nothing_named_is_refused(make, scope):
    assert "wrong_item" in because(make(**scope))
    assert "description" in missing_of(make(**scope))


def test_an_item_may_begin_with_all_as_a_part_of_a_word():
    assert faults_of(victim_release(items=("allergy of the child",))) == []


@pytest.mark.parametrize("make", [victim_release, authorization, part2, justice])
@pytest.mark.parametrize("missing", [{"signers": ()}, {"purpose": " "}])
def test_a_consent_without_signature_or_purpose_is_incomplete(make, missing):
    assert because(make(**missing)) == ["consent_incomplete"]
    assert missing_of(make(**missing)) in (("signature",), ("purpose",))


def test_an_order_is_named_and_not_signed():
    assert faults_of(order(signers=(), purpose="")) == []
    assert because(order(order=" ")) == ["consent_incomplete"]
    assert missing_of(order(order="")) == ("order",)


def test_a_paper_of_no_known_kind_is_none():
    assert because(victim_release(kind="letter")) == ["gate_missing"]


def test_nobody_signs_away_what_is_anothers():
    assert because(authorization(categories=("victim_system",))) == ["wrong_item"]
    assert because(victim_release(categories=("risk",))) == ["wrong_item"]
    assert faults_of(victim_release(categories=("victim_system",))) == []


def test_an_authorization_is_no_part_2_consent():
    """T39."""
    said = faults_of(authorization(categories=("sud_treatment",)))
    assert [fault.because for fault in said] == ["consent_incomplete"]
    assert "42 CFR 2.31" in said[0].words
    assert faults_of(part2(categories=("sud_treatment",))) == []


def test_psychotherapy_notes_need_a_paper_of_their_own_to_one_person():
    """B-HIP-4, T41."""
    own = authorization(categories=("psychotherapy_notes",), to_user_id=7)
    assert faults_of(own) == []
    assert because(replace(own, to_user_id=None)) == ["consent_incomplete"]
    both = replace(own, categories=("psychotherapy_notes", "treatment_summary"))
    assert because(both) == ["consent_incomplete"]


@pytest.mark.parametrize("kind", ["supervision", "prosecution", "court", "tribal"])
def test_a_justice_consent_goes_to_the_justice_system(kind):
    assert faults_of(justice(to_kind=kind)) == []


@pytest.mark.parametrize("kind", ["treatment", "victim_service", "law_enforcement", "school", ""])
def test_a_justice_consent_goes_to_nobody_else(kind):
    assert because(justice(to_kind=kind)) == ["wrong_recipient"]
    assert missing_of(justice(to_kind=kind)) == ("recipient",)
    assert faults_of(part2(to_kind=kind)) == []


def test_nobody_shares_with_the_own_agency():
    assert because(authorization(to_agency_ids=(CENTER,))) == ["wrong_recipient"]


def test_several_faults_are_told_in_the_order_of_the_policy():
    terms = victim_release(
        ends_at=None, signers=(), to_agency_ids=(), categories=("everything",), purpose=""
    )
    told = because(terms)
    assert list(dict.fromkeys(told)) == [
        "gate_missing", "consent_incomplete", "wrong_recipient", "wrong_item",
    ]  # fmt: skip


# How long.


def test_a_limit_of_days_counts_to_the_last_and_the_next_is_too_long():
    limit = {"max_days": 90}
    assert faults_of(victim_release(ends_at=START + timedelta(days=90)), **limit) == []
    assert because(victim_release(ends_at=START + timedelta(days=91)), **limit) == ["gate_missing"]
    assert faults_of(victim_release(ends_at=START + timedelta(days=91))) == []


def test_an_end_before_the_beginning_is_none():
    assert because(victim_release(ends_at=START)) == ["gate_missing"]


def test_more_than_thirty_days_is_worth_a_second_look():
    assert warnings_of(victim_release(), long_days=30) == []
    assert warnings_of(victim_release(ends_at=START + timedelta(days=30)), long_days=30) == []
    assert warnings_of(victim_release(ends_at=START + timedelta(days=31)), long_days=30)
    assert days_of(victim_release(ends_at=None)) is None


# Minors and guardians.

BORN = date(2010, 6, 1)


def of_minor(*signers: Signer, **changes) -> GateTerms:
    return victim_release(**{"born": BORN, "guardians": ("Mother",), "signers": signers} | changes)


def test_a_minor_and_a_guardian_who_did_no_harm_sign():
    """T27."""
    assert faults_of(of_minor(MINOR, MOTHER)) == []
    assert faults_of(of_minor(Signer("V3", "self"), Signer(" mother ", "guardian"))) == []


@pytest.mark.parametrize(
    "signers",
    [
        (MINOR,),
        (MOTHER,),
        (MINOR, FATHER),
        (MINOR, MOTHER, FATHER),
        (MINOR, Signer("Uncle", "guardian")),
        (Signer("V3", "minor", is_abuser=True), MOTHER),
    ],
)
def test_other_signatures_for_a_minor_are_none(signers):
    assert because(of_minor(*signers))
    assert set(because(of_minor(*signers))) == {"consent_incomplete"}
    assert missing_of(of_minor(*signers)) == ("signature",)


def test_a_guardian_signs_only_where_known_as_one():
    assert because(of_minor(MINOR, MOTHER, guardians=())) == ["consent_incomplete"]


def test_a_minor_signs_alone_where_the_law_lets_her():
    """T30."""
    assert faults_of(of_minor(MINOR, signs_alone=True)) == []


def test_the_abuser_never_signs_not_even_as_representative():
    abuser = Signer("Father", "representative", is_abuser=True)
    assert because(victim_release(signers=(VERA, abuser))) == ["consent_incomplete"]
    assert faults_of(victim_release(signers=(replace(abuser, is_abuser=False),))) == []


def test_an_adult_signs_and_a_guardian_does_not_sign_for_one():
    adult = victim_release(born=date(2000, 1, 1))
    assert faults_of(adult) == []
    assert because(replace(adult, signers=(MOTHER,), guardians=("Mother",)))


def test_where_nobody_knows_the_age_a_guardians_name_says_that_it_is_a_minor():
    terms = victim_release(born=None, signers=(MINOR, MOTHER), guardians=("Mother",))
    assert faults_of(terms) == []
    assert because(replace(terms, signers=(MOTHER,))) == ["consent_incomplete"]


def test_a_parent_authorizes_for_a_minor_and_a_part_2_program_asks_both():
    young = {"born": BORN, "guardians": ("Mother",)}
    assert faults_of(authorization(**young, signers=(MOTHER,))) == []
    assert because(part2(**young, signers=(MOTHER,))) == ["consent_incomplete"]
    assert faults_of(part2(**young, signers=(MINOR, MOTHER))) == []


def test_what_a_guardian_signed_ends_before_the_birthdays_midnight():
    """T29: in the jurisdiction's zone."""
    terms = of_minor(
        MINOR, MOTHER, starts_at=datetime(2028, 5, 20, tzinfo=ZONE),
        ends_at=datetime(2028, 8, 1, tzinfo=ZONE), signed_on=date(2028, 5, 20),
    )  # fmt: skip
    end = effective_end(terms, ZONE)
    assert end is not None
    assert end < datetime(2028, 6, 1, tzinfo=ZONE) <= end + timedelta(seconds=1)
    assert end.astimezone(UTC).hour == 3  # midnight of summer time
    assert effective_end(replace(terms, signers=(MINOR,), signs_alone=True), ZONE) == terms.ends_at
    early = replace(terms, ends_at=datetime(2028, 5, 25, tzinfo=ZONE))
    assert effective_end(early, ZONE) == early.ends_at


def test_from_the_birthday_on_a_guardian_signs_for_nobody():
    late = of_minor(
        MINOR, MOTHER, starts_at=datetime(2028, 6, 1, tzinfo=ZONE), signed_on=date(2028, 5, 20),
        ends_at=datetime(2028, 6, 9, tzinfo=ZONE),
    )  # fmt: skip
    assert because(late) == ["consent_incomplete"]


def test_of_age_on_the_birthday_and_in_march_after_a_leap_day():
    assert majority(date(2010, 6, 1)) == date(2028, 6, 1)
    assert majority(date(2008, 2, 29)) == date(2026, 3, 1)
    assert majority(date(9999, 12, 31)) == date.max  # mistyped: a page says so, it does not break


# Elements of the law, in the words of whoever reads the paper.


@pytest.mark.parametrize(
    ("words", "element"),
    [
        ("patient name", "patient"), ("name of the patient", "patient"), ("patient", "patient"),
        ("2.31(a)(1)", "patient"), ("name", "patient"),
        ("who may disclose", "discloser"), ("discloser", "discloser"), ("program", "discloser"),
        ("disclosing party", "discloser"), ("from", "discloser"), ("(2)", "discloser"),
        ("description of information", "description"), ("what is disclosed", "description"),
        ("information to be disclosed", "description"), ("amount_and_kind", "description"),
        ("recipient", "recipient"), ("name of recipient", "recipient"), ("to", "recipient"),
        ("who may receive", "recipient"), ("purpose of disclosure", "purpose"),
        ("right_to_revoke", "revocation"), ("how to withdraw", "revocation"),
        ("revocable after disposition", "revocation"),
        ("expiry date or event", "expiry"), ("expiration", "expiry"), ("ends", "expiry"),
        ("signature", "signature"), ("signed", "signature"), ("electronic signature", "signature"),
        ("date", "date"), ("date signed", "date"), ("signature date", "date"), ("9", "date"),
        ("redisclosure statement", "redisclosure"), ("no conditions", "no_condition"),
    ],
)  # fmt: skip
def test_an_element_is_known_by_its_words(words, element):
    assert elements_named([words]) == {element}


def test_signature_and_date_can_stand_in_one():
    assert elements_named(["signature and date"]) == {"signature", "date"}


def test_words_that_name_no_element_count_for_none():
    assert elements_named(["letterhead", ""]) == frozenset()


NINE = (
    "patient name", "who may disclose", "description", "recipient", "purpose", "right to revoke",
    "expiry", "signature", "date",
)  # fmt: skip


@pytest.mark.parametrize("make", [part2, justice])
@pytest.mark.parametrize("left_out", [None, *NINE])
def test_a_consent_that_lacks_one_of_nine_elements_is_incomplete(make, left_out):
    """B-P2-2: the missing one is named."""
    terms = make(elements=frozenset(set(NINE) - {left_out}))
    if left_out is None:
        assert faults_of(terms) == []
        assert missing_of(terms) == ()
    else:
        assert because(terms) == ["consent_incomplete"]
        assert missing_of(terms) == tuple(elements_named([left_out]))


@pytest.mark.parametrize("make", ALL)
def test_every_element_of_a_kind_is_asked_for_when_a_paper_is_read(make):
    bare = make(elements=frozenset())
    names = {element.name for element in REQUIRED[bare.kind]}
    if bare.order:
        names -= {"order"}
    assert names <= set(missing_of(bare)) | {"order"}
    assert all(fault.words for fault in faults_of(bare))
    full = make(elements=frozenset(e.name for e in REQUIRED[bare.kind]))
    assert faults_of(full) == []
