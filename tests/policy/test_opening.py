"""Open categories of a page against decide(), for every discipline, on random cases."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from casemgmt.policy.actions import WRITES, Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts, ReleaseFacts, Standing
from casemgmt.policy.gates import PART2_KINDS
from casemgmt.policy.opening import open_categories
from casemgmt.policy.people import Discipline, Office, Scope, Viewer
from casemgmt.policy.rules import decide
from tests.policy.test_matrix import NOW, viewer

STANDINGS = (
    "assignment", "membership", "supervisory_line", "designee", "grant", "break_glass",
)  # fmt: skip
PAPERS = ("authorization", "victim_release", *sorted(PART2_KINDS))
DAYS = [NOW + timedelta(days=days) for days in (-30, -1, 1, 30)]
READS = [action for action in Action if action not in WRITES]
PAGES, CASES = 12, 12


def draw_paper(dice: random.Random, of: Viewer) -> ReleaseFacts:
    """Return a paper that opens now and then."""
    return ReleaseFacts(
        id=str(dice.randrange(10**6)), kind=dice.choice(PAPERS),
        categories=frozenset(dice.sample(list(Category), dice.randint(1, 6))),
        to_agency_id=dice.choice((of.agency_id, of.agency_id, 99)),
        to_user_id=dice.choice((None, None, of.user_id, 77)),
        to_discipline=dice.choice(("", of.discipline, "school")),
        from_agency_id=dice.choice((None, 10, 20)),
        starts=dice.choice(DAYS[:3]), ends=dice.choice((*DAYS[1:], None)),
        revoked_at=dice.choice((None, None, *DAYS)),
        revocable_after=dice.choice((None, None, *DAYS)),
        complete=dice.random() < 0.9, for_case=dice.random() < 0.9,
    )  # fmt: skip


def draw_case(dice: random.Random, of: Viewer, number: int) -> CaseFacts:
    """Return a case on which the viewer stands in some way, or not."""
    kinds = dice.sample(STANDINGS, dice.choice((0, 1, 1, 1, 2)))
    return CaseFacts(
        case_id=str(number), stage=dice.choice(("supervised", "supervised", "pretrial", "closed")),
        sealed=dice.random() < 0.05, conflict=dice.random() < 0.05,
        standings=tuple(Standing(kind, f"{kind}:{number}") for kind in kinds),
        was_member=dice.random() < 0.1, owner_agency_id=dice.choice((10, 20)),
        sovereign=dice.choice(("state", "state", "tribal")),
        examiner_ids=frozenset({of.user_id} if dice.random() < 0.7 else ()),
        releases=tuple(draw_paper(dice, of) for _ in range(dice.randint(0, 3))),
    )  # fmt: skip


def draw_viewer(dice: random.Random, discipline: Discipline) -> Viewer:
    """Return somebody of this discipline."""
    until = (None, date(2000, 1, 1), date(2100, 1, 1))
    covered = frozenset({(dice.choice((10, 20)), dice.choice(list(Category)))})
    return replace(
        viewer(discipline), agency_id=dice.choice((10, 20)),
        office=dice.choice((Office.NONE, Office.NONE, *Office)),
        active=dice.random() < 0.95, mfa=dice.random() < 0.95,
        screening_until=dice.choice(until), approval_until=dice.choice(until),
        approval_needed=dice.random() < 0.2,
        scope=Scope(lapsed=covered if dice.random() < 0.3 else frozenset()),
    )  # fmt: skip


@pytest.mark.parametrize("discipline", Discipline)
def test_the_open_categories_of_a_page_are_what_decide_says_of_each(discipline):
    dice = random.Random(discipline.value)
    for _ in range(PAGES):
        who, action = draw_viewer(dice, discipline), dice.choice((*READS, *Action))
        page = [draw_case(dice, who, number) for number in range(CASES)]
        assert open_categories(who, page, action) == {
            case.case_id: {c for c in Category if decide(who, action, c, case)} for case in page
        }


def test_a_paper_opens_a_category_to_one_case_and_not_to_its_like():
    who = viewer()
    paper = ReleaseFacts(
        id="r", kind="authorization", categories=frozenset({"treatment_summary"}),
        to_agency_id=who.agency_id, starts=DAYS[0], ends=DAYS[3],
    )  # fmt: skip
    bare = CaseFacts(case_id="bare", standings=(Standing("membership"),), owner_agency_id=10)
    opened = CaseFacts(
        case_id="opened", standings=(Standing("membership"),), owner_agency_id=10, releases=(paper,)
    )
    found = open_categories(who, [bare, opened])
    assert found["opened"] - found["bare"] == {Category.TREATMENT_SUMMARY}
