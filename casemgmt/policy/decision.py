"""What a rule answers, and the words for it."""

from dataclasses import dataclass

GATE_AUTHORITY = {
    "victim_release": "release",
    "authorization": "authorization",
    "part2_consent": "part2_consent",
    "part2_justice_consent": "part2_justice_consent",
    "court_order": "court_order",
}

AUTHORITY_WORDS = {
    "assignment": "assigned to this case",
    "membership": "member of the case's team",
    "supervisory_line": "in the supervisory line of this case",
    "designee": "designee for one meeting",
    "grant": "holder of a dated grant",
    "release": "a victim's release",
    "authorization": "an authorization",
    "part2_consent": "a Part 2 consent",
    "part2_justice_consent": "a criminal-justice consent (42 CFR 2.35)",
    "court_order": "a court order",
    "statute": "a statute",
    "emergency": "an emergency",
    "break_glass": "someone who broke the glass in an emergency",
    "authorship": "its author",
    "own_organization": "member of the organization that owns it",
    "own_duty": "someone with a duty of one's own",
    "own_request": "someone who answers the person it is about",
    "team_norms": "member of a team whose norms allow it",
}

BECAUSE_WORDS = {
    "no_standing": "You have no standing on this case.",
    "membership_ended": "Your membership of this case's team has ended.",
    "never": "Your discipline does not receive this category.",
    "gate_missing": "It needs a release, authorization, consent or order that names you, "
    "and none is on file.",
    "release_not_started": "The release that names you has not started.",
    "release_ended": "The release that named you has ended.",
    "release_revoked": "The release that named you was withdrawn.",
    "wrong_recipient": "The release on file names another recipient.",
    "wrong_purpose": "The release on file is for another purpose.",
    "wrong_item": "The release on file does not name this item.",
    "consent_incomplete": "The consent on file lacks a required part.",
    "use_limited": "The release on file does not allow this use.",
    "conflict_of_interest": "A conflict of interest is on record.",
    "screening_lapsed": "Your criminal-justice screening is missing or has lapsed.",
    "approval_lapsed": "Your approval as examiner or provider has lapsed.",
    "agreement_ended": "The agreement between the agencies has ended.",
    "pretrial": "It stays closed to your discipline before trial.",
    "sealed": "The case is sealed.",
    "not_overridable": "No emergency opens this category.",
    "mfa_missing": "Sign in with a second factor first.",
    "account_disabled": "This account is disabled.",
    "existence_hidden": "Nothing to show.",
}

HOW_TO_ASK = {
    "gate_missing": "Ask the person or the owner of the record for a written release "
    "that names your agency.",
    "release_ended": "Ask the owner of the record whether a new release can be signed.",
    "release_revoked": "The person who signed it took it back. Do not use what you had.",
    "release_not_started": "It opens on its start date.",
    "wrong_recipient": "Ask the owner of the record whether a release can name your agency.",
    "wrong_purpose": "Ask the owner of the record whether a release can name your purpose.",
    "wrong_item": "Ask the owner of the record whether a release can name this item.",
    "consent_incomplete": "Ask the program for a consent with every required part (42 CFR 2.31).",
    "screening_lapsed": "Ask your agency's terminal coordinator to renew your screening.",
    "approval_lapsed": "Ask the approving body to renew your approval.",
    "agreement_ended": "Ask your agency's lead to renew the agreement.",
}

# What a person is told instead: that a release names someone else is nobody's business
# but theirs (T26).
TOLD = {"wrong_recipient": "gate_missing"}

GATE_FAULTS = frozenset({
    "consent_incomplete", "wrong_recipient", "wrong_purpose", "wrong_item", "use_limited",
    "release_revoked", "release_ended", "release_not_started",
})  # fmt: skip

ASK_THE_ADVOCATE = "Put a question to the team's advocate. Nobody asks the victim directly."

NOTICES = {
    "part2_consent": "42 CFR part 2 prohibits unauthorized use or disclosure of these records.",
    "part2_justice_consent": "42 CFR part 2 prohibits unauthorized use or disclosure of these "
    "records. Use is limited to official duties on this conditional release (42 CFR 2.35).",
    "release": "Shown under a victim's written release, to its named recipient and for its purpose "
    "only. Do not pass it on (34 USC 12291(b)(2)).",
    "authorization": "Shown under a signed authorization (45 CFR 164.508), for its purpose only.",
    "court_order": "Shown under a court order that names these items only.",
    "break_glass": "Opened by breaking the glass. Each page is reviewed.",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to one question; truthy when allowed."""

    allowed: bool
    category: str
    authority: str = ""
    authority_ref: str = ""
    because: str = ""
    # shown or hidden: whether the viewer may learn that something is withheld
    existence: str = "shown"
    rule: str = ""
    policy_version: str = ""
    parts: frozenset[str] | None = None  # None: every part
    ends: object = None  # when a release that lends the authority ends
    between_others: bool = False  # the paper whose fault is the reason names somebody else

    def __bool__(self) -> bool:
        return self.allowed

    @property
    def hidden(self) -> bool:
        """Whether everything must answer as if nothing were there."""
        return not self.allowed and self.existence == "hidden"

    @property
    def told(self) -> str:
        """Return the reason as the viewer may know it; the ledger keeps `because`."""
        if self.between_others and self.because in GATE_FAULTS:
            return "gate_missing"
        return TOLD.get(self.because, self.because)

    @property
    def reason_text(self) -> str:
        """Say why it is withheld, in words for the viewer."""
        return BECAUSE_WORDS.get(self.told, "")

    @property
    def how_to_ask(self) -> str:
        """Say what the viewer can do about it; nobody is sent to a victim."""
        asked = HOW_TO_ASK.get(self.told, "")
        if asked and self.category == "victim_statement" and self.told != "release_revoked":
            return ASK_THE_ADVOCATE
        return asked

    @property
    def authority_text(self) -> str:
        """Say by what authority it is shown."""
        return AUTHORITY_WORDS.get(self.authority, "")

    @property
    def notice(self) -> str:
        """The redisclosure notice that must travel with what is shown
        (42 CFR 2.32; B-P2-4, B-VAWA-4)."""
        return NOTICES.get(self.authority, "") if self.allowed else ""
