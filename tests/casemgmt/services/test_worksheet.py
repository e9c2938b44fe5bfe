"""A decision that can do harm is not signed without its worksheet (T18; seeds S46)."""

import pytest

from casemgmt.core.errors import RuleBroken
from casemgmt.models import Decision, Worksheet
from casemgmt.selectors.review import access_decision, show_decisions
from casemgmt.services.decision import DecisionWords, correct_decision, decide_case
from casemgmt.services.worksheet import WorksheetWords
from tests import build
from tests.meetings import in_session, review_of
from tests.plugins.roles import as_owner

INTEREST = {
    "benefit": "A stable home.", "cost": "Closer to a school.", "evidence": "", "speaker": "Ana",
}  # fmt: skip


def weighed(**fields):
    base = {
        "interests": {name: dict(INTEREST) for name in ("person", "victim", "community")},
        "precedence": "none",
        "balance": "The flat is safer than the street.",
    }
    return WorksheetWords(**(base | fields))


def decide(world, worksheet=None, touches=("residence",), **fields):
    base = {
        "question": "May he move?", "text": "He may.", "outcome": "consensus",
        "victim_perspective": "none_shared", "review_on": build.day(60),
    }  # fmt: skip
    words = DecisionWords(**(base | fields), touches=tuple(touches))
    review = review_of(world, in_session(world))
    return decide_case(world.viewer("cho"), review.pk, words=words, worksheet=worksheet)


def lacking(interest, asked):
    rows = {name: dict(INTEREST) for name in ("person", "victim", "community")}
    rows[interest][asked] = " "
    return weighed(interests=rows)


@pytest.mark.parametrize("touches", [choice.value for choice in Decision.Touches])
def test_each_such_decision_asks_for_it(world, touches):
    with pytest.raises(RuleBroken, match="harm-prevention worksheet"):
        decide(world, touches=[touches])
    assert decide(world, weighed(), touches=[touches]).touches == [touches]


def test_any_other_decision_does_not(world):
    decision = decide(world, touches=())
    with as_owner():
        assert not Worksheet.objects.unscoped(reason="test").filter(decision=decision).exists()


@pytest.mark.parametrize(
    ("worksheet", "said"),
    [
        (lacking("person", "benefit"), "the person under supervision: what it gains"),
        (lacking("victim", "speaker"), "victims: who spoke for it, or “Nobody spoke for it”"),
        (lacking("community", "cost"), "the community: what it costs"),
        (weighed(precedence=""), "whether somebody could be in danger"),
        (weighed(precedence="victim"), "what is done first for the safety"),
        (weighed(balance=" "), "how the interests were weighed"),
        (weighed(interests={}), "the community: who spoke"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_stored(world, worksheet, said):
    with pytest.raises(RuleBroken) as refused:
        decide(world, worksheet)
    assert said in str(refused.value)
    with as_owner():
        assert not Decision.objects.unscoped(reason="test").filter(text="He may.").exists()


def test_considered_none_shared_and_nobody_spoke_are_full_answers(world):
    rows = {name: INTEREST | {"speaker": "Nobody spoke for it"} for name in weighed().interests}
    decision = decide(world, weighed(interests=rows))
    viewer = world.viewer("ana")
    row, facts = access_decision(viewer, decision.pk)
    (shown,) = show_decisions(viewer, [row], {facts.case_id: facts})
    assert shown.perspective_words == "Considered, none shared"
    assert shown.worksheet.interests[1][1]["speaker"] == "Nobody spoke for it"
    assert shown.worksheet.balance == "The flat is safer than the street."


def test_danger_goes_first(world):
    danger = weighed(precedence="victim", safety_action="The advocate makes a safety plan today.")
    decision = decide(world, danger)
    viewer = world.viewer("maya")
    row, facts = access_decision(viewer, decision.pk)
    (shown,) = show_decisions(viewer, [row], {facts.case_id: facts})
    assert shown.worksheet.safety_action.startswith("The advocate")


def test_a_correction_is_weighed_anew(world):
    decision = decide(world, weighed())
    words = DecisionWords(
        question="May he move?", text="He may not.", outcome="consensus",
        victim_perspective="none_shared", review_on=build.day(60), touches=("residence",),
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="harm-prevention"):
        correct_decision(world.viewer("cho"), decision.pk, words=words)
    newer = correct_decision(world.viewer("cho"), decision.pk, words=words, worksheet=weighed())
    with as_owner():
        kept = Worksheet.objects.unscoped(reason="test").values_list("decision", flat=True)
        assert set(kept) == {decision.pk, newer.pk}


def test_whoever_receives_no_team_record_gets_no_worksheet(world, client_as):
    decide(world, weighed(balance="MARK-balance"))
    assert "MARK-balance" not in client_as("lee").get(f"/cases/{world.case.pk}/").content.decode()
    assert client_as("ben").get(f"/cases/{world.case.pk}/").status_code == 404


def test_the_form_asks_for_it_and_loses_nothing(world, client_as):
    review = review_of(world, in_session(world))
    address = f"/reviews/{review.pk}/decide/"
    client = client_as("cho")
    page = client.get(address)
    assert "Harm-prevention worksheet" in page.content.decode()
    sent = {
        "question": "May he move?", "text": "TYPED-text", "outcome": "consensus",
        "victim_perspective": "none_shared", "review_on": str(build.day(60)),
        "touches": ["residence"], "worksheet-person_benefit": "TYPED-benefit",
    }  # fmt: skip
    answer = client.post(address, sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "TYPED-text" in text
    assert "TYPED-benefit" in text
    assert "victims: what it gains" in text
