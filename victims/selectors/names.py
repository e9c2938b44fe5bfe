"""The names that a text for the whole team must not hold; compared, never shown."""

from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from victims.models import SystemRecord


def names_on(viewer: Viewer, case: Case, facts: CaseFacts) -> list[str]:
    """Return the names that this writer may see himself: that of the person under supervision, and
    of victims whom the system knows where their records open to him.

    A check against names that are hidden from the writer would let him ask, word by word, who the
    victims are.
    """
    rows = SystemRecord.objects.visible_to(viewer).filter(case=case)
    known = [
        f"{row.given_name} {row.family_name}"
        for row in rows
        if decide(viewer, Action.VIEW, Category.VICTIM_SYSTEM, facts, record=row.record_facts())
    ]
    return [case.person_name, *known]
