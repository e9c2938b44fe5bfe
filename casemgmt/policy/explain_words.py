"""The words of explanations: laws, reasons about somebody else, and why nothing would change."""

from casemgmt.policy.categories import Category

LAW = {
    Category.CRIMINAL_HISTORY: "28 CFR part 20; CJIS Security Policy",
    Category.TREATMENT_SUMMARY: "45 CFR 164.508",
    Category.TREATMENT_CLINICAL: "45 CFR 164.508, 164.502(b)",
    Category.PSYCHOTHERAPY_NOTES: "45 CFR 164.501, 164.508(a)(2)",
    Category.SUD_TREATMENT: "42 CFR part 2 (2.31, 2.32, 2.35)",
    Category.VICTIM_SYSTEM: "34 USC 12291(b)(2)",
    Category.VICTIM_ADVOCACY: "34 USC 12291(b)(2); 28 CFR 90.4",
    Category.VICTIM_STATEMENT: "34 USC 12291(b)(2); 28 CFR 90.4",
    Category.CHILD_AND_SCHOOL: "20 USC 1232g; 34 CFR part 99; 42 USC 5106a(b)(2)",
    Category.TRIBAL: "the Tribe's own law",
}
OWN_RULE = "the jurisdiction's own table"
NOTHING = {
    "never": "Nothing: this category is never shared with this discipline.",
    "own": "Nothing: only its author sees a record of this category.",
    "sovereign": "Nothing on this case: a tribal member's rules count on cases of the Tribe.",
    "office": "Nothing: whoever keeps accounts or reads the ledger sees no case.",
    "": "Nothing within the rules in force.",
}
# Of somebody else: the words of the pages speak to the person himself.
ABOUT_OTHERS = {
    "no_standing": "No standing on this case.",
    "membership_ended": "The membership of the case's team has ended.",
    "never": "This discipline does not receive this category.",
    "gate_missing": "It needs a release, authorization, consent or order that names this person's "
    "agency, and none is on file.",
    "release_not_started": "The paper that names this person's agency has not started.",
    "release_ended": "The paper that named this person's agency has ended.",
    "release_revoked": "The paper that named this person's agency was taken back.",
    "wrong_recipient": "The papers on file name other recipients.",
    "screening_lapsed": "The criminal-justice screening is missing or has lapsed.",
    "approval_lapsed": "The approval as examiner or provider has lapsed.",
    "pretrial": "It stays closed to this discipline before trial.",
    "mfa_missing": "No second factor was shown.",
}

BESIDE = {
    Category.IDENTITY: "Shown to whoever stands on the case.",
    Category.LEDGER: "Shown to the privacy officer and the auditor of the agency.",
}
