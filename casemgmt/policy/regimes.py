"""Laws that bind a record beside its category's own rule; they travel with quoted text
(B-ENG-2)."""

from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer

PART2 = "part2"  # written by a program under 42 CFR Part 2 (B-P2-1)
QUOTED = "part2_quoted"  # quotes such a record: bound as the record is (B-P2-7)


def regimes_of(viewer: Viewer, category: Category, *, quotes_part2: bool = False) -> list[str]:
    """Return what binds a record that this person writes in this category. A category that is
    itself under Part 2 needs no tag."""
    if category == Category.SUD_TREATMENT:
        return []
    program = [PART2] if viewer.of_part2_program else []
    return [*program, QUOTED] if quotes_part2 else program
