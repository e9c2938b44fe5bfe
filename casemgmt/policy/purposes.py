"""What a person opens something for, as the ledger says it; each page declares its own."""

from enum import StrEnum


class Purpose(StrEnum):
    """Purposes of an act, in the words that stand after "for" on the ledger."""

    CASE_WORK = "case work"
    MEETING = "a team meeting"
    ACCESS_REVIEW = "review of access"
    STAFF_SUPERVISION = "supervision of staff"
    VICTIM_REQUEST = "a victim's request"
    VICTIM_ADVOCACY = "victim advocacy"
    AUDIT = "audit of disclosures"
    ADMINISTRATION = "administration"
    EMERGENCY = "an emergency"
    OWN_ACCOUNT = "one's own account"
    SIGN_IN = "signing in"
    OPERATION = "operation"


# What is read by these authorities is read for this, whatever the page is for.
BY_AUTHORITY = {"break_glass": Purpose.EMERGENCY, "emergency": Purpose.EMERGENCY}
