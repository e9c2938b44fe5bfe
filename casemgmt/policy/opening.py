"""Which categories stand open, of all cases of a page at once: what decide() would say for each."""

from collections.abc import Iterable
from dataclasses import fields, replace

from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide

# What tells one case from another to the rules, beside its papers and the kinds of standing.
SHARED = [
    one.name for one in fields(CaseFacts) if one.name not in ("case_id", "standings", "releases")
]


def open_categories(
    viewer: Viewer, cases: Iterable[CaseFacts], action: Action = Action.LIST
) -> dict[str, frozenset[Category]]:
    """Return the open categories of each case by its key, no record of it in view.

    Most cases of a page are alike to the rules but for their papers, and a paper only ever opens.
    So each kind of case is asked about once without its papers, and then each case about the
    categories that its own papers name.
    """
    alike: dict[tuple, frozenset[Category]] = {}
    found = {}
    for case in cases:
        kind = _kind(case)
        if kind not in alike:
            alike[kind] = _open(viewer, action, replace(case, releases=()), Category)
        named = {name for release in case.releases for name in release.categories}
        rest = [Category(name) for name in named.difference(alike[kind])]
        found[case.case_id] = alike[kind] | _open(viewer, action, case, rest)
    return found


def _kind(case: CaseFacts) -> tuple:
    standings = tuple(standing.kind for standing in case.standings)
    return (standings, *(getattr(case, name) for name in SHARED))


def _open(
    viewer: Viewer, action: Action, case: CaseFacts, categories: Iterable[Category]
) -> frozenset[Category]:
    return frozenset(one for one in categories if decide(viewer, action, one, case).allowed)
