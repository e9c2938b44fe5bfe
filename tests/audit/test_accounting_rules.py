"""The rules of an accounting, each with its twin."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from audit.accounting import (
    CHRI,
    HIPAA,
    LAWS,
    MARKS,
    OWN,
    PART2,
    Disclosure,
    Suspension,
    accounting,
    back_to,
    due_on,
    faults_of_suspension,
    for_person,
    how_often,
    laws_for,
    leaves,
    mark_of,
)

AT = datetime(2026, 3, 3, 15, tzinfo=UTC)
DAY = date(2026, 6, 1)
CENTER, PROBATION, POLICE = 1, 2, 3
ONE = Disclosure(
    AT, AT, 1, "Altona Probation", PROBATION, "supervision", "Treatment summary", "case work",
    "membership", CENTER, "treatment_summary",
)  # fmt: skip
HOLD = Suspension(
    POLICE, "", "law_enforcement", date(2026, 5, 1), date(2026, 7, 1), "Statement 12", "Det. Roe"
)
TO_POLICE = replace(ONE, agency_id=POLICE, recipient="Police", recipient_kind="law_enforcement")


def marked(law=HIPAA, *, suspensions=(), day=DAY, **fields):
    return mark_of(law, replace(ONE, **fields), suspensions, day)


def test_what_leaves_the_agency_is_a_disclosure_and_what_its_people_do_is_use():
    assert leaves(ONE)
    assert not leaves(replace(ONE, agency_id=CENTER))
    assert leaves(replace(ONE, agency_id=CENTER, is_outside=True))  # its own people told outside
    assert leaves(replace(ONE, agency_id=None))
    assert marked(agency_id=CENTER) == "inside"


def test_a_disclosure_by_a_team_s_standing_is_in_the_list():
    assert marked() == ""


@pytest.mark.parametrize(
    ("mark", "fields"),
    [
        ("by_authorization", {"authority": "authorization"}),
        ("by_authorization", {"authority": "release"}),
        ("by_authorization", {"authority": "part2_consent"}),
        ("to_individual", {"exempt": "to_individual"}),
        ("tpo", {"exempt": "tpo"}),
        ("tpo", {"purpose": "Treatment", "recipient_kind": "treatment"}),
        ("incidental", {"exempt": "incidental"}),
        ("carers", {"exempt": "carers"}),
        ("security", {"exempt": "security"}),
        ("custody", {"exempt": "custody"}),
        ("limited", {"exempt": "limited"}),
    ],
)
def test_each_exemption_of_hipaa_marks_and_is_none_elsewhere(mark, fields):
    assert marked(HIPAA, **fields) == mark
    assert mark in MARKS
    assert marked(OWN, **fields) == ("to_individual" if mark == "to_individual" else "")


@pytest.mark.parametrize(
    "fields",
    [
        {"authority": "court_order"},
        {"authority": "statute", "statute": "law_enforcement"},
        {"authority": ""},  # nobody knew an authority: the person learns of it
        {"purpose": "Treatment"},  # to probation is no treatment
        {"recipient_kind": "treatment"},
    ],
)
def test_what_resembles_an_exemption_and_is_none_stays(fields):
    assert marked(HIPAA, **fields) == ""


def test_part2_lists_what_went_under_a_consent_and_nothing_else():
    assert marked(PART2, authority="part2_consent") == ""
    assert marked(PART2, authority="part2_justice_consent") == ""
    assert marked(PART2, authority="membership") == "not_this_law"
    assert marked(PART2, authority="authorization") == "not_this_law"


def test_part2_lists_care_by_electronic_record_and_not_by_voice():
    care = {"authority": "part2_consent", "purpose": "treatment"}
    assert marked(PART2, **care) == ""
    assert marked(PART2, **care, is_spoken=True) == "spoken_care"


def test_criminal_history_lists_who_is_not_criminal_justice():
    history = {"category": "criminal_history", "recipient_kind": "treatment"}
    assert marked(CHRI, **history) == ""
    assert marked(CHRI, **history | {"recipient_kind": "prosecution"}) == "justice"
    assert (
        marked(CHRI, **history | {"recipient_kind": "", "statute": "justice_exchange"}) == "justice"
    )
    assert marked(CHRI, **history | {"category": "risk"}) == "not_this_law"


def test_what_may_be_about_another_victim_stays_inside():
    assert marked(OWN, is_unclear=True) == "unclear"
    assert for_person(accounting(OWN, [replace(ONE, is_unclear=True)], [], DAY)) == []


# T43


def test_suspended_lines_are_hidden_until_the_last_day_and_come_back_after_it():
    days = {day: mark_of(HIPAA, TO_POLICE, [HOLD], day) for day in (
        date(2026, 4, 30), date(2026, 5, 1), date(2026, 7, 1), date(2026, 7, 2),
    )}  # fmt: skip
    assert list(days.values()) == ["", "suspended", "suspended", ""]


def test_a_suspension_hides_nothing_of_others_and_ends_when_it_is_lifted():
    assert marked(suspensions=[HOLD]) == ""
    lifted = replace(HOLD, lifted_on=date(2026, 5, 20))
    assert mark_of(HIPAA, TO_POLICE, [lifted], date(2026, 5, 19)) == "suspended"
    assert mark_of(HIPAA, TO_POLICE, [lifted], date(2026, 5, 20)) == ""


def test_an_agency_outside_is_known_by_its_name():
    outside = replace(TO_POLICE, agency_id=None, recipient="Det. Roe, County Police")
    hold = replace(HOLD, agency_id=None, recipient="county police")
    assert mark_of(HIPAA, outside, [hold], DAY) == "suspended"
    assert mark_of(HIPAA, replace(outside, recipient="County Court"), [hold], DAY) == ""


def test_an_exempt_line_stays_exempt_under_a_suspension():
    assert mark_of(HIPAA, replace(TO_POLICE, exempt="custody"), [HOLD], DAY) == "custody"


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("kind", {"kind": "treatment"}),
        ("said_by", {"said_by": " "}),
        ("recipient", {"agency_id": None}),
        ("ends", {"ends": date(2026, 4, 1)}),
        ("ends", {"statement": "", "ends": date(2026, 6, 1)}),  # spoken: 31 days
    ],
)
def test_a_statement_that_suspends_nothing(field, fields):
    assert list(faults_of_suspension(replace(HOLD, **fields))) == [field]


def test_a_statement_that_does():
    assert faults_of_suspension(HOLD) == {}
    assert faults_of_suspension(replace(HOLD, statement="", ends=date(2026, 5, 31))) == {}
    assert list(faults_of_suspension(HOLD, at_most=date(2026, 6, 30))) == ["ends"]


# Repeats


def test_repeats_to_one_recipient_for_one_purpose_are_one_line():
    days = [
        ONE,
        replace(ONE, first_at=AT + timedelta(days=30), last_at=AT + timedelta(days=60), count=2),
    ]
    (row,) = accounting(HIPAA, days, [], DAY)
    assert (row.what.count, row.what.first_at, row.what.last_at) == (3, AT, AT + timedelta(days=60))
    assert how_often(row.what) == "3 times, about monthly"
    assert how_often(ONE) == "once"


@pytest.mark.parametrize(
    "fields", [{"recipient": "Police"}, {"purpose": "safety"}, {"authority": "court_order"},
               {"description": "Risk"}, {"exempt": "custody"}],
)  # fmt: skip
def test_another_recipient_or_purpose_is_another_line(fields):
    assert len(accounting(HIPAA, [ONE, replace(ONE, **fields)], [], DAY)) == 2


def test_lines_come_in_the_order_of_their_first_day():
    earlier = replace(ONE, recipient="Police", first_at=AT - timedelta(days=1))
    assert [r.what.recipient for r in accounting(HIPAA, [ONE, earlier], [], DAY)] == [
        "Police", "Altona Probation",
    ]  # fmt: skip


# Laws and days


def test_each_kind_of_agency_owes_by_its_own_laws():
    assert [law.key for law in laws_for("treatment", is_part2=False)] == [HIPAA, OWN]
    assert [law.key for law in laws_for("treatment", is_part2=True)] == [PART2, HIPAA, OWN]
    assert [law.key for law in laws_for("supervision", is_part2=False)] == [CHRI, OWN]
    assert [law.key for law in laws_for("school", is_part2=False)] == [OWN]


def test_hipaa_looks_back_six_years_and_part2_three():
    assert back_to(LAWS[HIPAA], date(2026, 6, 1)) == date(2020, 6, 1)
    assert back_to(LAWS[PART2], date(2024, 2, 29)) == date(2021, 2, 28)


def test_sixty_days_and_thirty_more_once():
    assert due_on(date(2026, 1, 1), is_extended=False) == date(2026, 3, 2)
    assert due_on(date(2026, 1, 1), is_extended=True) == date(2026, 4, 1)


def test_a_name_hides_whole_words_alone():
    def hides(name, recipient):
        hold = replace(HOLD, agency_id=None, recipient=name)
        return hold.hides(replace(ONE, agency_id=None, recipient=recipient), DAY)

    assert hides("Altona PD", "Det. Roe, Altona PD")
    assert hides("roe (altona)", "Det. Roe (Altona)")
    assert not hides("PD", "Update Services")
    assert not hides("o", "Altona Probation")
