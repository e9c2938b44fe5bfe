"""What the first case has beyond the others, so that each person finds a part of it."""

from datetime import date, timedelta

from casemgmt.demo.cases import STORY_NUMBER
from casemgmt.demo.days import at
from casemgmt.demo.harm import heard_in_general
from casemgmt.demo.keys import key
from casemgmt.demo.stage import Draft, Stage
from casemgmt.models import CaseUserGrant, Decision, SpokenDisclosure, Step

__all__ = ["STORY_NUMBER", "tell_story"]

STEP = "Tell the landlord's office which visits need a chaperone"
LEAVE_DAYS = 30


def tell_story(stage: Stage, drafts: list[Draft]) -> None:
    """Give the first case an open step and a fresh perspective; lend some cases."""
    first = drafts[0]
    decision = next(row for row in reversed(stage.rows.waiting[Decision]) if row.case is first.case)
    first.record(
        Step,
        stage.people["cho"],
        decision.decided_on,
        hour=11,
        decision=decision,
        text=STEP,
        assigned_to=stage.people["ana"],
        due_on=stage.day(3),
    )
    heard_in_general(first, stage.day(-1), stage.people["maya"])
    _tell_the_shelter(stage, first)
    _lend(stage, drafts)


def _tell_the_shelter(stage: Stage, first: Draft) -> None:
    """One call of the officer to somebody outside, as it is entered by hand."""
    ana = stage.people["ana"]
    stage.rows.add(
        SpokenDisclosure(
            id=key("told", 1),
            case=first.case,
            teller=ana,
            owner_agency=ana.agency,
            created_by_id=ana.pk,
            created_at=at(stage.day(-9), 15, 10),
            told_at=at(stage.day(-9), 14, 20),
            way="phone",
            to_name="Pat Sample",
            to_organization="Riverside Shelter (invented)",
            to_address="1 Invented Way, Altona City",
            categories=["supervision"],
            description="that there are rules on overnight visits; who to call with questions",
            purpose="a bed from the first of the month",
            authority="statute",
            authority_ref="required_by_law",
            statute="required_by_law",
            evidence={"law": "State housing rule 12 (invented)", "asked_by": "intake office"},
        )
    )


def _lend(stage: Stage, drafts: list[Draft]) -> None:
    """Dated grants: two cases of the other unit's officer on leave, and one that has lapsed."""
    lent = [draft for draft in drafts if draft.case.officer.username == "tomas"][:3]
    for draft, away in zip(lent, (LEAVE_DAYS, LEAVE_DAYS, -10), strict=False):
        until: date = stage.today + timedelta(days=away)
        stage.rows.add(
            CaseUserGrant(
                permission_id=stage.permission_id,
                user=stage.people["marcus"],
                content_object=draft.case,
                kind="grant",
                valid_until=at(until, 23, 59),
                reason="Covers for the officer on leave",
            )
        )
