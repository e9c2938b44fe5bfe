"""What decide() refuses beside the table: items, records of others, offices,
and what stays hidden whatever refuses."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import RecordFacts, Standing
from casemgmt.policy.people import Discipline, Office, Scope
from casemgmt.policy.rules import decide
from tests.policy.test_matrix import NOW, case, release, viewer

ITEMS = frozenset({"attendance"})


def lapsed(category: str) -> Scope:
    """Return the scope of someone whose agreement with the case's agency on it has ended."""
    return Scope(lapsed=frozenset({(10, category)}))


def test_a_release_that_names_items_opens_no_record_that_names_none():
    answer = decide(
        viewer(),
        Action.VIEW,
        Category.TREATMENT_SUMMARY,
        case(releases=(release(items=ITEMS),)),
        record=RecordFacts(),
    )
    assert (answer.allowed, answer.because) == (False, "wrong_item")


@pytest.mark.parametrize("record", [RecordFacts(release_id="r1"), RecordFacts(items=ITEMS)])
def test_it_opens_the_record_that_came_under_it_and_the_one_that_names_its_item(record):
    facts = case(releases=(release(items=ITEMS),))
    assert decide(viewer(), Action.VIEW, Category.TREATMENT_SUMMARY, facts, record=record)


@pytest.mark.parametrize("who", [{"mfa": False}, {"active": False}])
@pytest.mark.parametrize("facts", [{"standings": ()}, {"sealed": True}, {"conflict": True}])
def test_a_case_without_standing_stays_hidden_whatever_refuses_first(who, facts):
    assert (
        decide(viewer(**who), Action.VIEW, Category.SUPERVISION, case(**facts)).existence
        == "hidden"
    )


@pytest.mark.parametrize(
    ("discipline", "category", "record"),
    [
        (
            Discipline.TREATMENT,
            Category.TREATMENT_CLINICAL,
            RecordFacts(owner_agency_id=99, author_id=7),
        ),
        (
            Discipline.TREATMENT,
            Category.PSYCHOTHERAPY_NOTES,
            RecordFacts(owner_agency_id=10, author_id=7),
        ),
        (Discipline.POLYGRAPH, Category.POLYGRAPH_RESULT, RecordFacts(author_id=7)),
    ],
)
def test_nobody_changes_a_record_that_he_may_not_read(discipline, category, record):
    assert not decide(viewer(discipline), Action.AMEND, category, case(), record=record)
    own = RecordFacts(owner_agency_id=10, author_id=1)
    assert decide(viewer(discipline), Action.AMEND, category, case(), record=own)


@pytest.mark.parametrize("office", [Office.ADMINISTRATOR, Office.PRIVACY_OFFICER, Office.AUDITOR])
@pytest.mark.parametrize("category", [Category.IDENTITY, Category.SUPERVISION])
def test_offices_without_a_caseload_read_no_case_even_with_a_seat_left_over(office, category):
    assert decide(viewer(office=office), Action.VIEW, category, case()).because == "never"


def test_what_is_hidden_gives_that_as_the_reason_before_any_later_one():
    answers = [
        decide(viewer(office=Office.ADMINISTRATOR), Action.VIEW, Category.TRIBAL, case()),
        decide(viewer(scope=lapsed("tribal")), Action.VIEW, Category.TRIBAL, case()),
    ]
    assert [(a.because, a.existence) for a in answers] == [("existence_hidden", "hidden")] * 2


def test_before_trial_goes_before_an_agreement_that_ended():
    prosecutor = viewer(Discipline.PROSECUTION, scope=lapsed("risk"))
    answer = decide(prosecutor, Action.VIEW, Category.RISK, case(stage="pretrial"))
    assert answer.because == "pretrial"


def test_an_agreement_ends_for_what_it_covered_of_that_agency_and_for_nothing_else():
    who = viewer(scope=lapsed("supervision"))
    of_others = RecordFacts(owner_agency_id=11)
    answers = [
        decide(who, Action.VIEW, Category.SUPERVISION, case()).because,
        decide(who, Action.VIEW, Category.RISK, case()).because,
        decide(who, Action.VIEW, Category.SUPERVISION, case(), record=of_others).because,
    ]
    assert answers == ["agreement_ended", "", ""]


@pytest.mark.parametrize(
    ("kind", "opens"),
    [("part2_consent", True), ("part2_justice_consent", True), ("authorization", False)],
)
def test_what_a_part_2_program_wrote_needs_a_part_2_consent_too(kind, opens):
    written = RecordFacts(owner_agency_id=20, regimes=frozenset({"part2"}))
    facts = case(releases=(release(kind=kind),))
    summary = decide(viewer(), Action.VIEW, Category.TREATMENT_SUMMARY, facts, record=written)
    # by standing, the category alone would be open: a note that quotes such a record
    note = decide(viewer(), Action.VIEW, Category.SUPERVISION, facts, record=written)
    assert (summary.allowed, note.allowed) == (opens, opens)
    assert opens or note.existence == "hidden"


def test_the_program_reads_its_own_record_without_a_consent():
    written = RecordFacts(owner_agency_id=10, regimes=frozenset({"part2"}))
    who = viewer(Discipline.TREATMENT)
    assert decide(who, Action.VIEW, Category.TREATMENT_SUMMARY, case(), record=written)


