"""The categories of information that rules speak of."""

from enum import StrEnum


class Category(StrEnum):
    """What a record is, for the rules; `identity` is the head of a case,
    for whoever has standing."""

    IDENTITY = "identity"
    SUPERVISION = "supervision"
    CRIMINAL_HISTORY = "criminal_history"
    TREATMENT_SUMMARY = "treatment_summary"
    TREATMENT_CLINICAL = "treatment_clinical"
    PSYCHOTHERAPY_NOTES = "psychotherapy_notes"
    SUD_TREATMENT = "sud_treatment"
    POLYGRAPH_REFERRAL = "polygraph_referral"
    POLYGRAPH_RESULT = "polygraph_result"
    POLYGRAPH_RAW = "polygraph_raw"
    SEXUAL_HISTORY = "sexual_history"
    VICTIM_SYSTEM = "victim_system"
    VICTIM_ADVOCACY = "victim_advocacy"
    VICTIM_STATEMENT = "victim_statement"
    TEAM_RECORD = "team_record"
    RISK = "risk"
    CHILD_AND_SCHOOL = "child_and_school"
    TRIBAL = "tribal"
    AGGREGATE = "aggregate"
    PEER_GROUP = "peer_group"
    STAFF_WELLBEING = "staff_wellbeing"
    LEDGER = "ledger"


LABELS = {
    Category.IDENTITY: "Head of the case",
    Category.SUPERVISION: "Supervision",
    Category.CRIMINAL_HISTORY: "Criminal history",
    Category.TREATMENT_SUMMARY: "Treatment summary",
    Category.TREATMENT_CLINICAL: "Clinical treatment record",
    Category.PSYCHOTHERAPY_NOTES: "Psychotherapy notes",
    Category.SUD_TREATMENT: "Substance use treatment",
    Category.POLYGRAPH_REFERRAL: "Polygraph referral",
    Category.POLYGRAPH_RESULT: "Polygraph result",
    Category.POLYGRAPH_RAW: "Polygraph charts and recordings",
    Category.SEXUAL_HISTORY: "Sexual history packet",
    Category.VICTIM_SYSTEM: "Victim information held by the system",
    Category.VICTIM_ADVOCACY: "Advocate's confidential record",
    Category.VICTIM_STATEMENT: "Victim's statement to the team",
    Category.TEAM_RECORD: "Team record",
    Category.RISK: "Risk and needs",
    Category.CHILD_AND_SCHOOL: "Child protection and school",
    Category.TRIBAL: "Tribal records",
    Category.AGGREGATE: "Numbers without persons",
    Category.PEER_GROUP: "Peer groups",
    Category.STAFF_WELLBEING: "Own wellbeing entries",
    Category.LEDGER: "Disclosure ledger",
}
