"""The rules that views declare: who may open this page at all. The object's own rule comes after,
in the selectors."""

from collections.abc import Callable
from dataclasses import dataclass

from casemgmt.policy.people import Viewer


@dataclass(frozen=True, slots=True)
class AccessRule:
    """A named rule; `sentence` is what the guard tests and the documents print."""

    name: str
    sentence: str
    allows: Callable[[Viewer], bool]
    public: bool = False


def rule(name: str, sentence: str, allows: Callable[[Viewer], bool]) -> AccessRule:
    """Return a rule for signed-in people."""
    return AccessRule(name, sentence, allows)


PUBLIC = AccessRule("public", "Anyone, signed in or not.", lambda viewer: True, public=True)
ANYONE_SIGNED_IN = rule("signed_in", "Anyone who is signed in.", lambda viewer: True)
CASE_PEOPLE = rule(
    "case_people",
    "People who can have a caseload; the case decides the rest.",
    lambda v: v.has_caseload,
)
SUPERVISORS = rule("supervisors", "People with a supervisory line.", lambda v: v.is_supervisor)
LEDGER_READERS = rule("ledger_readers", "Privacy officers and auditors.", lambda v: v.reads_ledger)
ADMINISTRATORS = rule("administrators", "Administrators of accounts.", lambda v: v.is_administrator)
ADVOCATES = rule("advocates", "Advocates of victim-service organizations.", lambda v: v.is_advocate)
COUNSEL = rule("counsel", "Counsel of a victim-service organization.", lambda v: v.is_counsel)
TEAM_SIDE = rule(
    "team_side",
    "People who can have a caseload, outside the victim-service organizations.",
    lambda v: v.has_caseload and not v.is_advocate,
)
REVIEWERS = rule(
    "reviewers",
    "Who answers or reads access reviews: coordinators, and the offices of an agency.",
    lambda v: v.is_coordinator or v.reads_ledger or v.is_administrator or v.office == "agency_head",
)
COORDINATORS = rule(
    "coordinators", "People who plan the meetings of a team.", lambda v: v.is_coordinator
)
GLASS_READERS = rule(
    "glass_readers",
    "Privacy officers, auditors and heads of an agency.",
    lambda v: v.reads_ledger or v.office == "agency_head",
)
CONFLICT_KEEPERS = rule(
    "conflict_keepers",
    "Privacy officers, heads of an agency and people with a supervisory line.",
    lambda v: v.office in ("privacy_officer", "agency_head") or v.is_supervisor,
)
SEAL_LIFTERS = rule(
    "seal_lifters",
    "Privacy officers and heads of an agency.",
    lambda v: v.office in ("privacy_officer", "agency_head"),
)