@pytest.mark.parametrize(("seconds", "opens"), [(-1, False), (1, True)])
def test_a_consent_that_binds_until_a_moment_stops_then(seconds, opens):
    bound = release(
        kind="part2_justice_consent", revoked_at=NOW - timedelta(hours=1),
        revocable_after=NOW + timedelta(seconds=seconds),
    )  # fmt: skip
    answer = decide(viewer(), Action.VIEW, Category.SUD_TREATMENT, case(releases=(bound,)))
    assert answer.allowed == opens


def test_a_sealed_record_is_there_for_nobody_its_author_included():
    sealed = RecordFacts(owner_agency_id=10, author_id=1, sealed=True)
    answer = decide(viewer(), Action.VIEW, Category.SUPERVISION, case(), record=sealed)
    assert (answer.because, answer.existence) == ("sealed", "hidden")


@pytest.mark.parametrize(
    ("category", "owner", "because"),
    [
        (Category.SUPERVISION, 10, ""),
        (Category.POLYGRAPH_RESULT, 20, "never"),
        (Category.TREATMENT_SUMMARY, 20, "gate_missing"),
        (Category.VICTIM_ADVOCACY, 20, "not_overridable"),
        (Category.TRIBAL, 20, "not_overridable"),
        (Category.SEXUAL_HISTORY, 20, "existence_hidden"),
    ],
)
def test_a_broken_glass_opens_the_own_agencys_records_only(category, owner, because):
    facts = case(standings=(Standing("break_glass", "break_glass:1"),))
    record = RecordFacts(owner_agency_id=owner)
    answer = decide(viewer(), Action.VIEW, category, facts, record=record)
    assert answer.because == because
    assert answer.authority == ("" if because else "break_glass")


def test_a_broken_glass_takes_nothing_from_whoever_stands_there_anyway():
    both = (Standing("membership", "membership:1"), Standing("break_glass", "break_glass:1"))
    own = RecordFacts(owner_agency_id=10, author_id=1)
    provider = viewer(Discipline.TREATMENT)
    facts = case(standings=both)
    notes = decide(provider, Action.VIEW, Category.PSYCHOTHERAPY_NOTES, facts, record=own)
    others = decide(
        provider, Action.VIEW, Category.PSYCHOTHERAPY_NOTES, facts, record=RecordFacts(author_id=2)
    )
    assert (notes.authority, others.because) == ("authorship", "not_overridable")


def test_a_lapsed_approval_leaves_the_head_of_the_case_and_closes_the_rest():
    late = viewer(approval_until=NOW.date() - timedelta(days=1))
    head = decide(late, Action.VIEW, Category.IDENTITY, case())
    rest = decide(late, Action.VIEW, Category.SUPERVISION, case())
    assert (head.allowed, rest.because, rest.existence) == (True, "approval_lapsed", "shown")


@pytest.mark.parametrize(
    ("office", "agency", "allowed"),
    [
        ("privacy_officer", 10, True),
        ("auditor", 10, True),
        ("privacy_officer", 99, False),
        ("", 10, False),
    ],
)
def test_the_ledger_opens_to_its_offices_on_cases_of_their_agency(office, agency, allowed):
    who = replace(viewer(office=Office(office)), agency_id=agency)
    assert decide(who, Action.VIEW, Category.LEDGER, case(standings=())).allowed == allowed


def test_a_release_to_someone_else_reads_like_none():
    facts = case(releases=(release(to_agency_id=99),))
    other = decide(viewer(), Action.VIEW, Category.TREATMENT_SUMMARY, facts)
    none = decide(viewer(), Action.VIEW, Category.TREATMENT_SUMMARY, case())
    assert (other.because, none.because) == ("wrong_recipient", "gate_missing")
    assert (other.told, other.reason_text, other.how_to_ask) == (
        none.told,
        none.reason_text,
        none.how_to_ask,
    )


@pytest.mark.parametrize(
    ("sovereign", "owner", "allowed"),
    [("tribal", 99, True), ("state", 10, True), ("state", 99, False)],
)
def test_a_tribal_member_reads_by_standing_on_cases_of_the_tribe(sovereign, owner, allowed):
    facts = replace(case(), owner_agency_id=owner, sovereign=sovereign)
    answer = decide(viewer(Discipline.TRIBAL), Action.VIEW, Category.SUPERVISION, facts)
    assert answer.allowed == allowed


@pytest.mark.parametrize(
    "fields",
    [
        {"complete": False},
        {"ends": None},
        {"kind": "part2_consent", "revoked_at": NOW},
        {"categories": frozenset({"treatment_summary"}), "items": ITEMS},
    ],
)
def test_whatever_is_wrong_with_a_paper_between_others_reads_like_none(fields):
    facts = case(releases=(release(to_agency_id=99, **fields),))
    other = decide(viewer(), Action.VIEW, Category.TREATMENT_SUMMARY, facts)
    none = decide(viewer(), Action.VIEW, Category.TREATMENT_SUMMARY, case())
    assert (other.told, other.reason_text, other.how_to_ask) == (
        none.told,
        none.reason_text,
        none.how_to_ask,
    )


def test_what_is_wrong_with_a_paper_that_names_the_viewer_is_told():
    mine, others = release(id="r2", complete=False), release(to_agency_id=99, complete=False)
    answer = decide(
        viewer(), Action.VIEW, Category.TREATMENT_SUMMARY, case(releases=(others, mine))
    )
    assert answer.told == "consent_incomplete"
