"""Which tables of the case file the change log records, and which of their values
it never writes."""

from auditlog.registry import auditlog

from casemgmt import models
from casemgmt.models.worksheet import COLUMNS

MASKED = {
    models.Person: ["given_name", "family_name", "other_names", "born_on"],
    models.Case: ["person_name", "offense", "risk_level", "closing_reason"],
    models.Condition: ["text", "end_reason"],
    models.Contact: ["note", "place"],
    models.CaseEvent: ["note", "place"],
    models.Assessment: ["note", "level", "total"],
    models.TreatmentSummary: ["summary", "next_steps"],
    models.ExamReferral: ["areas", "suitability"],
    models.ExamResult: ["statements", "result"],
    models.Entry: ["title", "text"],
    models.Release: ["items", "signed_by", "about", "revoked_by"],
    models.CaseReview: ["question", "minutes"],
    models.Decision: ["question", "text", "victim_perspective_note", "dissent"],
    models.Step: ["text", "outcome_note"],
    models.Worksheet: [*COLUMNS, "safety_action", "balance"],
    models.SpokenDisclosure: [
        "to_name",
        "to_organization",
        "to_address",
        "to_phone",
        "description",
        "purpose",
        "evidence",
        "correction",
    ],
    models.SpokenReview: ["note"],
    models.Round: ["proposal", "thumbs"],
    models.CaseUserGrant: ["reason"],
    models.CaseGroupGrant: [],
    models.UnitUserGrant: [],
    models.Conflict: [],
}


def register() -> None:
    """Register each table with its masked fields."""
    for model, masked in MASKED.items():
        auditlog.register(model, mask_fields=masked)
