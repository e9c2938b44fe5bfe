"""What would change an answer: true of decide() itself, for every pair; and the words of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.explain import Ground, explained, underlying, what_would_change
from casemgmt.policy.facts import Standing
from casemgmt.policy.load import in_force
from casemgmt.policy.people import Discipline, Office, Scope
from casemgmt.policy.rules import decide
from casemgmt.policy.table import Grade
from tests.policy.test_matrix import NOW, PAIRS, case, release, viewer

ALONE = {"standings": ()}
NEVER = "Nothing: this category is never shared with this discipline."


def changes(category, discipline=Discipline.SUPERVISION, *, who=None, **facts):
    person = replace(viewer(discipline), agency_name="Elm Probation", **(who or {}))
    return what_would_change(person, category, case(**facts))


@pytest.mark.parametrize(("discipline", "category"), PAIRS)
def test_where_something_would_open_it_the_table_says_so_too(discipline, category):
    needed, nothing = changes(category, discipline, **ALONE)
    grade = in_force().rule(discipline, category).grade
    of_tribe = discipline == Discipline.TRIBAL and grade in (Grade.STANDING, Grade.PART)
    assert bool(needed) == (grade != Grade.NEVER) or of_tribe
    assert bool(nothing) == (not needed)
    if grade == Grade.NEVER:
        assert nothing == NEVER


@pytest.mark.parametrize(("discipline", "category"), PAIRS)
def test_an_explanation_is_the_decision(discipline, category):
    for facts in (case(), case(standings=()), case(releases=(release(),)), case(stage="pretrial")):
        person = viewer(discipline)
        row = explained(person, category, facts, {})
        assert row.decision == decide(person, Action.VIEW, category, facts)
        assert bool(row.changes or row.nothing) == (not row.decision.allowed)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"category": Category.VICTIM_STATEMENT},
         ("a victim's release that names Elm Probation for victim's statement to the team",)),
        ({"category": Category.TREATMENT_SUMMARY},
         ("an authorization that names Elm Probation for treatment summary",)),
        ({"category": Category.CRIMINAL_HISTORY, "who": {"screening_until": None}},
         ("a current criminal-justice screening",)),
        ({"category": Category.CRIMINAL_HISTORY, "who": {"screening_until": None}, **ALONE},
         ("a membership on the case's team, an assignment or a dated grant",
          "a current criminal-justice screening")),
        ({"category": Category.RISK, "discipline": Discipline.POLYGRAPH, **ALONE}, ()),
        ({"category": Category.POLYGRAPH_REFERRAL, "discipline": Discipline.POLYGRAPH, **ALONE},
         ("an exam on this case that is assigned to this examiner",)),
        ({"category": Category.RISK, "sealed": True},
         ("an order that opens the sealed case",)),
        ({"category": Category.RISK, "conflict": True},
         ("the end of the conflict of interest on record",)),
        ({"category": Category.RISK, "who": {"active": False}}, ("the account enabled again",)),
        ({"category": Category.RISK, "who": {"mfa": False}}, ("a sign-in with a second factor",)),
        ({"category": Category.TREATMENT_SUMMARY, "discipline": Discipline.TREATMENT,
          "who": {"approval_until": NOW.date() - timedelta(days=1)}},
         ("a current approval as examiner or provider",)),
        ({"category": Category.RISK, "discipline": Discipline.PROSECUTION, "stage": "pretrial"},
         ("the end of the stage before trial",
          "an authorization that names Elm Probation for risk and needs")),
        ({"category": Category.RISK,
          "who": {"scope": Scope(lapsed=frozenset({(10, "risk")}))}},
         ("an agreement in force between the agencies that covers this category",)),
        ({"category": Category.SUD_TREATMENT},
         ("a consent under 42 CFR 2.31 (or, for justice agencies, 2.35) that names Elm Probation "
          "for substance use treatment",)),
        ({"category": Category.TREATMENT_SUMMARY,
          "releases": (release(ends=NOW - timedelta(hours=1)),)},
         ("an authorization, signed anew, that names Elm Probation for treatment summary",)),
        ({"category": Category.TREATMENT_SUMMARY,
          "releases": (release(starts=NOW + timedelta(hours=1)),)},
         ("the start of the paper on file",)),
        ({"category": Category.TRIBAL, "discipline": Discipline.TREATMENT,
          "standings": (Standing("break_glass", "break_glass:1"),)},
         ("a membership on the case's team, an assignment or a dated grant",
          "an authorization that names Elm Probation for tribal records")),
    ],
)  # fmt: skip
def test_the_words_name_what_is_missing(asked, words):
    assert changes(**asked)[0] == words


def test_offices_without_a_caseload_are_told_that_nothing_would_open_a_case():
    person = viewer(Discipline.POLICY, office=Office.AUDITOR)
    needed, nothing = what_would_change(person, Category.SUPERVISION, case())
    assert (needed, nothing) == (
        (),
        "Nothing: whoever keeps accounts or reads the ledger sees no case.",
    )


def test_a_hidden_existence_has_its_reason_behind_it_for_those_who_are_told():
    row = explained(viewer(), Category.SUD_TREATMENT, case(), {})
    assert (row.decision.because, row.behind) == ("existence_hidden", "gate_missing")
    assert row.reason.endswith("The person is not told whether there is any.")
    assert underlying(viewer(), Category.PSYCHOTHERAPY_NOTES, case()) == "never"
    assert explained(viewer(), Category.RISK, case(), {}).behind == ""


def test_the_ground_of_an_answer_is_the_row_that_lent_it():
    paper, seat = Ground("r1", "Authorization"), Ground("membership:1", "Member of Elm")
    grounds = {"r1": paper, "membership:1": seat}
    facts = case(releases=(release(),))
    assert explained(viewer(), Category.TREATMENT_SUMMARY, facts, grounds).ground is paper
    assert explained(viewer(), Category.RISK, facts, grounds).ground is seat
    assert explained(viewer(), Category.PSYCHOTHERAPY_NOTES, facts, grounds).ground is None


def test_asking_what_would_change_leaves_the_table_in_force_as_it_was():
    before = in_force()
    what_would_change(viewer(), Category.SEXUAL_HISTORY, case())
    assert in_force() is before
    assert decide(viewer(), Action.VIEW, Category.SEXUAL_HISTORY, case()).hidden
