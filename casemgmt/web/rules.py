"""The rules that views declare: who may open this page at all. The object's own rule comes after,
in the selectors."""

from collections.abc import Callable
from dataclasses import dataclass

from casemgmt.policy.people import Viewer
from casemgmt.policy.purposes import Purpose


@dataclass(frozen=True, slots=True)
class AccessRule:
    """A named rule; `sentence` is what the guard tests and the documents print, `purpose` what its
    pages are opened for where they do not say so themselves."""

    name: str
    sentence: str
    allows: Callable[[Viewer], bool]
    public: bool = False
    purpose: Purpose = Purpose.CASE_WORK


def rule(
    name: str,
    sentence: str,
    allows: Callable[[Viewer], bool],
    purpose: Purpose = Purpose.CASE_WORK,
) -> AccessRule:
    """Return a rule for signed-in people."""
    return AccessRule(name, sentence, allows, purpose=purpose)


PUBLIC = AccessRule("public", "Anyone, signed in or not.", lambda viewer: True, public=True)
ANYONE_SIGNED_IN = rule("signed_in", "Anyone who is signed in.", lambda viewer: True)
CASE_PEOPLE = rule(
    "case_people",
    "People who can have a caseload; the case decides the rest.",
    lambda v: v.has_caseload,
)
SUPERVISORS = rule(
    "supervisors",
    "People with a supervisory line.",
    lambda v: v.is_supervisor,
    Purpose.STAFF_SUPERVISION,
)
LEDGER_READERS = rule(
    "ledger_readers", "Privacy officers and auditors.", lambda v: v.reads_ledger, Purpose.AUDIT
)
ADMINISTRATORS = rule(
    "administrators",
    "Administrators of accounts.",
    lambda v: v.is_administrator,
    Purpose.ADMINISTRATION,
)
ADVOCATES = rule(
    "advocates",
    "Advocates of victim-service organizations.",
    lambda v: v.is_advocate,
    Purpose.VICTIM_ADVOCACY,
)
COUNSEL = rule(
    "counsel",
    "Counsel of a victim-service organization.",
    lambda v: v.is_counsel,
    Purpose.VICTIM_ADVOCACY,
)
PRIVACY_OFFICERS = rule(
    "privacy_officers",
    "Privacy officers.",
    lambda v: v.office == "privacy_officer",
    Purpose.VICTIM_REQUEST,
)
TEAM_SIDE = rule(
    "team_side",
    "People who can have a caseload, outside the victim-service organizations.",
    lambda v: v.has_caseload and not v.is_advocate,
)
REVIEWERS = rule(
    "reviewers",
    "Who answers or reads access reviews: coordinators, and the offices of an agency.",
    lambda v: v.is_coordinator or v.reads_ledger or v.is_administrator or v.office == "agency_head",
    Purpose.ACCESS_REVIEW,
)
COORDINATORS = rule(
    "coordinators",
    "People who plan the meetings of a team.",
    lambda v: v.is_coordinator,
    Purpose.MEETING,
)
GLASS_READERS = rule(
    "glass_readers",
    "Privacy officers, auditors and heads of an agency.",
    lambda v: v.reads_ledger or v.office == "agency_head",
    Purpose.ACCESS_REVIEW,
)
CONFLICT_KEEPERS = rule(
    "conflict_keepers",
    "Privacy officers, heads of an agency and people with a supervisory line.",
    lambda v: v.office in ("privacy_officer", "agency_head") or v.is_supervisor,
    Purpose.ACCESS_REVIEW,
)
SEAL_LIFTERS = rule(
    "seal_lifters",
    "Privacy officers and heads of an agency.",
    lambda v: v.office in ("privacy_officer", "agency_head"),
    Purpose.ADMINISTRATION,
)
