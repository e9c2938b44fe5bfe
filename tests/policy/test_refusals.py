"""What decide() refuses beside the table: items, records of others, offices,
and what stays hidden whatever refuses."""

import pytest

from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import RecordFacts
from casemgmt.policy.people import Discipline, Office
from casemgmt.policy.rules import decide
from tests.policy.test_matrix import case, release, viewer

ITEMS = frozenset({"attendance"})


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
        decide(
            viewer(), Action.VIEW, Category.TRIBAL, case(agreements_ended=frozenset({"tribal"}))
        ),
    ]
    assert [(a.because, a.existence) for a in answers] == [("existence_hidden", "hidden")] * 2


def test_before_trial_goes_before_an_agreement_that_ended():
    facts = case(stage="pretrial", agreements_ended=frozenset({"risk"}))
    assert (
        decide(viewer(Discipline.PROSECUTION), Action.VIEW, Category.RISK, facts).because
        == "pretrial"
    )


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
