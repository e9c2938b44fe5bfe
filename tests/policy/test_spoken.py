"""By what authority something went by voice or on paper: papers and laws, each with its twin."""

from datetime import UTC, datetime, timedelta

import pytest

from casemgmt.policy.facts import ReleaseFacts
from casemgmt.policy.spoken import (
    NO_AUTHORITY,
    Recipient,
    cover_by_paper,
    cover_by_statute,
    fault_of_paper,
    follow_up_of,
    holds_content,
    is_late,
    no_cover,
)
from casemgmt.policy.statutes import EVIDENCE, STATUTES, statute_of

NOW = datetime(2026, 3, 3, 15, tzinfo=UTC)
CENTER, PROBATION, COURT = 1, 2, 3
TO_PROBATION = Recipient(PROBATION)


def paper(**fields):
    held = {
        "id": "r1", "kind": "authorization", "categories": frozenset({"treatment_summary"}),
        "to_agency_id": PROBATION, "from_agency_id": CENTER, "starts": NOW - timedelta(days=9),
        "ends": NOW + timedelta(days=9), "purpose": "supervision",
    }  # fmt: skip
    return ReleaseFacts(**held | fields)


def fault(to=TO_PROBATION, category="treatment_summary", *, at=NOW, part2=False, **fields):
    return fault_of_paper(
        paper(**fields), to, category, teller_agency_id=CENTER, at=at, part2=part2
    )


def test_a_paper_opens_to_its_recipient_at_that_time():
    assert fault() == ""


@pytest.mark.parametrize(
    ("because", "given"),
    [
        ("wrong_recipient", {"to": Recipient(COURT)}),
        ("wrong_recipient", {"to": Recipient()}),
        ("wrong_recipient", {"to_user_id": 7}),
        ("wrong_item", {"category": "risk"}),
        ("release_ended", {"at": NOW + timedelta(days=10)}),
        ("release_not_started", {"at": NOW - timedelta(days=10)}),
        ("release_revoked", {"revoked_at": NOW - timedelta(days=1)}),
        ("consent_incomplete", {"complete": False}),
        ("consent_incomplete", {"part2": True}),  # an authorization lacks what 42 CFR 2.31 asks
    ],
)
def test_the_same_paper_opens_nothing(because, given):
    assert fault(**given) == because


def test_what_was_told_before_the_paper_was_taken_back_is_covered():
    assert fault(revoked_at=NOW - timedelta(days=1), at=NOW - timedelta(days=2)) == ""


def test_a_paper_covers_what_it_names_and_the_rest_is_told():
    told = ("treatment_summary", "risk")
    cover = cover_by_paper(
        paper(), Recipient(PROBATION), told, teller_agency_id=CENTER, at=NOW, part2=False
    )
    assert cover.uncovered == {"risk": "wrong_item"}
    assert follow_up_of(cover, None) == NO_AUTHORITY


# What each law opens beyond the usual record: substance use, a victim's words, session notes.
OPENS = {
    "medical_emergency": {"sud_treatment"},
    "required_by_law": {"victim_statement", "psychotherapy_notes"},
    "child_abuse": {"sud_treatment", "victim_statement"},
    "oversight": {"psychotherapy_notes"},
    "court_order": {"victim_statement", "psychotherapy_notes"},
    "part2_order": {"sud_treatment"},
    "program_crime": {"sud_treatment"},
    "coroner": {"psychotherapy_notes"},
    "serious_threat": {"psychotherapy_notes"},
    "to_individual": {"sud_treatment"},
}


@pytest.mark.parametrize("statute", STATUTES, ids=lambda s: s.key)
def test_a_law_opens_what_it_names_and_no_more(statute):
    rare = {"sud_treatment", "victim_statement", "psychotherapy_notes"}
    assert {c for c in rare if statute.covers(c, part2=False)} == OPENS.get(statute.key, set())
    assert statute.covers("treatment_summary", part2=False) is not statute.justice
    assert statute.covers("treatment_summary", part2=True) == (statute.part2)
    assert statute.source
    assert set(statute.needs) <= set(EVIDENCE)


def test_a_subpoena_alone_opens_no_record_of_a_program():
    cover = cover_by_statute(statute_of("subpoena_assured"), ("sud_treatment", "risk"), part2=False)
    assert cover.uncovered == {"sud_treatment": NO_AUTHORITY}


def test_an_emergency_is_followed_up_and_another_law_is_not():
    emergency, law = statute_of("medical_emergency"), statute_of("required_by_law")
    assert (
        follow_up_of(cover_by_statute(emergency, ("risk",), part2=False), emergency) == "emergency"
    )
    assert follow_up_of(cover_by_statute(law, ("risk",), part2=False), law) == ""
    assert follow_up_of(no_cover(("risk",)), None) == NO_AUTHORITY
    assert statute_of("no_such_law") is None


def test_late_is_more_than_a_day():
    assert not is_late(NOW - timedelta(hours=24), NOW)
    assert is_late(NOW - timedelta(hours=24, seconds=1), NOW)


@pytest.mark.parametrize("words", ["attendance since May, next appointment", "results of 2025"])
def test_kinds_are_no_content(words):
    assert not holds_content(words)


@pytest.mark.parametrize("words", ["call 555-010-0199", "vera@example.org", "SSN 900 12 3456"])
def test_numbers_and_addresses_are(words):
    assert holds_content(words)
