"""The two answers of the rules, with what stands on each: the authority or the reason."""

from casemgmt.policy.categories import Category
from casemgmt.policy.decision import Decision
from casemgmt.policy.table import Table

# Whoever is refused for one of these finds no case at all.
ALWAYS_HIDDEN = {
    "account_disabled",
    "mfa_missing",
    "no_standing",
    "membership_ended",
    "sealed",
    "conflict_of_interest",
    "existence_hidden",
}


def allow(
    table: Table,
    category: Category,
    authority: str,
    ref: str,
    rule: str,
    *,
    parts: frozenset[str] | None = None,
) -> Decision:
    """Return yes, with the one authority by which it is yes (B-ENG-1)."""
    return Decision(
        allowed=True, category=category, authority=authority, authority_ref=ref, rule=rule,
        policy_version=table.version, parts=parts,
    )  # fmt: skip


def deny(
    table: Table, category: Category, because: str, rule: str = "", *, hidden: bool = False
) -> Decision:
    """Return no, with the reason, and whether even that may be known (B-ENG-4)."""
    hidden = hidden or because in ALWAYS_HIDDEN or category in table.existence_hidden
    return Decision(
        allowed=False, category=category, because=because, rule=rule,
        existence="hidden" if hidden else "shown", policy_version=table.version,
    )  # fmt: skip
