"""The access table as decide() answers it: every pair of discipline and category,
and the document that prints it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts, RecordFacts, ReleaseFacts, Standing
from casemgmt.policy.load import TableError, in_force, parse
from casemgmt.policy.offices import decide_offices
from casemgmt.policy.people import Discipline, Office, Scope, Viewer
from casemgmt.policy.render import to_markdown
from casemgmt.policy.rules import decide
from casemgmt.policy.table import Grade

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 1, 14, 0, tzinfo=UTC)
MEMBER = (Standing("membership", "membership:1"),)
PAIRS = [
    (d, c) for d in Discipline for c in Category if c not in (Category.IDENTITY, Category.LEDGER)
]


def viewer(discipline: Discipline = Discipline.SUPERVISION, **fields) -> Viewer:
    fields.setdefault("screening_until", date(2027, 1, 1))
    return Viewer(
        user_id=1,
        name="A",
        agency_id=10,
        agency_name="Agency",
        discipline=discipline,
        now=NOW,
        today=NOW.date(),
        **fields,
    )


def case(**fields) -> CaseFacts:
    fields.setdefault("standings", MEMBER)
    return CaseFacts(case_id="k1", owner_agency_id=10, examiner_ids=frozenset({1}), **fields)


def release(**fields) -> ReleaseFacts:
    fields.setdefault("categories", frozenset(c.value for c in Category))
    return ReleaseFacts(
        **{
            "id": "r1", "kind": "authorization", "to_agency_id": 10,
            "starts": NOW - timedelta(days=1), "ends": NOW + timedelta(days=1),
        } | fields
    )  # fmt: skip


@pytest.mark.parametrize(("discipline", "category"), PAIRS)
def test_a_member_gets_what_the_table_says(discipline, category):
    grade = in_force().rule(discipline, category).grade
    answer = decide(viewer(discipline), Action.VIEW, category, case())
    opens = {Grade.STANDING, Grade.SCREENED, Grade.PART, Grade.OWN, Grade.OWN_AGENCY}
    assert answer.allowed == (grade in opens)
    assert bool(answer.authority) == answer.allowed


@pytest.mark.parametrize(("discipline", "category"), PAIRS)
def test_nobody_gets_anything_without_standing(discipline, category):
    answer = decide(
        viewer(discipline), Action.VIEW, category, case(standings=(), releases=(release(),))
    )
    assert (answer.allowed, answer.existence) == (False, "hidden")


@pytest.mark.parametrize(("discipline", "category"), PAIRS)
def test_a_release_opens_gates_and_nothing_else(discipline, category):
    grade = in_force().rule(discipline, category).grade
    without = decide(viewer(discipline), Action.VIEW, category, case())
    order = release(kind="court_order")  # the one kind that fits each category
    answer = decide(viewer(discipline), Action.VIEW, category, case(releases=(order,)))
    assert answer.allowed == (without.allowed or grade == Grade.GATE)


@pytest.mark.parametrize(
    ("discipline", "category", "kind", "opens"),
    [
        ("supervision", "sud_treatment", "part2_consent", True),
        ("supervision", "sud_treatment", "part2_justice_consent", True),
        ("supervision", "sud_treatment", "authorization", False),
        ("court", "psychotherapy_notes", "court_order", True),
        ("court", "psychotherapy_notes", "authorization", False),
        ("supervision", "victim_statement", "victim_release", True),
        ("supervision", "victim_statement", "authorization", False),
        ("supervision", "treatment_summary", "authorization", True),
    ],
)
def test_each_category_asks_for_its_own_kind_of_paper(discipline, category, kind, opens):
    facts = case(releases=(release(kind=kind),))
    answer = decide(viewer(Discipline(discipline)), Action.VIEW, Category(category), facts)
    assert answer.allowed == opens


@pytest.mark.parametrize(
    ("fields", "because"),
    [
        ({"to_agency_id": 99}, "wrong_recipient"),
        ({"to_user_id": 99}, "wrong_recipient"),
        ({"to_discipline": "treatment"}, "wrong_recipient"),
        ({"purpose": "safety"}, "wrong_purpose"),
        ({"items": frozenset({"another"})}, "wrong_item"),
        ({"complete": False}, "consent_incomplete"),
        ({"ends": None}, "consent_incomplete"),
        ({"revoked_at": NOW}, "release_revoked"),
        ({"ends": NOW - timedelta(seconds=1)}, "release_ended"),
        ({"starts": NOW + timedelta(seconds=1)}, "release_not_started"),
        ({"for_case": False}, "use_limited"),
    ],
)
def test_a_release_with_one_fault_opens_nothing_and_the_fault_is_named(fields, because):
    record = RecordFacts(items=frozenset({"one"}))
    answer = decide(
        viewer(), Action.VIEW, Category.TREATMENT_SUMMARY, case(releases=(release(**fields),)),
        record=record, purpose="research",
    )  # fmt: skip
    assert (answer.allowed, answer.because) == (False, because)


def test_of_two_faulty_releases_the_nearest_one_gives_the_reason():
    far = release(id="r1", to_agency_id=99)
    near = release(id="r2", revoked_at=NOW)
    answer = decide(viewer(), Action.VIEW, Category.TREATMENT_SUMMARY, case(releases=(near, far)))
    assert answer.because == "release_revoked"


def test_what_a_release_opens_may_not_be_passed_on():
    answer = decide(
        viewer(), Action.DISCLOSE, Category.TREATMENT_SUMMARY, case(releases=(release(),))
    )
    assert answer.because == "use_limited"


@pytest.mark.parametrize(
    ("who", "facts", "because"),
    [
        ({"active": False}, {}, "account_disabled"),
        ({"mfa": False}, {}, "mfa_missing"),
        ({}, {"sealed": True}, "sealed"),
        ({}, {"conflict": True}, "conflict_of_interest"),
        ({}, {"standings": ()}, "no_standing"),
        ({}, {"standings": (), "was_member": True}, "membership_ended"),
        ({"office": Office.ADMINISTRATOR}, {}, "never"),
        ({"approval_until": date(2026, 2, 28)}, {}, "approval_lapsed"),
        ({"scope": Scope(lapsed=frozenset({(10, "supervision")}))}, {}, "agreement_ended"),
    ],
)
def test_denials_beat_standing(who, facts, because):
    answer = decide(viewer(**who), Action.VIEW, Category.SUPERVISION, case(**facts))
    assert (answer.allowed, answer.because) == (False, because)


def test_criminal_history_needs_a_current_screening():
    assert decide(viewer(), Action.VIEW, Category.CRIMINAL_HISTORY, case()).allowed
    lapsed = viewer(screening_until=date(2026, 2, 28))
    assert (
        decide(lapsed, Action.VIEW, Category.CRIMINAL_HISTORY, case()).because == "screening_lapsed"
    )
    assert decide(lapsed, Action.VIEW, Category.SUPERVISION, case()).allowed


def test_an_examiner_stands_only_where_an_exam_is_assigned():
    examiner = viewer(Discipline.POLYGRAPH)
    assert decide(examiner, Action.VIEW, Category.POLYGRAPH_REFERRAL, case()).allowed
    elsewhere = CaseFacts(case_id="k2", standings=MEMBER)
    assert (
        decide(examiner, Action.VIEW, Category.POLYGRAPH_REFERRAL, elsewhere).because
        == "no_standing"
    )


def test_a_part_rule_shows_that_part_only():
    provider = viewer(Discipline.TREATMENT)
    seen = decide(
        provider,
        Action.VIEW,
        Category.SUPERVISION,
        case(),
        record=RecordFacts(frozenset({"conditions"})),
    )
    unseen = decide(provider, Action.VIEW, Category.SUPERVISION, case(), record=RecordFacts())
    assert (seen.allowed, unseen.allowed) == (True, False)


def test_only_the_author_reads_psychotherapy_notes_and_nobody_else_learns_of_them():
    provider = viewer(Discipline.TREATMENT)
    mine = RecordFacts(author_id=1, owner_agency_id=10)
    colleague = RecordFacts(author_id=2, owner_agency_id=10)
    assert (
        decide(provider, Action.VIEW, Category.PSYCHOTHERAPY_NOTES, case(), record=mine).authority
        == "authorship"
    )
    answer = decide(provider, Action.VIEW, Category.PSYCHOTHERAPY_NOTES, case(), record=colleague)
    assert (answer.because, answer.existence) == ("existence_hidden", "hidden")


def test_the_glass_opens_the_own_agency_and_never_what_nothing_overrides():
    glass = case(standings=(Standing("break_glass", "glass:1"),))
    ours, theirs = RecordFacts(owner_agency_id=10), RecordFacts(owner_agency_id=11)
    assert (
        decide(viewer(), Action.VIEW, Category.SUPERVISION, glass, record=ours).authority
        == "break_glass"
    )
    assert not decide(viewer(), Action.VIEW, Category.RISK, glass, record=theirs).allowed
    assert (
        decide(viewer(), Action.VIEW, Category.VICTIM_ADVOCACY, glass).because == "not_overridable"
    )
    assert not decide(viewer(), Action.AMEND, Category.SUPERVISION, glass).allowed


@pytest.mark.parametrize("category", [Category.RISK, Category.POLYGRAPH_REFERRAL])
def test_before_trial_the_prosecutor_gets_no_evaluation_release_or_not(category):
    prosecutor = viewer(Discipline.PROSECUTION)
    facts = case(stage="pretrial", releases=(release(),))
    assert decide(prosecutor, Action.VIEW, category, facts).because == "pretrial"


def test_the_ledger_opens_to_its_offices_only():
    assert decide_offices(viewer(office=Office.PRIVACY_OFFICER), Category.LEDGER).allowed
    assert not decide_offices(viewer(office=Office.SUPERVISOR), Category.LEDGER).allowed


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("disciplines: {supervision: {supervison: standing}}", "supervison"),
        ("disciplines: {supervisor: {}}", "supervisor"),
        ("disciplines: {supervision: {risk: always}}", "always"),
        ("disciplines: {supervision: {risk: 'part:total'}}", "total"),
        ("disciplines: {}\nlevels: {}", "levels"),
        ("never_overridable: [tribal]", "disciplines"),
    ],
)
def test_a_table_that_does_not_make_sense_is_refused_and_the_word_is_named(text, word):
    with pytest.raises(TableError, match=word):
        parse(text)


def test_the_document_says_what_the_table_says():
    assert (ROOT / "docs" / "policy-matrix.md").read_text() == to_markdown(in_force())


def test_one_center_s_authorization_opens_nothing_of_another_s():
    facts = case(releases=(release(from_agency_id=20),))
    theirs, others = RecordFacts(owner_agency_id=20), RecordFacts(owner_agency_id=21)
    ask = Category.TREATMENT_SUMMARY
    assert decide(viewer(), Action.VIEW, ask, facts, record=theirs).allowed
    assert decide(viewer(), Action.VIEW, ask, facts, record=others).because == "wrong_item"
